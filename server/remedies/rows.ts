import type { Day } from "../../shared/calendar.ts";
import type { AppraisalState, NAMED_BY, SIDES } from "../../shared/remedies/appraisal.ts";
import type { ClaimState } from "../../shared/remedies/claim.ts";
import type { UseState } from "../../shared/remedies/promise.ts";
import type { RecoveryKind } from "../../shared/remedies/schema.ts";
import type { KeptRow } from "../platform/kept.ts";

/** Who did it: the id of a colleague, or `partner`. */
export type Said = { by: string; at: Date };
/** Money in fen. */
export type Sum = { fen: number; day: Day };
/** What is spoken for, by the id of the use or claim: it is written first, the use or claim after it; `open` until that is done.
 * `at`: real time. */
export type Held = { id: string; fen: number; at: Date; open: boolean };
/** A pot of money that many draw on: `left` is null where there is no bottom. */
export type Pot = { left: number | null; spent: number; held: Held[] };
type Base = KeptRow & { schemaVersion: 1 /** Of the request that changed it last. */; lastKey: string | null };

export type PromiseRow = Base &
  Pot & {
    state: "active" | "withdrawn";
    no: string;
    firm: string;
    place: string;
    scope: string;
    categoryCodes: string[];
    cap: number;
    deposit: number | null;
    payDays: number;
    displayedOn: Day;
    made: Said;
    withdrawn: (Said & { reason: string }) | null;
  };

export type PolicyRow = Base &
  Pot & {
    no: string;
    insurer: string;
    insured: string;
    scope: string;
    from: Day;
    to: Day;
    limitAccident: number;
    limitTotal: number;
    paidBefore: number;
    decideDays: number;
    payDays: number;
    made: Said;
  };

/** A partner's way in: only the index of the token is kept. Times are real. */
export type LinkRow = { id: string; index: string; expiresAt: Date; madeAt: Date; by: string; revokedAt: Date | null };

type OfCase = Base & { ticketId: string; departmentId: string | null };

export type UseRow = OfCase & {
  promiseId: string;
  state: UseState;
  amount: number;
  reason: string;
  askedOn: Day;
  asked: Said;
  approved: number | null;
  refusedWhy: string | null;
  paid: Sum | null;
  recourse: { note: string; recovered: Sum | null; gaveUpWhy: string | null } | null;
};

export type ClaimRow = OfCase & {
  policyId: string;
  no: string;
  state: ClaimState;
  product: string;
  accidentOn: Day;
  reportedOn: Day;
  loss: number;
  happened: string;
  documents: string[];
  reported: Said;
  completeOn: Day | null;
  assessed: (Sum & { assessor: string }) | null;
  decided: Sum | null;
  refusedWhy: string | null;
  refusedOn: Day | null;
  paid: Sum | null;
  links: LinkRow[];
};

export type AppraisalRow = OfCase & {
  state: AppraisalState;
  item: string;
  question: string;
  proposed: { complainant: string | null; respondent: string | null };
  requestedOn: Day;
  requested: Said;
  body: { name: string; by: (typeof NAMED_BY)[number]; cma: string | null; costs: string | null; day: Day } | null;
  /** Who handed it over is a person: sealed, with the masked form beside it. */
  handedOver: { seal: string; photos: string | null; who: { sealed: string; masked: string }; day: Day } | null;
  acceptedOn: Day | null;
  receivedOn: Day | null;
  declinedWhy: string | null;
  report: { conclusion: string; no: string; day: Day; file: { id: string; name: string } | null } | null;
  objection: { side: (typeof SIDES)[number]; reason: string; day: Day } | null;
  closedOn: Day | null;
  closedNote: string | null;
  links: LinkRow[];
};

export type RecoveryRow = OfCase & { kind: RecoveryKind; fen: number; day: Day; note: string | null; made: Said };
