import { onScopeDispose, type Ref, ref, watch } from "vue";
import { productTime } from "./clock.ts";
import { me, onEnded, onRenewed } from "./session.ts";

const PREFIX = "zhisu.draft.";
type Stored = { at: number; value: unknown };

const read = (key: string): Stored | null => {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null") as Stored | null;
    return stored !== null && typeof stored.at === "number" ? stored : null;
  } catch {
    return null;
  }
};

/** A draft of an earlier form lacks the fields that came since. */
const whole = (found: unknown, blank: unknown): unknown =>
  typeof blank === "object" && blank !== null && !Array.isArray(blank) && typeof found === "object" ? { ...blank, ...found } : found;

/** Old drafts hold what people told us: they do not stay on a shared machine for ever. */
const sweep = (days: number): void => {
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    const stored = read(key);
    const limit = key.endsWith(".new.form") ? 1 : days;
    if (stored === null || Date.now() - stored.at > limit * 86_400_000) localStorage.removeItem(key);
  }
};
sweep(30);

/** Whoever signs out of a shared machine leaves their own drafts, to come back to, and nobody else's. */
let owner = me.value.id;
onRenewed(() => {
  owner = me.value.id;
});
onEnded((wanted) => {
  if (!wanted || owner === "") return;
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX) && !each.startsWith(`${PREFIX}${owner}.`)))
    localStorage.removeItem(key);
});

export type Draft<T> = { value: Ref<T>; savedAt: Ref<Date | null>; put: (value: T) => void; clear: () => void };

/**
 * What is being written, kept in this browser per person, place (a case or "new") and field: it outlives a reload, a
 * conflict and a lost line, and goes when it was sent.
 */
export const useDraft = <T>(place: string, field: string, empty: () => T): Draft<T> => {
  const key = `${PREFIX}${me.value.id}.${place}.${field}`;
  const stored = read(key);
  const value = ref(stored === null ? empty() : whole(stored.value, empty())) as Ref<T>;
  const savedAt = ref<Date | null>(stored === null ? null : productTime(stored.at));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = (): void => {
    const blank = JSON.stringify(value.value) === JSON.stringify(empty());
    if (blank) localStorage.removeItem(key);
    else {
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), value: value.value } satisfies Stored));
      } catch {
        return;
      }
    }
    savedAt.value = blank ? null : productTime(Date.now());
  };
  watch(
    value,
    () => {
      clearTimeout(timer);
      timer = setTimeout(flush, 300);
    },
    { deep: true },
  );
  // A page that goes away, or a form that closes, saves at once and never again: what comes later is another form's.
  const flush = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    save();
  };
  window.addEventListener("pagehide", flush);
  onScopeDispose(() => {
    flush();
    window.removeEventListener("pagehide", flush);
  });
  return {
    value,
    savedAt,
    put: (next) => {
      value.value = next;
    },
    clear: () => {
      clearTimeout(timer);
      timer = undefined;
      value.value = empty();
      localStorage.removeItem(key);
      savedAt.value = null;
    },
  };
};
