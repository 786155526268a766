import type { Role } from "../../shared/actor.ts";
import type { Day } from "../../shared/calendar.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import type { CHANNELS, RegisterInput } from "../../shared/tickets/schema.ts";
import type { Kind, Urgency } from "../../shared/tickets/status.ts";

/** `at` is a minute in Shanghai, as the seed writes it: 2026-10-12T09:14. */
export type StoryEvent = { at: string; event: string; actor: string; note: string };

type Speaker = { name: string | null; phone: string | null };

/** An invented case as the seed tells it. */
export type Story = {
  id: string;
  kind: Kind;
  channel: (typeof CHANNELS)[number];
  receivedAt: string;
  title: string;
  text: string;
  region: string;
  person: Speaker & {
    anonymous: boolean;
    confidential: boolean;
    agent: boolean;
    represents: { name: string; phone: string; authority: string } | null;
    consentPublicity: boolean | null;
    consentEntrust: boolean | null;
  };
  respondent: { enterprise: string | null; name: string; address: string } | null;
  purchase: { date: Day } | null;
  amount: number | null;
  demands: readonly string[];
  platform12315No: string | null;
  ticket12345No: string | null;
  cluster: string | null;
  mixed: { report: string } | null;
  expected: {
    category: string;
    object: string | null;
    dispatch: string;
    lead: string;
    coHandlers: readonly string[];
    scope: "in" | "out" | "transfer";
    target: string | null;
    urgency: Urgency;
    tickets: readonly { kind: Kind; dispatch: string; lead: string }[];
  };
  state: string;
  history: readonly StoryEvent[];
  answer: string | null;
  progress: string | null;
};

export type Person = { username: string; name: string; roles: readonly Role[]; departmentId: string };

/** What a story speaks of, and the day on which it is told. */
export type World = {
  today: Day;
  workday: (day: Day) => boolean;
  people: readonly Person[];
  /** Words of an event or of a code in a note; null when there is none of that name. */
  event: (code: string) => string | null;
  code: (code: string) => string | null;
  supervisor: (id: string) => string | null;
  enterprise: (id: string) => string | null;
  dispatchRow: (id: string) => boolean;
  privacyVersion: string;
};

/** Who does a step: an account, the citizen of the case. */
export type Doer = { type: "staff"; username: string } | { type: "citizen" };

/** Of a mixed paper `report` is the case that its complaint does not speak of. */
export type Part = "case" | "report";

/** `key` makes a step happen once, however often it is played. */
type Common = { story: string; key: string; at: Date; by: Doer };
export type FilingStep = Common & { does: "file"; body: RegisterInput };
/** `last`: done when every case is where its own story left it. */
export type ActStep = Common & { does: "act"; part: Part; body: Action; last?: true };
export type Step = FilingStep | ActStep;
