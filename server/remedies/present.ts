import type { StaffActor } from "../../shared/actor.ts";
import type { Day } from "../../shared/calendar.ts";
import { can } from "../../shared/can.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { appraisalActsOf } from "../../shared/remedies/appraisal.ts";
import { claimActsOf, claimClocks } from "../../shared/remedies/claim.ts";
import { yuanOf } from "../../shared/remedies/money.ts";
import { paceOf, useActsOf } from "../../shared/remedies/promise.ts";
import type { AppraisalView, ClaimView, PolicyView, PromiseView, RecoveryView, UseView } from "../../shared/remedies/views.ts";
import type { RemedyDeps } from "./deps.ts";
import type { AppraisalRow, ClaimRow, LinkRow, PolicyRow, PromiseRow, RecoveryRow, Said, Sum, UseRow } from "./rows.ts";

const sumView = (sum: Sum | null): { amount: number; day: Day } | null => (sum === null ? null : { amount: yuanOf(sum.fen), day: sum.day });
const yuanOrNull = (fen: number | null): number | null => (fen === null ? null : yuanOf(fen));
export const liveLink = (links: readonly LinkRow[], real: Date): LinkRow | null =>
  links.findLast(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > real) ?? null;
export const canLinkClaim = ({ state }: Pick<ClaimRow, "state">): boolean => state !== "paid" && state !== "refused";
export const canLinkAppraisal = ({ state, body }: Pick<AppraisalRow, "state" | "body">): boolean =>
  body !== null && (state === "named" || state === "handed" || state === "accepted" || state === "reported" || state === "objected");
export const factsOf = (row: Pick<AppraisalRow, "handedOver" | "receivedOn">) => ({
  handedOver: row.handedOver !== null,
  received: row.receivedOn !== null,
});

/** Rows as staff see them: money in yuan, people masked, what can be done now. */
export const createPresenter = ({ nameOf, category, files, real }: Pick<RemedyDeps, "nameOf" | "category" | "files" | "real">) => {
  const said = ({ by, at }: Said) => ({ by: nameOf(by), at: at.toISOString() });
  const link = (links: readonly LinkRow[]) => {
    const live = liveLink(links, real());
    return live === null ? null : { expiresAt: live.expiresAt.toISOString(), madeAt: live.madeAt.toISOString(), by: nameOf(live.by) };
  };

  return {
    promise: (row: PromiseRow, uses: number, actor: StaffActor, locale: Locale): PromiseView => ({
      ...{ id: row._id, version: row.version, state: row.state, no: row.no, firm: row.firm, place: row.place, scope: row.scope },
      ...{ categoryCodes: row.categoryCodes, categories: row.categoryCodes.map((code) => category(code, locale) ?? code) },
      ...{ cap: yuanOf(row.cap), deposit: yuanOrNull(row.deposit), left: yuanOrNull(row.left), spent: yuanOf(row.spent) },
      ...{ payDays: row.payDays, displayedOn: row.displayedOn, uses },
      withdrawn: row.withdrawn === null ? null : { ...said(row.withdrawn), reason: row.withdrawn.reason },
      can: { edit: row.state === "active" && can(actor, "promise.manage") },
    }),

    policy: (row: PolicyRow, actor: StaffActor): PolicyView => ({
      ...{ id: row._id, version: row.version, no: row.no, insurer: row.insurer, insured: row.insured, scope: row.scope, from: row.from, to: row.to },
      ...{
        limitAccident: yuanOf(row.limitAccident),
        limitTotal: yuanOf(row.limitTotal),
        paidBefore: row.paidBefore === 0 ? null : yuanOf(row.paidBefore),
      },
      ...{ left: yuanOf(row.left ?? 0), held: yuanOf(row.spent), decideDays: row.decideDays, payDays: row.payDays },
      can: { edit: can(actor, "promise.manage") },
    }),

    use: (row: UseRow, promise: PromiseRow, writes: boolean, today: Day): UseView => ({
      ...{ id: row._id, version: row.version, state: row.state, amount: yuanOf(row.amount), reason: row.reason, askedOn: row.askedOn },
      promise: { id: promise._id, no: promise.no, firm: promise.firm, cap: yuanOf(promise.cap) },
      asked: said(row.asked),
      approved: yuanOrNull(row.approved),
      refusedWhy: row.refusedWhy,
      paid: sumView(row.paid),
      pace: row.state === "refused" ? null : paceOf(row.askedOn, row.paid?.day ?? null, promise.payDays, today),
      recourse: row.recourse === null ? null : { ...row.recourse, recovered: sumView(row.recourse.recovered) },
      can: writes ? useActsOf(row.state) : [],
    }),

    claim: (row: ClaimRow, policy: PolicyRow, writes: boolean, today: Day): ClaimView => ({
      ...{ id: row._id, version: row.version, state: row.state, no: row.no, product: row.product, accidentOn: row.accidentOn },
      policy: {
        ...{ id: policy._id, no: policy.no, insurer: policy.insurer, insured: policy.insured },
        ...{ limitAccident: yuanOf(policy.limitAccident), left: yuanOf(policy.left ?? 0) },
      },
      ...{ reportedOn: row.reportedOn, loss: yuanOf(row.loss), happened: row.happened, documents: row.documents, reported: said(row.reported) },
      completeOn: row.completeOn,
      assessed: row.assessed === null ? null : { assessor: row.assessed.assessor, amount: yuanOf(row.assessed.fen), day: row.assessed.day },
      decided: sumView(row.decided),
      refusedWhy: row.refusedWhy,
      paid: sumView(row.paid),
      clocks: claimClocks(policy, clockDays(row), today),
      link: link(row.links),
      can: writes ? claimActsOf(row.state) : [],
      canLink: writes && canLinkClaim(row),
    }),

    appraisal: (row: AppraisalRow, writes: boolean): AppraisalView => ({
      ...{ id: row._id, version: row.version, state: row.state, item: row.item, question: row.question, requestedOn: row.requestedOn },
      ...{ requested: said(row.requested), proposed: row.proposed, body: row.body },
      handedOver: row.handedOver === null ? null : { ...row.handedOver, who: row.handedOver.who.masked },
      ...{ acceptedOn: row.acceptedOn, receivedOn: row.receivedOn, declinedWhy: row.declinedWhy },
      report:
        row.report === null
          ? null
          : {
              ...row.report,
              file: row.report.file === null ? null : { id: row.report.file.id, name: files.nameOf(row.report.file.name, row.report.file.id) },
            },
      ...{ objection: row.objection, closedOn: row.closedOn, closedNote: row.closedNote },
      link: link(row.links),
      can: writes ? appraisalActsOf(row.state, factsOf(row)) : [],
      canLink: writes && canLinkAppraisal(row),
    }),

    recovery: (row: RecoveryRow): RecoveryView => ({
      ...{ id: row._id, kind: row.kind, amount: yuanOf(row.fen), day: row.day, note: row.note, from: null, by: nameOf(row.made.by) },
    }),
  };
};
export type Presenter = ReturnType<typeof createPresenter>;

export const clockDays = (row: Pick<ClaimRow, "completeOn" | "decided" | "refusedOn" | "paid">) => ({
  completeOn: row.completeOn,
  decidedOn: row.decided?.day ?? row.refusedOn,
  paidOn: row.paid?.day ?? null,
  refused: row.refusedOn !== null,
});
