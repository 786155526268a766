import { type ComputedRef, computed, type Ref } from "vue";
import type { z } from "zod";
import type { SuggestInput, SuggestionView } from "../../../../shared/dispatch/views.ts";
import { phone as phoneText } from "../../../../shared/text.ts";
import type { SimilarInput } from "../../../../shared/tickets/schema.ts";
import type { similarView } from "../../../../shared/tickets/views.ts";
import { type Latest, useLatest } from "../latest.ts";
import { api } from "../session.ts";
import { isMixed, type NewForm } from "./form.ts";
import { type RouteForm, standing } from "./route.ts";

export type Similar = z.infer<typeof similarView>;
export type Intake = {
  suggestion: Latest<SuggestionView>;
  /** The second case of a mixed paper goes its own way. */
  second: Latest<SuggestionView>;
  /** By this number before, or under this foreign number. */
  known: Latest<Similar>;
  /** Open cases about much the same. */
  similar: Latest<Similar>;
  route: ComputedRef<RouteForm>;
  reportRoute: ComputedRef<RouteForm>;
};

const MIN_TEXT = 4;
const ask = (body: SuggestInput, signal: AbortSignal): Promise<SuggestionView> => api<SuggestionView>("/dispatch/suggest", { body, signal });

/** What the machine says while the caller speaks: where it goes, what is there already. Nothing of it is needed to file. */
export const useIntake = (form: Ref<NewForm>): Intake => {
  const told = computed<SuggestInput | null>(() => {
    const { kind, text, categoryCode, objectCode, region, channel } = form.value;
    if (text.trim().length < MIN_TEXT && categoryCode === "" && objectCode === "") return null;
    return {
      kind,
      channel,
      ...(text.trim() === "" ? {} : { text }),
      ...(categoryCode === "" ? {} : { categoryCode }),
      ...(objectCode === "" ? {} : { objectCode }),
      ...(region === "" ? {} : { region }),
    };
  });
  const suggestion = useLatest<SuggestInput, SuggestionView>(() => told.value, ask);
  const second = useLatest<SuggestInput, SuggestionView>(() => {
    if (told.value === null || !isMixed(form.value)) return null;
    // What is wrong has a list of its own for each kind: the complaint's code says nothing of the report.
    const { categoryCode: _complaints, ...rest } = told.value;
    return { ...rest, kind: "report" };
  }, ask);
  const similarTo = (body: SimilarInput, signal: AbortSignal): Promise<Similar> => api<Similar>("/tickets/similar", { body, signal });
  const orNothing = (query: SimilarInput): SimilarInput | null => (Object.keys(query).length === 0 ? null : query);
  const known = useLatest<SimilarInput, Similar>(() => {
    const { complainant, no12345, platformNo12315 } = form.value;
    return orNothing({
      ...(phoneText.safeParse(complainant.phone).success ? { phone: complainant.phone.trim() } : {}),
      ...(NUMBER.test(no12345.trim()) ? { no12345: no12345.trim() } : {}),
      ...(NUMBER.test(platformNo12315.trim()) ? { platformNo12315: platformNo12315.trim() } : {}),
    });
  }, similarTo);
  const similar = useLatest<SimilarInput, Similar>(() => {
    const { respondent, text } = form.value;
    return orNothing({
      ...(respondent.name.trim().length < 2 ? {} : { respondentName: respondent.name.trim() }),
      ...(text.trim().length < MIN_TEXT ? {} : { text }),
    });
  }, similarTo);
  return {
    suggestion,
    second,
    known,
    similar,
    route: computed(() => standing(form.value.route, suggestion.answer.value)),
    reportRoute: computed(() => standing(form.value.reportRoute, second.answer.value)),
  };
};
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9-]{3,39}$/u;
