import type { StaffActor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import type { FieldFaults } from "../../shared/issues.ts";
import { type Locale, translate } from "../../shared/messages/index.ts";
import { compute } from "../../shared/remedies/compute.ts";
import type { Facts } from "../../shared/remedies/facts.ts";
import { type Article, KINDS, type RemedyKind } from "../../shared/remedies/kinds.ts";
import { yuanOf } from "../../shared/remedies/money.ts";
import { covers, sameFirm } from "../../shared/remedies/promise.ts";
import type { ComputedView, KindsView, RemediesView } from "../../shared/remedies/views.ts";
import { lineWords } from "../../shared/remedies/words.ts";
import { invalid, notFound } from "../platform/errors.ts";
import { createWays, type Request } from "./acting.ts";
import { createAppraisals } from "./appraisals.ts";
import { createClaims } from "./claims.ts";
import type { RemedyDeps } from "./deps.ts";
import { createPartners } from "./partner.ts";
import { createPresenter } from "./present.ts";
import { createRecovered } from "./recovered.ts";
import { createRegister } from "./register.ts";
import type { ClaimRow, PolicyRow, PromiseRow, UseRow } from "./rows.ts";
import type { RemedyStore } from "./store.ts";
import { createUses } from "./uses.ts";

const MOST_SHOWN = 20;
/** A payment that was drawn and not written within this time is looked after: real time. */
const SETTLED_MS = 10 * 60_000;

/** 多元救济: what can be asked for, who promised to pay first, insurance, appraisal, and what was recovered. */
export const createRemedies = (store: RemedyStore, deps: RemedyDeps) => {
  const ways = createWays(deps);
  const present = createPresenter(deps);
  const register = createRegister(store, deps, ways, present);
  const uses = createUses(store, deps, ways);
  const claims = createClaims(store, deps, ways);
  const appraisals = createAppraisals(store, deps, ways);
  const recovered = createRecovered(store, deps, ways, present);
  const partners = createPartners(store, deps, ways, { claims, appraisals });

  const article = (id: Article, locale: Locale) => ({ id, words: translate(locale, `remedy.article.${id}`) });
  const kinds = (locale: Locale): KindsView => ({
    kinds: KINDS.map(({ id, articles, needs, takes }) => ({
      ...{ id, words: translate(locale, `remedy.kind.${id}`), needs: translate(locale, `remedy.needs.${id}`) },
      ...{ formula: translate(locale, `remedy.formula.${id}`), articles: articles.map((each) => article(each, locale)) },
      facts: [...needs, ...takes].map((name) => ({ id: name, words: translate(locale, `remedy.fact.${name}`), required: needs.includes(name) })),
    })),
    settings: { ...deps.settings, usualCap: yuanOf(deps.settings.usualCap) },
  });
  const sum = (kind: RemedyKind, facts: Facts, locale: Locale): ComputedView => {
    const answer = compute(kind, facts);
    if (!answer.ok) throw invalid(Object.fromEntries(Object.entries(answer.faults).map(([name, fault]) => [`facts.${name}`, fault])) as FieldFaults);
    const { value } = answer;
    return {
      ...{ kind, amount: value.amount, lines: value.lines.map((line) => ({ ...line, words: lineWords(locale, line) })) },
      articles: value.articles.map((each) => article(each, locale)),
      warnings: value.warnings.map((id) => ({ id, words: translate(locale, `remedy.warning.${id}`) })),
      hints: value.hints.map(({ id, day, article: each }) => ({
        id,
        day,
        words: translate(locale, `remedy.hint.${id}`),
        article: article(each, locale),
      })),
    };
  };

  const promiseOf = async (row: UseRow): Promise<PromiseRow> => found(await store.promises.get(row.promiseId));
  const policyOf = async (row: ClaimRow): Promise<PolicyRow> => found(await store.policies.get(row.policyId));
  const writes = (actor: StaffActor): boolean => can(actor, "remedy.write");

  /** Everything of one case, and what it could call on. */
  const ofCase = async (ticketId: string, { actor, locale }: Request): Promise<RemediesView> => {
    const ticket = await ways.seen(ticketId, actor);
    const today = ways.today();
    const [useRows, claimRows, appraisalRows, recoveryRows, promiseRows, policyRows, counts] = await Promise.all([
      store.uses.of(ticketId),
      store.claims.of(ticketId),
      store.appraisals.of(ticketId),
      store.recoveries.of(ticketId),
      store.promises.list({ state: "active" }),
      store.policies.list({ to: { $gte: today } }),
      store.uses.counts(),
    ]);
    const withPromise = await Promise.all(useRows.map(async (row) => ({ row, promise: await promiseOf(row) })));
    const withPolicy = await Promise.all(claimRows.map(async (row) => ({ row, policy: await policyOf(row) })));
    const firms = (firm: string): boolean => ticket.respondent !== null && sameFirm(firm, ticket.respondent);
    const named = promiseRows.filter((row) => firms(row.firm));
    const fitting = promiseRows.filter((row) => !firms(row.firm) && row.categoryCodes.length > 0 && covers(row, ticket.categoryPath));
    const others = promiseRows.filter((row) => !named.includes(row) && !fitting.includes(row));
    const may = writes(actor) && ticket.complaint;
    const recoveries = recovered.ofCase(recoveryRows, withPromise, withPolicy);
    return {
      uses: withPromise.map(({ row, promise }) => present.use(row, promise, may, today)),
      claims: withPolicy.map(({ row, policy }) => present.claim(row, policy, may, today)),
      appraisals: appraisalRows.map((row) => present.appraisal(row, may)),
      recoveries,
      recovered: Math.round(recoveries.reduce((all, { amount }) => all + amount * 100, 0)) / 100,
      promises: [...named, ...fitting, ...others].slice(0, MOST_SHOWN).map((row) => present.promise(row, counts.get(row._id) ?? 0, actor, locale)),
      policies: [...policyRows.filter((row) => firms(row.insured)), ...policyRows.filter((row) => !firms(row.insured))]
        .slice(0, MOST_SHOWN)
        .map((row) => present.policy(row, actor)),
      can: { write: may },
    };
  };

  /** Puts right what a crash left between drawing on a pot and writing what it was for. */
  const repair = async (before = new Date(Date.now() - SETTLED_MS)): Promise<void> => {
    for (const row of await store.promises.unsettled(before))
      for (const held of row.held.filter(({ open, at }) => open && at < before))
        await store.promises.settle(row._id, held.id, (await store.uses.get(held.id))?.paid?.fen ?? 0);
    for (const row of await store.policies.unsettled(before))
      for (const held of row.held.filter(({ open, at }) => open && at < before)) {
        const claim = await store.claims.get(held.id);
        await store.policies.settle(row._id, held.id, claim?.paid?.fen ?? claim?.decided?.fen ?? 0);
      }
  };

  const fileTicket = async (fileId: string): Promise<string | null> =>
    (await store.appraisals.where({ "report.file.id": fileId }))[0]?.ticketId ?? null;
  return {
    ...{ store, kinds, sum, ofCase, register, uses, claims, appraisals, recovered, partners, repair },
    showUse: async (row: UseRow, { actor }: Request) => present.use(row, await promiseOf(row), writes(actor), ways.today()),
    showClaim: async (row: ClaimRow, { actor }: Request) => present.claim(row, await policyOf(row), writes(actor), ways.today()),
    showAppraisal: (row: Parameters<typeof present.appraisal>[0], { actor }: Request) => present.appraisal(row, writes(actor)),
    showRecovery: present.recovery,
    /** Those of the files that a report holds. */
    heldFiles: async (ids: readonly string[]): Promise<string[]> =>
      (await store.appraisals.where({ "report.file.id": { $in: [...ids] } })).flatMap(({ report }) => report?.file?.id ?? []),
    mayReadFile: async (actor: StaffActor, fileId: string): Promise<boolean> => {
      const ticketId = can(actor, "remedy.read") ? await fileTicket(fileId) : null;
      return ticketId !== null && (await deps.maySeeCase(ticketId, actor));
    },
  };
};
export type Remedies = ReturnType<typeof createRemedies>;

const found = <T>(row: T | null): T => {
  if (row === null) throw notFound();
  return row;
};
