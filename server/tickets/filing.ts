import type { Actor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import { BY_POST, type FileInput, type RegisterInput } from "../../shared/tickets/schema.ts";
import { accessClassOf } from "../../shared/tickets/status.ts";
import { AppError, invalid, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import { actorRow } from "./actor-row.ts";
import type { TicketDeps } from "./deps.ts";
import { faultsIn } from "./filing-faults.ts";
import { codeWhere, composeFiling } from "./first-row.ts";
import { newCode } from "./numbers.ts";
import type { TicketRow } from "./row.ts";
import { closeTwin, type createTwins, openTwin } from "./twin.ts";

/** `also`: the report that a mixed paper became beside its complaint (令121号 art. 9). */
export type Filed = { id: string; no: string; code: string; also?: { no: string; code: string } };
type Input = FileInput | RegisterInput;

/**
 * Files a case: checks it against the catalogues, seals what is personal, starts its clocks and writes one document.
 * The same idempotency key answers the same number and code again.
 */
export const createFiling = (deps: TicketDeps, twins: ReturnType<typeof createTwins>) => {
  const { store, relay, seal, clock, numbers, files } = deps;

  const repeat = async (idempotency: Idempotency | undefined): Promise<Filed | null> => {
    if (idempotency === undefined) return null;
    const row = await store.byIdempotency(idempotency.caller, idempotency.key);
    if (row === null) return null;
    if (row.idem?.hash !== idempotency.hash) throw new AppError(422, "idempotencyMismatch");
    const own = { no: row.no, code: seal.open(row.code.sealed, codeWhere(row._id)) };
    const twin = openTwin(seal, row);
    if (twin === null) return { id: row._id, ...own };
    // The complaint of a mixed paper is made again if the first request died before it was.
    await twins.complete(row);
    return { id: twin.id, no: twin.no, code: twin.code, also: own };
  };

  const file = async (input: Input, actor: Actor | null, idempotency: Idempotency | undefined): Promise<Filed> => {
    const before = await repeat(idempotency);
    if (before !== null) return before;
    const now = clock.now();
    const continues = await continuedCase(input, actor);
    // Post counts from the day it was signed for; on the other channels the day is another office's word, and not everybody's to enter.
    const backdated = "receivedOn" in input && input.receivedOn !== undefined && !BY_POST.includes(input.channel);
    if (backdated && actor?.type === "staff" && !can(actor, "ticket.backdate")) throw refusedBy("post-only", {}, "receivedOn");
    const faults = faultsIn(input, now, deps);
    if (Object.keys(faults).length > 0) throw invalid(faults);

    const id = newId();
    const made = { id, no: await numbers.next(now), code: newCode() };
    const complaint = isMixed(input) ? { id: newId(), no: await numbers.next(now), code: newCode() } : null;
    const claimed = await files.claim({ ids: input.attachmentIds ?? [], ticketId: id, ...(idempotency === undefined ? {} : { by: idempotency }) });
    const attachments = claimed.map((each) => ({ ...each, seq: 1 }));
    const common = { actor: actorRow(actor), now, continues, idempotency, attachments };
    const { route, reportRoute } = routesOf(input);
    const twin = { ...complaint, input: complaintOf(input), route, actor: common.actor, at: now, attachments };
    const { row, entries } = composeFiling(deps, {
      ...made,
      ...common,
      ...(complaint === null ? { input, route } : { input: reportOf(input), route: reportRoute, twin: closeTwin({ ...twin, ...complaint }) }),
    });
    if ((await store.insert(row)) === "taken") {
      // The same request sent twice at once: the other one's case is the answer.
      const same = await repeat(idempotency);
      if (same !== null) return same;
    }
    relay.kick(row, entries);
    if (complaint === null) return made;
    await twins.complete(row);
    return { ...complaint, also: { no: made.no, code: made.code } };
  };

  /** A case may go on only from one that the same person sees, of the same class: a report never shows through. */
  const continuedCase = async (input: Input, actor: Actor | null): Promise<TicketRow["continues"]> => {
    if (!("continues" in input) || input.continues === undefined) return null;
    const loaded = await store.load(input.continues);
    if (loaded === null || actor?.type !== "staff" || !mayAccess(actor, loaded.row) || loaded.row.accessClass !== accessClassOf(input.kind))
      throw invalid({ continues: { key: "field.case" } });
    return { id: loaded.row._id, no: loaded.row.no };
  };

  return { file };
};

/** A complaint that also asks to have the merchant punished is a complaint and a report in one paper. */
export const isMixed = (input: Input): boolean => input.kind === "complaint" && (input.demands ?? []).includes("investigate");

const reportOf = ({
  demands: _demands,
  amount: _amount,
  consentPublic: _public,
  consentEntrust: _entrust,
  agent: _agent,
  ...input
}: Input): Input => ({
  ...input,
  kind: "report",
});

/** What the complaint keeps says nothing of the report. */
export const complaintOf = (input: Input): Input => ({ ...input, demands: (input.demands ?? []).filter((demand) => demand !== "investigate") });

const routesOf = (input: Input) =>
  "route" in input ? { route: input.route, reportRoute: input.reportRoute } : { route: undefined, reportRoute: undefined };
