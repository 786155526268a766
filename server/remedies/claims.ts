import { moveClaim, withinAccident, withinDecided, withinPeriod } from "../../shared/remedies/claim.ts";
import { fenOf, saidYuan } from "../../shared/remedies/money.ts";
import type { ClaimAction, ClaimInput } from "../../shared/remedies/schema.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { type By, byOf, obeyed, type Request, sameRequest, type Ways } from "./acting.ts";
import type { RemedyDeps } from "./deps.ts";
import type { ClaimRow, PolicyRow } from "./rows.ts";
import type { RemedyStore } from "./store.ts";

/** Claims under a policy of 产品质量安全责任保险, kept by staff and by the insurer through a link. */
export const createClaims = ({ policies, claims }: RemedyStore, { now }: RemedyDeps, ways: Ways) => {
  const report = (ticketId: string, body: ClaimInput, request: Request): Promise<ClaimRow> =>
    ways.attempt("claim.report", request.actor.id, ticketId, async () => {
      const ticket = await ways.ofComplaint(ticketId, request.actor);
      const policy = await policies.get(body.policyId);
      if (policy === null) throw invalid({ policyId: { key: "field.policy" } });
      const accidentOn = ways.dayWithin(body.accidentOn, null, "accidentOn");
      obeyed(withinPeriod(policy, accidentOn));
      const { key, actor } = request;
      const row: ClaimRow = {
        ...{ _id: newId(), schemaVersion: 1, version: 1, mark: newId(), lastKey: null, ticketId, departmentId: ticket.departmentId },
        ...{ policyId: policy._id, no: `${ticket.no}-${(await claims.of(ticketId)).length + 1}`, state: "reported" },
        ...{
          product: body.product,
          accidentOn,
          reportedOn: ways.today(),
          loss: fenOf(body.loss),
          happened: body.happened,
          documents: body.documents,
        },
        ...{ reported: { by: actor.id, at: now() }, completeOn: null, assessed: null, decided: null },
        ...{ refusedWhy: null, refusedOn: null, paid: null, links: [] },
        ...(key === undefined ? {} : { idem: key }),
      };
      const kept = sameRequest(await claims.insert(row), key);
      if (kept._id === row._id) await ways.record("claim.reported", actor.id, ticketId, { claim: row._id, policy: policy.no, loss: body.loss });
      return kept;
    });

  /** What is decided on is drawn from the total of the policy; what is paid may be less. */
  const draw = async (row: ClaimRow, policy: PolicyRow, fen: number): Promise<void> => {
    const reserved = await policies.reserve(policy._id, row._id, fen);
    if (reserved === "busy") throw new AppError(409, "reserved", { retryAfterSeconds: 2 });
    if (reserved === "held") return;
    const left = (await policies.get(policy._id))?.left ?? 0;
    throw refusedBy("policy-limit-total", { left: saidYuan(left) }, "amount");
  };

  const plan = async (row: ClaimRow, { type, amount = 0, day, assessor = "", reason = "" }: ClaimAction): Promise<Partial<ClaimRow>> => {
    const state = obeyed(moveClaim(row.state, type));
    const policy = await policies.get(row.policyId);
    if (policy === null) throw notFound();
    const fen = fenOf(amount);
    switch (type) {
      case "complete":
        return { state, completeOn: ways.dayWithin(day, row.reportedOn) };
      case "assess":
        return { state, assessed: { assessor, fen, day: ways.dayWithin(day, row.completeOn) } };
      case "decide": {
        obeyed(withinAccident(policy, fen));
        const decided = { fen, day: ways.dayWithin(day, row.completeOn) };
        await draw(row, policy, fen);
        return { state, decided };
      }
      case "refuse":
        return { state, refusedWhy: reason, refusedOn: ways.dayWithin(day, row.reportedOn) };
      case "pay":
        obeyed(withinDecided(row.decided?.fen ?? 0, fen));
        return { state, paid: { fen, day: ways.dayWithin(day, row.decided?.day ?? null) } };
    }
  };

  const act = async (id: string, action: ClaimAction, request: Request): Promise<ClaimRow> => {
    const row = await claims.get(id);
    if (row === null) throw notFound();
    await ways.seen(row.ticketId, request.actor);
    return ways.attempt(`claim.${action.type}`, request.actor.id, row.ticketId, () => step(id, action, byOf(request)), id);
  };
  /** By whoever was let in: a colleague on the case, or the insurer by link. */
  const step = async (id: string, action: ClaimAction, by: By): Promise<ClaimRow> => {
    ways.complete("claim", action);
    const saved = await ways.change(claims, id, action.version, by, (row: ClaimRow) => plan(row, action));
    const sum = saved.paid ?? saved.decided;
    if (sum !== null) await policies.settle(saved.policyId, id, sum.fen);
    await ways.record(`claim.${action.type}`, by.id, saved.ticketId, { claim: id, amount: action.amount ?? null });
    return saved;
  };

  return { report, act, step };
};
export type Claims = ReturnType<typeof createClaims>;
