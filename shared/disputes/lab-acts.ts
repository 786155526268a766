import { dayOf } from "../calendar.ts";
import { type Decision, no } from "../decision.ts";
import type { Side } from "../tickets/steps.ts";
import { sideOf } from "./access.ts";
import type { Act } from "./acts.ts";
import type { DisputeState, Lab } from "./dispute.ts";
import { type DisputeContext, type DisputeOutcome, made } from "./outcome.ts";

type Of<T extends Act["type"]> = Extract<Act, { type: T }>;
export type LabAct = Of<"proposeLab" | "answerLab" | "recordLab" | "designateLab" | "startLab" | "labReport">;

const agreed = (said: Record<Side, boolean | null>): boolean => said.complainant === true && said.respondent === true;
/** Both sides agree on the body, or the office designated one; the cost is for the sides alone (art. 22-2, 22-3). */
export const labReady = (lab: Lab): boolean => (lab.designated || agreed(lab.bodyYes)) && agreed(lab.costYes);
/** Who pays was refused: ground 4 of art. 23. */
export const costRefused = (lab: Lab | null): boolean => lab !== null && (lab.costYes.complainant === false || lab.costYes.respondent === false);

/** 鉴定检测 from proposal to report. The pause of C3 is the case's: it begins and ends with `startLab` and `labReport`. */
export const decideLab = (state: DisputeState, act: LabAct, context: DisputeContext): Decision<DisputeOutcome> => {
  const { lab } = state;
  const today = dayOf(context.now);
  if (act.type === "proposeLab") {
    if (lab !== null && lab.startedOn !== null && lab.reportedOn === null) return no("lab-asked");
    const { item, question, body, cost, payer } = act;
    const nobody = { complainant: null, respondent: null };
    // What a side is not asked to pay it need not agree to; what is free nobody does.
    const free = (side: Side) => (cost === 0 || (payer !== "both" && payer !== side) ? true : null);
    const costYes = { complainant: free("complainant"), respondent: free("respondent") };
    const next: Lab = {
      item,
      question,
      body,
      cost,
      payer,
      bodyYes: nobody,
      costYes,
      designated: false,
      startedOn: null,
      reportedOn: null,
      conclusion: null,
    };
    return made(state, { lab: next }, { type: act.type, room: "joint", details: { title: item, amount: cost } });
  }
  if (lab === null) return no("no-lab");
  switch (act.type) {
    case "answerLab": {
      const side = sideOf(context.viewer);
      if (side === null || context.viewer.kind !== "party" || !context.viewer.party.binds) return no("not-authorised");
      return said(state, lab, act, side);
    }
    case "recordLab":
      return said(state, lab, act, act.party, act.text);
    case "designateLab": {
      if (lab.startedOn !== null) return no("lab-asked");
      // Only where the sides do not agree on one (art. 22-2).
      if (agreed(lab.bodyYes)) return no("lab-agreed");
      const next = { ...lab, body: act.body, designated: true };
      return made(state, { lab: next }, { type: act.type, room: "joint", details: { title: act.body }, text: act.reason });
    }
    case "startLab": {
      if (lab.startedOn !== null) return no("lab-asked");
      if (costRefused(lab)) return no("cost-refused");
      if (!labReady(lab)) return no("lab-not-agreed");
      return made(
        state,
        { lab: { ...lab, startedOn: today } },
        { type: act.type, room: "joint", details: { day: today, title: lab.body }, text: act.evidence },
      );
    }
    case "labReport": {
      if (lab.startedOn === null || lab.reportedOn !== null) return no("no-lab");
      const file = act.attachmentIds ?? [];
      const report =
        file.length === 0
          ? []
          : [
              {
                id: context.id(),
                by: { kind: "system" as const },
                side: null,
                title: lab.item,
                room: "joint" as const,
                fileIds: [...file],
                at: context.now,
                askedAt: null,
              },
            ];
      return made(
        state,
        { lab: { ...lab, reportedOn: today, conclusion: act.conclusion }, evidence: [...state.evidence, ...report] },
        { type: act.type, room: "joint", details: { day: today }, text: act.conclusion, fileIds: file },
      );
    }
  }
};

const said = (state: DisputeState, lab: Lab, act: Of<"answerLab" | "recordLab">, side: Side, text?: string): Decision<DisputeOutcome> => {
  if (lab.startedOn !== null) return no("lab-asked");
  if (act.body === undefined && act.cost === undefined) return no("nothing-changed");
  const next: Lab = {
    ...lab,
    bodyYes: act.body === undefined ? lab.bodyYes : { ...lab.bodyYes, [side]: act.body },
    costYes: act.cost === undefined ? lab.costYes : { ...lab.costYes, [side]: act.cost },
  };
  const details = { side, agrees: act.body !== false && act.cost !== false };
  return made(state, { lab: next }, { type: act.type, room: "joint", details, ...(text === undefined ? {} : { text }) });
};
