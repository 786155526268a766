import type { Actor } from "../../shared/actor.ts";
import type { EntryActor } from "./row.ts";

/** The actor as an entry keeps it. A citizen is never named in the timeline. */
export const actorRow = (actor: Actor | null): EntryActor => {
  if (actor === null || actor.type === "citizen") return { type: "citizen", id: null, name: null, departmentId: null };
  if (actor.type === "system" && actor.behalf !== undefined) return actorRow(actor.behalf);
  if (actor.type === "system") return { type: "system", id: actor.id, name: null, departmentId: null };
  return { type: "staff", id: actor.id, name: actor.name, departmentId: actor.departmentId };
};
