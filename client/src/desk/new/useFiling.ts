import { type ComputedRef, computed, nextTick, type Ref, ref } from "vue";
import type { RouteView } from "../../../../shared/dispatch/views.ts";
import { registerSchema } from "../../../../shared/tickets/schema.ts";
import type { TicketView } from "../../../../shared/tickets/views.ts";
import { check, type FieldWords, faultWords, fieldWords } from "../faults.ts";
import { keyring, newKey } from "../ids.ts";
import { privacy } from "../lookups.ts";
import { api } from "../session.ts";
import type { Filed, Referral } from "./FiledPanel.vue";
import { bodyOf, FIELDS, type NewForm } from "./form.ts";
import { emptyRoute, type RouteForm } from "./route.ts";
import type { Intake } from "./useIntake.ts";

/** What the law wants of each kind, in the order in which it is asked. */
const WANTED: Partial<Record<NewForm["kind"], readonly string[]>> = {
  complaint: ["text", "complainant.phone", "complainant.name", "complainant.address", "respondent.name", "respondent.address", "demands"],
  report: ["text"],
};
const OTHERS = ["text", "complainant.phone"];

export type Filing = {
  filed: Ref<Filed | null>;
  referral: Ref<Referral>;
  faults: Ref<FieldWords>;
  fault: Ref<string>;
  busy: Ref<boolean>;
  uploading: Ref<boolean>;
  wrong: ComputedRef<number>;
  missing: ComputedRef<string[]>;
  required: ComputedRef<number>;
  /** The form as it was filed, for the slip. */
  sent: Ref<NewForm | null>;
  sentRoute: Ref<RouteForm>;
  sentReportRoute: Ref<RouteForm>;
  focus: (field: string) => void;
  submit: () => Promise<boolean>;
  refer: (route: RouteView, text: string, transferred: boolean) => Promise<void>;
  reset: () => void;
};

export const useFiling = (form: Ref<NewForm>, intake: Intake): Filing => {
  const filed = ref<Filed | null>(null);
  const referral = ref<Referral>(null);
  const faults = ref<FieldWords>({});
  const fault = ref("");
  const busy = ref(false);
  const uploading = ref(false);
  const sent = ref<NewForm | null>(null);
  const sentRoute = ref<RouteForm>(emptyRoute());
  const sentReportRoute = ref<RouteForm>(emptyRoute());
  const keys = keyring();
  const wrong = computed(() => Object.keys(faults.value).length);
  const wanted = computed(() => WANTED[form.value.kind] ?? OTHERS);
  const valueAt = (field: string): unknown => {
    if (field === "complainant.phone" && form.value.kind !== "complaint") return form.value.complainant.phone || form.value.complainant.email;
    return field.split(".").reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], form.value);
  };
  const missing = computed(() => wanted.value.filter((field) => (valueAt(field) as string | string[]).length === 0));

  const focus = (field: string): void => document.getElementById(ELEMENT[field] ?? `new-${field}`)?.focus();
  const focusFault = async (): Promise<false> => {
    await nextTick();
    // Folds open by themselves; the field stands there a moment later.
    await nextTick();
    const first = FIELDS.find((name) => faults.value[name] !== undefined);
    if (first !== undefined) focus(first);
    return false;
  };

  /** `alone`: it goes nowhere, because the caller is told where to turn. */
  const submit = async (alone = false): Promise<boolean> => {
    if (busy.value || uploading.value) return false;
    const route = alone ? emptyRoute() : intake.route.value;
    const reportRoute = alone ? emptyRoute() : intake.reportRoute.value;
    const body = bodyOf(form.value, { route, reportRoute, privacyVersion: privacy.value?.version });
    fault.value = "";
    faults.value = check(registerSchema, body) ?? {};
    if (wrong.value > 0) return focusFault();
    busy.value = true;
    try {
      const answer = await api<Filed>("/tickets", { body, idempotencyKey: keys.for(body) });
      keys.done();
      sent.value = JSON.parse(JSON.stringify(form.value)) as NewForm;
      sentRoute.value = route;
      sentReportRoute.value = reportRoute;
      filed.value = answer;
      return true;
    } catch (error) {
      faults.value = fieldWords(error);
      if (wrong.value === 0) fault.value = faultWords(error);
      return focusFault();
    } finally {
      busy.value = false;
    }
  };

  /** Files it as an inquiry and tells where it belongs; if the second step fails, the case is there to finish it. */
  const refer = async (route: RouteView, text: string, transferred: boolean): Promise<void> => {
    const { target } = route;
    if (target === null) return;
    form.value.kind = "inquiry";
    await nextTick();
    if (!(await submit(true)) || filed.value === null) return;
    referral.value = { name: target.name, done: false };
    try {
      const { id, version } = await api<TicketView>(`/tickets/${filed.value.id}`);
      const body = { type: "refer", version, targetId: target.id, text, transferred };
      await api(`/tickets/${id}/actions`, { body, idempotencyKey: newKey() });
      referral.value = { name: target.name, done: true };
    } catch {
      // The page says that it is still to be done, and where.
    }
  };

  const reset = (): void => {
    filed.value = null;
    referral.value = null;
    sent.value = null;
    faults.value = {};
    fault.value = "";
  };
  return {
    filed,
    referral,
    faults,
    fault,
    busy,
    uploading,
    wrong,
    missing,
    required: computed(() => wanted.value.length),
    sent,
    sentRoute,
    sentReportRoute,
    focus,
    submit: () => submit(),
    refer,
    reset,
  };
};

/** Fields whose control stands elsewhere than its name says. */
const ELEMENT: Record<string, string> = {
  "route.departmentId": "route-department",
  "route.coDepartmentIds": "route-co",
  "reportRoute.departmentId": "reportRoute-department",
  "reportRoute.coDepartmentIds": "reportRoute-co",
};
