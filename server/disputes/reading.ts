import type { StaffActor } from "../../shared/actor.ts";
import { hasRole } from "../../shared/actor.ts";
import { hears, type Viewer } from "../../shared/disputes/access.ts";
import { type Audience, OPEN_PHASES, phaseOf } from "../../shared/disputes/dispute.ts";
import { notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import type { DisputeDeps } from "./deps.ts";
import type { Messages } from "./messages.ts";
import type { DisputePresenter } from "./present.ts";
import { type DisputeRow, readerKey, stateOf } from "./row.ts";
import type { DisputeService } from "./service.ts";
import type { DisputeStore } from "./store.ts";

type Who = Parameters<DisputeService["viewerOf"]>[1];
export type Seen = { row: DisputeRow; viewer: Viewer };

/** Looking at a dispute and talking in it: who may, and which files; everything asked of the same viewer. */
export const createReading = (
  deps: Pick<DisputeDeps, "now" | "said" | "files">,
  store: DisputeStore,
  messages: Messages,
  service: DisputeService,
  present: DisputePresenter,
) => {
  /** For whom it does not exist, it does not. */
  const seen = async (id: string, who: Who): Promise<Seen> => {
    const row = await store.byId(id);
    const viewer = row === null ? null : service.viewerOf(row, who);
    if (row === null || viewer === null) throw notFound();
    return { row, viewer };
  };
  const inRoom = ({ viewer }: Seen, room: Audience): void => {
    if (!hears(viewer, room)) throw notFound();
  };

  const say = async (id: string, who: Who, { room, text }: { room: Audience; text: string }, idempotency: Idempotency | undefined) => {
    const found = await seen(id, who);
    inRoom(found, room);
    const { row, viewer } = found;
    const phase = phaseOf(stateOf(row));
    if (room !== "staff") {
      if (phase === "suspended") throw refusedBy("mediation-suspended");
      if (!OPEN_PHASES.includes(phase) && phase !== "performing" && phase !== "unperformed") throw refusedBy("room-closed");
      // Who only looks on does not talk.
      if (viewer.kind === "staff" && viewer.as === "oversees") throw refusedBy("not-the-mediator");
    }
    const by =
      viewer.kind === "staff"
        ? ({ kind: "staff", id: viewer.actor.id } as const)
        : ({ kind: "party", id: viewer.party.id, side: viewer.party.side } as const);
    const made = await messages.add({ disputeId: id, room, by, text, at: deps.now(), ...(idempotency === undefined ? {} : { idem: idempotency }) });
    await store.note(id, { [`read.${readerKey(present.readerOf(viewer), room)}`]: made._id });
    deps.said(id, room);
    return { row, viewer, message: made };
  };

  const list = async (id: string, who: Who, room: Audience, before: string | undefined) => {
    const found = await seen(id, who);
    inRoom(found, room);
    return { ...found, messages: await messages.list(id, room, before) };
  };

  const read = async (id: string, who: Who, room: Audience): Promise<void> => {
    const found = await seen(id, who);
    inRoom(found, room);
    const last = await messages.last(id, room);
    const key = readerKey(present.readerOf(found.viewer), room);
    if (last === "" || (found.row.read?.[key] ?? "") >= last) return;
    await store.note(id, { [`read.${key}`]: last });
    deps.said(id, room);
  };

  /** A file of the room, to whom some item that holds it is shown. */
  const file = async (id: string, who: Who, fileId: string) => {
    const { row, viewer } = await seen(id, who);
    const shown =
      row.evidence.some(({ room, fileIds }) => hears(viewer, room) && fileIds.includes(fileId)) ||
      (hears(viewer, "joint") && (row.draft?.fileIds.includes(fileId) ?? false));
    if (!shown) throw notFound();
    return deps.files.open(fileId);
  };

  /** Mine: led, handled or assisted; department: the lead's own; all: of those who oversee. */
  const filterOf = (actor: StaffActor, which: "mine" | "department" | "all", phase: string | undefined): object => {
    const ids = [actor.id, ...actor.deputyFor];
    const mine = [{ mediatorId: { $in: ids } }, { mediatorId: null, "law.handlerId": { $in: ids } }, { "assistants.userId": actor.id }];
    const overseer = hasRole(actor, ["inspector", "leader"]);
    const department = hasRole(actor, ["handler", "deptLead", "head"]) ? [{ "law.departmentId": actor.departmentId }] : [];
    const reach = which === "mine" ? mine : which === "department" ? department : overseer ? [{}] : [...mine, ...department];
    return { $or: reach.length === 0 ? [{ _id: "" }] : reach, ...(phase === undefined ? {} : { phase }) };
  };
  const listFor = async (actor: StaffActor, which: "mine" | "department" | "all", phase: string | undefined): Promise<Seen[]> => {
    const rows = await store.list(filterOf(actor, which, phase));
    return rows.flatMap((row) => {
      const viewer = service.viewerOf(row, actor);
      return viewer === null ? [] : [{ row, viewer }];
    });
  };

  return { seen, say, list, read, file, listFor };
};
export type Reading = ReturnType<typeof createReading>;
