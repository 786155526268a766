import type { Actor, StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import type { DisputeState } from "../../shared/disputes/dispute.ts";
import { present, signedByBoth, type Term } from "../../shared/disputes/dispute.ts";
import { translate } from "../../shared/messages/index.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { AppError } from "../platform/errors.ts";
import type { DisputeDeps } from "./deps.ts";
import type { DisputeEntryRow, DisputeRow } from "./row.ts";
import { stateOf } from "./row.ts";
import type { DisputeStore } from "./store.ts";

const ROOM: Actor = { type: "system", id: "room" };

/** Whoever acts in a mediation on the case stands in for its handler there, under their own name. */
export const standingIn = (actor: StaffActor, { law }: Pick<DisputeState, "law">): StaffActor => ({
  ...actor,
  roles: [...new Set([...actor.roles, "handler" as const])],
  departmentId: law.departmentId ?? actor.departmentId,
  deputyFor: law.handlerId === null ? actor.deputyFor : [...actor.deputyFor, law.handlerId],
});

const said = (key: string, params: Record<string, string | number> = {}): string => translate("zh-CN", key, params);
/** A point in words, as papers and the case say it. */
export const termInWords = ({ kind, amount, by, words }: Pick<Term, "kind" | "amount" | "by" | "words">): string =>
  [
    said(`termKind.${kind}`),
    ...(amount === null ? [] : [said("disputePaper.yuan", { amount: amount.toLocaleString("zh-CN") })]),
    ...(by === null ? [] : [said("disputePaper.by", { day: by })]),
    ...(words === null ? [] : [words]),
  ].join("，");

/** What a dispute's entry does on the case; null where nothing. */
export const effectOf = (state: DisputeState, entry: Pick<DisputeEntryRow, "type" | "details" | "text">): Action | null => {
  const { details, text = "" } = entry;
  switch (entry.type) {
    case "recordDefault":
      return {
        type: "recordConsent",
        about: "consent",
        party: sideIn(details.side),
        agrees: false,
        text: text === "" ? said("disputePaper.default", { day: details.day ?? "" }) : text,
      };
    case "askRecusal":
    case "recordRecusal":
      return { type: "askRecusal", party: sideIn(details.side), decideBy: details.day ?? "", text };
    case "startLab":
      return { type: "pauseClock", clock: "C3", reason: "PS1", evidence: text, lab: state.lab?.body ?? "" };
    case "labReport":
      return { type: "resumeClock", clock: "C3", evidence: text };
    case "sign":
    case "signOnPaper": {
      const { draft } = state;
      if (draft === null || !signedByBoth(draft)) return null;
      const days = draft.terms.flatMap(({ by }) => (by === null ? [] : [by])).sort();
      const performBy = days.at(-1);
      const group = state.law.group ? representedBy(state) : undefined;
      return {
        type: "agree",
        text: [...draft.terms.map((term, at) => `${at + 1}. ${termInWords(term)}`), draft.words].join("\n"),
        ...(performBy === undefined ? {} : { performBy }),
        ...(group === undefined ? {} : { represented: group }),
      };
    }
    default:
      return null;
  }
};
const sideIn = (side: string | undefined) => (side === "respondent" ? "respondent" : "complainant");
/** What shows that all for whom a representative speaks agreed (art. 12-3): the paper that names the representative. */
const representedBy = (state: DisputeState): string | undefined =>
  present(state).find(({ role, authority }) => role === "representative" && authority !== null)?.authority ?? undefined;

/**
 * The journal is the outbox: what an entry does on the case and on open pages is done after it, once, and again by the
 * sweep when something broke in between. What the case refuses meanwhile (it was withdrawn) stays on the log.
 */
export const createFollowing = (
  { cases, colleague, told, audit, performed, log }: Pick<DisputeDeps, "cases" | "colleague" | "told" | "audit" | "performed" | "log">,
  store: DisputeStore,
) => {
  const actorFor = (row: DisputeRow, entry: DisputeEntryRow): Actor => {
    const actor = entry.by.kind === "staff" ? colleague(entry.by.id) : null;
    return actor === null ? ROOM : standingIn(actor, row);
  };

  /** Done for every entry that was not yet; answers whether the case was touched. */
  const follow = async (row: DisputeRow): Promise<boolean> => {
    const fresh = row.timeline.filter(({ seq }) => seq > row.followed);
    told(row, fresh);
    for (const { seq, type, by, hmac } of fresh)
      await audit({ kind: `dispute.${type}`, actorId: by.kind === "staff" ? by.id : null, subject: `dispute:${row._id}`, details: { seq, hmac } });
    for (const { id, amount, state, at } of row.duties)
      if (state === "done" && amount !== null && amount > 0 && at !== null)
        await performed({ id: `agreement:${row._id}:${id}`, ticketId: row.ticketId, departmentId: row.law.departmentId, amount, day: dayOf(at) });
    let touched = false;
    for (const entry of fresh) {
      // Of two signatures the second is what binds.
      if (entry.type === "sign" && entry.seq !== row.timeline.findLast(({ type }) => type === "sign")?.seq) continue;
      const action = effectOf(stateOf(row), entry);
      if (action === null) continue;
      touched = true;
      try {
        await cases.act(row.ticketId, action, actorFor(row, entry), { key: `${row._id}:${entry.seq}` });
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error;
        log.warn(
          { dispute: row._id, seq: entry.seq, act: action.type, rule: error.extra.rule ?? error.code },
          "the case did not take over what was done in the room",
        );
      }
    }
    await store.followed(row._id, row.version);
    return touched;
  };

  return { follow };
};
export type Following = ReturnType<typeof createFollowing>;
