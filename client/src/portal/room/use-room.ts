import { computed, onBeforeUnmount, reactive, ref, shallowRef } from "vue";
import type { z } from "zod";
import type { partyActSchema } from "../../../../shared/disputes/acts.ts";
import type { PartyActType } from "../../../../shared/disputes/table.ts";
import type { enteredView, MessageView, messagesView, RoomView } from "../../../../shared/disputes/views.ts";
import { type ApiFault, call } from "../../platform/api.ts";
import { setOfficeClock } from "../days.ts";
import { useLine } from "../online.ts";
import { useLive } from "../track/live.ts";
import { newKey, troubleOf } from "../trouble.ts";
import { dropRoom, keepRoom, roomSession } from "./session.ts";

export type PartyAct = z.input<typeof partyActSchema>;
export type Where = "joint" | "own";
type Messages = z.infer<typeof messagesView>;
type Entered = z.infer<typeof enteredView>;

/** A mediation as one side of it sees it: entered, kept up to date, acted in. */
export const useRoom = () => {
  const room = shallowRef<RoomView | null>(null);
  const trouble = ref<ApiFault | null>(null);
  const busy = ref<string>("");
  const ended = ref(false);
  const said = reactive<Record<Where, { items: MessageView[]; before: string | null }>>({
    joint: { items: [], before: null },
    own: { items: [], before: null },
  });
  const token = ref("");
  const { seenAt } = useLine();
  let held = { key: "", body: "" };

  const close = (): void => {
    dropRoom();
    live.stop();
    token.value = "";
    ended.value = true;
  };
  const show = (next: RoomView): void => {
    room.value = next;
    seenAt.value = next.now;
    setOfficeClock(next.now);
  };
  /** The name of a room for the server: one's own is called after one's side. */
  const nameOf = (where: Where): string => (where === "own" ? (room.value?.you.side ?? "joint") : "joint");
  const hear = async (where: Where, before?: string): Promise<void> => {
    if (where === "own" && room.value?.you.side == null) return;
    const found = await call<Messages>("/public/room/messages", { token: token.value, query: { room: nameOf(where), before } });
    const mine = said[where];
    if (before !== undefined) {
      mine.items = [...found.items, ...mine.items];
      mine.before = found.items.length === 0 ? null : found.before;
      return;
    }
    const fresh = new Set(found.items.map(({ id }) => id));
    const older = mine.items.filter((one) => !fresh.has(one.id) && one.at <= (found.items[0]?.at ?? ""));
    if (older.length === 0) mine.before = found.items.length < 100 ? null : found.before;
    mine.items = [...older, ...found.items];
  };
  const refetch = async (): Promise<void> => {
    if (token.value === "") return;
    try {
      show(await call<RoomView>("/public/room", { token: token.value }));
      await Promise.all([hear("joint"), hear("own")]);
      trouble.value = null;
    } catch (error) {
      const fault = troubleOf(error);
      if (fault.status === 401) close();
      else if (fault.code !== "offline") trouble.value = fault;
    }
  };
  let soon: number | undefined;
  const live = useLive({
    changed: () => {
      window.clearTimeout(soon);
      soon = window.setTimeout(() => void refetch(), 120);
    },
    ended: close,
  });
  onBeforeUnmount(() => {
    window.clearTimeout(soon);
    seenAt.value = null;
  });

  const begin = (id: string, right: string): void => {
    token.value = right;
    ended.value = false;
    void live.start(id, right, "room");
  };
  /** Does it and answers whether it went; what went wrong stays for the page to say. */
  const attempt = async (name: string, work: () => Promise<void>): Promise<boolean> => {
    busy.value = name;
    trouble.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      const fault = troubleOf(error);
      if (fault.status === 401) close();
      else trouble.value = fault;
      return false;
    } finally {
      busy.value = "";
    }
  };

  return {
    room,
    trouble,
    busy,
    ended,
    said,
    live: live.live,
    token: computed(() => token.value),
    refetch,
    older: (where: Where): Promise<boolean> => attempt("older", () => hear(where, said[where].before ?? undefined)),
    enter: (link: string): Promise<boolean> =>
      attempt("enter", async () => {
        const entered = await call<Entered>("/public/room/enter", { body: { link } });
        keepRoom({ token: entered.token, expiresAt: entered.expiresAt });
        show(entered.room);
        begin(entered.room.id, entered.token);
        await Promise.all([hear("joint"), hear("own")]);
      }),
    /** After a reload, or from the page of the case: the right kept for this tab. */
    resume: async (): Promise<boolean> => {
      const session = roomSession();
      if (session === null) {
        ended.value = true;
        return false;
      }
      return attempt("enter", async () => {
        token.value = session.token;
        const found = await call<RoomView>("/public/room", { token: session.token });
        show(found);
        begin(found.id, session.token);
        await Promise.all([hear("joint"), hear("own")]);
      });
    },
    act: (body: PartyAct): Promise<boolean> =>
      attempt(body.type, async () => {
        const text = JSON.stringify(body);
        if (held.body !== text) held = { key: newKey(), body: text };
        show(await call<RoomView>("/public/room/actions", { body, token: token.value, idempotencyKey: held.key }));
        held = { key: newKey(), body: "" };
      }),
    say: (where: Where, text: string): Promise<boolean> =>
      attempt("say", async () => {
        const body = { room: nameOf(where), text };
        const written = JSON.stringify(body);
        if (held.body !== written) held = { key: newKey(), body: written };
        const made = await call<MessageView>("/public/room/messages", { body, token: token.value, idempotencyKey: held.key });
        held = { key: newKey(), body: "" };
        if (!said[where].items.some(({ id }) => id === made.id)) said[where].items = [...said[where].items, made];
      }),
    /** What stands before somebody's eyes is read. Best effort. */
    read: async (where: Where): Promise<void> => {
      await call("/public/room/read", { body: { room: nameOf(where) }, token: token.value }).catch(() => {});
    },
    /** Whether a code could be sent; null when it could not even be asked for. */
    code: async (): Promise<boolean | null> => {
      let sent: boolean | null = null;
      await attempt("code", async () => {
        sent = (await call<{ sent: boolean }>("/public/room/code", { body: {}, token: token.value })).sent;
      });
      return sent;
    },
  };
};
export type Room = ReturnType<typeof useRoom>;

const actOf = (room: RoomView, type: PartyActType) => room.acts.find((one) => one.type === type);
export const mayAct = (room: RoomView, type: PartyActType): boolean => actOf(room, type)?.disabledRule === null;
/** Why not, where it is worth a sentence: not for what is simply not due. */
const SILENT = ["permission", "dispute-phase", "no-draft", "no-such-item", "mediation-suspended", "not-your-side", "no-consent-asked"];
export const whyNot = (room: RoomView, type: PartyActType): string | null => {
  const found = actOf(room, type);
  return found === undefined || found.disabledRule === null || SILENT.includes(found.disabledRule) ? null : found.disabledReason;
};
