import { type ComputedRef, onBeforeUnmount, onMounted, type Ref, reactive, ref, watch } from "vue";
import type { z } from "zod";
import type { staffActSchema } from "../../../../shared/disputes/acts.ts";
import type { Audience } from "../../../../shared/disputes/dispute.ts";
import type { DisputeView, MessageView } from "../../../../shared/disputes/views.ts";
import { faultOf } from "../../platform/api.ts";
import { faultWords } from "../faults.ts";
import { keyring, newKey } from "../ids.ts";
import { listen, watchDispute } from "../live.ts";
import { api } from "../session.ts";
import { type Acted, fetchDispute, fetchMessages, markRead, say } from "./api.ts";

type Plain<T> = T extends { version?: unknown } ? Omit<T, "version"> : never;
/** An act as the form makes it; the version it stands on is added when it goes. */
export type RoomAct = Plain<z.input<typeof staffActSchema>>;

export type Conflict = {
  act: RoomAct;
  message: string;
  changes: { seq: number; type: string; at: string; actor: string | null }[];
  done: (acted: Acted) => void;
};
export type Lane = { items: MessageView[]; before: string | null; fault: string; busy: boolean };

export type Dispute = {
  view: Ref<DisputeView | null>;
  fault: Ref<string>;
  missing: Ref<boolean>;
  busy: Ref<string | null>;
  conflict: Ref<Conflict | null>;
  lanes: Partial<Record<Audience, Lane>>;
  /** Rooms on the page now: what is said there counts as read. */
  shown: Ref<readonly Audience[]>;
  load: () => Promise<void>;
  older: (room: Audience) => Promise<void>;
  send: (room: Audience, text: string) => Promise<void>;
  /** Answers null when somebody else was faster; throws every other fault. */
  act: (act: RoomAct, done?: (acted: Acted) => void) => Promise<Acted | null>;
  merge: () => Promise<void>;
};

/** So many come at once; fewer are all there are. */
const PAGE = 100;

export const useDispute = (id: ComputedRef<string>): Dispute => {
  const view = ref<DisputeView | null>(null);
  const fault = ref("");
  const missing = ref(false);
  const busy = ref<string | null>(null);
  const conflict = ref<Conflict | null>(null);
  const lanes = reactive<Partial<Record<Audience, Lane>>>({});
  const shown = ref<readonly Audience[]>([]);
  const keys = keyring();

  const load = async (): Promise<void> => {
    const asked = id.value;
    fault.value = "";
    try {
      const found = await fetchDispute(asked);
      if (asked !== id.value) return;
      if (view.value === null || view.value.version <= found.version) view.value = found;
      await Promise.all(found.rooms.map((room) => fill(asked, room)));
      read();
    } catch (error) {
      if (asked !== id.value) return;
      const status = faultOf(error)?.status;
      if ((status === 404 || status === 403) && view.value === null) missing.value = true;
      fault.value = faultWords(error);
    }
  };
  const laneOf = (room: Audience): Lane => {
    lanes[room] ??= { items: [], before: null, fault: "", busy: false };
    return lanes[room];
  };
  /** The newest words of a room; older ones that were looked up stay. */
  const fill = async (asked: string, room: Audience): Promise<void> => {
    const lane = laneOf(room);
    try {
      const found = await fetchMessages(asked, room);
      if (asked !== id.value) return;
      const fresh = new Set(found.items.map((each) => each.id));
      const kept = lane.items.filter((each) => !fresh.has(each.id) && each.at <= (found.items[0]?.at ?? ""));
      if (kept.length === 0) lane.before = found.items.length < PAGE ? null : found.before;
      lane.items = [...kept, ...found.items];
      lane.fault = "";
    } catch (error) {
      lane.fault = faultWords(error);
    }
  };
  const older = async (room: Audience): Promise<void> => {
    const lane = laneOf(room);
    if (lane.before === null || lane.busy) return;
    lane.busy = true;
    try {
      const found = await fetchMessages(id.value, room, lane.before);
      lane.items = [...found.items, ...lane.items];
      lane.before = found.items.length < PAGE ? null : found.before;
    } catch (error) {
      lane.fault = faultWords(error);
    } finally {
      lane.busy = false;
    }
  };
  /** What a person has before their eyes is read. */
  const read = (): void => {
    const held = view.value;
    if (held === null || document.visibilityState !== "visible") return;
    for (const room of shown.value)
      if (room !== "staff" && held.unread[room] > 0) {
        held.unread[room] = 0;
        markRead(held.id, room).catch(() => {});
      }
  };
  watch(shown, read);

  const sending = new Map<string, string>();
  const send = async (room: Audience, text: string): Promise<void> => {
    const name = `${room}.${text}`;
    const key = sending.get(name) ?? newKey();
    sending.set(name, key);
    const said = await say(id.value, room, text, key);
    sending.delete(name);
    const lane = laneOf(room);
    if (!lane.items.some((each) => each.id === said.id)) lane.items = [...lane.items, said];
  };

  const act = async (asked: RoomAct, done: (acted: Acted) => void = () => {}): Promise<Acted | null> => {
    const held = view.value;
    if (held === null) return null;
    const body = { ...asked, version: held.version };
    busy.value = asked.type;
    try {
      const acted = await api<Acted>(`/disputes/${held.id}/actions`, { body, idempotencyKey: keys.for(body) });
      keys.done();
      conflict.value = null;
      if (acted.dispute !== null) view.value = acted.dispute;
      done(acted);
      return acted;
    } catch (error) {
      const refused = faultOf(error);
      if (refused?.code !== "stale") throw error;
      const { changes = [] } = (refused.conflict ?? {}) as { changes?: Conflict["changes"] };
      await load();
      conflict.value = { act: asked, message: refused.message, changes, done };
      return null;
    } finally {
      busy.value = null;
    }
  };
  const merge = async (): Promise<void> => {
    const held = conflict.value;
    if (held !== null) await act(held.act, held.done);
  };

  let stop = (): void => {};
  let leave = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => load().catch(() => {}), 150);
  };
  const seen = (): void => read();
  onMounted(() => {
    stop = listen({
      dispute: (which) => {
        if (which === id.value) again();
      },
      back: again,
    });
    leave = watchDispute(id.value);
    document.addEventListener("visibilitychange", seen);
    load().catch(() => {});
  });
  onBeforeUnmount(() => {
    stop();
    leave();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
  });

  return { view, fault, missing, busy, conflict, lanes, shown, load, older, send, act, merge };
};
