import type { RouteView, SuggestionView } from "../../../../shared/dispatch/views.ts";
import type { Route } from "../../../../shared/tickets/schema.ts";
import type { Urgency } from "../../../../shared/tickets/status.ts";

/** Where a case goes, as the form holds it. `hand`: the operator chose; otherwise it follows the suggestion. No department: the dispatcher. */
export type RouteForm = { hand: boolean; departmentId: string; coDepartmentIds: string[]; urgency: Urgency; rowId: string };

export const emptyRoute = (): RouteForm => ({ hand: false, departmentId: "", coDepartmentIds: [], urgency: "U3", rowId: "" });

export const fromSuggested = (route: RouteView, hand: boolean): RouteForm => ({
  hand,
  departmentId: route.lead.id,
  coDepartmentIds: route.coHandlers.map((each) => each.id),
  urgency: route.urgency,
  rowId: route.rowId,
});
export const toDispatcher = (): RouteForm => ({ ...emptyRoute(), hand: true });

/**
 * What happens when nobody says otherwise: one line that follows from what the operator chose is taken; what was only
 * guessed from the words, a tie, or nothing at all is for the dispatcher.
 */
export const proposed = (suggestion: SuggestionView | null): RouteForm => {
  const route = suggestion?.outcome === "match" && !suggestion.guessed ? suggestion.route : null;
  return route === null || route.scope !== "in" ? emptyRoute() : fromSuggested(route, false);
};

export const standing = (chosen: RouteForm, suggestion: SuggestionView | null): RouteForm => (chosen.hand ? chosen : proposed(suggestion));

/** The lines that can be picked, the winning one first. */
export const linesOf = (suggestion: SuggestionView | null): RouteView[] => {
  if (suggestion === null) return [];
  const { route, candidates } = suggestion;
  return route === null ? candidates : [route, ...candidates.filter((each) => each.rowId !== route.rowId)];
};

/** The line behind a choice, when it was taken from one. */
export const lineOf = (suggestion: SuggestionView | null, { rowId }: RouteForm): RouteView | null =>
  linesOf(suggestion).find((each) => each.rowId === rowId) ?? null;

export const routeBody = ({ departmentId, coDepartmentIds, urgency, rowId }: RouteForm): Route | undefined =>
  departmentId === ""
    ? undefined
    : {
        departmentId,
        ...(coDepartmentIds.length === 0 ? {} : { coDepartmentIds }),
        urgency,
        ...(rowId === "" ? {} : { rowId }),
      };

/** The matter belongs elsewhere by the line that won, guessed or not: the caller is told where to. */
export const elsewhere = (suggestion: SuggestionView | null): RouteView | null =>
  suggestion?.route != null && suggestion.route.scope !== "in" && suggestion.route.target !== null ? suggestion.route : null;
