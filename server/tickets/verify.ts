import { canonical } from "../../shared/canonical.ts";
import { commit, type Seal } from "../platform/seal.ts";
import { chainHmac, digestOf, GENESIS, protectedOf } from "./chain.ts";
import { derivedOf } from "./compose.ts";
import { twinWhere } from "./first-row.ts";
import { headingOf } from "./heading.ts";
import { MASKS, type PersonalField, whereOf } from "./people.ts";
import { narrativeOf, textOf } from "./present.ts";
import { type SealedValue, stateOf, type TicketRow } from "./row.ts";

export type Fault = { no: string; seq: number | null; what: string };

/** Checks one case: the chain of its timeline, the state it ended in, every commitment that was not erased. */
export const verifyTicket = (row: TicketRow, seal: Seal): Fault[] => {
  const faults: Fault[] = [];
  const fault = (seq: number | null, what: string) => void faults.push({ no: row.no, seq, what });

  let previous = GENESIS;
  row.timeline.forEach((entry, i) => {
    if (entry.seq !== i + 1) fault(entry.seq, "an entry is missing or out of order");
    const { hmac, ...chained } = entry;
    if (chainHmac(seal.hmac, row._id, previous, chained) !== hmac) fault(entry.seq, "the entry is not the one that was written");
    previous = hmac;
  });
  const last = row.timeline.at(-1);
  if (last === undefined) return [...faults, { no: row.no, seq: null, what: "the timeline is empty" }];
  if (row.version !== last.seq || row.lastHmac !== last.hmac) fault(last.seq, "the end of the timeline is missing");
  if (digestOf(stateOf(row), protectedOf(row)) !== last.state) fault(null, "the state was changed without an entry");

  const { dueAt, open, firstClock } = derivedOf(stateOf(row), 100);
  if (row.open !== open || row.dueAt.getTime() !== dueAt.getTime() || canonical(row.firstClock) !== canonical(firstClock))
    fault(null, "lists sort the case by another day or status than its own");

  for (const { seq, plain, sealed, erased } of row.contents) {
    const entry = row.timeline.find((made) => made.seq === seq);
    if (entry?.commits.text === undefined) fault(seq, "there are words that no entry speaks of");
    if (erased === true && (plain !== undefined || sealed !== undefined)) fault(seq, "there are words where words were erased");
  }
  for (const entry of row.timeline) {
    const content = row.contents.find(({ seq }) => seq === entry.seq);
    if (entry.commits.text !== undefined && content?.erased !== true) {
      const text = attempt(() => textOf(seal, row._id, content));
      if (text === null || content === undefined || commit(text, content.salt) !== entry.commits.text)
        fault(entry.seq, "the words are not the ones that were written");
    }
  }
  if (row.heading !== (row.narrative === null ? headingOf(row.title, row.text) : null)) fault(1, "lists call the case by other words than its own");
  faults.push(...verifyFiling(row, seal));
  return faults;
};

/** What was filed: narrative and personal values against the commitments of the first entry. */
const verifyFiling = (row: TicketRow, seal: Seal): Fault[] => {
  const commits = row.timeline[0]?.commits ?? {};
  const words = attempt(() => narrativeOf(seal, row));
  const faults: Fault[] = [];
  const fault = (what: string) => void faults.push({ no: row.no, seq: 1, what });
  const values: Record<string, { value: string; salt: string } | null> = {
    "narrative.text": words === null ? null : { value: words.text, salt: row.salts.text ?? "" },
    "narrative.title": words?.title == null ? null : { value: words.title, salt: row.salts.title ?? "" },
  };
  if (row.twin !== null)
    values.twin = attempt(() => ({ value: seal.open(row.twin?.sealed ?? "", twinWhere(row._id), "reporter"), salt: row.salts.twin ?? "" }));
  const keys = row.accessClass === "report" ? "reporter" : "ordinary";
  const open = (party: string, fields: object | null) => {
    for (const [field, kept] of Object.entries(fields ?? {}) as [PersonalField, SealedValue | string | null][]) {
      if (typeof kept !== "object" || kept === null) continue;
      const value = attempt(() => seal.open(kept.sealed, whereOf(row._id, party, field), keys));
      values[`${party}.${field}`] = value === null ? null : { value, salt: kept.salt };
      if (value !== null && MASKS[field](value) !== kept.masked) fault(`what lists show of ${party}.${field} is not what was filed`);
    }
  };
  open("complainant", row.complainant);
  open("reporter", row.reporter);
  open("respondent", row.respondent);
  open("agent", row.agent);
  for (const [path, committed] of Object.entries(commits)) {
    const found = values[path];
    if (path !== "text" && (found == null || commit(found.value, found.salt) !== committed)) fault(`${path} is not what was filed`);
  }
  for (const [path, found] of Object.entries(values)) if (found !== null && commits[path] === undefined) fault(`${path} was not filed`);
  return faults;
};

const attempt = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    return null;
  }
};
