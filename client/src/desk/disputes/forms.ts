import { PARTY_ROLES, type Room, type TermKind } from "../../../../shared/disputes/dispute.ts";
import type { StaffActType } from "../../../../shared/disputes/table.ts";
import type { DisputeView } from "../../../../shared/disputes/views.ts";
import type { Uploaded } from "../../../../shared/files/schema.ts";
import { TERMINATIONS } from "../../../../shared/tickets/schema.ts";
import { MEETING_WAYS, SIDES, type Side } from "../../../../shared/tickets/steps.ts";
import { today } from "../clock.ts";
import { shiftDay } from "./say.ts";
import type { RoomAct } from "./useDispute.ts";

/** The forms of the room as data: each act takes few fields of few kinds, drawn by one dialog. */
export type TermForm = { kind: TermKind; amount: number | ""; by: string; words: string };
export type Value = string | number | boolean | string[] | TermForm[] | Uploaded[];
export type Values = Record<string, Value>;
/** What the act is about was pressed, not filled in. */
export type About = { partyId?: string; offerId?: string; termIds?: string[]; dutyId?: string; room?: Room; side?: Side; what?: string };
export type FieldKind = "line" | "prose" | "day" | "instant" | "yuan" | "number" | "yes" | "choice" | "many" | "select" | "files" | "terms" | "check";
export type Field = {
  name: string;
  kind: FieldKind;
  optional?: boolean;
  /** Values to choose from, and under which keys their words are. */
  options?: readonly string[];
  words?: string;
  most?: number;
  /** Asked for only then. */
  when?: (values: Values) => boolean;
};
type Form = { fields: readonly Field[]; initial?: (view: DisputeView, about: About) => Values; danger?: boolean };

const prose = (name: string, most = 2000): Field => ({ name, kind: "prose", most });
const line = (name: string, most = 100): Field => ({ name, kind: "line", most });
const maybe = (field: Field): Field => ({ ...field, optional: true });
const SIDE: Field = { name: "party", kind: "choice", options: SIDES, words: "partyRole" };
const AGREES: Field = { name: "agrees", kind: "yes" };
const ROOM: Field = { name: "room", kind: "choice", options: ["joint", ...SIDES], words: "dispute.room" };
const PERSON: readonly Field[] = [
  line("name", 60),
  maybe({ name: "phone", kind: "line", most: 20 }),
  maybe(line("authority", 300)),
  maybe({ name: "binds", kind: "check", when: ({ role }) => role === "agent" || role === undefined }),
];
const SPOKEN: readonly Value[] = ["agent", "representative", "guardian"];
const evening = (days: number): string => `${shiftDay(today.value, days)}T18:00`;
export const EMPTY_TERM = (): TermForm => ({ kind: "refund", amount: "", by: "", words: "" });

/** The mediator's own offer begins with what each side said last: the points already agreed are left out. */
const middle = (view: DisputeView): TermForm[] => {
  const standing = view.offers.filter(({ state, room, side }) => state === "standing" && room === "joint" && side !== null);
  const last = (side: Side) => standing.findLast((offer) => offer.side === side);
  const [theirs, ours] = [last("complainant"), last("respondent")];
  const terms = (theirs ?? ours)?.terms.filter(({ agreed }) => !agreed) ?? [];
  if (terms.length === 0) return [EMPTY_TERM()];
  return terms.map(({ kind, amount, by, words }) => {
    const other = ours === undefined || theirs === undefined ? undefined : ours.terms.find((each) => each.kind === kind && !each.agreed);
    const half = amount === null || other?.amount == null ? amount : Math.round((amount + other.amount) / 2);
    return { kind, amount: half ?? "", by: by ?? "", words: words ?? "" };
  });
};
/** What the merchant reads of the matter: the mediator's own words, as they were last. */
export const statementOf = ({ entries }: DisputeView): string | null => entries.findLast(({ type }) => type === "describe")?.text ?? null;
const unanswered = (view: DisputeView): "consent" | "entrusting" =>
  view.entrusting !== null &&
  SIDES.some((side) => view.entrusting?.[side] === null) &&
  !(view.consent !== null && SIDES.some((side) => view.consent?.[side] === null))
    ? "entrusting"
    : "consent";
const sideOf = (view: DisputeView, { side }: About): Value =>
  side ?? SIDES.find((each) => view.consent?.[each] === null && view.consent?.[each === "complainant" ? "respondent" : "complainant"] !== null) ?? "";

export const FORMS: Record<StaffActType, Form> = {
  describe: { fields: [prose("text")], initial: (view) => ({ text: statementOf(view) ?? "" }) },
  askConsent: { fields: [{ name: "answerBy", kind: "day" }, maybe(line("body")), maybe(prose("text"))] },
  recordConsent: {
    fields: [{ name: "about", kind: "choice", options: ["consent", "entrusting"], words: "dispute.about" }, SIDE, AGREES, prose("text")],
    initial: (view, about) => ({ about: unanswered(view), party: sideOf(view, about) }),
  },
  recordDefault: { fields: [SIDE, maybe(prose("text"))], initial: (view, about) => ({ party: sideOf(view, about) }) },
  begin: { fields: [{ name: "mode", kind: "choice", options: ["own", "entrusted"], words: "dispute.mode" }], initial: () => ({ mode: "own" }) },
  callMeeting: {
    fields: [
      { name: "way", kind: "choice", options: MEETING_WAYS, words: "dispute.way" },
      { name: "at", kind: "instant" },
      line("place", 200),
      maybe(line("bring", 200)),
      { name: "recusalDays", kind: "number" },
    ],
    initial: () => ({ way: "onSite", recusalDays: 3 }),
  },
  meetingHeld: {
    fields: [{ name: "came", kind: "many", options: SIDES, words: "partyRole" }, prose("text", 10_000)],
    initial: () => ({ came: [...SIDES] }),
  },
  recordRecusal: { fields: [SIDE, { name: "decideBy", kind: "day" }, prose("text")] },
  decideRecusal: { fields: [{ name: "granted", kind: "yes" }, prose("text")] },
  assignMediator: { fields: [] },
  askAssistant: { fields: [] },
  releaseAssistant: { fields: [prose("reason", 500)] },
  invite: {
    fields: [
      { name: "role", kind: "select", options: PARTY_ROLES.filter((role) => role !== "complainant" && role !== "respondent"), words: "partyRole" },
      { name: "side", kind: "choice", options: SIDES, words: "partyRole", when: ({ role }) => SPOKEN.includes(role ?? ""), optional: false },
      ...PERSON,
    ],
  },
  replaceParty: { fields: [...PERSON, prose("reason", 500)] },
  removeParty: { fields: [prose("reason", 500)], danger: true },
  changePhone: { fields: [{ name: "phone", kind: "line", most: 20 }, prose("identityCheck", 500)] },
  makeLink: { fields: [{ name: "days", kind: "number" }], initial: () => ({ days: 30 }) },
  revokeLink: { fields: [prose("reason", 500)], danger: true },
  giveCode: { fields: [prose("identityCheck", 500)] },
  propose: {
    fields: [ROOM, { name: "terms", kind: "terms" }, { name: "expiresAt", kind: "instant" }, maybe(prose("text"))],
    initial: (view, { room }) => ({ room: room ?? "joint", terms: middle(view), expiresAt: evening(2) }),
  },
  recordTerms: { fields: [SIDE, AGREES, prose("text", 1000)], initial: (view, about) => ({ party: sideOf(view, about) }) },
  dropOffer: { fields: [] },
  askPublish: { fields: [] },
  submitEvidence: {
    fields: [line("title"), { name: "attachmentIds", kind: "files" }, ROOM],
    initial: (_view, { room }) => ({ room: room ?? "joint" }),
  },
  proposeLab: {
    fields: [
      line("item", 200),
      prose("question", 1000),
      line("body"),
      { name: "cost", kind: "yuan" },
      { name: "payer", kind: "choice", options: [...SIDES, "both"], words: "dispute.payer" },
    ],
    initial: () => ({ payer: "both" }),
  },
  recordLab: { fields: [SIDE, maybe({ name: "body", kind: "yes" }), maybe({ name: "cost", kind: "yes" }), prose("text", 1000)] },
  designateLab: { fields: [line("body"), prose("reason", 1000)], initial: (view) => ({ body: view.lab?.body ?? "" }) },
  startLab: { fields: [prose("evidence", 1000)] },
  labReport: { fields: [prose("conclusion"), prose("evidence", 1000), maybe({ name: "attachmentIds", kind: "files" })] },
  draft: {
    fields: [
      { name: "mode", kind: "choice", options: ["remote", "onSite"], words: "dispute.signing" },
      prose("text", 5000),
      {
        name: "exception",
        kind: "choice",
        options: ["none", "performed", "waived"],
        words: "dispute.exception",
        when: ({ mode }) => mode === "onSite",
        optional: true,
      },
    ],
    initial: () => ({ mode: "remote", exception: "none" }),
  },
  dropDraft: { fields: [prose("reason", 500)], danger: true },
  signOnPaper: { fields: [{ name: "attachmentIds", kind: "files" }, maybe(prose("represented", 1000))] },
  recordPerformance: { fields: [{ name: "done", kind: "yes" }, prose("text", 1000)] },
  judicial: { fields: [line("body"), { name: "askedOn", kind: "day" }], initial: () => ({ askedOn: today.value }) },
  terminate: { fields: [{ name: "termination", kind: "select", options: TERMINATIONS, words: "termination" }, prose("reason")], danger: true },
};

export const shownFields = (type: StaffActType, values: Values): Field[] =>
  FORMS[type].fields.filter(({ when }) => when === undefined || when(values));
const BLANK: Record<FieldKind, () => Value> = {
  line: () => "",
  prose: () => "",
  day: () => "",
  instant: () => "",
  yuan: () => "",
  number: () => "",
  yes: () => "",
  choice: () => "",
  select: () => "",
  many: () => [],
  files: () => [],
  terms: () => [EMPTY_TERM()],
  check: () => false,
};
export const blankOf = (type: StaffActType, view: DisputeView, about: About): Values => ({
  ...Object.fromEntries(FORMS[type].fields.map(({ name, kind }) => [name, BLANK[kind]()])),
  ...FORMS[type].initial?.(view, about),
});

/** Minutes in the office's zone as the server wants them. */
const instant = (local: string): string => `${local}:00+08:00`;
const sentAs = ({ kind }: Field, value: Value): unknown => {
  if (kind === "yes") return value === "yes";
  if (kind === "instant") return instant(String(value));
  if (kind === "files") return (value as Uploaded[]).map(({ id }) => id);
  if (kind === "terms")
    return (value as TermForm[]).map(({ kind: what, amount, by, words }) => ({
      kind: what,
      ...(amount === "" ? {} : { amount }),
      ...(by === "" ? {} : { by }),
      ...(words.trim() === "" ? {} : { words: words.trim() }),
    }));
  return typeof value === "string" ? value.trim() : value;
};
const isBlank = (value: Value | undefined): boolean =>
  value === undefined || value === "" || value === "none" || (Array.isArray(value) && value.length === 0);

/** What goes to the server: left-out fields are not sent, so that it says itself what is missing. */
export const bodyOf = (type: StaffActType, values: Values, about: About): RoomAct => {
  const filled = shownFields(type, values).flatMap((field) => {
    const value = values[field.name];
    const empty = isBlank(value) && !(field.kind === "many");
    return empty || value === undefined ? [] : [[field.name, sentAs(field, value)]];
  });
  const { room: _room, side: _side, ...subject } = about;
  return { type, ...subject, ...Object.fromEntries(filled) } as RoomAct;
};
