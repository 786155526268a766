import type { Day } from "../calendar.ts";
import type { Status } from "../tickets/status.ts";
import type { Consent, Meeting, Recusal, Side } from "../tickets/steps.ts";

/** Rooms of a mediation: the joint one, and one for each side alone with the mediator (单独沟通). */
export const ROOMS = ["joint", "complainant", "respondent"] as const;
export type Room = (typeof ROOMS)[number];
/** Who an entry is for: those in a room, or the office alone. */
export type Audience = Room | "staff";

/**
 * 征询意愿 asking, 双方协商 negotiating, 调解中 mediating, 中止 suspended (recusal, art. 21-2), 鉴定检测 appraising (art. 22),
 * 待签字 signing, 待履行 performing, 已履行 done, 未履行 unperformed, 已终止 ended.
 */
export const PHASES = [
  "asking",
  "negotiating",
  "mediating",
  "suspended",
  "appraising",
  "signing",
  "performing",
  "done",
  "unperformed",
  "ended",
] as const;
export type Phase = (typeof PHASES)[number];
/** The phases in which both sides are still being brought together. */
export const OPEN_PHASES: readonly Phase[] = ["asking", "negotiating", "mediating", "suspended", "appraising", "signing"];

/** What a dispute is at by itself; a recusal that waits and a test under way are laid over it by the case. */
export type Stage = Exclude<Phase, "suspended" | "appraising">;

/** Who takes part beside the mediator. 代表人 and 代理人 speak for a side; the others help (art. 11, 12, 21). */
export const PARTY_ROLES = [
  "complainant",
  "respondent",
  "agent",
  "representative",
  "guardian",
  "interpreter",
  "expert",
  "association",
  "consumers",
  "insurer",
] as const;
export type PartyRole = (typeof PARTY_ROLES)[number];
/** Who may bind a side: itself, its guardian, its representatives; an agent where the authority says so. */
export const BINDING: readonly PartyRole[] = ["complainant", "respondent", "guardian", "representative"];

export type Link = { id: string; until: Date; revokedAt: Date | null; openedAt: Date | null };
/** Nothing personal is here: names and numbers lie sealed beside the state. */
export type Party = {
  id: string;
  /** Whose side; null for who helps both. */
  side: Side | null;
  role: PartyRole;
  /** May settle for the side. */
  binds: boolean;
  /** What shows an agent's authority: checked by the office (art. 11). */
  authority: string | null;
  /** Reached by a link, or by paper and staff. */
  paper: boolean;
  link: Link | null;
  /** No longer part of it, since when; who came in the place. */
  goneAt: Date | null;
  replacedBy: string | null;
};

export type By = { kind: "staff"; id: string } | { kind: "party"; id: string; side: Side | null } | { kind: "system" };

/** What a side can get (消费者权益保护法 art. 52; form 1 note 4). */
export const TERM_KINDS = ["repair", "redo", "exchange", "return", "makeUp", "refund", "compensate", "costs", "apology", "other"] as const;
export type TermKind = (typeof TERM_KINDS)[number];
/** One point of an offer, answered by itself. `amount`: yuan. */
export type Term = { id: string; kind: TermKind; amount: number | null; by: Day | null; words: string | null; yes: Record<Side, boolean | null> };
export type Offer = {
  id: string;
  by: By;
  /** The side that makes it; null for the mediator's. */
  side: Side | null;
  room: Room;
  terms: Term[];
  words: string | null;
  at: Date;
  expiresAt: Date;
  withdrawnAt: Date | null;
};

export type Evidence = { id: string; by: By; side: Side | null; title: string; room: Room; fileIds: string[]; at: Date; askedAt: Date | null };

/** 鉴定检测: agreed on by both, else designated; only disagreement on the cost ends it (art. 22, 23 item 4). */
export type Lab = {
  item: string;
  question: string;
  body: string;
  /** Yuan, and who advances it. */
  cost: number;
  payer: Side | "both";
  bodyYes: Record<Side, boolean | null>;
  costYes: Record<Side, boolean | null>;
  designated: boolean;
  startedOn: Day | null;
  reportedOn: Day | null;
  conclusion: string | null;
};

export type Signature = { partyId: string; at: Date; hash: string; how: "code" | "paper" };
/** 协议: drafted from terms both accepted; its hash is what is signed. */
export type Draft = {
  id: string;
  /** onSite: form 9 on paper; remote: record and terms confirmed by code. */
  mode: "onSite" | "remote";
  terms: Omit<Term, "yes">[];
  words: string;
  at: Date;
  by: string;
  /** SHA-256 of the canonical terms and words, hex. */
  hash: string;
  signed: Record<Side, Signature | null>;
  /** 已即时履行 or 双方同意不制作: then no 调解书 is made (art. 24). */
  exception: "performed" | "waived" | null;
  fileIds: string[];
};

export type Duty = {
  id: string;
  kind: TermKind;
  amount: number | null;
  by: Day | null;
  words: string | null;
  state: "open" | "reported" | "done" | "failed";
  at: Date | null;
};

export type Hearing = { id: string; seq: number; meeting: Meeting; coming: Record<string, boolean>; came: Side[] | null; voidAt: Date | null };

/** Who assists (社会质量监督员): asked, and in once accepted; never presides (art. 21). */
export type Assistant = { userId: string; reason: string; askedAt: Date; replyBy: Date; state: "asked" | "accepted" | "declined" | "left" };

/** 司法确认: within thirty days, by a lawfully set up mediation body (民事诉讼法 art. 205). */
export type Judicial = { body: string; askedOn: Day; until: Day };

/** What stands on the case, as the dispute last saw it; taken over only when the case's version grows. */
export type Law = {
  seq: number;
  no: string;
  status: Status;
  departmentId: string | null;
  handlerId: string | null;
  /** C3 or its kin runs. */
  running: boolean;
  consent: Consent | null;
  entrusting: (Consent & { body: string }) | null;
  meeting: Meeting | null;
  recusal: Recusal | null;
  testing: { lab: string; from: Day } | null;
  outcome: string | null;
  acceptedOn: Day | null;
  dueDay: Day | null;
  pauses: { from: Day; to: Day | null }[];
  /** Speaks for several: all of them consent to what is settled (art. 12-3). */
  group: boolean;
};

export type DisputeState = {
  id: string;
  ticketId: string;
  version: number;
  stage: Stage;
  law: Law;
  /** What it is about, as the mediator states it for both sides. */
  statement: string | null;
  mode: "own" | "entrusted" | null;
  /** Who leads it; null: whoever has the case. */
  mediatorId: string | null;
  mediatorReason: string | null;
  /** Recused once: not asked again. */
  recusedIds: string[];
  assistants: Assistant[];
  parties: Party[];
  offers: Offer[];
  evidence: Evidence[];
  lab: Lab | null;
  hearings: Hearing[];
  draft: Draft | null;
  duties: Duty[];
  judicial: Judicial | null;
  /** Sides that did not answer by the day that was set. */
  defaulted: Side[];
  endedAt: Date | null;
};

const recusalWaits = ({ recusal }: Law): boolean => recusal !== null && recusal.granted === null;
const testing = ({ pauses }: Law): boolean => pauses.some(({ to }) => to === null);

/** Where a dispute is: its own stage, with what the case lays over it. */
export const phaseOf = ({ stage, law }: Pick<DisputeState, "stage" | "law">): Phase => {
  if (!OPEN_PHASES.includes(stage)) return stage;
  if (recusalWaits(law)) return "suspended";
  return testing(law) ? "appraising" : stage;
};

/** Whoever leads the mediation: the mediator appointed, else who has the case, unless they were recused. */
export const leaderOf = ({ mediatorId, recusedIds, law }: Pick<DisputeState, "mediatorId" | "recusedIds" | "law">): string | null =>
  mediatorId ?? (law.handlerId !== null && recusedIds.includes(law.handlerId) ? null : law.handlerId);
export const assisting = ({ assistants }: Pick<DisputeState, "assistants">): Assistant | null =>
  assistants.findLast(({ state }) => state === "asked" || state === "accepted") ?? null;
export const present = ({ parties }: Pick<DisputeState, "parties">): Party[] => parties.filter(({ goneAt }) => goneAt === null);
export const partyOf = (state: Pick<DisputeState, "parties">, id: string): Party | null => state.parties.find((one) => one.id === id) ?? null;
export const otherSide = (side: Side): Side => (side === "complainant" ? "respondent" : "complainant");

/** Has an offer still to be answered at that moment? */
export const standing = (offer: Pick<Offer, "withdrawnAt" | "expiresAt">, now: Date): boolean => offer.withdrawnAt === null && offer.expiresAt > now;
export const termAgreed = ({ yes }: Pick<Term, "yes">): boolean => yes.complainant === true && yes.respondent === true;
/** Points both sides accepted; of two of one kind the later holds, unless it is of the kind "other". */
export const agreedTerms = ({ offers }: Pick<DisputeState, "offers">): Term[] => {
  const all = offers.filter(({ room, withdrawnAt }) => room === "joint" && withdrawnAt === null).flatMap(({ terms }) => terms.filter(termAgreed));
  return all.filter(({ kind }, at) => kind === "other" || !all.slice(at + 1).some((later) => later.kind === kind));
};
export const signedByBoth = ({ signed }: Pick<Draft, "signed">): boolean => signed.complainant !== null && signed.respondent !== null;
