import type { StaffActor } from "../../shared/actor.ts";
import { addDays, dayOf } from "../../shared/calendar.ts";
import type { Locale } from "../../shared/messages/index.ts";
import type {
  AppraisalAction,
  AppraisalInput,
  ClaimAction,
  ClaimInput,
  PolicyInput,
  PromiseInput,
  UseAction,
  UseInput,
} from "../../shared/remedies/schema.ts";
import { AppError } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";

type By = { actor: StaffActor; locale: Locale; key: Idempotency };
type Act<A> = (id: string, action: A, by: By) => Promise<unknown>;
type Begin<B> = (ticketId: string, body: B, by: By) => Promise<{ _id: string }>;
/** Remedies at a time of one's own. */
export type RemedyActs = {
  addPromise: (body: PromiseInput, by: By) => Promise<{ id: string }>;
  addPolicy: (body: PolicyInput, by: By) => Promise<{ id: string }>;
  ask: Begin<UseInput>;
  use: Act<UseAction>;
  report: Begin<ClaimInput>;
  claim: Act<ClaimAction>;
  request: Begin<AppraisalInput>;
  appraisal: Act<AppraisalAction>;
};
type Deps = {
  remediesAt: (now: () => Date) => RemedyActs;
  staff: (who: string) => StaffActor | null;
  /** The case of a story: where it is and when it came in. */
  filed: (story: string) => Promise<{ id: string; at: Date } | null>;
  startedAt: Date;
};

const DAY_MS = 86_400_000;
const MALL = { no: "首负-2026-001", firm: "蓝湾购物中心有限公司", place: "潮汐路88号", displayedOn: "2026-03-15" };
const HOME = { no: "首负-2026-002", firm: "海悦家居广场", place: "碧澜路 66 号", displayedOn: "2026-05-01" };

/** So that pages of remedies are not empty: a promise that was kept, a claim under way, a thing being appraised. */
export const furnishRemedies = async ({ remediesAt, staff, filed, startedAt }: Deps): Promise<void> => {
  let time = startedAt;
  const acts = remediesAt(() => time);
  const [lead, handler] = [staff("mf.head"), staff("mf.liu")];
  const [mall, heater, sofa] = await Promise.all([filed("D021"), filed("D003"), filed("D036")]);
  if (lead === null || handler === null) return;
  const after = (from: Date, days: number): void => {
    time = new Date(Math.min(from.getTime() + days * DAY_MS, startedAt.getTime()));
  };
  const by = (actor: StaffActor, key: string): By => ({ actor, locale: "zh-CN", key: { caller: "demo", key: `remedies:${key}`, hash: key } });
  /** What was done in an earlier run, or what a visitor was faster with, stays as it is. */
  const tried = async (run: () => Promise<unknown>): Promise<void> => {
    await run().catch((error: unknown) => {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
    });
  };

  const scope = "场内商户（含已撤场的）销售的商品有质量问题，由商场先行赔付，再向商户追偿";
  const terms = { categoryCodes: [], payDays: 7 };
  const { id: promiseId } = await acts.addPromise({ ...MALL, ...terms, scope, cap: 5000, deposit: 100_000 }, by(lead, "p1"));
  await acts.addPromise({ ...HOME, ...terms, scope: "场内销售的家居、家具商品", cap: 10_000, deposit: 300_000 }, by(lead, "p2"));
  const day = dayOf(startedAt);
  const { id: policyId } = await acts.addPolicy(
    {
      ...{ no: "CPLI-2026-0316", insurer: "安澜财产保险（虚构）", insured: "海纳家电销售有限公司", scope: "店内销售的小家电" },
      ...{ from: addDays(day, -250), to: addDays(day, 114), limitAccident: 50_000, limitTotal: 500_000, paidBefore: null },
    },
    by(lead, "i1"),
  );

  if (mall !== null)
    await tried(async () => {
      after(mall.at, 1);
      const { _id: use } = await acts.ask(mall.id, { promiseId, amount: 860, reason: "专柜已撤场，空气炸锅涂层起皮" }, by(handler, "u1"));
      await acts.use(use, { type: "approve", amount: 860 }, by(handler, "u2"));
      after(mall.at, 4);
      await acts.use(use, { type: "pay", amount: 860, day: dayOf(time) }, by(handler, "u3"));
      await acts.use(use, { type: "openRecourse", reason: "向撤场商户“鲜厨坊”追偿" }, by(handler, "u4"));
    });
  if (heater !== null)
    await tried(async () => {
      after(heater.at, 6);
      const documents = ["购物小票", "插头照片", "批次标签照片"];
      const happened = "使用三次后插头烫手，外壳变形，没有人受伤";
      const body = { policyId, product: "立式取暖器 NQ-18", accidentOn: addDays(dayOf(heater.at), -2), loss: 329, happened, documents };
      const { _id: claim } = await acts.report(heater.id, body, by(handler, "c1"));
      after(heater.at, 15);
      await acts.claim(claim, { type: "complete", day: dayOf(time) }, by(handler, "c2"));
    });
  if (sofa !== null)
    await tried(async () => {
      after(sofa.at, 20);
      const question = "扶手表层掉屑是否因材质不符合“真皮”的标示";
      const { _id: appraisal } = await acts.request(sofa.id, { item: "沙发扶手表层材料", question }, by(handler, "a1"));
      const named = {
        type: "name",
        body: "滨海轻工产品质量检验院（虚构）",
        by: "agreed",
        cma: "皮革、家具",
        costs: "双方各半，由责任方最后承担",
      } as const;
      await acts.appraisal(appraisal, named, by(handler, "a2"));
      after(sofa.at, 26);
      const sample = { type: "handOver", seal: "封签 0031，双方签字", photos: "封样前后各两张", who: "刘振东", day: dayOf(time) } as const;
      await acts.appraisal(appraisal, sample, by(handler, "a3"));
    });
};
