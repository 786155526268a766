import { type ComputedRef, computed, onBeforeUnmount, onMounted, type Ref, ref, watch } from "vue";
import { useRouter } from "vue-router";
import type { Action } from "../../../../shared/tickets/actions.ts";
import type { ActionType } from "../../../../shared/tickets/status.ts";
import type { EntryType, TicketView } from "../../../../shared/tickets/views.ts";
import { faultOf } from "../../platform/api.ts";
import { faultWords } from "../faults.ts";
import { keyring } from "../ids.ts";
import { listen, watchCase } from "../live.ts";
import { api } from "../session.ts";

type Plain<T> = T extends { version?: unknown } ? Omit<T, "version"> : never;
export type Act = Plain<Action>;
export type ActAnswer = { ticket: TicketView; gone?: boolean; code?: string };

/** Somebody was faster: what they did since, and what was about to be done. */
export type Conflict = {
  act: Act;
  changes: { seq: number; type: EntryType; at: string; actor: string | null }[];
  message: string;
  /** The case as it was when the act was decided on. */
  before: TicketView;
  done: (answer: ActAnswer) => void;
} & Rest;
type Rest = {
  /** The act as it is written by now. */
  now?: () => Act;
  /** Throws away what was written for it. */
  drop?: () => void;
};

export type Case = {
  ticket: Ref<TicketView | null>;
  fault: Ref<string>;
  missing: Ref<boolean>;
  gone: Ref<boolean>;
  busy: Ref<ActionType | null>;
  conflict: Ref<Conflict | null>;
  /** Entries that arrived since the page was opened and were not made here. */
  arrived: ComputedRef<number>;
  seen: () => void;
  load: () => Promise<void>;
  /** Does the act on the version that is shown. Answers null when somebody else was faster; throws every other fault. */
  act: (act: Act, done?: (answer: ActAnswer) => void, rest?: Rest) => Promise<ActAnswer | null>;
  /** The same act, with the words as they are by now, on the newest version. */
  merge: () => Promise<void>;
  drop: () => void;
};

export const useCase = (id: ComputedRef<string>): Case => {
  const router = useRouter();
  const ticket = ref<TicketView | null>(null);
  const fault = ref("");
  const missing = ref(false);
  const gone = ref(false);
  const busy = ref<ActionType | null>(null);
  const conflict = ref<Conflict | null>(null);
  const seenSeq = ref(0);
  const keys = keyring();

  const load = async (): Promise<void> => {
    const asked = id.value;
    fault.value = "";
    try {
      const found = await api<TicketView>(`/tickets/${asked}`);
      if (asked !== id.value) return;
      if (ticket.value === null || ticket.value.version <= found.version) ticket.value = found;
      if (seenSeq.value === 0) seen();
    } catch (error) {
      if (asked !== id.value) return;
      const status = faultOf(error)?.status;
      if (status === 404 || status === 403) {
        if (ticket.value === null) missing.value = true;
        else gone.value = true;
      }
      fault.value = faultWords(error);
    }
  };

  const seen = (): void => {
    seenSeq.value = Math.max(0, ...(ticket.value?.timeline ?? []).map((entry) => entry.seq));
  };

  const act = async (asked: Act, done: (answer: ActAnswer) => void = () => {}, rest: Rest = {}): Promise<ActAnswer | null> => {
    const held = ticket.value;
    if (held === null) return null;
    const body = { ...asked, version: held.version };
    busy.value = asked.type;
    try {
      const answer = await api<ActAnswer>(`/tickets/${held.id}/actions`, { body, idempotencyKey: keys.for(body) });
      keys.done();
      conflict.value = null;
      // Before the case is shown: what hangs on it must not ask for more of what is no longer one's own.
      if (answer.gone) gone.value = true;
      ticket.value = answer.ticket;
      seen();
      done(answer);
      return answer;
    } catch (error) {
      const refused = faultOf(error);
      if (refused?.code !== "stale") throw error;
      const { changes = [] } = (refused.conflict ?? {}) as { changes?: Conflict["changes"] };
      await load();
      conflict.value = { act: asked, changes, message: refused.message, before: held, done, ...rest };
      return null;
    } finally {
      busy.value = null;
    }
  };

  const merge = async (): Promise<void> => {
    const held = conflict.value;
    if (held !== null) await act(held.now?.() ?? held.act, held.done, held);
  };
  const drop = (): void => {
    conflict.value?.drop?.();
    conflict.value = null;
  };

  let stop = (): void => {};
  let unwatch = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => load().catch(() => {}), 150);
  };
  onMounted(() => {
    stop = listen({
      changed: (message) => {
        if (message.id === id.value && message.version > (ticket.value?.version ?? 0)) again();
      },
      gone: (which) => {
        if (which === id.value) gone.value = true;
      },
      back: again,
      held: () => (ticket.value === null ? [] : [{ id: ticket.value.id, version: ticket.value.version }]),
    });
    unwatch = watchCase(id.value);
    load().catch(() => {});
  });
  onBeforeUnmount(() => {
    stop();
    unwatch();
    clearTimeout(timer);
  });
  watch(id, (now, was) => {
    if (now === was || router.currentRoute.value.name !== "case") return;
    unwatch();
    unwatch = watchCase(now);
    ticket.value = null;
    missing.value = false;
    gone.value = false;
    conflict.value = null;
    seenSeq.value = 0;
    load().catch(() => {});
  });

  const arrived = computed(() => (ticket.value?.timeline ?? []).filter((entry) => entry.seq > seenSeq.value).length);
  return { ticket, fault, missing, gone, busy, conflict, arrived, seen, load, act, merge, drop };
};
