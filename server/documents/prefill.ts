import { typedFields } from "../../shared/documents/draft.ts";
import type { Field, Form, FormValue, FormValues, ItemLists } from "../../shared/documents/form.ts";
import { isEmpty, printDay } from "../../shared/documents/print.ts";
import type { PaperFacts } from "./deps.ts";

/** What a case already says, put where the form asks for it: a proposal to the writer, who may change every word. */
export const prefill = (form: Form, facts: PaperFacts, items: ItemLists): FormValues => {
  const known: Known = { ...fromCase(facts), ...(OWN[form.no]?.(facts, items) ?? {}) };
  return Object.fromEntries(
    typedFields(form).flatMap((field) => {
      const value = fitted(field, known[field.key] ?? (field.from === null ? null : (known[field.from] ?? null)), items);
      return value === null ? [] : [[field.key, value]];
    }),
  );
};

type Known = Record<string, FormValue | null>;

/** Where the forms say that a case keeps it. */
const fromCase = (facts: PaperFacts): Known => {
  const { person, agent, respondent } = facts;
  return {
    no: facts.no,
    kind: facts.kind,
    title: facts.about,
    text: facts.text,
    demands: facts.demands,
    receivedOn: facts.receivedOn,
    consentPublic: facts.consentPublic,
    consentEntrust: facts.consentEntrust,
    ...under("complainant", person),
    ...under("reporter", person),
    ...(agent === null ? {} : under("agent", agent)),
    ...under("respondent", respondent),
    "intakeDepartment.name": facts.intake,
    "department.name": facts.target ?? facts.department,
    "department.phone": facts.phone,
    "assignee.name": facts.handler ?? facts.department,
    "refusal.code": facts.refusal,
    "refusal.reason": facts.said.refused,
    "termination.code": facts.mediation,
    "termination.reason": facts.said.terminated,
  };
};

const under = (name: string, part: Record<string, string | null>): Known =>
  Object.fromEntries(Object.entries(part).map(([key, value]) => [`${name}.${key}`, value]));

/** What one form asks for in words of its own. */
const OWN: Record<number, (facts: PaperFacts, items: ItemLists) => Known> = {
  3: ({ attachments }) => ({ pieces: attachments }),
  6: (_facts, { xbf39Routes = [] }) => ({ routes: xbf39Routes.map(({ code }) => code) }),
  4: ({ identityBy }) => ({ due: identityBy }),
  7: (facts) => ({
    party: bothSides(facts),
    ...(facts.meeting === null
      ? {}
      : {
          time: wallClock(facts.meeting.at),
          place: facts.meeting.place,
          mediator: facts.meeting.mediators,
          recusalDays: facts.meeting.recusalDays,
          bring: facts.meeting.bring === null ? null : [facts.meeting.bring],
        }),
  }),
  8: (facts) => ({ parties: bothSides(facts) }),
  9: ({ said, performBy }) => ({
    agreement: said.agreed,
    performance: performBy === null ? null : `于${printDay(performBy)}前履行完毕。`,
  }),
  10: ({ filing, underFood }) => ({
    ...(underFood ? { law: "中华人民共和国食品安全法", article: "第一百一十五条" } : {}),
    result: filing === null ? null : RESULTS[filing],
  }),
};

/** As a form takes a date and time: `YYYY-MM-DDTHH:mm` in Shanghai. */
const wallClock = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

/** A reporter hears whether a case was opened, and no more than the law lets out. */
const RESULTS = { file: "经核查，已决定立案调查。", decline: "经核查，不符合立案条件，决定不予立案。" } as const;

const bothSides = ({ person, respondent }: PaperFacts): string =>
  [person.name, respondent.name].filter((name): name is string => name !== null && name !== "").join("、");

/** No more than the field takes: codes that it lists, text in the length it allows. */
const fitted = (field: Field, value: FormValue | null, items: ItemLists): FormValue | null => {
  if (value === null || isEmpty(value)) return null;
  const codes = field.options?.map(({ code }) => code) ?? (field.list === undefined ? undefined : items[field.list]?.map(({ code }) => code));
  if (Array.isArray(value)) {
    const kept = value.filter((entry: string) => codes === undefined || codes.includes(entry));
    return kept.length === 0 ? null : kept;
  }
  if (typeof value !== "string") return value;
  if (codes !== undefined && !codes.includes(value)) return null;
  return field.maxLength === null ? value : value.slice(0, field.maxLength).toWellFormed();
};
