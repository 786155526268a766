import { randomBytes } from "node:crypto";
import { maskName } from "../../shared/mask.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { appraisalActsOf, PARTNER_APPRAISAL_ACTS, PARTNER_CLAIM_ACTS } from "../../shared/remedies/appraisal.ts";
import { CLAIM_ACTS, claimActsOf, claimClocks } from "../../shared/remedies/claim.ts";
import { yuanOf } from "../../shared/remedies/money.ts";
import { type AppraisalAction, appraisalAction, type ClaimAction, claimAction, type PartnerAction } from "../../shared/remedies/schema.ts";
import type { LinkView, PartnerView } from "../../shared/remedies/views.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import { byOf, type Request, type Ways } from "./acting.ts";
import type { Appraisals } from "./appraisals.ts";
import type { Claims } from "./claims.ts";
import type { RemedyDeps } from "./deps.ts";
import { canLinkAppraisal, canLinkClaim, clockDays, factsOf } from "./present.ts";
import type { AppraisalRow, ClaimRow, LinkRow } from "./rows.ts";
import type { RemedyStore } from "./store.ts";

const PURPOSE = "partner";
const DAY_MS = 86_400_000;
type Thing = { what: "claim"; row: ClaimRow; link: LinkRow } | { what: "appraisal"; row: AppraisalRow; link: LinkRow };

/** An insurer or an appraisal body works on one thing by a link: no account, an end, and a way to take it back. */
export const createPartners = (store: RemedyStore, deps: RemedyDeps, ways: Ways, parts: { claims: Claims; appraisals: Appraisals }) => {
  const { claims, appraisals, policies } = store;
  const { seal, real } = deps;
  const indexOf = (token: string): string => seal.blindIndex(token, PURPOSE);

  /** Whatever opened before opens no more. */
  const closed = (links: readonly LinkRow[]): LinkRow[] => links.map((each) => (each.revokedAt === null ? { ...each, revokedAt: real() } : each));
  const newLink = (token: string, days: number, by: string): LinkRow => ({
    ...{ id: newId(), index: indexOf(token), madeAt: real(), by, revokedAt: null },
    expiresAt: new Date(real().getTime() + days * DAY_MS),
  });

  /** The address is shown this once; only an index of the token is kept. Asked twice, the second link is the one that opens. */
  const link = async (what: "claim" | "appraisal", id: string, days: number, request: Request): Promise<LinkView> => {
    const token = randomBytes(32).toString("base64url");
    const made = newLink(token, days, request.actor.id);
    const by = { ...byOf(request), key: undefined };
    const ticketId = await openOf(what, id, request);
    if (what === "claim")
      await ways.change(claims, id, undefined, by, (row: ClaimRow) => {
        if (!canLinkClaim(row)) throw refusedBy("remedy-step");
        return { links: [...closed(row.links), made] };
      });
    else
      await ways.change(appraisals, id, undefined, by, (row: AppraisalRow) => {
        if (!canLinkAppraisal(row)) throw refusedBy("remedy-step");
        return { links: [...closed(row.links), made] };
      });
    await ways.record("partner.linked", request.actor.id, ticketId, { what, thing: id, days, link: made.id });
    return { url: `${deps.publicUrl.replace(/\/$/u, "")}/partner#${token}`, expiresAt: made.expiresAt.toISOString() };
  };
  const openOf = async (what: "claim" | "appraisal", id: string, { actor }: Request): Promise<string> => {
    const row = await (what === "claim" ? claims.get(id) : appraisals.get(id));
    if (row === null) throw notFound();
    await ways.seen(row.ticketId, actor);
    return row.ticketId;
  };
  const revoke = async (what: "claim" | "appraisal", id: string, request: Request): Promise<void> => {
    const ticketId = await openOf(what, id, request);
    const by = { ...byOf(request), key: undefined };
    if (what === "claim") await ways.change(claims, id, undefined, by, (row: ClaimRow) => ({ links: closed(row.links) }));
    else await ways.change(appraisals, id, undefined, by, (row: AppraisalRow) => ({ links: closed(row.links) }));
    await ways.record("partner.revoked", request.actor.id, ticketId, { what, thing: id });
  };

  const find = async (index: string): Promise<Thing | null> => {
    const [claim] = await claims.where({ "links.index": index });
    const ofClaim = claim?.links.find((each) => each.index === index);
    if (claim !== undefined && ofClaim !== undefined) return { what: "claim", row: claim, link: ofClaim };
    const [appraisal] = await appraisals.where({ "links.index": index });
    const ofAppraisal = appraisal?.links.find((each) => each.index === index);
    return appraisal === undefined || ofAppraisal === undefined ? null : { what: "appraisal", row: appraisal, link: ofAppraisal };
  };
  /** What a token opens; what it does not open is on the record. */
  const admit = async (token: string | undefined): Promise<Thing> => {
    const thing = token === undefined || !/^[\w-]{43}$/u.test(token) ? null : await find(indexOf(token));
    const fault =
      thing === null ? "partnerWrong" : thing.link.revokedAt !== null ? "partnerRevoked" : thing.link.expiresAt <= real() ? "partnerExpired" : null;
    if (thing !== null && fault === null) return thing;
    await ways.record("partner.refused", PURPOSE, thing?.row.ticketId ?? PURPOSE, {
      thing: thing?.row._id ?? null,
      why: fault,
      link: thing?.link.id ?? null,
    });
    if (fault === "partnerRevoked") throw new AppError(401, "partnerRevoked");
    if (fault === "partnerExpired") throw new AppError(401, "partnerExpired");
    throw new AppError(401, "partnerWrong");
  };

  const actsOf = (thing: Thing): string[] => {
    if (thing.what === "claim") return claimActsOf(thing.row.state).filter((act) => PARTNER_CLAIM_ACTS.includes(act));
    const own: readonly string[] = PARTNER_APPRAISAL_ACTS;
    return appraisalActsOf(thing.row.state, factsOf(thing.row)).filter((act) => own.includes(act));
  };

  const show = async (thing: Thing, locale: Locale): Promise<PartnerView> => {
    const names = (await deps.privateNames(thing.row.ticketId)).filter((name) => [...name].length > 1);
    const masked = <T extends string | null>(text: T): T =>
      (text === null ? null : names.reduce<string>((words, name) => words.replaceAll(name, maskName(name)), text)) as T;
    const common = { office: deps.office(locale), expiresAt: thing.link.expiresAt.toISOString(), state: thing.row.state, can: actsOf(thing) };
    if (thing.what === "appraisal") {
      const { row } = thing;
      const body = row.body === null ? null : { ...row.body, costs: masked(row.body.costs) };
      return {
        ...{ what: "appraisal", partner: row.body?.name ?? "", ...common, claim: null },
        appraisal: {
          ...{ item: masked(row.item), question: masked(row.question), requestedOn: row.requestedOn, body },
          handedOver: row.handedOver === null ? null : { ...row.handedOver, who: row.handedOver.who.masked },
          ...{ acceptedOn: row.acceptedOn, receivedOn: row.receivedOn, declinedWhy: row.declinedWhy },
          report:
            row.report === null
              ? null
              : { ...row.report, file: row.report.file === null ? null : deps.files.nameOf(row.report.file.name, row.report.file.id) },
        },
      };
    }
    const { row } = thing;
    const policy = await policies.get(row.policyId);
    if (policy === null) throw notFound();
    const sum = (each: ClaimRow["paid"]) => (each === null ? null : { amount: yuanOf(each.fen), day: each.day });
    return {
      ...{ what: "claim", partner: policy.insurer, ...common, appraisal: null },
      claim: {
        ...{ no: row.no, policyNo: policy.no, insured: policy.insured, product: masked(row.product), accidentOn: row.accidentOn },
        ...{ reportedOn: row.reportedOn, loss: yuanOf(row.loss), happened: masked(row.happened), documents: row.documents.map(masked) },
        ...{ completeOn: row.completeOn, decided: sum(row.decided), refusedWhy: row.refusedWhy, paid: sum(row.paid) },
        assessed: row.assessed === null ? null : { assessor: row.assessed.assessor, amount: yuanOf(row.assessed.fen), day: row.assessed.day },
        clocks: claimClocks(policy, clockDays(row), ways.today()),
      },
    };
  };

  const look = async (token: string | undefined, locale: Locale): Promise<PartnerView> => show(await admit(token), locale);

  const act = async (token: string | undefined, action: PartnerAction, locale: Locale, key: Idempotency | undefined): Promise<PartnerView> => {
    const thing = await admit(token);
    const { row, link: own } = thing;
    const by = { id: `${PURPOSE}:${own.id}`, key: key === undefined ? undefined : { ...key, caller: own.id } };
    const rest = Object.fromEntries(Object.entries(action).filter(([name]) => name !== "token"));
    const run = async (): Promise<void> => {
      const offered: readonly string[] = thing.what === "claim" ? CLAIM_ACTS : PARTNER_APPRAISAL_ACTS;
      if (!offered.includes(action.type)) throw refusedBy("remedy-step");
      if (thing.what === "claim") await parts.claims.step(row._id, parsed<ClaimAction>(claimAction, rest), by);
      else await parts.appraisals.step(row._id, parsed<AppraisalAction>(appraisalAction, rest), by);
    };
    await ways.attempt(`${PURPOSE}.${action.type}`, by.id, row.ticketId, run, row._id);
    const after = await find(own.index);
    if (after === null) throw notFound();
    return show(after, locale);
  };
  return { link, revoke, look, act };
};
export type Partners = ReturnType<typeof createPartners>;

type Schema = {
  safeParse: (value: unknown) => { success: boolean; data?: unknown; error?: { issues: readonly { path: readonly PropertyKey[] }[] } };
};
/** A field that belongs to another step is one that this step does not know. */
const parsed = <T>(schema: Schema, value: unknown): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data as T;
  throw invalid(Object.fromEntries((result.error?.issues ?? []).map(({ path }) => [path.join(".") || "body", { key: "field.unknown" }])));
};
