import type { RequestHandler } from "express";
import { dayOf } from "../shared/calendar.ts";
import type { Audience } from "../shared/disputes/dispute.ts";
import type { createDepartments } from "./departments/index.ts";
import { createDisputes, type DisputeDeps } from "./disputes/index.ts";
import type { createDocuments } from "./documents/index.ts";
import type { createFiles } from "./files/index.ts";
import type { Config } from "./platform/config.ts";
import type { Database } from "./platform/database.ts";
import type { Log } from "./platform/log.ts";
import type { Seal } from "./platform/seal.ts";
import type { Sms } from "./platform/sms.ts";
import type { Gateway } from "./realtime/gateway.ts";
import type { createTickets } from "./tickets/index.ts";
import type { Users } from "./users/index.ts";

type Parts = {
  database: Database;
  config: Config;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  users: Users;
  departments: Pick<Awaited<ReturnType<typeof createDepartments>>, "directory">;
  documents: Pick<Awaited<ReturnType<typeof createDocuments>>, "sheet">;
  files: Pick<Awaited<ReturnType<typeof createFiles>>, "claim" | "nameOf" | "open">;
  supervisors: DisputeDeps["supervisors"];
  performed: DisputeDeps["performed"];
  sms: Sms;
  seal: Seal;
  routes: string;
  fileLimits: RequestHandler[];
  audit: DisputeDeps["audit"];
  now: () => Date;
  log: Log;
  gateway: () => Pick<Gateway, "disputeChanged" | "disputeAgain" | "disputeFor"> | null;
};

/** Who takes part changed with these: rooms are looked at again. */
const PEOPLE: readonly string[] = [
  "invite",
  "replaceParty",
  "removeParty",
  "changePhone",
  "makeLink",
  "revokeLink",
  "assignMediator",
  "releaseAssistant",
  "assignment",
  "law",
];

/** Mediations, and what they get from cases, people, files and papers. */
export const joinDisputes = async ({ database, config, tickets, users, departments, documents, files, gateway, ...rest }: Parts) => {
  const card = (id: string) => users.directory.get(id);
  const disputes = await createDisputes({
    database,
    config,
    cases: tickets.disputes,
    colleague: (id) => users.actor(id),
    people: () => {
      const today = dayOf(rest.now());
      return users.actors().map((actor) => {
        const leave = card(actor.id)?.onLeave;
        return { ...actor, away: leave != null && leave.from <= today && today <= leave.to };
      });
    },
    person: (id) => {
      const found = card(id);
      return found === null ? null : { id, name: found.name, phone: found.phone, departmentId: found.departmentId };
    },
    department: departments.directory.get,
    files,
    sheet: documents.sheet,
    publicUrl: config.messages.publicUrl,
    told: (row, entries) => {
      const open = gateway();
      if (open === null) return;
      // What the case decided moves the whole room; anything else is for those who may read its entry.
      const heard = new Set<Audience>(entries.map(({ type, room }) => (type === "law" || type === "opened" ? "joint" : room)));
      for (const audience of heard) open.disputeChanged(row._id, audience);
      if (entries.some(({ type }) => PEOPLE.includes(type))) open.disputeAgain(row._id);
      for (const { type, details } of entries)
        if ((type === "askAssistant" || type === "releaseAssistant" || type === "assignMediator") && details.userId !== undefined)
          open.disputeFor(details.userId, row._id);
    },
    again: (id) => gateway()?.disputeAgain(id),
    said: (id, room) => gateway()?.disputeChanged(id, room),
    ...rest,
  });
  return {
    ...disputes,
    /** For a demonstration: the mediation of that case, begun by whoever has the case. */
    playFor: async (ticketId: string): Promise<void> => {
      const handlerId = (await tickets.store.load(ticketId))?.row.handlerId ?? null;
      const leader = handlerId === null ? null : users.actor(handlerId);
      if (leader !== null) await disputes.play(ticketId, leader);
    },
  };
};
