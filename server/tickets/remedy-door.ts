import { MAX_TIME_MS, untilAnswered } from "../platform/database.ts";
import type { TicketDeps } from "./deps.ts";
import type { Tickets } from "./indexes.ts";
import { openPeople } from "./people.ts";
import type { TicketRow } from "./row.ts";
import type { TicketStore } from "./store.ts";

/** What remedies need of cases: nothing personal, but for names that are to be masked in what partners read. */
export const createRemedyDoor = (tickets: Tickets, store: TicketStore, { seal }: Pick<TicketDeps, "seal">) => ({
  caseOf: async (id: string) => {
    const row = (await store.load(id))?.row;
    if (row === undefined) return null;
    return {
      ...{
        no: row.no,
        complaint: row.kind === "complaint" && row.accessClass === "ordinary",
        departmentId: row.departmentId,
        categoryCode: row.categoryCode,
      },
      respondent: row.respondent?.name ?? null,
    };
  },
  /** Of an ordinary case only: nothing of a report is opened here. */
  privateNames: async (id: string): Promise<string[]> => {
    const row = (await store.load(id))?.row;
    if (row === undefined || row.accessClass !== "ordinary") return [];
    const { person, agent, respondent } = openPeople(seal, row);
    return [person.name, agent?.name ?? null, respondent.contact].flatMap((name) => name ?? []);
  },
  /** Complaints received between two instants that a department has. */
  received: (from: Date, to: Date): Promise<{ id: string; departmentId: string }[]> =>
    untilAnswered(async () => {
      const filter = { kind: "complaint", accessClass: "ordinary", receivedAt: { $gte: from, $lt: to }, departmentId: { $ne: null } };
      const found = tickets.collection.find(filter, { projection: { departmentId: 1 }, maxTimeMS: MAX_TIME_MS }).limit(50_000);
      return ((await found.toArray()) as unknown as Pick<TicketRow, "_id" | "departmentId">[]).flatMap(({ _id: caseId, departmentId }) =>
        departmentId === null ? [] : [{ id: caseId, departmentId }],
      );
    }),
});
