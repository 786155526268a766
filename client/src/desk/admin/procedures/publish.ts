import { nextTick, type Ref, ref } from "vue";
import type { z } from "zod";
import { faultOf } from "../../../platform/api.ts";
import { check, type FieldWords, faultWords, fieldWords } from "../../faults.ts";
import { keyring } from "../../ids.ts";

export type Publishing = {
  faults: Ref<FieldWords>;
  fault: Ref<string>;
  busy: Ref<string | null>;
  /** Checks as the server will, asks, and puts what is refused into words; null when it did not come about. */
  run: <T>(name: string, schema: z.ZodType, body: object, ask: (key: string) => Promise<T>, more?: FieldWords) => Promise<T | null>;
};

/** A form of a catalogue: looked at, then published. `stale`: somebody else published meanwhile, what stands is fetched anew. */
export const usePublish = ({ stale }: { stale: () => void }): Publishing => {
  const faults = ref<FieldWords>({});
  const fault = ref("");
  const busy = ref<string | null>(null);
  const keys = keyring();

  const showFault = async (): Promise<void> => {
    await nextTick();
    document.querySelector<HTMLElement>(".el-dialog .has-fault :is(input, textarea)")?.focus();
  };
  const run: Publishing["run"] = async (name, schema, body, ask, more = {}) => {
    if (busy.value !== null) return null;
    fault.value = "";
    faults.value = { ...check(schema, body), ...more };
    if (Object.keys(faults.value).length > 0) {
      await showFault();
      return null;
    }
    busy.value = name;
    try {
      const answer = await ask(keys.for(body));
      keys.done();
      return answer;
    } catch (error) {
      faults.value = fieldWords(error);
      if (Object.keys(faults.value).length === 0) fault.value = faultWords(error);
      if (faultOf(error)?.status === 409) stale();
      await showFault();
      return null;
    } finally {
      busy.value = null;
    }
  };
  return { faults, fault, busy, run };
};
