import type { Server as HttpServer } from "node:http";
import { Server, type Socket } from "socket.io";
import type { StaffActor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import type { Audience } from "../../shared/disputes/dispute.ts";
import { type ClientToServer, resumeSchema, type ServerToClient, typingSchema, watchSchema } from "../../shared/realtime/messages.ts";
import { tokensOf } from "../../shared/tickets/access.ts";
import type { Log } from "../platform/log.ts";
import { createDisputeRooms, type DisputeDoor, type PartySession } from "./dispute-rooms.ts";
import { createPresence, nothingTyped, type Typing } from "./presence.ts";

type StaffSession = { actor: StaffActor; expiresAt: Date; sessionId: string };
type Data = {
  staff?: StaffSession;
  track?: { ticketId: string; no: string; token: string };
  party?: PartySession;
  expiry?: NodeJS.Timeout;
  watching: Set<string>;
  typing: Typing;
};
type IO = Server<ClientToServer, ServerToClient, Record<string, never>, Data>;
type Peer = Socket<ClientToServer, ServerToClient, Record<string, never>, Data>;

/** A socket here, or as the adapter gives it. */
type Placed = {
  data: Data;
  join: (room: string) => unknown;
  leave: (room: string) => unknown;
  emit: (event: "ended") => unknown;
  disconnect: (close: boolean) => unknown;
};

export type Gateway = {
  changed: (event: { id: string; version: number; visibleTo: string[] }) => void;
  gone: (event: { id: string; lost: string[]; visibleTo: string[] }) => void;
  /** A job of this person went on. */
  jobChanged: (userId: string, id: string, handled: number) => void;
  trackChanged: (event: { ticketId: string; version: number }) => void;
  /** A case's code changed: who came in with the old one has to leave. */
  trackEnded: (ticketId: string) => void;
  /** Who edits a case changed: those who look at it ask again. */
  leaseChanged: (ticketId: string) => void;
  mentioned: (userIds: readonly string[]) => void;
  /** Something changed in one room of a mediation; `again`: who takes part did. */
  disputeChanged: (id: string, audience: Audience) => void;
  disputeAgain: (id: string) => void;
  /** A mediation came to this person, or left them. */
  disputeFor: (userId: string, id: string) => void;
  /** A person's right to be here ended or changed: their sockets close and come back with what they may do now. */
  endUser: (userId: string, sessionId?: string) => void;
  close: () => Promise<void>;
};

/**
 * Sockets: the handshake carries the token, rooms are the very tokens that decide who sees a case, and a message says
 * only that something changed.
 */
export const createGateway = ({
  httpServer,
  log,
  staff,
  track,
  compare,
  maySee,
  disputes,
  typingMs,
}: {
  httpServer: HttpServer;
  log: Log;
  staff: (token: string) => Promise<StaffSession>;
  track: (token: string) => Promise<{ ticketId: string; no: string; expiresAt: Date }>;
  compare: (held: { id: string; version: number }[], actor: StaffActor) => Promise<{ changed: { id: string; version: number }[]; gone: string[] }>;
  maySee: (id: string, actor: StaffActor) => Promise<boolean>;
  disputes: DisputeDoor;
  /** How long it is believed that somebody writes who does not say it again. */
  typingMs: number;
}): Gateway => {
  const io: IO = new Server(httpServer, {
    serveClient: false,
    transports: ["websocket", "polling"],
    maxHttpBufferSize: 100_000,
    pingInterval: 15_000,
    pingTimeout: 15_000,
  });

  const rooms = createDisputeRooms<Placed>(
    {
      emit: (room, message) => void io.to(room).emit("changed", message),
      inRoom: (room) => io.in(room).fetchSockets(),
      end,
    },
    disputes,
  );

  io.use((socket, next) => {
    admit(socket).then(
      () => next(),
      () => next(new Error("unauthenticated")),
    );
  });

  const admit = async (socket: Peer): Promise<void> => {
    const auth = socket.handshake.auth as { token?: unknown; track?: unknown; room?: unknown };
    socket.data.watching = new Set();
    socket.data.typing = nothingTyped();
    if (typeof auth.track === "string") {
      const { ticketId, no, expiresAt } = await track(auth.track);
      socket.data.track = { ticketId, no, token: auth.track };
      await socket.join(trackRoom(ticketId));
      endAt(socket, expiresAt);
      return;
    }
    if (typeof auth.room === "string") {
      const { disputeId, partyId, expiresAt } = await disputes.party(auth.room);
      socket.data.party = { disputeId, partyId, token: auth.room };
      await rooms.enter(socket, socket.data.party);
      endAt(socket, expiresAt);
      return;
    }
    if (typeof auth.token !== "string") throw new Error("no token");
    await enter(socket, await staff(auth.token));
  };

  /** Puts a person into the rooms of what they may see, and out of those they no longer may. */
  const enter = async (socket: Peer, session: StaffSession): Promise<void> => {
    socket.data.staff = session;
    const rooms = can(session.actor, "ticket.read") ? tokensOf(session.actor).map(seeRoom) : [];
    for (const room of socket.rooms) if (room.startsWith("see:") && !rooms.includes(room)) await socket.leave(room);
    await socket.join([...rooms, userRoom(session.actor.id)]);
    endAt(socket, session.expiresAt);
  };

  const endAt = (socket: Peer, at: Date): void => {
    clearTimeout(socket.data.expiry);
    socket.data.expiry = setTimeout(() => end(socket), Math.max(0, at.getTime() - Date.now()));
    socket.data.expiry.unref();
  };

  /** Handlers of socket messages answer for their own failures: a lost line of the database must not end the process. */
  const guarded = (work: Promise<unknown>, failed?: () => void): void => {
    work.catch((error: unknown) => {
      log.warn({ err: error }, "socket message failed");
      failed?.();
    });
  };

  const presence = createPresence({
    watchers: async (id) => (await io.in(watchRoom(id)).fetchSockets()).map(({ data }) => data),
    tell: (message) => void io.to(watchRoom(message.id)).emit("presence", message),
    lastsMs: typingMs,
    guarded,
  });
  const unwatch = async (socket: Peer, id: string): Promise<void> => {
    socket.data.watching.delete(id);
    presence.stop(socket.data.typing, id);
    await socket.leave(watchRoom(id));
    await presence.show(id);
  };

  io.on("connection", (socket) => {
    socket.on("resume", (held, answer) => {
      const parsed = resumeSchema.safeParse(held);
      const session = socket.data.staff;
      if (!parsed.success || session === undefined || typeof answer !== "function") return;
      const gone = parsed.data.map(({ id }) => id);
      if (!can(session.actor, "ticket.read")) return answer({ changed: [], gone });
      guarded(compare(parsed.data, session.actor).then(answer));
    });
    socket.on("watch", (message, answer) => {
      const parsed = watchSchema.safeParse(message);
      const session = socket.data.staff;
      if (!parsed.success || session === undefined) return;
      const { id } = parsed.data;
      if (socket.data.watching.size >= MOST_WATCHED) return typeof answer === "function" ? answer(false) : undefined;
      const work = maySee(id, session.actor).then(async (ok) => {
        if (ok) {
          socket.data.watching.add(id);
          await socket.join(watchRoom(id));
          await presence.show(id);
        }
        if (typeof answer === "function") answer(ok);
      });
      guarded(work);
    });
    socket.on("unwatch", (message) => {
      const parsed = watchSchema.safeParse(message);
      if (parsed.success && socket.data.watching.has(parsed.data.id)) guarded(unwatch(socket, parsed.data.id));
    });
    socket.on("watchDispute", (message, answer) => {
      const parsed = watchSchema.safeParse(message);
      const session = socket.data.staff;
      if (!parsed.success || session === undefined || !can(session.actor, "dispute.read")) return;
      const work = rooms.watch(socket, parsed.data.id, session.actor).then((ok) => (typeof answer === "function" ? answer(ok) : undefined));
      guarded(work);
    });
    socket.on("unwatchDispute", (message) => {
      const parsed = watchSchema.safeParse(message);
      if (parsed.success) guarded(rooms.unwatch(socket, parsed.data.id));
    });
    socket.on("typing", (message) => {
      const parsed = typingSchema.safeParse(message);
      // In the room is who was let in and did not lose the case since.
      if (parsed.success && socket.rooms.has(watchRoom(parsed.data.id))) presence.say(socket.data.typing, parsed.data.id, parsed.data.field);
    });
    socket.on("renew", (token, answer) => {
      if (typeof token !== "string" || typeof answer !== "function") return;
      const before = socket.data.staff?.actor.id;
      const work = staff(token).then(async (session) => {
        if (session.actor.id !== before) throw new Error("another person's token");
        await enter(socket, session);
        answer(true);
      });
      guarded(work, () => answer(false));
    });
    socket.on("disconnect", () => {
      clearTimeout(socket.data.expiry);
      presence.stopAll(socket.data.typing);
      for (const id of socket.data.watching) guarded(presence.show(id));
    });
  });

  return {
    changed: ({ id, version, visibleTo }) => void io.to(visibleTo.map(seeRoom)).emit("changed", { kind: "ticket", id, version }),
    gone: ({ id, lost, visibleTo }) => {
      if (lost.length === 0) return;
      // Who shares another token still sees it; the browser asks the API before it believes this.
      io.to(lost.map(seeRoom)).except(visibleTo.map(seeRoom)).emit("gone", { id });
      guarded(
        io
          .in(watchRoom(id))
          .fetchSockets()
          .then((sockets) => {
            for (const socket of sockets)
              if (socket.data.staff && !tokensOf(socket.data.staff.actor).some((token) => visibleTo.includes(token))) socket.leave(watchRoom(id));
          }),
      );
    },
    jobChanged: (userId, id, handled) => void io.to(userRoom(userId)).emit("changed", { kind: "bulk", id, version: handled }),
    trackChanged: ({ ticketId, version }) => {
      io.in(trackRoom(ticketId))
        .fetchSockets()
        .then((sockets) => {
          for (const socket of sockets) socket.emit("changed", { kind: "track", id: socket.data.track?.no ?? "", version });
        })
        .catch((error: unknown) => log.warn({ err: error }, "citizens not told"));
    },
    trackEnded: (ticketId) => {
      const work = io
        .in(trackRoom(ticketId))
        .fetchSockets()
        .then((sockets) => Promise.all(sockets.map((socket) => track(socket.data.track?.token ?? "").catch(() => end(socket)))));
      guarded(work);
    },
    leaseChanged: (id) => void io.to(watchRoom(id)).emit("lease", { id }),
    mentioned: (userIds) => {
      // To nobody in particular would be to everybody.
      if (userIds.length > 0) io.to(userIds.map(userRoom)).emit("mentioned");
    },
    disputeChanged: rooms.changed,
    disputeAgain: (id) => guarded(rooms.again(id)),
    disputeFor: (userId, id) => void io.to(userRoom(userId)).emit("changed", { kind: "dispute", id, version: Date.now() }),
    endUser: (userId, sessionId) => {
      io.in(userRoom(userId))
        .fetchSockets()
        .then((sockets) => {
          for (const socket of sockets) {
            if (sessionId === undefined || socket.data.staff?.sessionId === sessionId) end(socket);
          }
        })
        .catch((error: unknown) => log.warn({ err: error }, "sockets of an ended session not closed"));
    },
    close: async () => {
      await io.close();
    },
  };
};

const MOST_WATCHED = 20;

const end = (socket: { emit: (event: "ended") => unknown; disconnect: (close: boolean) => unknown }): void => {
  socket.emit("ended");
  socket.disconnect(true);
};

const seeRoom = (token: string): string => `see:${token}`;
const userRoom = (id: string): string => `user:${id}`;
const trackRoom = (ticketId: string): string => `track:${ticketId}`;
const watchRoom = (id: string): string => `watch:${id}`;
