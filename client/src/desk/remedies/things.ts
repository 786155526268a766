import type { AppraisalView, ClaimView, UseView } from "../../../../shared/remedies/views.ts";
import type { IconName } from "../../components/icons.ts";
import { t } from "../words.ts";
import { money, type Thing } from "./remedies.ts";

export type Shown = {
  thing: Thing;
  id: string;
  icon: IconName;
  title: string;
  state: string;
  stateWords: string;
  lines: { words: string; late?: boolean }[];
  acts: { act: string; words: string }[];
  link: "none" | "make" | "live";
  partner: string;
  file: { id: string; name: string } | null;
  /** The sum that stands and is offered in the next step. */
  given: number | undefined;
};

const line = (key: string, params: Record<string, string | number>, late = false) => ({ words: t(`desk.remedy.line.${key}`, params), late });
const acts = (thing: Thing, can: readonly string[]) => can.map((act) => ({ act, words: t(`desk.remedy.act.${thing}.${act}`) }));
const some = <T>(value: T | null, show: (value: T) => { words: string; late?: boolean }) => (value === null ? [] : [show(value)]);

export const shownUse = (use: UseView): Shown => {
  const { promise, pace, approved, paid, refusedWhy, recourse } = use;
  return {
    ...{
      thing: "uses",
      id: use.id,
      icon: "hand",
      title: t("desk.remedy.title.uses", { firm: promise.firm }),
      state: use.state,
      link: "none",
      partner: "",
      file: null,
    },
    stateWords: t(`desk.remedy.state.uses.${use.state}`),
    lines: [
      line("asked", { amount: money(use.amount), day: use.askedOn, reason: use.reason }),
      ...(paid === null ? some(approved, (sum) => line("approved", { amount: money(sum) })) : []),
      ...some(refusedWhy, (reason) => line("refused", { reason })),
      ...some(paid, ({ amount, day }) => line("paid", { amount: money(amount), day, days: pace?.days ?? 0 }, pace?.late)),
      ...(paid === null && pace !== null ? [line(pace.late ? "payLate" : "payBy", { day: pace.due }, pace.late)] : []),
      ...(recourse === null ? [] : [line("recourse", { note: recourse.note })]),
      ...some(recourse?.recovered ?? null, ({ amount, day }) => line("recovered", { amount: money(amount), day })),
      ...some(recourse?.gaveUpWhy ?? null, (reason) => line("gaveUp", { reason })),
    ],
    acts: acts("uses", use.can),
    given: paid?.amount ?? approved ?? use.amount,
  };
};

export const shownClaim = (claim: ClaimView): Shown => ({
  ...{
    thing: "claims",
    id: claim.id,
    icon: "shield",
    title: t("desk.remedy.title.claims", { insurer: claim.policy.insurer }),
    state: claim.state,
    file: null,
  },
  stateWords: t(`desk.remedy.state.claims.${claim.state}`),
  lines: [
    line("claim", { product: claim.product, loss: money(claim.loss), day: claim.accidentOn }),
    ...some(claim.assessed, ({ assessor, amount }) => line("assessed", { assessor, amount: money(amount) })),
    ...some(claim.decided, ({ amount, day }) => line("decided", { amount: money(amount), day })),
    ...some(claim.refusedWhy, (reason) => line("refused", { reason })),
    ...some(claim.paid, ({ amount, day }) => line("claimPaid", { amount: money(amount), day })),
    ...claim.clocks.filter(({ done }) => done === null).map(({ id, due, late }) => line(late ? `late.${id}` : `clock.${id}`, { day: due }, late)),
    ...some(claim.link, ({ expiresAt }) => line("link", { day: expiresAt.slice(0, 10) })),
  ],
  acts: acts("claims", claim.can),
  link: claim.link !== null ? "live" : claim.canLink ? "make" : "none",
  partner: claim.policy.insurer,
  given: claim.decided?.amount ?? claim.assessed?.amount,
});

export const shownAppraisal = (appraisal: AppraisalView): Shown => {
  const { body, handedOver, report, objection, proposed } = appraisal;
  return {
    ...{
      thing: "appraisals",
      id: appraisal.id,
      icon: "flask",
      title: t("desk.remedy.title.appraisals", { item: appraisal.item }),
      state: appraisal.state,
    },
    stateWords: t(`desk.remedy.state.appraisals.${appraisal.state}`),
    lines: [
      line("question", { question: appraisal.question }),
      ...(body === null
        ? [
            ...some(proposed.complainant, (name) => line("byComplainant", { name })),
            ...some(proposed.respondent, (name) => line("byRespondent", { name })),
          ]
        : []),
      ...some(body, ({ name, by, costs }) =>
        line(costs === null ? "body" : "bodyCosts", { name, by: t(`desk.remedy.by.${by}`), costs: costs ?? "" }),
      ),
      ...some(handedOver, ({ seal, who, day }) => line("handed", { seal, who, day })),
      ...some(appraisal.acceptedOn, (day) => line("accepted", { day })),
      ...some(appraisal.receivedOn, (day) => line("received", { day })),
      ...some(appraisal.declinedWhy, (reason) => line("declined", { reason })),
      ...some(report, ({ conclusion, no, day }) => line("report", { conclusion, no, day })),
      ...some(objection, ({ side, reason, day }) => line("objection", { side: t(`desk.remedy.side.${side}`), reason, day })),
      ...some(appraisal.closedNote, (note) => line("closed", { note })),
      ...some(appraisal.link, ({ expiresAt }) => line("link", { day: expiresAt.slice(0, 10) })),
    ],
    acts: acts("appraisals", appraisal.can),
    link: appraisal.link !== null ? "live" : appraisal.canLink ? "make" : "none",
    partner: body?.name ?? "",
    file: report?.file ?? null,
    given: undefined,
  };
};
