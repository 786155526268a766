import { type ComputedRef, computed, type InjectionKey, inject, onBeforeUnmount, onMounted, provide, type Ref, ref, watch } from "vue";
import type { LeaseView } from "../../../../shared/leases/schema.ts";
import type { ActionType } from "../../../../shared/tickets/status.ts";
import { listen, presence, sayTyping } from "../live.ts";
import { api, me } from "../session.ts";

export type Together = {
  /** Colleagues who are writing one of these acts just now. */
  writers: (types: readonly ActionType[]) => { name: string; type: ActionType }[];
  /** Who edits the case, if anybody, me included. */
  lease: Ref<LeaseView | null>;
  /** Editing was mine and was taken over. */
  lost: Ref<LeaseView | null>;
  /** A form stands open or words were begun: editing becomes mine where it is free. */
  begin: (type: ActionType) => void;
  /** A key was pressed in it. */
  writing: (type: ActionType) => void;
  /** Sent, emptied or closed. */
  end: (type: ActionType) => void;
  takeOver: (reason: string) => Promise<void>;
};

const KEY: InjectionKey<Together> = Symbol("together");
export const useColleagues = (): Together => {
  const found = inject(KEY);
  if (found === undefined) throw new Error("no case around");
  return found;
};

const RENEW_MS = 15_000;
/** Whoever has not touched a key for so long is not editing, whatever stands open. */
const IDLE_MS = 5 * 60_000;
const SAY_AGAIN_MS = 2_500;
const PAUSE_MS = 4_000;

/** Colleagues on the same case: who writes what, and who edits. All of it warns; the version of the case decides. */
export const useTogether = (id: ComputedRef<string>, gone: Ref<boolean>): Together => {
  const lease = ref<LeaseView | null>(null);
  const lost = ref<LeaseView | null>(null);
  const open = new Set<ActionType>();
  let touched = 0;
  /** Taken over, and nothing written yet. */
  let tookOver = false;
  let asking = false;
  let renewal: ReturnType<typeof setInterval> | undefined;
  let lapse: ReturnType<typeof setTimeout> | undefined;
  const holding = (): boolean => open.size > 0 || tookOver;
  const path = (of: string): string => `/tickets/${of}/lease`;

  const show = (of: string, view: LeaseView | null): void => {
    if (of !== id.value) return;
    if (lease.value?.mine === true && view !== null && !view.mine && holding()) lost.value = view;
    if (view === null || view.mine) lost.value = null;
    lease.value = view;
    clearTimeout(lapse);
    // That somebody's editing ran out is told by nobody: it is looked at when it should have.
    if (view !== null && !view.mine) lapse = setTimeout(() => look().catch(() => {}), view.leftMs + 500);
    if (view?.mine !== true) stopRenewal();
    else renewal ??= setInterval(() => renew().catch(() => {}), RENEW_MS);
  };
  const stopRenewal = (): void => {
    clearInterval(renewal);
    renewal = undefined;
  };
  const look = async (): Promise<void> => {
    // An act may have taken the case out of sight: nothing of it is asked any more.
    if (gone.value) return;
    const of = id.value;
    const { lease: found } = await api<{ lease: LeaseView | null }>(path(of));
    show(of, found);
    if (found === null && open.size > 0 && Date.now() - touched < IDLE_MS) await take();
  };
  const take = async (): Promise<void> => {
    if (asking || gone.value) return;
    asking = true;
    const of = id.value;
    try {
      show(of, await api<LeaseView>(path(of), { method: "POST" }));
    } finally {
      asking = false;
    }
    if (!holding() || of !== id.value) leave(of);
  };
  const renew = async (): Promise<void> => {
    if (Date.now() - touched > IDLE_MS) leave(id.value);
    else await take();
  };
  /** Goes out although the page may be leaving. */
  const leave = (of: string): void => {
    stopRenewal();
    tookOver = false;
    if (lease.value?.mine !== true) return;
    lease.value = null;
    api(path(of), { method: "DELETE", keepalive: true }).catch(() => {});
  };

  let saidAt = 0;
  let saidField: ActionType | null = null;
  let pause: ReturnType<typeof setTimeout> | undefined;
  const say = (field: ActionType | null): void => {
    if (field === saidField && (field === null || Date.now() - saidAt < SAY_AGAIN_MS)) return;
    saidField = field;
    saidAt = Date.now();
    sayTyping(id.value, field);
  };

  const begin = (type: ActionType): void => {
    open.add(type);
    touched = Date.now();
    // Another's editing is only warned of: nothing is asked until it ends.
    if (lease.value === null) take().catch(() => {});
  };
  const writing = (type: ActionType): void => {
    begin(type);
    say(type);
    clearTimeout(pause);
    pause = setTimeout(() => say(null), PAUSE_MS);
  };
  const end = (type: ActionType): void => {
    open.delete(type);
    if (saidField === type) say(null);
    if (open.size > 0) return;
    tookOver = false;
    lost.value = null;
    leave(id.value);
  };
  const takeOver = async (reason: string): Promise<void> => {
    const of = id.value;
    const view = await api<LeaseView>(`${path(of)}/break`, { body: { reason } });
    tookOver = true;
    touched = Date.now();
    show(of, view);
  };

  const others = computed(() => (presence[id.value] ?? []).filter((person) => person.id !== me.value.id));
  const writers: Together["writers"] = (types) =>
    others.value.flatMap(({ name, typing }) => typing.filter((type) => types.includes(type)).map((type) => ({ name, type })));

  const again = (): void => void look().catch(() => {});
  const hide = (): void => leave(id.value);
  let stop = (): void => {};
  onMounted(() => {
    stop = listen({ lease: (of) => of === id.value && again(), back: again });
    window.addEventListener("pagehide", hide);
    again();
  });
  onBeforeUnmount(() => {
    stop();
    window.removeEventListener("pagehide", hide);
    clearTimeout(lapse);
    clearTimeout(pause);
    say(null);
    leave(id.value);
  });
  watch(id, (_now, was) => {
    leave(was);
    open.clear();
    lease.value = null;
    lost.value = null;
    saidField = null;
    again();
  });

  const together: Together = { writers, lease, lost, begin, writing, end, takeOver };
  provide(KEY, together);
  return together;
};
