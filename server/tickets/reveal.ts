import type { StaffActor } from "../../shared/actor.ts";
import { mayAccess, mayKnowWho } from "../../shared/tickets/access.ts";
import type { RevealInput } from "../../shared/tickets/schema.ts";
import { notFound, refusedBy } from "../platform/errors.ts";
import type { TicketDeps } from "./deps.ts";
import { whereOf } from "./people.ts";
import type { SealedValue } from "./row.ts";

const MINUTES = 5;

/**
 * Opens one sealed value for a person on the case who says why. The look is on the audit log before the value leaves;
 * it never goes into the case's own timeline.
 */
export const createReveal =
  ({ store, seal, audit }: Pick<TicketDeps, "store" | "seal" | "audit">) =>
  async (id: string, { party, field, reason }: RevealInput, actor: StaffActor): Promise<{ value: string; until: string }> => {
    const loaded = await store.load(id);
    if (loaded === null || !mayAccess(actor, loaded.row)) throw notFound();
    const { row } = loaded;
    if (party !== "respondent" && !mayKnowWho(actor, row)) throw refusedBy("confidential-identity");
    const report = row.reporter !== null;
    const person = row.reporter ?? row.complainant;
    const sealed = sealedOf({ respondent: row.respondent, agent: row.agent, complainant: person }[party], field);
    if (sealed === undefined) throw notFound();
    const where = whereOf(id, party === "complainant" && report ? "reporter" : party, field);
    await audit([{ kind: "ticket.revealed", actor: actor.id, subject: id, details: { party, field, reason } }]);
    const keys = row.accessClass === "report" ? "reporter" : "ordinary";
    return { value: seal.open(sealed.sealed, where, keys), until: new Date(Date.now() + MINUTES * 60_000).toISOString() };
  };

const sealedOf = (party: object | null, field: string): SealedValue | undefined => {
  const value: unknown = party === null ? undefined : (party as Record<string, unknown>)[field];
  return typeof value === "object" && value !== null ? (value as SealedValue) : undefined;
};
