import type { Actor } from "../../shared/actor.ts";
import { isAboutFood } from "../../shared/dispatch/recognise.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import type { DecideContext } from "../../shared/tickets/decide.ts";
import type { OtherCase } from "../../shared/tickets/kin.ts";
import type { TicketDeps } from "./deps.ts";
import type { NoticeWords } from "./notice-words.ts";
import { textOf } from "./present.ts";
import { reachOf } from "./reach.ts";
import { type LightRow, stateOf, type TicketRow } from "./row.ts";

type Deps = Pick<TicketDeps, "store" | "seal" | "catalogue" | "directory" | "reviews" | "colleague">;
export type Told = (row: TicketRow, owed: string, channel: Extract<Action, { type: "tell" }>["channel"]) => NoticeWords;

/** What the rules must be told to decide on an act, looked up here: they cannot look themselves. */
export const createContext = ({ store, seal, catalogue, directory, reviews, colleague }: Deps) => {
  const of = (row: LightRow, action: Action, actor: Actor, now: Date): DecideContext => ({
    actor,
    now,
    book: catalogue.book(),
    size: row.bytes,
    department: directory.department,
    reach: reachOf(row),
    reviews,
    ...((action.type === "dispatch" || action.type === "designate") && action.rowId !== undefined
      ? { line: catalogue.dispatchRow(action.rowId)?.procedures ?? null }
      : {}),
    ...(action.type === "refer" || action.type === "refuse" ? { food: isAboutFood([row.categoryCode, row.objectCode]) } : {}),
    ...(action.type === "contact" ? { partyPhone: phoneOf(row, action.party) } : {}),
    ...(action.type === "note" ? { colleague } : {}),
    ...(action.type === "assign" ? { assignee: directory.user(action.userId) } : {}),
    ...(action.type === "reclassify"
      ? {
          facts: { categoryCode: row.categoryCode, objectCode: row.objectCode },
          category: (code: string) => catalogue.category(code) !== null,
        }
      : {}),
  });

  /** For acts between cases: the one named, as far as this person sees it, and those joined to this one. */
  const kin = async (row: LightRow, action: Action, actor: Actor): Promise<Pick<DecideContext, "other" | "members">> => {
    if (action.type === "formGroup") return { members: await store.membersOf(row._id) };
    if (action.type !== "join" && action.type !== "link") return {};
    const [loaded, members] = await Promise.all([store.load(action.ticketId), action.type === "join" ? store.membersOf(row._id) : []]);
    const seen = loaded !== null && (actor.type !== "staff" || mayAccess(actor, loaded.row));
    return { other: seen ? otherOf(loaded.row) : null, members };
  };

  /** The words that are told, or those of the answer that waits for its reviewer, with its files. */
  const words = (full: TicketRow | null, told: NoticeWords | undefined, noticeWords: Told): Pick<DecideContext, "words" | "submitted"> => {
    if (told !== undefined) return { words: () => told };
    if (full === null) return {};
    return { words: ({ owed, channel }) => noticeWords(full, owed, channel), ...submitted(full) };
  };

  const submitted = (full: TicketRow): Pick<DecideContext, "submitted"> => {
    const seq = full.team?.review?.seq;
    if (seq === undefined) return {};
    const text = textOf(
      seal,
      full._id,
      full.contents.find((content) => content.seq === seq),
    );
    return text === null ? {} : { submitted: { text, attachmentIds: full.attachments.filter((file) => file.seq === seq).map((file) => file.id) } };
  };

  return { of, kin, words };
};

const otherOf = (row: LightRow): OtherCase => {
  const { id, no, kind, accessClass, status, departmentId, coDepartmentIds, kin } = stateOf(row);
  return { id, no, kind, accessClass, status, departmentId, coDepartmentIds, joined: kin?.joined ?? null };
};

const phoneOf = (row: LightRow, party: string): string | null => {
  if (party === "agent") return row.agent?.phone.masked ?? null;
  const person = party === "respondent" ? row.respondent : party === "complainant" ? (row.complainant ?? row.reporter) : null;
  return person?.phone?.masked ?? null;
};
