import { computed, nextTick, reactive, ref, watch } from "vue";
import { useRouter } from "vue-router";
import type { z } from "zod";
import type { filedView } from "../../../../shared/tickets/track-views.ts";
import { type ApiFault, call } from "../../platform/api.ts";
import { officeNow, today } from "../days.ts";
import { keepFiled } from "../filed.ts";
import { loadClock } from "../office.ts";
import { serverFaults, troubleOf } from "../trouble.ts";
import { useUploads } from "../uploads.ts";
import type { Faults } from "../words.ts";
import { bodyOf, idOf, stepOf } from "./body.ts";
import { faultsIn, loadSchema } from "./check.ts";
import { type Draft, emptyDraft, forgetDraft, isBlank, keepDraft, resumeDraft, type Step } from "./draft.ts";
import { useHints } from "./hints.ts";
import { useNotice } from "./notice.ts";

/** The form of three steps: what is typed, what is wrong with it, where one is, how it is sent. */
export const useFiling = () => {
  const router = useRouter();
  const resumed = resumeDraft();
  void loadSchema();
  void loadClock();
  const draft = reactive<Draft>(resumed?.draft ?? emptyDraft());
  const offer = ref<"none" | "resume" | "cleared">(resumed === null ? "none" : "resume");
  const step = ref<Step>(1);
  const faults = ref<Faults>({});
  const trouble = ref<ApiFault | null>(null);
  const saved = ref<"no" | "yes" | "cannot">(resumed === null ? "no" : "yes");
  const sending = ref(false);
  const uploads = useUploads();
  uploads.restore(draft.files);
  const hints = useHints(draft);
  const notice = useNotice(draft);
  // What went out, oldest first: a lost answer may belong to any of them. In memory only, for it holds everything.
  const wentOut: unknown[] = [];
  let put: Draft | null = null;
  let warnedDay = "";
  let filed = false;

  watch(uploads.sent, (sent) => {
    draft.files = sent;
  });
  let timer = 0;
  const save = (): void => {
    window.clearTimeout(timer);
    if (filed || isBlank(draft)) return;
    saved.value = keepDraft(draft) ? "yes" : "cannot";
  };
  watch(draft, () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 500);
  });

  const show = async (next: Step): Promise<void> => {
    step.value = next;
    draft.step = next;
    await nextTick();
    window.scrollTo({ top: 0 });
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  };

  const focusFirst = async (found: Faults): Promise<void> => {
    const steps = Object.keys(found).map(stepOf);
    const first = Math.min(...steps) as Step;
    if (first !== step.value) await show(first);
    await nextTick();
    const ids = new Set(Object.keys(found).map(idOf));
    const control = [...document.querySelectorAll<HTMLElement>("[id^='f-']")].find((element) => ids.has(element.id));
    control?.focus();
  };

  /** On to the next step, or to the first fault of this one. */
  const next = async (): Promise<void> => {
    save();
    const found = Object.fromEntries(Object.entries(await faultsIn(draft)).filter(([path]) => stepOf(path) === step.value));
    faults.value = found;
    if (Object.keys(found).length > 0) return focusFirst(found);
    // A day to come stops once; whoever goes on leaves it to the office's calendar.
    if (step.value === 2 && draft.day > today() && warnedDay !== draft.day) {
      warnedDay = draft.day;
      document.getElementById(idOf("happenedOn"))?.focus();
      return;
    }
    if (step.value < 3) await show((step.value + 1) as Step);
  };

  const post = (body: unknown): Promise<z.infer<typeof filedView>> => call("/public/tickets", { body, idempotencyKey: draft.key });

  /** An earlier try arrived although its answer was lost: its receipt is fetched by sending the very same again. */
  const receiptOfEarlier = async (): Promise<z.infer<typeof filedView> | null> => {
    for (const body of wentOut) {
      const receipt = await post(body).catch(() => null);
      if (receipt !== null) return receipt;
    }
    return null;
  };

  const finish = async (receipt: z.infer<typeof filedView>, earlier: boolean): Promise<void> => {
    filed = true;
    window.clearTimeout(timer);
    keepFiled({
      ...receipt,
      kind: draft.kind === "" ? "complaint" : draft.kind,
      anonymous: draft.kind === "report" && draft.anonymous,
      earlier,
      at: officeNow().toISOString(),
    });
    forgetDraft();
    await router.push("/done");
  };

  const send = async (): Promise<void> => {
    if (sending.value) return;
    trouble.value = null;
    save();
    const found = await faultsIn(draft);
    faults.value = found;
    if (Object.keys(found).length > 0) return focusFirst(found);
    if (uploads.sending.value > 0) return;
    sending.value = true;
    const body = JSON.parse(JSON.stringify(bodyOf(draft))) as unknown;
    try {
      const receipt = await post(body);
      await finish(receipt, false);
    } catch (error) {
      const fault = troubleOf(error);
      const receipt = fault.code === "idempotencyMismatch" ? await receiptOfEarlier() : null;
      if (receipt !== null) await finish(receipt, true);
      else if (Object.keys(fault.fields).length > 0) {
        faults.value = serverFaults(fault);
        // The notice changed while the form was open.
        if (fault.fields.privacyVersion !== undefined) await notice.load();
        sending.value = false;
        await focusFirst(faults.value);
      } else {
        trouble.value = fault;
        await nextTick();
        document.querySelector(".trouble")?.scrollIntoView({ block: "center" });
      }
      if (fault.status === 0 || fault.status >= 500) wentOut.push(body);
    }
    sending.value = false;
  };

  const replace = (by: Draft): void => {
    Object.assign(draft, by);
    uploads.restore(by.files);
    faults.value = {};
    trouble.value = null;
  };

  return {
    draft,
    step,
    faults,
    trouble,
    saved,
    sending,
    uploads,
    hints,
    notice,
    offer,
    savedAt: resumed?.savedAt ?? "",
    filesGone: resumed?.filesGone ?? 0,
    waiting: computed(() => uploads.sending.value > 0),
    next,
    back: (): Promise<void> => show(step.value === 3 ? 2 : 1),
    send,
    save,
    /** A field was touched: its fault is no longer true. */
    touched: (path: string): void => {
      faults.value = Object.fromEntries(Object.entries(faults.value).filter(([at]) => at !== path && !at.startsWith(`${path}.`)));
    },
    goOn: (): Promise<void> => {
      offer.value = "none";
      return show(draft.step);
    },
    /** A blank form; the draft stays at hand until the page is left. */
    startOver: (): void => {
      put = JSON.parse(JSON.stringify(draft)) as Draft;
      replace(emptyDraft());
      forgetDraft();
      offer.value = "cleared";
    },
    putBack: (): void => {
      if (put !== null) replace(put);
      offer.value = "none";
    },
    /** After a mismatch nobody can resolve: the same words as a case of its own. */
    sendAsNew: (): Promise<void> => {
      draft.key = emptyDraft().key;
      return send();
    },
  };
};
export type Filing = ReturnType<typeof useFiling>;
