import { createHash } from "node:crypto";
import type { Actor, StaffActor } from "../../shared/actor.ts";
import type { Refusal, Rule } from "../../shared/decision.ts";
import { staffViewer, type Viewer } from "../../shared/disputes/access.ts";
import type { Act, PartyAct, StaffAct } from "../../shared/disputes/acts.ts";
import { decideDispute, isOnCase, onCase } from "../../shared/disputes/decide.ts";
import { type DisputeState, partyOf } from "../../shared/disputes/dispute.ts";
import { byOf, type DisputeContext, type DisputeOutcome } from "../../shared/disputes/outcome.ts";
import { AppError, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { Choosing } from "./choosing.ts";
import type { DisputeDeps } from "./deps.ts";
import { effectOf, type Following, standingIn } from "./follow.ts";
import type { Links, PartyRef } from "./links.ts";
import { sealParty } from "./opening.ts";
import { type DisputeRow, stateOf } from "./row.ts";
import type { Saving } from "./saving.ts";
import type { DisputeStore } from "./store.ts";
import type { Sync } from "./sync.ts";

/** `secret` and `code` are told once, to whoever made them. */
export type DisputeActed = { row: DisputeRow; secret?: string; code?: string; sent?: boolean };
const TRIES = 8;
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** One act in a mediation: load, decide, save under the version, take effect. What is decided on the case is done there and taken over. */
export const createDisputeService = ({
  deps,
  store,
  save,
  sync,
  following,
  links,
  choosing,
}: {
  deps: DisputeDeps;
  store: DisputeStore;
  save: Saving;
  sync: Sync;
  following: Following;
  links: Links;
  choosing: Choosing;
}) => {
  const { cases, seal, files, now } = deps;

  /** An attempt that a rule refused stays on record: who tried what, and which rule it was. */
  const onRecord = async (row: DisputeRow, act: Act, viewer: Viewer, rule: Rule): Promise<void> => {
    const details = { act: act.type, rule, ...(viewer.kind === "party" ? { party: viewer.party.id } : {}) };
    await deps.audit({ kind: "dispute.refused", actorId: viewer.kind === "staff" ? viewer.actor.id : null, subject: `dispute:${row._id}`, details });
  };
  const refused = async (row: DisputeRow, act: Act, viewer: Viewer, refusal: Refusal): Promise<AppError> => {
    await onRecord(row, act, viewer, refusal.rule);
    return refusedBy(refusal.rule, refusal.params, refusal.field);
  };

  const viewerOf = (row: DisputeRow, who: StaffActor | PartyRef): Viewer | null => {
    if ("roles" in who) return staffViewer(stateOf(row), who);
    const party = partyOf(stateOf(row), who.partyId);
    return party === null || party.goneAt !== null ? null : { kind: "party", party };
  };

  const stale = (row: DisputeRow, version: number): AppError => {
    const later = row.timeline.filter(({ seq }) => seq > version);
    const nameOf = (id: string): string => deps.person(id)?.name ?? "";
    const changes = later.map(({ seq, type, at, by }) => ({
      ...{ seq, type, at: at.toISOString(), details: {} },
      actor: by.kind === "staff" ? nameOf(by.id) : by.kind === "party" ? (row.people[by.id] === undefined ? "" : maskedName(row, by.id)) : null,
    }));
    return new AppError(409, "stale", { params: { name: changes.at(-1)?.actor ?? "" }, conflict: { version: row.version, changes } });
  };

  /** What the rules cannot look up: the person chosen, the code that was given. */
  const contextOf = async (row: DisputeRow, act: Act, viewer: Viewer): Promise<DisputeContext | Refusal> => {
    const base: DisputeContext = { viewer, now: now(), id: newId, hash: sha256 };
    if (act.type === "sign" && viewer.kind === "party") return { ...base, code: await links.check(row._id, viewer.party.id, act.code) };
    if (act.type !== "assignMediator" && act.type !== "askAssistant") return base;
    const chosen = await choosing.choose(row, act);
    if (chosen === null) return base;
    return "rule" in chosen ? chosen : { ...base, chosen };
  };

  /** Acts of parties are tried again when somebody else was faster; staff are shown what was done meanwhile. */
  const act = async (
    id: string,
    given: StaffAct | PartyAct,
    who: StaffActor | PartyRef,
    idempotency: Idempotency | undefined,
  ): Promise<DisputeActed> => {
    for (let tries = 1; tries <= TRIES; tries++) {
      const row = await store.byId(id);
      const viewer = row === null ? null : viewerOf(row, who);
      if (row === null || viewer === null) throw notFound();
      const before =
        idempotency === undefined ? undefined : row.timeline.find(({ idem }) => idem?.caller === idempotency.caller && idem.key === idempotency.key);
      if (before !== undefined) {
        if (before.idem?.hash !== idempotency?.hash) throw new AppError(422, "idempotencyMismatch");
        return { row };
      }
      const version = "version" in given ? given.version : undefined;
      if (viewer.kind === "staff" && version === undefined)
        throw new AppError(428, "versionNeeded", { fields: { version: { key: "field.required" } } });
      if (version !== undefined && version !== row.version && !quietSince(row, version)) throw stale(row, version);
      const done = isOnCase(given.type) ? await throughCase(row, given, viewer, idempotency) : await inRoom(row, given, viewer, idempotency);
      if (done !== null) return done;
    }
    throw new AppError(503, "unavailable", { retryAfterSeconds: 1 });
  };

  /** What parties say and what the case did is no reason to send a person back, unless it is about the same thing. */
  const quietSince = (row: DisputeRow, version: number): boolean =>
    version < row.version &&
    row.timeline
      .filter(({ seq }) => seq > version)
      .every(({ type, details }) => type === "law" && (details.events ?? []).every((event) => event === "handedOver"));

  const throughCase = async (row: DisputeRow, given: Act, viewer: Viewer, idempotency: Idempotency | undefined): Promise<DisputeActed> => {
    const action = onCase(stateOf(row), given, viewer, (userId) => deps.person(userId)?.name ?? "");
    if (!action.ok) throw await refused(row, given, viewer, action);
    const actor: Actor =
      viewer.kind === "party" ? { type: "system", id: "room" } : given.type === "decideRecusal" ? viewer.actor : standingIn(viewer.actor, row);
    const once =
      idempotency === undefined ? { key: newId() } : { key: `${row._id}:${idempotency.caller}:${idempotency.key}`, hash: idempotency.hash };
    try {
      await cases.act(row.ticketId, action.value, actor, once);
    } catch (error) {
      if (error instanceof AppError && error.extra.rule !== undefined) await onRecord(row, given, viewer, error.extra.rule);
      throw error;
    }
    return { row: (await sync.ofTicket(row.ticketId, false)) ?? row };
  };

  const inRoom = async (row: DisputeRow, given: Act, viewer: Viewer, idempotency: Idempotency | undefined): Promise<DisputeActed | null> => {
    const context = await contextOf(row, given, viewer);
    if ("rule" in context) throw await refused(row, given, viewer, context);
    const decision = decideDispute(stateOf(row), given, context);
    if (!decision.ok) throw await refused(row, given, viewer, decision);
    const { next, entry } = decision.value;
    // What follows on the case is asked before anything is written here.
    const effect = effectOf(next, entry);
    if (effect !== null) {
      const trial = await cases.trial(row.ticketId, effect, viewer.kind === "staff" ? standingIn(viewer.actor, row) : { type: "system", id: "room" });
      if (!trial.ok) throw await refused(row, given, viewer, trial);
    }
    const claimed = await files.claim({ ids: entry.fileIds ?? [], ticketId: row._id });
    const made = beside(row, given, decision.value);
    const set = { ...made.set, ...(claimed.length === 0 ? {} : { files: [...row.files, ...claimed] }) };
    const saved = await save(row, { next, made: entry, by: byOf(viewer), idempotency, beside: set });
    if (saved === null) return null;
    const code = given.type === "giveCode" ? await links.newCode(row._id, given.partyId, "handed") : undefined;
    if (given.type === "sign" && viewer.kind === "party") await links.spend(row._id, viewer.party.id);
    const sent = given.type === "makeLink" && made.secret !== undefined ? await links.send(saved, given.partyId, made.secret) : undefined;
    const touched = await following.follow(saved);
    const last = touched ? await sync.ofTicket(row.ticketId, false) : null;
    return {
      row: last ?? saved,
      ...(made.secret === undefined ? {} : { secret: made.secret }),
      ...(code === undefined ? {} : { code }),
      ...(sent === undefined ? {} : { sent }),
    };
  };

  /** What lies beside the state: names and numbers sealed, the digest of a new link. */
  const beside = (row: DisputeRow, given: Act, { next, entry }: DisputeOutcome): { set: Partial<DisputeRow>; secret?: string } => {
    const { partyId = "" } = entry.details;
    switch (given.type) {
      case "invite":
      case "replaceParty": {
        const firm =
          partyOf(next, partyId)?.role === "respondent" || ["association", "consumers", "insurer"].includes(partyOf(next, partyId)?.role ?? "");
        return { set: { people: { ...row.people, [partyId]: sealParty(seal, row._id, partyId, { name: given.name, phone: given.phone, firm }) } } };
      }
      case "changePhone": {
        const { phone } = sealParty(seal, row._id, given.partyId, { name: "", phone: given.phone });
        const known = row.people[given.partyId];
        return known === undefined || phone === undefined
          ? { set: {} }
          : { set: { people: { ...row.people, [given.partyId]: { ...known, phone } } } };
      }
      case "makeLink": {
        const { secret, index } = links.newSecret();
        const linkId = linkOf(next, given.partyId);
        return { set: { links: [...row.links, { index, linkId, partyId: given.partyId }] }, secret };
      }
      case "askRecusal":
      case "recordRecusal":
        return { set: { recusalOf: given.type === "askRecusal" ? given.of : "mediator" } };
      default:
        return { set: {} };
    }
  };

  return { act, viewerOf, refused, stale };
};
export type DisputeService = ReturnType<typeof createDisputeService>;

const linkOf = (state: DisputeState, partyId: string): string => partyOf(state, partyId)?.link?.id ?? "";
export const maskedName = (row: Pick<DisputeRow, "people">, partyId: string): string => {
  const name = row.people[partyId]?.name;
  return name === undefined ? "" : "plain" in name ? name.plain : name.masked;
};
