import { fenOf, saidYuan } from "../../shared/remedies/money.ts";
import { mayAsk, moveUse, withinCap } from "../../shared/remedies/promise.ts";
import type { UseAction, UseInput } from "../../shared/remedies/schema.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { type By, byOf, obeyed, type Request, sameRequest, type Ways } from "./acting.ts";
import type { RemedyDeps } from "./deps.ts";
import type { PromiseRow, UseRow } from "./rows.ts";
import type { RemedyStore } from "./store.ts";

/** 先行赔付: a promise is called on in a case, paid from the deposit where there is one, and the firm's recourse followed. */
export const createUses = ({ promises, uses }: RemedyStore, { now }: RemedyDeps, ways: Ways) => {
  const ask = (ticketId: string, body: UseInput, request: Request): Promise<UseRow> =>
    ways.attempt("promise.ask", request.actor.id, ticketId, async () => {
      const ticket = await ways.ofComplaint(ticketId, request.actor);
      const promise = await promises.get(body.promiseId);
      if (promise === null) throw invalid({ promiseId: { key: "field.promise" } });
      obeyed(mayAsk(promise, ticket.categoryPath, fenOf(body.amount)));
      const { key, actor } = request;
      const row: UseRow = {
        ...{ _id: newId(), schemaVersion: 1, version: 1, mark: newId(), lastKey: null, ticketId, departmentId: ticket.departmentId },
        ...{ promiseId: promise._id, state: "asked", amount: fenOf(body.amount), reason: body.reason },
        ...{ askedOn: ways.today(), asked: { by: actor.id, at: now() }, approved: null, refusedWhy: null, paid: null, recourse: null },
        ...(key === undefined ? {} : { idem: key }),
      };
      const kept = sameRequest(await uses.insert(row), key);
      if (kept._id === row._id) await ways.record("promise.asked", actor.id, ticketId, { use: row._id, promise: promise.no, amount: body.amount });
      return kept;
    });

  /** The sum is drawn from the promise first, then written on the use; what a crash leaves between is put right by the sweep. */
  const draw = async (row: UseRow, promise: PromiseRow, fen: number): Promise<void> => {
    const reserved = await promises.reserve(promise._id, row._id, fen);
    if (reserved === "busy") throw new AppError(409, "reserved", { retryAfterSeconds: 2 });
    if (reserved === "held") return;
    const left = (await promises.get(promise._id))?.left ?? 0;
    throw refusedBy("promise-deposit-spent", { left: saidYuan(left) }, "amount");
  };

  const plan = async (row: UseRow, { type, amount = 0, day, reason = "" }: UseAction): Promise<Partial<UseRow>> => {
    const state = obeyed(moveUse(row.state, type));
    const promise = await promises.get(row.promiseId);
    if (promise === null) throw notFound();
    const fen = fenOf(amount);
    switch (type) {
      case "approve":
        obeyed(withinCap(promise, fen));
        return { state, approved: fen };
      case "refuse":
        return { state, refusedWhy: reason };
      case "pay": {
        if (fen > (row.approved ?? 0)) throw refusedBy("promise-above-approved", { amount: saidYuan(row.approved ?? 0) }, "amount");
        obeyed(withinCap(promise, fen));
        const paid = { fen, day: ways.dayWithin(day, row.askedOn) };
        await draw(row, promise, fen);
        return { state, paid };
      }
      case "openRecourse":
        return { state, recourse: { note: reason, recovered: null, gaveUpWhy: null } };
      case "recover": {
        if (fen > (row.paid?.fen ?? 0)) throw refusedBy("recourse-above-paid", { amount: saidYuan(row.paid?.fen ?? 0) }, "amount");
        return { state, recourse: { ...noted(row), recovered: { fen, day: ways.dayWithin(day, row.paid?.day ?? null) } } };
      }
      case "giveUp":
        return { state, recourse: { ...noted(row), gaveUpWhy: reason } };
    }
  };
  const noted = (row: UseRow) => row.recourse ?? { note: "", recovered: null, gaveUpWhy: null };

  const act = async (id: string, action: UseAction, request: Request): Promise<UseRow> => {
    const row = await uses.get(id);
    if (row === null) throw notFound();
    await ways.seen(row.ticketId, request.actor);
    return ways.attempt(`promise.${action.type}`, request.actor.id, row.ticketId, () => step(id, action, byOf(request)), id);
  };
  const step = async (id: string, action: UseAction, by: By): Promise<UseRow> => {
    ways.complete("use", action);
    const saved = await ways.change(uses, id, action.version, by, (row: UseRow) => plan(row, action));
    if (action.type === "pay" && saved.paid !== null) await promises.settle(saved.promiseId, id, saved.paid.fen);
    await ways.record(`promise.${action.type}`, by.id, saved.ticketId, { use: id, amount: action.amount ?? null });
    return saved;
  };

  return { ask, act };
};
