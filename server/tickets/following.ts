import type { StaffActor } from "../../shared/actor.ts";
import type { TicketEvent } from "../../shared/events.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import type { EntryType } from "../../shared/tickets/views.ts";
import type { Subscriber } from "../platform/bus.ts";
import { AppError } from "../platform/errors.ts";
import type { createActing } from "./acting.ts";
import type { TicketDeps } from "./deps.ts";
import { textOf } from "./present.ts";
import type { EntryRow, LightRow, TicketRow } from "./row.ts";

/** What is done on a lead case and done on those joined to it as well. A refusal or a mediation is each case's own. */
const FOLLOWED: readonly EntryType[] = ["signed", "assigned", "accepted", "interimReplied", "replied", "returned", "dispatched", "designated"];
const wanted = ({ type, visibleTo }: TicketEvent): boolean => (FOLLOWED.includes(type) || type === "joined") && visibleTo.includes("ordinary");

/**
 * 并单: joined cases go along with their lead, one act each, in the name of whoever acted there and by the same rules. Every
 * step has a key of its own, so that hearing an event twice changes nothing; what a rule refuses is left to people, who see
 * on the lead which case did not come along.
 */
export const createFollowing = ({ store, seal, colleague, log }: TicketDeps, acting: ReturnType<typeof createActing>) => {
  /** Whoever acted on the lead; on a member they stand in for its handler. */
  const person = (id: string | null, standsInFor: string | null): StaffActor | null => {
    const actor = id === null ? null : colleague(id);
    return actor === null || standsInFor === null ? actor : { ...actor, deputyFor: [...actor.deputyFor, standsInFor] };
  };

  const attempt = async (member: LightRow, actor: StaffActor | null, action: Action, key: string): Promise<LightRow> => {
    if (actor === null) return member;
    try {
      const idempotency = { caller: "following", key, hash: key };
      return (await acting.act({ id: member._id, action: { ...action, version: member.version }, actor, idempotency, following: true })).row;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.info({ ticket: member.no, act: action.type, rule: error.extra.rule ?? error.code }, "a joined case did not come along");
      return member;
    }
  };

  /** What the lead's newest state asks of a member that is behind: the same department, a signature, the decision to take it up. */
  const catchUp = async (member: LightRow, lead: TicketRow): Promise<LightRow> => {
    let at = member;
    const round = `${lead._id}:${at.hops}`;
    const sent = lead.timeline.findLast(({ type }) => type === "dispatched" || type === "designated");
    const waiting = ["registered", "dispatched", "signed"].includes(at.status);
    if (waiting && lead.departmentId !== null && at.departmentId !== lead.departmentId) {
      const { departmentId, coDepartmentIds } = lead;
      at = await attempt(
        at,
        person(sent?.actor.id ?? null, null),
        { type: "dispatch", departmentId, coDepartmentIds },
        `${lead._id}:send:${sent?.seq}`,
      );
    }
    if (lead.handlerId === null || at.departmentId !== lead.departmentId) return at;
    const handler = person(lead.handlerId, null);
    if (at.status === "dispatched" && ["signed", "accepted", "replied"].includes(lead.status))
      at = await attempt(at, handler, { type: "sign" }, `${round}:sign`);
    if (at.status === "signed" && ["accepted", "replied"].includes(lead.status))
      at = await attempt(at, handler, { type: "accept" }, `${round}:accept`);
    return at;
  };

  const returnedWith = (member: LightRow, entry: EntryRow, lead: TicketRow): Promise<LightRow> => {
    const reason =
      textOf(
        seal,
        lead._id,
        lead.contents.find(({ seq }) => seq === entry.seq),
      ) ?? lead.no;
    const action = { type: "return", reasonCode: entry.details.reasonCode ?? "RT9", reason, evidence: lead.no } as Action;
    return attempt(member, person(entry.actor.id, member.handlerId), action, `${lead._id}:${entry.seq}`);
  };

  const answeredWith = (member: LightRow, entry: EntryRow, lead: TicketRow): Promise<LightRow> => {
    const text =
      textOf(
        seal,
        lead._id,
        lead.contents.find(({ seq }) => seq === entry.seq),
      ) ?? "";
    // Let through by a reviewer, it is still the handler's answer.
    const by = entry.details.handlerId ?? entry.actor.id;
    const action = { type: "reply", interim: entry.type === "interimReplied", text } as const;
    return attempt(member, person(by, member.handlerId), action, `${lead._id}:${entry.seq}`);
  };

  /** Brings one member to where its lead is. */
  const follow = async (member: LightRow, lead: TicketRow): Promise<void> => {
    const since = member.kin?.joined?.at;
    if (since === undefined) return;
    let at = member;
    const later = lead.timeline.filter(({ at: when }) => when >= since);
    const back = later.findLast(({ type }) => type === "returned");
    if (back !== undefined && lead.departmentId === null && ["dispatched", "signed"].includes(at.status)) at = await returnedWith(at, back, lead);
    at = await catchUp(at, lead);
    for (const entry of later) {
      if ((entry.type === "replied" || entry.type === "interimReplied") && at.status === "accepted") at = await answeredWith(at, entry, lead);
    }
  };

  const followLead = async (leadId: string, only?: string): Promise<void> => {
    const members = only === undefined ? await store.membersOf(leadId) : [only];
    if (members.length === 0) return;
    const lead = await store.full(leadId);
    if (lead === null) return;
    for (const id of members) {
      const loaded = await store.load(id);
      if (loaded?.row.kin?.joined?.id === leadId) await follow(loaded.row, lead);
    }
  };

  const subscriber: Subscriber = {
    name: "following",
    wants: wanted,
    handle: async (events) => {
      for (const event of events.filter(wanted)) {
        if (event.type !== "joined") await followLead(event.ticketId);
        else {
          const leadId = (await store.load(event.ticketId))?.row.kin?.joined?.id;
          if (leadId !== undefined) await followLead(leadId, event.ticketId);
        }
      }
    },
  };
  return { subscriber };
};
