import { type DisputeState, type Law, type Party, phaseOf } from "../../shared/disputes/dispute.ts";
import { maskName, maskPhone } from "../../shared/mask.ts";
import type { Side } from "../../shared/tickets/steps.ts";
import { composeEntry, GENESIS } from "./chain.ts";
import type { CaseFacts, DisputeDeps } from "./deps.ts";
import type { DisputeRow, PartyPerson, Sealed } from "./row.ts";
import type { DisputeStore } from "./store.ts";

/** Where a value of a party lives: authenticated with its seal. */
export const partyWhere = (disputeId: string, partyId: string, field: "name" | "phone"): string => `dispute:${disputeId}:${partyId}.${field}`;

export const sealParty = (
  seal: Pick<DisputeDeps["seal"], "close">,
  disputeId: string,
  partyId: string,
  { name, phone, firm = false }: { name: string; phone?: string | undefined; firm?: boolean },
): PartyPerson => {
  const close = (field: "name" | "phone", value: string): Sealed => ({
    sealed: seal.close(value, partyWhere(disputeId, partyId, field)),
    masked: field === "name" ? maskName(value) : maskPhone(value),
  });
  return { name: firm ? { plain: name } : close("name", name), ...(phone === undefined ? {} : { phone: close("phone", phone) }) };
};

/** 调解 begins with acceptance of a complaint (令121号 art. 18): one for each time the case comes to be accepted. */
export const createOpening = ({ cases, seal }: Pick<DisputeDeps, "cases" | "seal">, store: DisputeStore) => {
  /** Opens the room of a case whose limit runs; null where there is nothing to mediate. The id makes it happen once. */
  const open = async (ticketId: string): Promise<DisputeRow | null> => {
    const [known, found] = [await store.ofTicket(ticketId), await cases.law(ticketId)];
    if (found === null || !found.complaint || !found.law.running) return known;
    // One that ended is followed by another when the case is taken up again.
    if (known !== null && known.endedAt === null && known.stage !== "done" && known.stage !== "unperformed") return known;
    const facts = await cases.facts(ticketId);
    if (facts === null) return null;
    const id = `${ticketId}.${known === null ? 1 : Number(known._id.split(".").at(-1)) + 1}`;
    const row = rowOf(id, ticketId, found.law, facts);
    return (await store.insert(row)) === "inserted" ? row : await store.byId(id);
  };

  const rowOf = (id: string, ticketId: string, law: Law, facts: CaseFacts): DisputeRow => {
    const now = cases.now();
    const people: Record<string, PartyPerson> = {};
    const principal = (side: Side, name: string | null, phone: string | null, firm: boolean): Party => {
      people[side] = sealParty(seal, id, side, { name: name ?? "—", firm, ...(phone === null ? {} : { phone }) });
      return { id: side, side, role: side, binds: true, authority: null, paper: phone === null, link: null, goneAt: null, replacedBy: null };
    };
    const { person, respondent, agent } = facts;
    const parties = [principal("complainant", person.name, person.phone, false), principal("respondent", respondent.name, respondent.phone, true)];
    if (agent?.name != null) {
      people.agent = sealParty(seal, id, "agent", { name: agent.name, ...(agent.phone === null ? {} : { phone: agent.phone }) });
      // Whether the authority covers settling is looked at before the agent may bind (art. 11).
      parties.push({ ...agentOf, paper: agent.phone === null, authority: agent.authority });
    }
    const state: DisputeState = {
      ...{ id, ticketId, version: 1, stage: "asking", law, statement: null, mode: null, mediatorId: null, mediatorReason: null },
      ...{ recusedIds: [], assistants: [], parties, offers: [], evidence: [], lab: null, hearings: [], draft: null },
      ...{ duties: [], judicial: null, defaulted: [], endedAt: null },
    };
    const made = { type: "opened", room: "joint", details: {} } as const;
    const entry = composeEntry(seal, { state, made, by: { kind: "system" }, at: now, previous: GENESIS });
    const { id: _id, ...rest } = state;
    return {
      ...{ _id: id, schemaVersion: 1, ...rest, phase: phaseOf(state), title: facts.title, region: facts.region, field: facts.field },
      ...{ recusalOf: "mediator", people, links: [], codes: {}, files: [], read: {}, seen: {}, timeline: [entry], lastHmac: entry.hmac },
      ...{ followed: 0, pending: true, createdAt: now, updatedAt: now, savedAt: new Date() },
    };
  };

  return { open };
};
const agentOf: Omit<Party, "paper" | "authority"> = {
  id: "agent",
  side: "complainant",
  role: "agent",
  binds: false,
  link: null,
  goneAt: null,
  replacedBy: null,
};
