import { dayOf } from "../../shared/calendar.ts";
import type { TicketEvent } from "../../shared/events.ts";
import { faultsOf } from "../../shared/issues.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { NO_KIN } from "../../shared/tickets/kin.ts";
import { registerSchema } from "../../shared/tickets/schema.ts";
import type { Subscriber } from "../platform/bus.ts";
import { invalid } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import type { TicketDeps } from "./deps.ts";
import { faultsIn } from "./filing-faults.ts";
import { composeFiling } from "./first-row.ts";
import { newCode } from "./numbers.ts";
import { openPeople } from "./people.ts";
import type { EntryActor, TicketRow } from "./row.ts";
import type { Twin } from "./twin.ts";

type Split = Extract<Action, { type: "split" }>;

/**
 * 拆分: one matter of a mixed case becomes a case of its own. Its number and code are fixed and all that it is made from is
 * sealed on the case it comes from, in the same write as the entry; the case itself is made at once, or by the subscriber
 * when the process died in between.
 */
export const createParts = ({ store, relay, ...deps }: TicketDeps) => {
  const { seal, numbers } = deps;

  /** What the new case will be made from. Throws 400 when it would lack what such a case needs (art. 10). */
  const begin = async (row: TicketRow, action: Split, actor: EntryActor, now: Date): Promise<Twin> => {
    const { person, agent, respondent } = openPeople(seal, row);
    const receivedOn = dayOf(row.receivedAt);
    const asked = {
      kind: action.kind,
      title: action.title,
      text: action.text,
      complainant: given(person),
      respondent: respondent.name === null ? undefined : given(respondent),
      agent: agent === null ? undefined : agent,
      demands: action.demands ?? (action.kind === "complaint" ? row.demands.filter((demand) => demand !== "investigate") : undefined),
      categoryCode: action.categoryCode,
      objectCode: action.objectCode,
      region: row.region ?? undefined,
      happenedOn: row.happenedOn ?? undefined,
      confidential: row.confidential,
      consentPublic: row.consentPublic ?? undefined,
      consentEntrust: row.consentEntrust ?? undefined,
      privacyVersion: row.privacyVersion ?? undefined,
      channel: row.channel,
    };
    const parsed = registerSchema.safeParse(JSON.parse(JSON.stringify(asked)));
    if (!parsed.success) throw invalid(faultsOf(parsed.error));
    const faults = faultsIn(parsed.data, now, deps);
    if (Object.keys(faults).length > 0) throw invalid(faults);
    // Received when the whole was: splitting it costs nobody a day.
    const earlier = receivedOn < dayOf(now) ? { receivedOn, receivedWhy: row.no, receivedEvidence: row.no } : {};
    return {
      id: newId(),
      no: await numbers.next(now),
      code: newCode(),
      input: { ...parsed.data, ...earlier },
      actor,
      at: now,
      attachments: row.attachments.filter(({ seq }) => seq === 1),
      kin: { ...NO_KIN, links: [{ id: row._id, no: row.no, relation: "splitFrom", at: now, by: actor.id }] },
    };
  };

  const close = (parent: string, part: Twin): string => seal.close(JSON.stringify(part), partWhere(parent, part.id));
  const open = (row: TicketRow, id: string): Twin | null => {
    const sealed = row.parts?.[id];
    if (sealed === undefined) return null;
    const part = JSON.parse(seal.open(sealed, partWhere(row._id, id))) as Twin & { at: string };
    const links = (part.kin?.links ?? []).map((link) => ({ ...link, at: new Date(link.at) }));
    return { ...part, at: new Date(part.at), kin: { ...NO_KIN, links } };
  };

  /** Makes the cases split off this one unless they are there. May run any number of times. */
  const complete = async (parent: TicketRow): Promise<void> => {
    const ids = Object.keys(parent.parts ?? {});
    const there = await store.existing(ids);
    for (const id of ids.filter((one) => !there.has(one))) {
      const part = open(parent, id);
      if (part === null) continue;
      const { row } = composeFiling(deps, { ...part, now: part.at, continues: null, idempotency: undefined });
      await store.insert(row);
      const stored = await store.full(id);
      if (stored !== null) relay.kick(stored, stored.timeline.slice(0, row.version));
    }
  };

  const subscriber: Subscriber = {
    name: "parts",
    wants: isSplit,
    handle: async (events) => {
      for (const event of events.filter(isSplit)) {
        const row = await store.full(event.ticketId);
        if (row !== null) await complete(row);
      }
    },
  };

  /** The code of the case that an entry split off, for a repeated request. */
  const codeOf = (row: TicketRow, no: string | undefined): string | null =>
    Object.keys(row.parts ?? {})
      .map((id) => open(row, id))
      .find((part) => part?.no === no)?.code ?? null;

  return { begin, close, complete, codeOf, subscriber };
};
export type Parts = ReturnType<typeof createParts>;

const isSplit = ({ type }: TicketEvent): boolean => type === "split";
const partWhere = (parent: string, id: string): string => `ticket:${parent}:part.${id}`;

/** What is known of a party; nothing at all is no party. */
const given = (fields: Record<string, string | null>): Record<string, string> | undefined => {
  const known = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== null);
  return known.length === 0 ? undefined : Object.fromEntries(known);
};
