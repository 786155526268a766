import { type Database, openCollection } from "../platform/database.ts";
import type { TicketRow } from "./row.ts";

/** The cases and what is asked of them: every list begins with who may see. */
export const openTickets = (database: Database) =>
  openCollection<TicketRow>(database.connection, "tickets", [
    { fields: { no: 1 }, options: { unique: true } },
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } } },
    { fields: { pending: 1, savedAt: 1 }, options: { partialFilterExpression: { pending: true } } },
    // The lists: by who may see, open or not, then the sort key and the id for keyset paging.
    { fields: { visibleTo: 1, open: 1, dueAt: 1, _id: 1 } },
    { fields: { visibleTo: 1, status: 1, dueAt: 1, _id: 1 } },
    { fields: { visibleTo: 1, dueAt: 1, _id: 1 } },
    { fields: { visibleTo: 1, receivedAt: -1, _id: -1 } },
    { fields: { visibleTo: 1, updatedAt: -1, _id: -1 } },
    { fields: { open: 1, _id: 1 } },
    { fields: { nextWarnAt: 1 } },
    { fields: { "procedures.clocks.missingYear": 1 }, options: { partialFilterExpression: { "procedures.clocks.missingYear": { $gt: 0 } } } },
    { fields: { visibleTo: 1, dueAt: 1, _id: 1, owing: 1 }, options: { partialFilterExpression: { owing: true } } },
    { fields: { visibleTo: 1, dueAt: 1, _id: 1, objected: 1 }, options: { partialFilterExpression: { objected: true } } },
    ...(["toCallBack", "toRework", "appealed", "toReview", "raised", "conferring"] as const).map((mark) => ({
      fields: { visibleTo: 1, dueAt: 1, _id: 1, [mark]: 1 } as const,
      options: { partialFilterExpression: { [mark]: true } },
    })),
    { fields: { helping: 1, dueAt: 1, _id: 1 }, options: { partialFilterExpression: { helping: { $gt: "" } } } },
    ...(["kin.joined.id", "kin.links.id"] as const).map((field) => ({
      fields: { [field]: 1 } as const,
      options: { partialFilterExpression: { [field]: { $gt: "" } } },
    })),
    { fields: { "callBacks.at": 1 }, options: { partialFilterExpression: { "callBacks.at": { $gt: new Date(0) } } } },
    { fields: { rerouted: 1, receivedAt: -1 }, options: { partialFilterExpression: { rerouted: true } } },
    { fields: { visibleTo: 1, dueAt: 1, _id: 1, ordered: 1 }, options: { partialFilterExpression: { ordered: true } } },
    { fields: { handlerId: 1, open: 1 } },
    { fields: { departmentId: 1, open: 1 } },
    // A search shows the newest first and stops at a page.
    { fields: { words: 1, receivedAt: -1, _id: -1 } },
    { fields: { "attachments.id": 1 } },
    { fields: { "continues.id": 1 }, options: { partialFilterExpression: { "continues.id": { $exists: true } } } },
    { fields: { phoneIndex: 1 } },
    // Not $type: the planner would not see that an equality lies within it, and never use the index.
    { fields: { no12345: 1, _id: 1 }, options: { partialFilterExpression: { no12345: { $gt: "" } } } },
    { fields: { platformNo12315: 1, _id: 1 }, options: { partialFilterExpression: { platformNo12315: { $gt: "" } } } },
  ]);
export type Tickets = Awaited<ReturnType<typeof openTickets>>;
