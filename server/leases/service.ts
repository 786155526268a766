import type { StaffActor } from "../../shared/actor.ts";
import { mayBreak } from "../../shared/leases/rules.ts";
import type { LeaseView } from "../../shared/leases/schema.ts";
import { AppError, notFound, refusedBy } from "../platform/errors.ts";
import type { LeaseDeps } from "./deps.ts";
import type { LeaseRow, LeaseStore } from "./store.ts";

type Opened = { departmentId: string | null; acts: boolean };

/** 编辑占用: tells people that somebody is writing already. It keeps nobody from acting; the version of the case does that. */
export const createLeaseService = (store: LeaseStore, { open, changed, audit, now, real, lastsMs }: LeaseDeps) => {
  const load = async (id: string, actor: StaffActor): Promise<Opened> => {
    const found = await open(id, actor);
    if (found === null) throw notFound();
    return found;
  };
  const times = () => {
    const at = real();
    return { now: now(), real: at, until: new Date(at.getTime() + lastsMs) };
  };
  const present = (row: LeaseRow, actor: StaffActor, found: Opened): LeaseView => ({
    holder: { id: row.holderId, name: row.holderName },
    mine: row.holderId === actor.id,
    since: row.since.toISOString(),
    until: row.until.toISOString(),
    leftMs: Math.max(0, row.until.getTime() - real().getTime()),
    taken: row.taken,
    canBreak: row.holderId !== actor.id && found.acts && mayBreak(actor, found),
  });

  const look = async (id: string, actor: StaffActor): Promise<LeaseView | null> => {
    const found = await load(id, actor);
    const row = await store.held(id, real());
    return row === null ? null : present(row, actor, found);
  };

  const take = async (id: string, actor: StaffActor): Promise<LeaseView> => {
    const found = await load(id, actor);
    if (!found.acts) throw refusedBy("lease-no-act");
    // What somebody else had may run out or be given back between the attempt and the look.
    for (let tries = 5; tries > 0; tries--) {
      const taken = await store.take(id, actor, times());
      if (taken?.begun === true) changed(id);
      const row = await store.held(id, real());
      if (row !== null) return present(row, actor, found);
    }
    throw new AppError(503, "unavailable", { retryAfterSeconds: 1 });
  };

  /** Takes it over from whoever has it. Asked again by whoever has it now, nothing more happens. */
  const takeOver = async (id: string, reason: string, actor: StaffActor): Promise<LeaseView> => {
    const found = await load(id, actor);
    if (!found.acts || !mayBreak(actor, found)) throw refusedBy("lease-break");
    const row = await store.held(id, real());
    if (row === null) throw refusedBy("lease-free");
    if (row.holderId === actor.id) return present(row, actor, found);
    if (!(await store.pass(id, row, actor, reason, times()))) throw refusedBy("lease-free");
    changed(id);
    await audit({ kind: "lease.broken", actorId: actor.id, subject: id, details: { holder: row.holderId, reason } });
    const own = await store.held(id, real());
    if (own === null) throw refusedBy("lease-free");
    return present(own, actor, found);
  };

  const giveBack = async (id: string, actor: StaffActor): Promise<void> => {
    if (await store.giveBack(id, actor.id)) changed(id);
  };

  return { look, take, takeOver, giveBack };
};
export type LeaseService = ReturnType<typeof createLeaseService>;
