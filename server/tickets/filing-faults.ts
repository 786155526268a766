import { addDays, dayOf } from "../../shared/calendar.ts";
import type { FieldFaults } from "../../shared/issues.ts";
import { canTake } from "../../shared/tickets/dispatching.ts";
import type { FileInput, RegisterInput, Route } from "../../shared/tickets/schema.ts";
import { toE164 } from "../platform/phone.ts";
import type { TicketDeps } from "./deps.ts";

type Input = FileInput | RegisterInput;
type Known = Pick<TicketDeps, "catalogue" | "directory">;

/** What is wrong with a filing that only the catalogues, the directory and today's date can say. */
export const faultsIn = (input: Input, now: Date, { catalogue, directory }: Known): FieldFaults => ({
  ...phoneFaults(input),
  ...catalogueFaults(input, catalogue),
  ...dayFaults(input, now),
  ...demandFaults(input),
  ...("route" in input ? { ...routeFaults("route", input.route, directory), ...routeFaults("reportRoute", input.reportRoute, directory) } : {}),
});

const demandFaults = (input: Input): FieldFaults =>
  input.kind === "complaint" && input.demands?.length === 1 && input.demands[0] === "investigate"
    ? { demands: { key: "field.onlyInvestigate" } }
    : {};

const phoneFaults = (input: Input): FieldFaults => {
  const faults: FieldFaults = {};
  for (const [path, value] of [
    ["complainant.phone", input.complainant?.phone],
    ["respondent.phone", input.respondent?.phone],
    ["agent.phone", input.agent?.phone],
  ] as const)
    if (value !== undefined && toE164(value) === null) faults[path] = { key: "field.phone" };
  return faults;
};

const catalogueFaults = (input: Input, catalogue: Known["catalogue"]): FieldFaults => ({
  ...(input.categoryCode !== undefined && catalogue.category(input.categoryCode) === null ? { categoryCode: { key: "field.category" } } : {}),
  ...(input.objectCode !== undefined && catalogue.category(input.objectCode) === null ? { objectCode: { key: "field.category" } } : {}),
  ...(input.region !== undefined && catalogue.region(input.region) === null ? { region: { key: "field.region" } } : {}),
  ...(input.privacyVersion !== undefined && !catalogue.privacyKnown(input.privacyVersion) ? { privacyVersion: { key: "field.privacyVersion" } } : {}),
});

const dayFaults = (input: Input, now: Date): FieldFaults => ({
  ...(input.happenedOn !== undefined && input.happenedOn > dayOf(now) ? { happenedOn: { key: "field.future" } } : {}),
  ...receivedFault("receivedOn" in input ? input.receivedOn : undefined, dayOf(now)),
  ...(input.source?.at !== undefined && new Date(input.source.at) > now ? { "source.at": { key: "field.future" } } : {}),
});

/** Within the last year: an older paper is a slip of the pen, and its clocks would have lapsed before they began. */
const receivedFault = (receivedOn: string | undefined, today: string): FieldFaults => {
  if (receivedOn === undefined) return {};
  if (receivedOn > today) return { receivedOn: { key: "field.future" } };
  return receivedOn < addDays(today, -366) ? { receivedOn: { key: "field.longAgo" } } : {};
};

const routeFaults = (path: string, route: Route | undefined, { department }: Known["directory"]): FieldFaults => {
  const faults: FieldFaults = {};
  const able = (id: string): boolean => canTake(department(id));
  if (route !== undefined && !able(route.departmentId)) faults[`${path}.departmentId`] = { key: "rule.department-cannot-hold" };
  if (route?.coDepartmentIds?.every(able) === false) faults[`${path}.coDepartmentIds`] = { key: "rule.department-cannot-hold" };
  return faults;
};
