import { io, type Socket } from "socket.io-client";
import { computed, reactive, ref } from "vue";
import type { Changed, ClientToServer, Presence, Resume, ServerToClient } from "../../../shared/realtime/messages.ts";
import type { ActionType } from "../../../shared/tickets/status.ts";
import { localTick } from "./clock.ts";
import { accessToken, onEnded, onRenewed, renew } from "./session.ts";

/** What the page knows of the live line: its state in words, who else is on a case, and what changed. */
const connected = ref(false);
const lostAt = ref<number | null>(null);

export const liveState = computed<"live" | "retrying" | "offline">(() => {
  if (connected.value) return "live";
  return lostAt.value !== null && localTick.value - lostAt.value >= 60_000 ? "offline" : "retrying";
});
export const offlineMinutes = computed(() => (lostAt.value === null ? 0 : Math.floor((localTick.value - lostAt.value) / 60_000)));
export const presence = reactive<Record<string, Presence["people"]>>({});

type Listener = {
  changed: (message: Changed) => void;
  /** A mediation that is watched changed: its state, or what was said in it. */
  dispute: (id: string) => void;
  /** An act on many cases, begun by this person, went on. */
  job: (id: string) => void;
  gone: (id: string) => void;
  /** Who edits the case changed. */
  lease: (id: string) => void;
  /** A colleague named me in a note. */
  mentioned: () => void;
  back: () => void;
  held: () => Resume;
};
const listeners = new Set<Listener>();
const watched = new Map<string, number>();
const rooms = new Set<string>();
let socket: Socket<ServerToClient, ClientToServer> | null = null;

/** Listens until the answer is called. `held` names what the page shows, so that a line that comes back can say what differs. */
export const listen = (listener: Partial<Listener>): (() => void) => {
  const whole: Listener = {
    ...{ changed: () => {}, dispute: () => {}, job: () => {}, gone: () => {}, lease: () => {}, mentioned: () => {}, back: () => {}, held: () => [] },
    ...listener,
  };
  listeners.add(whole);
  return () => void listeners.delete(whole);
};

/** I am on this case until the answer is called. */
export const watchCase = (id: string): (() => void) => {
  watched.set(id, (watched.get(id) ?? 0) + 1);
  if (socket?.connected) socket.emit("watch", { id }, () => {});
  return () => {
    const left = (watched.get(id) ?? 1) - 1;
    if (left > 0) return void watched.set(id, left);
    watched.delete(id);
    delete presence[id];
    if (socket?.connected) socket.emit("unwatch", { id });
  };
};

/** I am in this mediation until the answer is called. */
export const watchDispute = (id: string): (() => void) => {
  rooms.add(id);
  if (socket?.connected) socket.emit("watchDispute", { id }, () => {});
  return () => {
    rooms.delete(id);
    if (socket?.connected) socket.emit("unwatchDispute", { id });
  };
};

/** Which act I am writing on a case, or none any more. */
export const sayTyping = (id: string, field: ActionType | null): void => {
  if (socket?.connected && watched.has(id)) socket.emit("typing", { id, field });
};

export const reconnect = (): void => {
  if (socket !== null && !socket.connected) socket.connect();
};

const tell = (message: Changed): void => {
  if (message.kind === "ticket") for (const listener of listeners) listener.changed(message);
  if (message.kind === "dispute") for (const listener of listeners) listener.dispute(message.id);
  if (message.kind === "bulk") for (const listener of listeners) listener.job(message.id);
};
const tellGone = (id: string): void => {
  for (const listener of listeners) listener.gone(id);
};

/** Names what is held; the server answers what differs. */
const resume = (): void => {
  const held = new Map([...listeners].flatMap((listener) => listener.held()).map((each) => [each.id, each]));
  socket?.emit("resume", [...held.values()].slice(0, 500), ({ changed, gone }) => {
    for (const each of changed) tell({ kind: "ticket", ...each });
    for (const id of gone) tellGone(id);
    for (const listener of listeners) listener.back();
  });
};

const open = (): void => {
  socket = io({ auth: (give) => give({ token: accessToken() }), transports: ["websocket"], reconnectionDelayMax: 10_000 });
  let before = false;
  socket.on("connect", () => {
    connected.value = true;
    lostAt.value = null;
    for (const id of watched.keys()) socket?.emit("watch", { id }, () => {});
    for (const id of rooms) socket?.emit("watchDispute", { id }, () => {});
    if (before) resume();
    before = true;
  });
  socket.on("disconnect", (reason) => {
    connected.value = false;
    lostAt.value = Date.now();
    if (reason === "io server disconnect") setTimeout(reconnect, 1_000);
  });
  socket.on("connect_error", () => {
    lostAt.value ??= Date.now();
    if (socket !== null && !socket.active)
      renew().then(
        () => setTimeout(reconnect, 2_000),
        () => setTimeout(reconnect, 5_000),
      );
  });
  socket.on("changed", tell);
  socket.on("gone", ({ id }) => tellGone(id));
  socket.on("lease", ({ id }) => {
    for (const listener of listeners) listener.lease(id);
  });
  socket.on("mentioned", () => {
    for (const listener of listeners) listener.mentioned();
  });
  socket.on("presence", ({ id, people }) => {
    if (watched.has(id)) presence[id] = people;
  });
  socket.on("ended", () => {
    renew().catch(() => {});
  });
};

onRenewed((token) => {
  if (socket === null) open();
  else if (socket.connected) socket.emit("renew", token, () => {});
});
onEnded(() => {
  socket?.disconnect();
  socket = null;
  connected.value = false;
});
window.addEventListener("online", reconnect);
