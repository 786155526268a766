import type { FieldFaults } from "../../shared/issues.ts";
import { fenOf, saidYuan, yuanOf } from "../../shared/remedies/money.ts";
import type { PolicyInput, PromiseInput } from "../../shared/remedies/schema.ts";
import type { PolicyView, PromiseView } from "../../shared/remedies/views.ts";
import { invalid, refusedBy } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { byOf, type Request, sameRequest, type Ways } from "./acting.ts";
import type { RemedyDeps } from "./deps.ts";
import type { Presenter } from "./present.ts";
import type { PolicyRow, PromiseRow } from "./rows.ts";
import type { RemedyStore } from "./store.ts";

/** 首负承诺 and 产品质量安全责任保险 as they are registered, before any case calls on them. */
export const createRegister = (store: RemedyStore, deps: RemedyDeps, ways: Ways, present: Presenter) => {
  const { promises, policies, uses } = store;
  const made = (request: Request) => ({ by: request.actor.id, at: deps.now() });
  const base = ({ key }: Request) => ({ ...{ version: 1, mark: newId(), lastKey: null }, ...(key === undefined ? {} : { idem: key }) });

  const promiseFields = (body: PromiseInput) => {
    const faults: FieldFaults = {};
    if (body.categoryCodes.some((code) => deps.category(code, "zh-CN") === null)) faults.categoryCodes = { key: "field.category" };
    if (Object.keys(faults).length > 0) throw invalid(faults);
    const { cap, deposit, ...rest } = body;
    return { ...rest, categoryCodes: [...new Set(body.categoryCodes)], cap: fenOf(cap), deposit: deposit === null ? null : fenOf(deposit) };
  };
  const policyFields = ({ limitAccident, limitTotal, paidBefore, decideDays, payDays, ...rest }: PolicyInput) => ({
    ...rest,
    ...{ limitAccident: fenOf(limitAccident), limitTotal: fenOf(limitTotal), paidBefore: paidBefore === null ? 0 : fenOf(paidBefore) },
    ...{ decideDays: decideDays ?? deps.settings.decideDays, payDays: payDays ?? deps.settings.payDays },
  });
  const showPromise = async (row: PromiseRow, { actor, locale }: Request): Promise<PromiseView> =>
    present.promise(row, (await uses.counts()).get(row._id) ?? 0, actor, locale);

  return {
    promises: async ({ actor, locale }: Request): Promise<PromiseView[]> => {
      const [rows, counts] = await Promise.all([promises.list(), uses.counts()]);
      return rows.map((row) => present.promise(row, counts.get(row._id) ?? 0, actor, locale));
    },
    addPromise: async (body: PromiseInput, request: Request): Promise<PromiseView> => {
      const fields = promiseFields(body);
      const row: PromiseRow = {
        ...{ _id: newId(), schemaVersion: 1, state: "active" },
        ...base(request),
        ...fields,
        ...{ left: fields.deposit, spent: 0, held: [], made: made(request), withdrawn: null },
      };
      const kept = sameRequest(await promises.insert(row), request.key);
      if (kept._id === row._id) await ways.record("promise.added", request.actor.id, row._id, { no: row.no, firm: row.firm, cap: body.cap });
      return showPromise(kept, request);
    },
    changePromise: (id: string, { version, ...body }: PromiseInput & { version: number }, request: Request): Promise<PromiseView> =>
      ways.attempt("promise.change", request.actor.id, id, async () => {
        const fields = promiseFields(body);
        const saved = await ways.change(promises, id, version, byOf(request), (row) => {
          if (row.state === "withdrawn") throw refusedBy("promise-withdrawn");
          if (fields.deposit !== null && fields.deposit < row.spent)
            throw refusedBy("promise-deposit-below", { spent: saidYuan(row.spent) }, "deposit");
          return { ...fields, left: fields.deposit === null ? null : fields.deposit - row.spent };
        });
        await ways.record("promise.changed", request.actor.id, id, { no: saved.no, cap: yuanOf(saved.cap) });
        return showPromise(saved, request);
      }),
    withdraw: (id: string, version: number, reason: string, request: Request): Promise<PromiseView> =>
      ways.attempt("promise.withdraw", request.actor.id, id, async () => {
        const saved = await ways.change(promises, id, version, byOf(request), (row) => {
          if (row.state === "withdrawn") throw refusedBy("promise-withdrawn");
          return { state: "withdrawn" as const, withdrawn: { ...made(request), reason } };
        });
        await ways.record("promise.withdrawn", request.actor.id, id, { no: saved.no });
        return showPromise(saved, request);
      }),

    policies: async ({ actor }: Request): Promise<PolicyView[]> => (await policies.list()).map((row) => present.policy(row, actor)),
    addPolicy: async (body: PolicyInput, request: Request): Promise<PolicyView> => {
      const fields = policyFields(body);
      if (fields.paidBefore > fields.limitTotal) throw invalid({ paidBefore: { key: "field.tooLarge", params: { max: body.limitTotal } } });
      const row: PolicyRow = {
        ...{ _id: newId(), schemaVersion: 1 },
        ...base(request),
        ...fields,
        ...{ left: fields.limitTotal - fields.paidBefore, spent: 0, held: [], made: made(request) },
      };
      const kept = sameRequest(await policies.insert(row), request.key);
      if (kept._id === row._id) await ways.record("policy.added", request.actor.id, row._id, { no: row.no, insurer: row.insurer });
      return present.policy(kept, request.actor);
    },
    changePolicy: (id: string, { version, ...body }: PolicyInput & { version: number }, request: Request): Promise<PolicyView> =>
      ways.attempt("policy.change", request.actor.id, id, async () => {
        const fields = policyFields(body);
        const saved = await ways.change(policies, id, version, byOf(request), (row) => {
          const left = fields.limitTotal - fields.paidBefore - row.spent;
          if (left < 0) throw refusedBy("policy-total-below", { held: saidYuan(row.spent + fields.paidBefore) }, "limitTotal");
          return { ...fields, left };
        });
        await ways.record("policy.changed", request.actor.id, id, { no: saved.no });
        return present.policy(saved, request.actor);
      }),
  };
};
export type Register = ReturnType<typeof createRegister>;
