import type { Actor } from "../../shared/actor.ts";
import { canonical } from "../../shared/canonical.ts";
import type { Decision } from "../../shared/decision.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { decide } from "../../shared/tickets/decide.ts";
import type { Outcome } from "../../shared/tickets/outcome.ts";
import { VERSION_FREE } from "../../shared/tickets/status.ts";
import { nextWarnAt } from "../../shared/tickets/warnings.ts";
import { AppError, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { actorRow } from "./actor-row.ts";
import { protectedOf } from "./chain.ts";
import { composeEntry, derivedOf } from "./compose.ts";
import { createContext } from "./context.ts";
import type { TicketDeps } from "./deps.ts";
import { codeIndexOf, codeWhere } from "./first-row.ts";
import { createNoticeWords, type NoticeWords } from "./notice-words.ts";
import { newCode } from "./numbers.ts";
import type { Parts } from "./parts.ts";
import { type AttachmentRow, type EntryRow, type LightRow, NEVER, stateOf, type TicketRow } from "./row.ts";

/** `code` is present once: when the act made a new tracking code. */
export type Acted = { row: TicketRow; code?: string };
/** Only what differs is written: every field set anew costs the engine a look at every index. */
const changedIn = <T extends object>(next: T, row: LightRow): Partial<T> =>
  Object.fromEntries(Object.entries(next).filter(([field, value]) => canonical(value) !== canonical(row[field as keyof LightRow]))) as Partial<T>;

/** What the product itself notes on a case; it changes nothing that anybody decides on. */
const QUIET: readonly string[] = ["warned", "recomputed", "told", "documentIssued"];

type Input = {
  id: string;
  action: Action;
  actor: Actor;
  idempotency: Idempotency | undefined;
  /** For `tell`: what was really told, when the case may have changed since. */
  words?: NoticeWords;
  /** Done because it was done on the lead case: what was reviewed there is not reviewed again. */
  following?: boolean;
};

/** Acts that need the case with its words. */
const WHOLE: readonly Action["type"][] = ["tell", "reviewReply", "split"];

/** What a case is about stands beside the state that rules decide on. */
const classOf = (action: Action, row: LightRow): Partial<Pick<LightRow, "categoryCode" | "objectCode">> =>
  action.type !== "reclassify" ? {} : { categoryCode: action.categoryCode ?? row.categoryCode, objectCode: action.objectCode ?? row.objectCode };

/**
 * One act on a case: load, decide, save under the version, tell. A state change must bring the version it was decided
 * on; a note, a supplement or a citizen's act is tried again up to three times when somebody else was faster.
 */
export const createActing = (deps: TicketDeps, parts: Parts) => {
  const { store, relay, seal, clock, catalogue, files, papers } = deps;
  const contexts = createContext(deps);
  const noticeWords = createNoticeWords(deps);

  const act = async (input: Input): Promise<Acted> => {
    const { action, actor } = input;
    const free = VERSION_FREE.includes(action.type) && action.version === undefined;
    if (!free && action.version === undefined && actor.type === "staff")
      throw new AppError(428, "versionNeeded", { fields: { version: { key: "field.required" } } });
    // With a key the case is read once more: the one who was faster may have been this very request's twin.
    const patient = free || actor.type === "citizen" ? 4 : input.idempotency === undefined ? 1 : 2;
    // What the product has to note stands in nobody's way, and nobody would send it again at once.
    for (let tries = free && actor.type === "system" ? 12 : patient; tries > 0; tries--) {
      const answer = await once(input);
      if (answer !== null) return answer;
    }
    // Who did what meanwhile is the office's own: a citizen is only asked to try again.
    if (actor.type === "citizen") throw new AppError(503, "unavailable", { retryAfterSeconds: 1 });
    throw await stale(input.id, action.version ?? 0);
  };

  /** One try; null when another save came between. */
  const once = async ({ id, action, actor, idempotency, words, following = false }: Input): Promise<Acted | null> => {
    const loaded = await store.load(id, idempotency);
    if (loaded === null) throw notFound();
    const { row, repeated } = loaded;
    // An act may take the case out of one's own sight: its repeat is answered as long as nothing came after it.
    const justDone = repeated !== null && repeated.seq === row.version;
    if (actor.type === "staff" && !justDone && !mayAccess(actor, row)) throw notFound();
    if (repeated !== null) return repeat(row, repeated, idempotency);
    if (action.version !== undefined && !(await upToDate(row, action.version))) throw await stale(id, action.version);

    const now = clock.now();
    // What was told by a paper is the paper itself: its hash is the proof.
    const told = action.type === "tell" && action.documentId !== undefined ? await papers.told(id, action.documentId) : undefined;
    if (told === null) throw refusedBy("no-such-document", {}, "documentId");
    const full = WHOLE.includes(action.type) && words === undefined && told === undefined ? await store.full(id) : null;
    // Somebody acted between the two readings: what is decided on is one of them.
    if (full !== null && full.version !== row.version) return null;
    // A number and a code are taken before the rules are asked, so that the rules can name them; one not used is a gap.
    const part = action.type === "split" && full !== null ? await parts.begin(full, action, actorRow(actor), now) : null;
    const decision = decide(stateOf(row), action, {
      ...contexts.of(row, action, actor, now),
      ...(await contexts.kin(row, action, actor)),
      ...contexts.words(full, told ?? words, noticeWords),
      ...(part === null ? {} : { part }),
      ...(following ? { reviews: false } : {}),
    });
    if (!decision.ok) throw refusedBy(decision.rule, decision.params, decision.field);
    const { next, entries } = decision.value;
    const made = entries[0];
    if (made === undefined) throw new Error("a decision without an entry");

    const claimed = await files.claim({ ids: made.attachmentIds ?? [], ticketId: id });
    const attachments: AttachmentRow[] = claimed.map((file) => ({ ...file, seq: next.version }));
    const code = action.type === "reissueCode" ? newCode() : undefined;
    const codeRow = code === undefined ? row.code : { sealed: seal.close(code, codeWhere(id)), index: codeIndexOf(seal, row.no, code) };
    const derived = { ...derivedOf(next, deps.callBackPercent), ...classOf(action, row) };
    const more = protectedOf({ ...row, ...derived, code: codeRow, attachments: [...row.attachments, ...attachments] });
    const { entry, content } = composeEntry({ seal, state: next, more, made, previous: row.lastHmac, actor: actorRow(actor), now, idempotency });
    const { id: _id, ...state } = next;
    const saved = await store.save({
      id,
      version: row.version,
      set: {
        ...changedIn({ ...state, ...derived, nextWarnAt: nextWarnAt(next.procedures, catalogue.book()) ?? NEVER }, row),
        ...(code === undefined ? {} : { code: codeRow }),
        ...(part === null ? {} : { [`parts.${part.id}`]: parts.close(id, part) }),
        lastHmac: entry.hmac,
        updatedAt: now,
        savedAt: new Date(),
        pending: true,
      },
      entry,
      content,
      attachments,
      bytes: 700 + (made.text?.length ?? 0) * 3,
    });
    if (saved === null) return null;
    relay.kick(
      saved,
      [entry],
      row.visibleTo.filter((token) => !saved.visibleTo.includes(token)),
    );
    if (part === null) return { row: saved, ...(code === undefined ? {} : { code }) };
    await parts.complete(saved);
    return { row: saved, code: part.code };
  };

  const repeat = async (row: LightRow, entry: EntryRow, idempotency: Idempotency | undefined): Promise<Acted> => {
    if (entry.idem?.hash !== idempotency?.hash) throw new AppError(422, "idempotencyMismatch");
    const full = await store.full(row._id);
    if (full === null) throw notFound();
    const code =
      entry.type === "codeReissued"
        ? seal.open(full.code.sealed, codeWhere(row._id))
        : entry.type === "split"
          ? parts.codeOf(full, entry.details.otherNo)
          : null;
    return { row: full, ...(code === null ? {} : { code }) };
  };

  /** Was nothing done since that a person could be overwriting? A warning in between is no reason to be sent back. */
  const upToDate = async (row: LightRow, version: number): Promise<boolean> => {
    if (version === row.version) return true;
    return version < row.version && (await store.since(row._id, version)).every(({ type }) => QUIET.includes(type));
  };

  /** 409 with what happened since the version the caller had seen. */
  const stale = async (id: string, version: number): Promise<AppError> => {
    const entries = await store.since(id, version);
    const last = entries.at(-1);
    const changes = entries.map((entry) => ({
      seq: entry.seq,
      type: entry.type,
      at: entry.at.toISOString(),
      actor: entry.actor.name,
      details: entry.details,
    }));
    return new AppError(409, "stale", {
      params: { name: last?.actor.name ?? "" },
      conflict: { version: last?.seq ?? version, changes },
    });
  };

  /** What the rules would say now; nothing is written. */
  const trial = async (row: LightRow, action: Action, actor: Actor): Promise<Decision<Outcome>> =>
    decide(stateOf(row), action, { ...contexts.of(row, action, actor, clock.now()), ...(await contexts.kin(row, action, actor)) });

  return { act, trial };
};
