import type { StaffActor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { absence } from "../../shared/supervisors/choose.ts";
import { mayFollow, permissionFor, termEndsSoon } from "../../shared/supervisors/register.ts";
import type { RegisterAction } from "../../shared/supervisors/schema.ts";
import type { OwnView, RegisterLine, SupervisorView } from "../../shared/supervisors/views.ts";
import type { SupervisorsDeps } from "./deps.ts";
import type { SupervisorRow } from "./store.ts";

type Known = Pick<SupervisorsDeps, "region" | "nameOf">;
const ACTS: readonly RegisterAction["type"][] = [
  ...(["approve", "refuse", "appoint", "renew", "train", "assess"] as const),
  ...(["leave", "declare", "changeFields", "rewarded", "end"] as const),
];

export const lineOf = (row: SupervisorRow, today: string, load: number, locale: Locale, { region }: Known): RegisterLine => {
  const place = region(row.region);
  return {
    ...{ id: row._id, version: row.version, state: row.state, name: row.name, fields: row.fields, region: row.region },
    regionName: (locale === "en" ? place?.en : place?.zh) ?? row.region,
    term: row.terms.at(-1) ?? null,
    endsSoon: termEndsSoon(row, today),
    away: row.state === "appointed" && absence({ ...row, ended: false }, today) === "away",
    load,
  };
};

export const ownOf = (row: SupervisorRow, today: string, load: number, locale: Locale, known: Known): OwnView => ({
  ...lineOf(row, today, load, locale, known),
  phone: row.phone.masked,
  ...{ employer: row.employer, consentDay: row.consentDay, recommender: row.recommender, trainings: row.trainings, terms: row.terms },
  ...{ leaves: row.leaves, ties: row.ties, assessments: row.assessments, rewards: row.rewards, ended: row.ended },
});

export const present = (row: SupervisorRow, today: string, load: number, actor: StaffActor, locale: Locale, known: Known): SupervisorView => ({
  ...ownOf(row, today, load, locale, known),
  idNo: row.idNo?.masked ?? null,
  account: row.userId === null ? null : { id: row.userId, name: known.nameOf(row.userId) },
  refusal: row.refusal,
  history: row.history.map(({ at, by, type, words }) => ({ at: at.toISOString(), by: known.nameOf(by), type, words })),
  can: ACTS.filter((type) => can(actor, permissionFor(type)) && mayFollow(row, type, actor.id)),
});
