import type { StaffActor } from "../../shared/actor.ts";
import { can, type Permission } from "../../shared/can.ts";
import { mayAccess, visibleTo } from "../../shared/tickets/access.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { accessClassOf, STATUS_TABLE, type Status } from "../../shared/tickets/status.ts";
import type { ActStep, Doer, Part, Person, Story, World } from "./story.ts";

const INTAKE = "RXZX";
const LEAST_MS = 30_000;
const PROMPT_MS = 20 * 60_000;

export type Rung = "dispatched" | "signed" | "accepted" | "replied";
const RUNGS: readonly Status[] = ["registered", "dispatched", "signed", "accepted", "replied", "closed"];

/** Follows a case from act to act: where it is, who holds it, who may write on it; and puts in what the status table needs between. */
export const createWalk = (story: Story, part: Part, filedAt: Date, world: World) => {
  const kind = part === "report" ? "report" : story.kind;
  const own = part === "report" ? story.expected.tickets.find((each) => each.kind === "report") : undefined;
  const lead = own?.lead ?? story.expected.lead;
  const row = own?.dispatch ?? story.expected.dispatch;
  const steps: ActStep[] = [];
  const at = {
    status: "registered" as Status,
    departmentId: null as string | null,
    coDepartmentIds: [] as readonly string[],
    handler: null as string | null,
    /** Who signed last, also after the case was taken from them. */
    signer: null as string | null,
    time: filedAt,
    /** It is a consumers' dispute: there is something to mediate. */
    mediated: kind === "complaint" && !row.includes("MUN") && lead === "SCJG",
    /** Both sides were asked; a meeting is called; proof of identity is awaited. */
    asked: false,
    /** They were called about the answer that stands, and were not content. */
    calledBack: false,
    unhappy: false,
    /** The department that gave it back last. */
    gaveBack: null as string | null,
    called: false,
    identity: false,
    /** The merchant is asked first, online. */
    odr: story.channel === "ODR" && kind === "complaint",
  };

  const person = (username: string): Person | undefined => world.people.find((each) => each.username === username);

  const push = (time: Date, by: Doer, body: Action): void => {
    if (!STATUS_TABLE[body.type].from.includes(at.status)) throw new Error(`demo ${story.id}: ${body.type} from ${at.status}`);
    const { to } = STATUS_TABLE[body.type];
    const interim = body.type === "reply" && body.interim;
    at.time = new Date(Math.max(time.getTime(), at.time.getTime() + LEAST_MS));
    if (body.type === "odrOutcome" && body.settled) at.status = "closed";
    if (to !== "stay" && !interim && !(body.type === "withdraw" && kind === "report")) at.status = to;
    const key = `demo:${story.id}:${part === "report" ? "r" : ""}${steps.length + 1}`;
    steps.push({ does: "act", story: story.id, part, key, at: at.time, by, body });
  };

  const staff = (username: string): Doer => ({ type: "staff", username });

  /** May this account do something of the kind on the case as it stands? */
  const able = (username: string, permission: Permission): boolean => {
    const found = person(username);
    if (found === undefined) return false;
    const actor: StaffActor = { ...found, type: "staff", id: username, deputyFor: [] };
    const place = {
      ...at,
      accessClass: accessClassOf(kind),
      intakeDepartmentId: INTAKE,
      handlerId: at.handler,
      procedures: [],
      filingAsked: null,
      filing: null,
      steps: null,
      objection: null,
      team: null,
    };
    return can(actor, permission) && mayAccess(actor, { visibleTo: visibleTo(place) });
  };

  /** The one named, or else the one nearest to the case. */
  const writer = (username: string, permission: Permission): string =>
    [username, at.handler ?? "", "disp.zhao", handlerAt(at.departmentId ?? INTAKE)].find((each) => able(each, permission)) ?? "lead.wang";

  const handlerAt = (departmentId: string): string =>
    world.people.find((each) => each.departmentId === departmentId && each.roles.includes("handler"))?.username ?? "";

  /** Who decides for the authority that holds the case. */
  const headOf = (): string => world.people.find((each) => each.departmentId === at.departmentId && each.roles.includes("head"))?.username ?? "";

  const send = (time: Date, clerk: string, departmentId = lead, reason = "", final = false): void => {
    const planned = departmentId === lead;
    const coDepartmentIds = planned && part === "case" ? [...story.expected.coHandlers] : [];
    const by = person(clerk)?.roles.some((role) => role === "dispatcher" || role === "lead") === true ? clerk : "lead.wang";
    const route = {
      departmentId,
      coDepartmentIds,
      urgency: story.expected.urgency,
      ...(planned && world.dispatchRow(row) ? { rowId: row } : {}),
    };
    const why = reason === "" ? {} : { reason };
    push(
      time,
      staff(by),
      final ? { type: "designate", ...route, reason: reason === "" ? "指定承办" : reason } : { type: "dispatch", ...route, ...why },
    );
    Object.assign(at, { departmentId, coDepartmentIds, handler: null });
  };

  const sign = (time: Date, username: string): void => {
    push(time, staff(username), { type: "sign" });
    at.handler = username;
    at.signer = username;
  };

  const release = (): void => void Object.assign(at, { departmentId: null, coDepartmentIds: [], handler: null });

  /** Soon after what came before, and in any case before what comes next. */
  const between = (before: Date): Date => {
    const from = at.time.getTime();
    return new Date(Math.min(from + PROMPT_MS, (from + before.getTime()) / 2));
  };

  const rung = (): number => RUNGS.indexOf(at.status);

  /** Does what must lie between where the case is and `wanted`. */
  const reach = (wanted: Rung, before: Date, actor: string, answer: string): void => {
    while (rung() >= 0 && rung() < RUNGS.indexOf(wanted)) {
      const time = between(before);
      if (at.status === "registered") send(time, "disp.zhao");
      else if (at.status === "dispatched") sign(time, signerFor(actor));
      else if (at.status === "signed") push(time, staff(at.handler ?? ""), { type: "accept" });
      else push(time, staff(at.handler ?? ""), { type: "reply", interim: false, text: answer });
    }
  };

  const signerFor = (actor: string): string => {
    const there = (username: string | null): boolean =>
      username !== null && person(username)?.departmentId === at.departmentId && person(username)?.roles.includes("handler") === true;
    return there(actor) ? actor : there(at.signer) ? (at.signer ?? "") : handlerAt(at.departmentId ?? "");
  };

  return { at, kind, steps, push, staff, headOf, writer, person, send, sign, release, between, reach };
};
export type Walk = ReturnType<typeof createWalk>;
