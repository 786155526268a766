import type { ClockRule } from "../../shared/catalogue/clock-rule.ts";
import type { NoticeRule } from "../../shared/catalogue/notice.ts";
import type { WarnSet } from "../../shared/catalogue/warn-set.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";

export type Words = { zh: string; en: string };
export type Tables = { clockRules: ClockRule[]; warnSets: WarnSet[]; notices: NoticeRule[] };
export type Kind = keyof Tables;
export type Note = { by: string; reason: string; source: string };
type Tried = {
  open: number;
  moved: number;
  rows: { id: string; no: string; clock: string; from: string | null; to: string | null }[];
  running: ReadonlyMap<string, number>;
};

/** What the editing of rules and notices needs of others; the wiring gives it. */
export type ProceduresDeps = {
  book: () => ClockBook;
  tables: () => { [K in Kind]: { version: string; data: Tables[K] } };
  history: (kind: Kind, limit: number) => Promise<{ version: string; publishedAt: Date; note?: Note }[]>;
  /** A new version made from `base`, or null when somebody else published meanwhile. */
  replace: <K extends Kind>(
    kind: K,
    data: Tables[K],
    act: { base: string; note: Note },
    before: (version: string) => Promise<unknown>,
  ) => Promise<string | null>;
  words: {
    event: (code: string) => Words | null;
    law: (code: string) => Words | null;
    warnSet: (code: string) => Words | null;
    /** What the law of a limit lets it be paused for. */
    mayPause: (key: string) => readonly string[];
    placeholders: readonly { key: string; zh: string; en: string; sample: string }[];
  };
  /** Walks over the open cases as if they went over to that book; nothing is written. */
  trial: (after: ClockBook, how: { migrate: boolean; only: ReadonlySet<string> }) => Promise<Tried>;
  /** Other steps of warning are in force: open cases are to be looked at when these say. */
  rewarn: (by: string) => Promise<void>;
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string | number | boolean | null> }) => Promise<void>;
  nameOf: (userId: string) => string;
  now: () => Date;
};
