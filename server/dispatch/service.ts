import { addDays, dayOf, startOfDay } from "../../shared/calendar.ts";
import type { DispatchLineView, OrganisationView } from "../../shared/dispatch/catalogue-views.ts";
import { choose, coHandlersOf, type Matter, type ParentOf, placeCodes, proceduresOf } from "../../shared/dispatch/choose.ts";
import { type LessonsView, lessonsOf } from "../../shared/dispatch/learn.ts";
import { elsewhereOf, type Heard, problemsOf, type Recognised } from "../../shared/dispatch/recognise.ts";
import { ANY_REGION, type DispatchRow } from "../../shared/dispatch/row.ts";
import type { HintsView, RouteView, SuggestInput, SuggestionView } from "../../shared/dispatch/views.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { translate } from "../../shared/messages/index.ts";
import type { Kind } from "../../shared/tickets/status.ts";
import { invalid } from "../platform/errors.ts";
import type { DispatchDeps } from "./deps.ts";
import { type Speaker, speaker } from "./words.ts";

const GUESSES = 5;
/** Days that lessons look back. */
const HALF_YEAR = 182;

export type DispatchService = ReturnType<typeof createDispatchService>;

/** Says where a matter goes and why. It stores nothing and decides nothing: a person dispatches. */
export const createDispatchService = (deps: DispatchDeps) => {
  const parentOf: ParentOf = (code) => deps.category(code)?.parent ?? null;
  const townOf = (region: string): string | null => deps.region(region)?.department ?? null;
  const groupOf = (code: string): string | null => deps.category(code)?.group ?? null;
  const isObject = (code: string): boolean => ["goods", "services"].includes(groupOf(code) ?? "");

  const suggest = (input: SuggestInput, locale: Locale): SuggestionView => {
    checkCodes(input);
    const heard = deps.recognise(input.text ?? "");
    const { problems, guess: problem } = problemsOf(heard, input.kind, groupOf);
    const objects = heard.categories.filter(({ code }) => isObject(code));
    const given = placeCodes({ category: input.categoryCode ?? null, object: input.objectCode ?? null }, isObject);
    const matter: Matter = {
      kind: input.kind,
      category: given.category ?? problem,
      object: given.object ?? objects[0]?.code ?? null,
      region: input.region ?? null,
      channel: input.channel ?? null,
    };
    const { version, rows } = deps.rows();
    const { outcome, row, candidates } = choose(rows, matter, parentOf);
    const words = speaker(deps, locale);
    const guess = ({ code, score, words: said }: Heard) => ({ ...words.category(code), score, words: said });
    return {
      outcome,
      version,
      route: row === null ? null : routeOf(row, matter, words),
      candidates: candidates.map((each) => routeOf(each, matter, words)),
      guessed: matter.category !== given.category || matter.object !== given.object,
      categories: problems.slice(0, GUESSES).map(guess),
      objects: objects.slice(0, GUESSES).map(guess),
      kinds: heard.kinds,
      risks: heard.risks.map(({ risk, words: said }) => ({
        code: risk.code,
        name: words.of(risk),
        urgency: risk.urgency,
        advice: words.of({ zh: risk.actionZh, en: risk.actionEn }),
        words: said,
      })),
      emergency: emergencyOf(heard, locale),
    };
  };

  /** For a citizen who is still writing: call for help first, or the matter belongs elsewhere. */
  const hints = (text: string, kind: Kind | null, locale: Locale): HintsView => {
    const heard = deps.recognise(text);
    const words = speaker(deps, locale);
    const told = heard.risks.find(({ risk }) => risk.tellZh !== null)?.risk;
    return {
      emergency: emergencyOf(heard, locale),
      advice: told === undefined ? null : words.of({ zh: told.tellZh ?? "", en: told.tellEn ?? "" }),
      elsewhere: elsewhere(heard, kind, words),
    };
  };

  const elsewhere = (heard: Recognised, kind: Kind | null, words: Speaker): HintsView["elsewhere"] => {
    const matter = elsewhereOf(heard, kind, isObject);
    if (matter === null) return null;
    const found = choose(
      deps.rows().rows,
      { kind: kind ?? "complaint", category: matter.code, object: null, region: null, channel: null },
      parentOf,
    ).row;
    const tell = found === null ? null : words.tell(found);
    // What our own hotline answers is not elsewhere.
    if (found?.scope !== "out" || tell === null || found.target === null || deps.department(found.target)?.kind !== "external") return null;
    const { name, phone } = words.target(found.target);
    return { name: words.name(found), tell, target: { name, phone } };
  };

  const routeOf = (row: DispatchRow, matter: Matter, words: Speaker): RouteView => {
    const town = row.coByRegion && matter.region !== null && townOf(matter.region) !== null ? matter.region : null;
    return {
      rowId: row.id,
      name: words.name(row),
      scope: row.scope,
      lead: words.department(row.lead),
      coHandlers: coHandlersOf(row, matter.region, townOf).map(words.department),
      target: row.target === null ? null : words.target(row.target),
      procedures: proceduresOf(row, matter).map(words.procedure),
      urgency: row.urgency,
      reason: words.reason(row, town),
      matched: {
        category: row.category === null ? null : words.category(row.category).name,
        object: row.object === null ? null : words.category(row.object).name,
        region: row.region === ANY_REGION ? null : words.region(row.region).name,
        channel: row.channel === null ? null : words.channel(row.channel).name,
      },
      basis: words.basis(row),
      setting: row.setting,
      tell: words.tell(row),
    };
  };

  const checkCodes = ({ categoryCode, objectCode, region }: SuggestInput): void => {
    const faults = {
      ...(categoryCode !== undefined && deps.category(categoryCode) === null ? { categoryCode: { key: "field.category" } } : {}),
      ...(objectCode !== undefined && deps.category(objectCode) === null ? { objectCode: { key: "field.category" } } : {}),
      ...(region !== undefined && deps.region(region) === null ? { region: { key: "field.region" } } : {}),
    };
    if (Object.keys(faults).length > 0) throw invalid(faults);
  };

  const lines = (locale: Locale): { version: string; rows: DispatchLineView[] } => {
    const words = speaker(deps, locale);
    const { version, rows } = deps.rows();
    return {
      version,
      rows: rows.map((row) => ({
        id: row.id,
        name: words.name(row),
        kinds: row.kinds,
        category: row.category === null ? null : words.category(row.category),
        object: row.object === null ? null : words.category(row.object),
        region: row.region === ANY_REGION ? null : words.region(row.region),
        channel: row.channel === null ? null : words.channel(row.channel),
        scope: row.scope,
        lead: words.department(row.lead),
        coHandlers: row.coHandlers.map(words.department),
        coByRegion: row.coByRegion,
        target: row.target === null ? null : words.department(row.target),
        urgency: row.urgency,
        priority: row.priority,
        basis: words.basis(row),
        reason: words.why(row),
        setting: row.setting,
      })),
    };
  };

  /** Cases that went to a second department say what a line of the catalogue was wrong about. */
  const lessons = async (locale: Locale): Promise<LessonsView> => {
    const words = speaker(deps, locale);
    const since = addDays(dayOf(deps.now()), -HALF_YEAR);
    const cases = await deps.journeys(startOfDay(since));
    const rows = new Map(deps.rows().rows.map((row) => [row.id, row]));
    const lineOf = (id: string) => {
      const row = rows.get(id);
      return { id, name: row === undefined ? id : words.name(row) };
    };
    return {
      since,
      cases: cases.length,
      lessons: lessonsOf(cases).map(({ rowId, departmentId, proposed, ...lesson }) => ({
        ...lesson,
        line: rowId === null ? null : lineOf(rowId),
        department: words.department(departmentId),
        proposed: proposed === null ? null : { ...words.department(proposed.departmentId), n: proposed.n },
      })),
    };
  };

  const hotlines = () => {
    const { version, rows } = deps.hotlines();
    const byCode = new Map(rows.map(({ code, zh, en }) => [code, { code, zh, en }]));
    return {
      version,
      rows: rows.map(({ wasZh, wasEn, mapsTo, setting: _setting, ...row }) => ({
        ...row,
        was: wasZh === "" ? null : { zh: wasZh, en: wasEn },
        mapsTo: mapsTo.map((code) => byCode.get(code) ?? { code, zh: code, en: code }),
      })),
    };
  };

  const organisation = (locale: Locale): OrganisationView => {
    const words = speaker(deps, locale);
    const { enterprises, supervisors, partners } = deps.registers;
    return {
      departments: deps
        .departments()
        .filter(({ disabled }) => !disabled)
        .map(({ id, kind, phone, canHold }) => ({
          ...words.department(id),
          kind,
          phone,
          canHold,
          duties: deps.policy(id).map(({ line, first, ...text }) => ({ line, text: words.of(text), first })),
        })),
      enterprises: enterprises.map(({ id, uscc, kind, region, creditGrade, pledge, ...name }) => ({
        ...{ id, name: words.of(name), uscc, kind, kindName: translate(locale, `enterpriseKind.${kind}`) },
        ...{ region: words.region(region).name, creditGrade, pledge },
      })),
      supervisors: supervisors.map(({ id, fields, region, status, termStart, termEnd, ...name }) => ({
        ...{ id, name: words.of(name), fields: fields.map(words.of), area: words.region(region).name, status, termStart, termEnd },
      })),
      partners: partners.map(({ id, kind, role, ...name }) => ({
        ...{ id, name: words.of(name), kind, kindName: translate(locale, `partnerKind.${kind}`) },
        role: locale === "en" ? null : role,
      })),
    };
  };

  return { suggest, hints, lines, lessons, hotlines, organisation };
};

const emergencyOf = ({ emergency }: Recognised, locale: Locale): SuggestionView["emergency"] =>
  emergency.map((number) => ({ number, name: translate(locale, `dispatch.emergency.${number}`) }));
