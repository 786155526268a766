import type { Server } from "node:http";
import { can } from "../shared/can.ts";
import { mayAccess } from "../shared/tickets/access.ts";
import type { createAuth } from "./auth/index.ts";
import type { createDepartments } from "./departments/index.ts";
import { createLeases } from "./leases/index.ts";
import { createMentions } from "./mentions/index.ts";
import type { Bus } from "./platform/bus.ts";
import type { Database } from "./platform/database.ts";
import type { Log } from "./platform/log.ts";
import { namedIn } from "./platform/named.ts";
import type { DisputeDoor } from "./realtime/dispute-rooms.ts";
import { createGateway, type Gateway } from "./realtime/gateway.ts";
import { realtimeSubscriber } from "./realtime/subscriber.ts";
import type { createTickets } from "./tickets/index.ts";
import type { Users } from "./users/index.ts";

/** How long writing and editing last without being said again; both run on real time. */
export type Live = { typingMs: number; leaseMs: number; real: () => Date };
export const LIVE: Live = { typingMs: 6000, leaseMs: 45_000, real: () => new Date() };

type Parts = {
  database: Database;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  users: Users;
  departments: Awaited<ReturnType<typeof createDepartments>>;
  auth: Awaited<ReturnType<typeof createAuth>>;
  bus: Bus;
  audit: (record: { kind: string; actorId: string | null; subject: string; details: Record<string, string> }) => Promise<void>;
  now: () => Date;
  log: Log;
  live: Live;
};

/**
 * People on one case at the same time: who looks and writes, who edits, who was named in a note. The endpoints come
 * first, the sockets when there is a server to hang them on; nobody is told of anything before.
 */
export const joinTogether = async ({ database, tickets, users, departments, auth, bus, audit, now, log, live }: Parts) => {
  let gateway: Gateway | null = null;
  const { open, names } = tickets.together;
  const leases = await createLeases({
    ...{ database, open, now, audit },
    changed: (id) => gateway?.leaseChanged(id),
    real: live.real,
    lastsMs: live.leaseMs,
  });
  const mentions = await createMentions({
    database,
    cases: { open, names },
    people: users.actors,
    nameOf: users.directory.name,
    department: (id, locale) => namedIn(locale, departments.directory.get(id), id),
    push: (ids) => gateway?.mentioned(ids),
  });
  return {
    endpoints: [...leases.endpoints, ...mentions.endpoints],
    /** Null until there is a server to hear from. */
    gateway: () => gateway,
    /** Opens the sockets and lets them, and the lists of mentions, hear of what happens. */
    listen: (httpServer: Server, disputes: DisputeDoor): Gateway => {
      const opened = createGateway({
        httpServer,
        log,
        staff: auth.authenticateToken,
        track: (token) => tickets.tracking.admit(token),
        compare: tickets.queries.compare,
        maySee: async (id, actor) => {
          const loaded = can(actor, "ticket.read") ? await tickets.store.load(id) : null;
          return loaded !== null && mayAccess(actor, loaded.row);
        },
        disputes,
        typingMs: live.typingMs,
      });
      gateway = opened;
      auth.onEnded(opened.endUser);
      bus.subscribe(realtimeSubscriber(opened));
      bus.subscribe(mentions.subscriber);
      return opened;
    },
  };
};
