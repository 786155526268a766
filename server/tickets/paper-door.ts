import type { Actor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import { type Decision, yes } from "../../shared/decision.ts";
import type { PaperCase } from "../../shared/documents/fit.ts";
import { feasible } from "../../shared/tickets/decide.ts";
import type { EntryType } from "../../shared/tickets/views.ts";
import type { createActing } from "./acting.ts";
import type { TicketDeps } from "./deps.ts";
import { headingOf } from "./heading.ts";
import { openPeople } from "./people.ts";
import { narrativeOf, textOf } from "./present.ts";
import { stateOf } from "./row.ts";

const SYSTEM: Actor = { type: "system", id: "documents" };
type Act = Parameters<ReturnType<typeof createActing>["act"]>[0]["action"];

/** What papers need of a case: who may see it, the facts they begin with in full, and a place in its record. */
export const createPaperDoor = (
  { store, seal, directory }: Pick<TicketDeps, "store" | "seal" | "directory">,
  act: ReturnType<typeof createActing>["act"],
) => {
  const look = async (id: string): Promise<(PaperCase & { size: number }) | null> => {
    const loaded = await store.load(id);
    return loaded === null ? null : { ...stateOf(loaded.row), visibleTo: loaded.row.visibleTo, size: loaded.row.bytes };
  };

  /** May a paper that was issued still be noted on the case? Asked before a number is taken. */
  const mayNote = (ticket: PaperCase & { size: number }, actor: Actor, type: "documentIssued" | "note"): Decision<null> => {
    const found = feasible(ticket, type, type === "documentIssued" ? SYSTEM : actor, ticket.size);
    return found.ok ? yes(null) : found;
  };

  /** Everything is opened: whoever asks has checked who reads it, and put the look on the audit log. */
  const facts = async (id: string) => {
    const row = await store.full(id);
    if (row === null) return null;
    const words = narrativeOf(seal, row);
    const intake = directory.department(row.intakeDepartmentId);
    const department = directory.department(row.departmentId ?? row.intakeDepartmentId);
    const handler = row.handlerId === null ? null : directory.user(row.handlerId);
    const said = (type: EntryType): string | null => {
      const entry = row.timeline.findLast((one) => one.type === type);
      return textOf(
        seal,
        row._id,
        row.contents.find(({ seq }) => seq === entry?.seq),
      );
    };
    return {
      no: row.no,
      kind: row.kind,
      receivedOn: dayOf(row.receivedAt),
      about: headingOf(words.title, words.text),
      text: words.text,
      demands: row.demands as readonly string[],
      consentPublic: row.consentPublic,
      consentEntrust: row.consentEntrust,
      ...openPeople(seal, row),
      intake: intake?.name ?? "",
      department: department?.name ?? "",
      phone: department?.phone ?? handler?.phone ?? intake?.phone ?? null,
      handler: handler?.name ?? null,
      // A refusal is this authority's paper, also where the papers were passed on (食品安全法 art. 115).
      target: row.referredTo === null || row.refusal !== null ? null : (directory.department(row.referredTo)?.name ?? null),
      refusal: row.refusal,
      mediation: row.mediation ?? null,
      filing: row.filing ?? null,
      said: { refused: said("refused"), terminated: said("terminated"), agreed: said("agreed") },
      meeting: row.steps?.meeting ?? null,
      identityBy: row.timeline.findLast(({ type }) => type === "identityAsked")?.details.answerBy ?? null,
      performBy: row.timeline.findLast(({ type }) => type === "agreed")?.details.answerBy ?? null,
      attachments: new Set(row.attachments.map(({ id }) => id)).size,
      underFood: row.procedures.some(({ code, leftAt }) => code === "P-FOOD" && leftAt === undefined),
    };
  };

  /** Once, however often it is asked: the key is the paper's. */
  const note = async (ticketId: string, action: Act, actor: Actor | null, key: string): Promise<void> => {
    const issued = action.type === "documentIssued" && actor?.type === "staff" ? { ...SYSTEM, behalf: actor } : actor;
    await act({ id: ticketId, action, actor: issued ?? SYSTEM, idempotency: { caller: "documents", key, hash: key } });
  };

  return { look, mayNote, facts, note };
};
