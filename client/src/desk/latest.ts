import { onScopeDispose, type Ref, ref, watch } from "vue";
import { faultWords } from "./faults.ts";

export type Latest<T> = { answer: Ref<T | null>; waiting: Ref<boolean>; fault: Ref<string>; again: () => void };

/**
 * An answer that follows what is being typed: asked a moment after the last key, the answer before stays in place
 * meanwhile, and one that was overtaken is dropped. A call that fails is told by `fault` and blocks nothing.
 */
export const useLatest = <Q, T>(query: () => Q | null, ask: (query: Q, signal: AbortSignal) => Promise<T>, wait = 400): Latest<T> => {
  const answer = ref(null) as Ref<T | null>;
  const waiting = ref(false);
  const fault = ref("");
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;

  const drop = (): void => {
    round += 1;
    clearTimeout(timer);
    running?.abort();
    running = null;
  };
  const run = async (wanted: Q): Promise<void> => {
    const mine = round;
    const control = new AbortController();
    running = control;
    try {
      const found = await ask(wanted, control.signal);
      if (mine !== round) return;
      answer.value = found;
      fault.value = "";
    } catch (error) {
      if (mine !== round) return;
      fault.value = faultWords(error);
    }
    waiting.value = false;
  };
  const start = (wanted: Q | null, after: number): void => {
    drop();
    if (wanted === null) {
      answer.value = null;
      fault.value = "";
      waiting.value = false;
      return;
    }
    waiting.value = true;
    timer = setTimeout(() => run(wanted).catch(() => {}), after);
  };
  watch(
    () => JSON.stringify(query()),
    () => start(query(), wait),
    { immediate: true },
  );
  onScopeDispose(drop);
  return { answer, waiting, fault, again: () => start(query(), 0) };
};
