import type { z } from "zod";
import { type CalendarYear, calendarYearSchema, type Day } from "../../shared/calendar.ts";
import { type ClockRule, clockRuleSchema, type UnmeasuredRule } from "../../shared/catalogue/clock-rule.ts";
import type { NoticeRule } from "../../shared/catalogue/notice.ts";
import type { Procedure } from "../../shared/catalogue/procedure.ts";
import type { WarnSet } from "../../shared/catalogue/warn-set.ts";
import type { HotlineRow } from "../../shared/dispatch/hotline.ts";
import type { Lexicon } from "../../shared/dispatch/lexicon.ts";
import type { DispatchRow } from "../../shared/dispatch/row.ts";
import calendars from "./calendars.json" with { type: "json" };
import { casesFile } from "./case-schemas.ts";
import cases from "./cases.json" with { type: "json" };
import categories from "./categories.json" with { type: "json" };
import { codesFile } from "./code-schemas.ts";
import codes from "./codes.json" with { type: "json" };
import departments from "./departments.json" with { type: "json" };
import dispatch from "./dispatch.json" with { type: "json" };
import { dispatchFile, hotlinesFile, keywordsFile } from "./dispatch-schemas.ts";
import hotlines from "./hotlines.json" with { type: "json" };
import keywords from "./keywords.json" with { type: "json" };
import notices from "./notices.json" with { type: "json" };
import organisation from "./organisation.json" with { type: "json" };
import privacy from "./privacy.json" with { type: "json" };
import procedures from "./procedures.json" with { type: "json" };
import {
  calendarsFile,
  categoriesFile,
  type departmentSchema,
  departmentsFile,
  noticesFile,
  organisationFile,
  privacyFile,
  proceduresFile,
  type regionSchema,
  type userSchema,
} from "./schemas.ts";

export type SeedDepartment = z.infer<typeof departmentSchema>;
export type SeedRegion = z.infer<typeof regionSchema>;
export type SeedUser = z.infer<typeof userSchema>;
export type SeedProcedures = z.infer<typeof proceduresFile>;
export type SeedCodes = z.infer<typeof codesFile>;
export type SeedOrganisation = z.infer<typeof organisationFile>;
export type SeedCases = z.infer<typeof casesFile>;
export type CategoryGroup = "complaintProblems" | "reportProblems" | "goods" | "services" | "publicService";
export type SeedCategory = { code: string; zh: string; en: string; level: 1 | 2; parent: string | null; group: CategoryGroup };

/*
 * The catalogues an empty installation begins with. Each loader checks its file against the schema the first time it is asked
 * and returns the same value ever after: read it, never change it. A bad file throws an Error that names file and path.
 */

/** Working-day calendars, names of the holidays left out. */
export const seedCalendars = (): { version: string; years: CalendarYear[] } => calendarsOnce();

/** Departments of the zone and, with `external`, targets outside it. */
export const seedDepartments = (): SeedDepartment[] => departmentsOnce().departments;
export const seedRegions = (): SeedRegion[] => departmentsOnce().regions;

/** The numbered tasks of the policy with the departments responsible for each. */
export const seedPolicyLines = (): z.infer<typeof departmentsFile>["policyLines"] => departmentsOnce().policyLines;

/** The five two-level tables in one list. The codes are our own, not official ones. */
export const seedCategories = (): { version: string; rows: SeedCategory[] } => categoriesOnce();
/** The categories file whole: kinds, natures, quality fields. */
export const seedCategoryTables = (): z.infer<typeof categoriesFile> => categoryTablesOnce();

/** Rules with a limit in working days, calendar days or hours. */
export const seedClockRules = (): ClockRule[] => clockRulesOnce();
/** Steps of warning by set; local settings. */
export const seedWarnSets = (): WarnSet[] =>
  proceduresOnce().warnSets.map(({ code, rules }) => ({ code, rules: rules.map(({ at, unit, colour, action }) => ({ at, unit, colour, action })) }));
/** The other rules of the master table: no number, a date set by the authority, seconds, per cent, years. */
export const seedUnmeasuredRules = (): UnmeasuredRule[] => unmeasuredOnce();

/** The procedures file whole: events, states, warning sets, clocks as written, procedures with their transitions. */
export const seedProcedures = (): SeedProcedures => proceduresOnce();

/** The procedures as cases run under them. */
export const seedCaseProcedures = (): Procedure[] => caseProceduresOnce();
/** Word that is owed, with its templates. */
export const seedNotices = (): { version: string; rows: NoticeRule[] } => noticesOnce();
/** What may stand between braces in a template, with an example. */
export const seedPlaceholders = (): z.infer<typeof noticesFile>["placeholders"] => parseSeed("notices.json", noticesFile, notices).placeholders;

/** Demo accounts without passwords. Not for production. */
export const seedUsers = (): SeedUser[] => organisationOnce().users;
/** The demo organisation whole: accounts, supervisors, enterprises, partner bodies. Not for production. */
export const seedOrganisation = (): SeedOrganisation => organisationOnce();

/** The invented cases of the demonstration with their histories. Not for production. */
export const seedCases = (): SeedCases => casesOnce();

/** Refusals, terminations, return reasons, closings, remedies and the small lists beside them. */
export const seedCodes = (): SeedCodes => codesOnce();

/** The privacy notice that callers and citizens accept, in its version. */
export const seedPrivacy = (): z.infer<typeof privacyFile> => privacyOnce();

/** 派单目录: which matter goes to which department. */
export const seedDispatch = (): { version: string; rows: DispatchRow[] } => dispatchOnce();
/** Words that speak for a category, a risk or another authority. */
export const seedKeywords = (): { version: string; lexicon: Lexicon } => keywordsOnce();
/** Ways in, with the numbers of before. */
export const seedHotlines = (): { version: string; rows: HotlineRow[] } => hotlinesOnce();

/** Checks seed data; `file` is named in the error with the path of the first fault. */
export const parseSeed = <T extends z.ZodType>(file: string, schema: T, data: unknown): z.output<T> => {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`seed ${file}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid"}`);
};

const once = <T>(load: () => T): (() => T) => {
  let loaded: { value: T } | undefined;
  return () => {
    loaded ??= { value: load() };
    return loaded.value;
  };
};

const dayOfRow = (row: Day | { date: Day }): Day => (typeof row === "string" ? row : row.date);

const calendarsOnce = once(() => {
  const file = parseSeed("calendars.json", calendarsFile, calendars);
  const years = file.years.map(({ year, offDays, workDays, statutoryDays }) => {
    const plain = { year, offDays: offDays.map(dayOfRow), workDays: workDays.map(dayOfRow), statutoryDays: statutoryDays.map(dayOfRow) };
    return parseSeed(`calendars.json ${year}`, calendarYearSchema, plain);
  });
  return { version: file.version, years };
});

const departmentsOnce = once(() => parseSeed("departments.json", departmentsFile, departments));
const casesOnce = once(() => parseSeed("cases.json", casesFile, cases));
const organisationOnce = once(() => parseSeed("organisation.json", organisationFile, organisation));
const proceduresOnce = once(() => parseSeed("procedures.json", proceduresFile, procedures));
const noticesOnce = once(() => {
  const { version, rows } = parseSeed("notices.json", noticesFile, notices);
  return { version, rows };
});
const caseProceduresOnce = once(() =>
  proceduresOnce().procedures.map(({ code, zh, en, appliesToKinds, effectiveFrom, effectiveTo, setting, transitions }) => ({
    code,
    zh,
    en,
    kinds: appliesToKinds,
    effectiveFrom,
    effectiveTo,
    setting,
    transitions: transitions.map(({ from, event, to }) => ({ from, event, to })),
  })),
);
const privacyOnce = once(() => parseSeed("privacy.json", privacyFile, privacy));
const codesOnce = once(() => parseSeed("codes.json", codesFile, codes));
const dispatchOnce = once(() => {
  const { version, rows } = parseSeed("dispatch.json", dispatchFile, dispatch);
  return { version, rows: rows.map(({ note: _note, ...row }) => row) };
});
const keywordsOnce = once(() => {
  const { version, effectiveFrom: _from, sources: _sources, notes: _notes, ...lexicon } = parseSeed("keywords.json", keywordsFile, keywords);
  return { version, lexicon };
});
const hotlinesOnce = once(() => {
  const { version, channels } = parseSeed("hotlines.json", hotlinesFile, hotlines);
  return { version, rows: channels.map(({ note: _note, ...row }) => row) };
});
const categoryTablesOnce = once(() => parseSeed("categories.json", categoriesFile, categories));

const GROUPS: readonly CategoryGroup[] = ["complaintProblems", "reportProblems", "goods", "services", "publicService"];

const categoriesOnce = once(() => {
  const file = categoryTablesOnce();
  const rows = GROUPS.flatMap((group) => file[group].map(({ code, zh, en, level, parent }) => ({ code, zh, en, level, parent, group })));
  return { version: file.version, rows };
});

type SeedClock = SeedProcedures["clocks"][number];

const isMeasured = ({ limit, unit }: SeedClock): boolean => limit !== null && limit > 0 && (unit === "wd" || unit === "cd" || unit === "h");

const clockRulesOnce = once(() =>
  proceduresOnce()
    .clocks.filter(isMeasured)
    .map(({ part: _part, triggerZh: _triggerZh, pauseNoteZh: _pauseNoteZh, notices: _notices, note: _note, ...rule }) =>
      parseSeed(`procedures.json clock ${rule.key}`, clockRuleSchema, rule),
    ),
);

const unmeasuredOnce = once(() =>
  proceduresOnce()
    .clocks.filter((clock) => !isMeasured(clock))
    .map(({ key, id, zh, en, limit, unit, effectiveFrom, effectiveTo }) => ({ key, id, zh, en, limit, unit, effectiveFrom, effectiveTo })),
);
