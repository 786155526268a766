import { computed, onBeforeUnmount, ref, watch } from "vue";
import type { FormValue, FormValues } from "../../../../shared/documents/form.ts";
import { faultOf } from "../../platform/api.ts";
import { type FieldWords, faultWords, fieldWords } from "../faults.ts";
import { keyring } from "../ids.ts";
import { fetchPaper, issueFaults, issuePaper, type PaperView, savePaper, savingFaults } from "./papers.ts";

const QUIET_MS = 900;

/** A draft as it is written: saved a moment after the last key, under the version that was seen; issued once. */
export const usePaper = (id: () => string) => {
  const paper = ref<PaperView | null>(null);
  const values = ref<Record<string, FormValue | undefined>>({});
  const faults = ref<FieldWords>({});
  const fault = ref("");
  const missing = ref(false);
  /** Somebody else has saved it meanwhile. */
  const behind = ref("");
  const busy = ref<"save" | "issue" | null>(null);
  const saved = ref("");
  const keys = keyring();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const snapshot = (): string => JSON.stringify(values.value);
  const dirty = computed(() => paper.value?.state === "draft" && snapshot() !== saved.value);
  const editable = computed(() => paper.value?.state === "draft" && paper.value.canWrite && behind.value === "");

  const take = (found: PaperView): void => {
    paper.value = found;
    values.value = { ...found.values };
    saved.value = snapshot();
  };
  const load = async (): Promise<void> => {
    fault.value = "";
    behind.value = "";
    try {
      take(await fetchPaper(id()));
    } catch (error) {
      missing.value = faultOf(error)?.status === 404;
      fault.value = faultWords(error);
    }
  };

  /** False: it is not saved, and the page says why. */
  const save = async (): Promise<boolean> => {
    clearTimeout(timer);
    const held = paper.value;
    if (held === null || !editable.value) return false;
    if (!dirty.value) return true;
    if (busy.value !== null) return false;
    const found = savingFaults(held, values.value);
    if (Object.keys(found).length > 0) {
      faults.value = { ...faults.value, ...found };
      return false;
    }
    busy.value = "save";
    const sent = snapshot();
    try {
      paper.value = await savePaper(held.id, held.version, JSON.parse(sent) as FormValues);
      saved.value = sent;
      fault.value = "";
      return true;
    } catch (error) {
      if (faultOf(error)?.code === "stale") behind.value = faultWords(error);
      else {
        faults.value = { ...faults.value, ...fieldWords(error) };
        fault.value = faultWords(error);
      }
      return false;
    } finally {
      busy.value = null;
      if (dirty.value && fault.value === "" && behind.value === "") soon();
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => save().catch(() => {}), QUIET_MS);
  };

  watch(
    values,
    (now) => {
      const held = paper.value;
      if (held === null || !dirty.value) return;
      // A fault goes as soon as what it says is put right.
      if (Object.keys(faults.value).length > 0) {
        const left = issueFaults(held, now);
        faults.value = Object.fromEntries(Object.entries(left).filter(([field]) => field in faults.value));
      }
      soon();
    },
    { deep: true },
  );

  /** Complete, and saved: may the number be taken? */
  const ready = async (): Promise<boolean> => {
    const held = paper.value;
    if (held === null) return false;
    faults.value = issueFaults(held, values.value);
    if (Object.keys(faults.value).length > 0) return false;
    return save();
  };
  const issue = async (): Promise<boolean> => {
    const held = paper.value;
    if (held === null || busy.value !== null) return false;
    busy.value = "issue";
    try {
      take(await issuePaper(held.id, held.version, keys.for({ id: held.id, version: held.version })));
      keys.done();
      return true;
    } catch (error) {
      if (faultOf(error)?.code === "stale") behind.value = faultWords(error);
      else {
        faults.value = fieldWords(error);
        fault.value = faultWords(error);
      }
      return false;
    } finally {
      busy.value = null;
    }
  };
  onBeforeUnmount(() => clearTimeout(timer));

  return { paper, values, faults, fault, missing, behind, busy, dirty, editable, load, save, ready, issue };
};
