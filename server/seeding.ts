import { indexCalendar, isWorkingDay } from "../shared/calendar.ts";
import type { Locale } from "../shared/messages/index.ts";
import { QUALITY_FIELDS } from "../shared/supervisors/register.ts";
import { COUNTING, type Seeds } from "./catalogue/service.ts";
import type { DemoDeps } from "./demo/index.ts";
import type { createDepartments } from "./departments/index.ts";
import type { DispatchDeps } from "./dispatch/index.ts";
import type { PaperForms } from "./documents/deps.ts";
import type { ProceduresDeps } from "./procedures/deps.ts";
import { seedForms } from "./seed/forms.ts";
import {
  seedCalendars,
  seedCaseProcedures,
  seedCases,
  seedCategories,
  seedCategoryTables,
  seedClockRules,
  seedCodes,
  seedDepartments,
  seedDispatch,
  seedHotlines,
  seedKeywords,
  seedNotices,
  seedOrganisation,
  seedPlaceholders,
  seedPolicyLines,
  seedPrivacy,
  seedProcedures,
  seedRegions,
  seedUsers,
  seedWarnSets,
} from "./seed/index.ts";
import type { DemoDeps as SupervisorsDemo } from "./supervisors/demo.ts";
import { generatePassword } from "./users/generated-password.ts";
import type { Users } from "./users/index.ts";

export const DEMO_PASSWORD = "zhisu-demo-2026";

/** The catalogues an installation begins with, in their versions. */
export const catalogueSeeds = (): Seeds => {
  const calendars = seedCalendars();
  const categories = seedCategories();
  const { version } = seedProcedures();
  const dispatch = seedDispatch();
  const keywords = seedKeywords();
  const hotlines = seedHotlines();
  const notices = seedNotices();
  const { version: privacyVersion, zh, en } = seedPrivacy();
  return {
    // Reading b, the earlier of both receipts: settings, until the office decides otherwise (regulations of the law leave it open).
    counting: { version: "1", data: COUNTING },
    calendars: { version: calendars.version, data: calendars.years },
    clockRules: { version, data: seedClockRules() },
    procedures: { version, data: seedCaseProcedures() },
    notices: { version: notices.version, data: notices.rows },
    warnSets: { version, data: seedWarnSets() },
    categories: { version: categories.version, data: categories.rows },
    privacy: { version: privacyVersion, data: { zh, en } },
    // The table of regions came without departments first; what was published is not changed.
    regions: {
      version: `${categories.version}.1`,
      data: seedRegions().map(({ code, zh, en, department }) => ({ code, zh, en, department: department ?? null })),
    },
    dispatch: { version: dispatch.version, data: dispatch.rows },
    keywords: { version: keywords.version, data: keywords.lexicon },
    hotlines: { version: hotlines.version, data: hotlines.rows },
  };
};

/** Words for codes of rules and notices, and what the law lets a limit be paused for. */
export const procedureWords = (): ProceduresDeps["words"] & { cited: (article: string, locale: Locale) => string } => {
  const { events, warnSets } = seedProcedures();
  const of = (rows: readonly { code: string; zh: string; en: string }[]) => {
    const words = new Map(rows.map(({ code, zh, en }) => [code, { zh, en }]));
    return (code: string) => words.get(code) ?? null;
  };
  const laws = of(seedCodes().laws);
  // A compilation of practice is no law: what was taken from it is our own.
  const law = (code: string) => laws(code === "REGS" ? "OWN" : code);
  const pauses = new Map(seedClockRules().map(({ key, pauseReasons }) => [key, pauseReasons]));
  return {
    event: of(events),
    law,
    cited: (article, locale) => {
      const [code = "", ref = ""] = article.split(" ");
      const found = law(code);
      const name = found === null ? code : locale === "en" ? found.en : found.zh;
      const n = /^\d+/u.exec(ref)?.[0];
      return n === undefined ? name : locale === "en" ? `${name}, art. ${n}` : `${name} 第${n}条`;
    },
    warnSet: of(warnSets),
    mayPause: (key) => pauses.get(key) ?? [],
    placeholders: seedPlaceholders(),
  };
};

/** The official forms, how their papers are numbered, and the lists of the law that they print. */
export const officialForms = (): PaperForms => {
  const { version, forms, numbering } = seedForms();
  return { version, forms, numbering, items: seedCodes() };
};

/** The ways that stay open beside a complaint (消费者权益保护法 art. 39), as a sentence. */
export const routesInWords = (): string =>
  seedCodes()
    .xbf39Routes.map(({ zh }, i) => `（${i + 1}）${zh}`)
    .join("；");

/** Words for codes of the dispatch catalogue, and the registers that belong to a demonstration. */
export const dispatchWords = (demo: boolean): Pick<DispatchDeps, "procedure" | "law" | "policy" | "registers"> => {
  const procedures = new Map(seedProcedures().procedures.map(({ code, zh, en }) => [code, { zh, en }]));
  const laws = new Map(seedCodes().laws.map(({ code, zh, en }) => [code, { zh, en }]));
  const lines = new Map(seedPolicyLines().map(({ id, zh, en }) => [id, { zh, en }]));
  const duties = new Map(
    seedDepartments().map((row) => [
      row.code,
      row.duties.map(({ policyLine, zh, first }) => ({ line: policyLine, zh, en: lines.get(policyLine)?.en ?? zh, first })),
    ]),
  );
  const fields = new Map(seedCategoryTables().qualityFields.map(({ code, zh, en }) => [code, { zh, en }]));
  const { supervisors, enterprises, partners } = seedOrganisation();
  return {
    procedure: (code) => procedures.get(code) ?? null,
    law: (code) => laws.get(code) ?? null,
    policy: (departmentId) => duties.get(departmentId) ?? [],
    registers: demo
      ? {
          supervisors: supervisors.map((row) => ({
            id: row.id,
            zh: row.nameZh,
            en: row.nameEn,
            fields: row.fields.map((code) => fields.get(code) ?? { zh: code, en: code }),
            region: row.region,
            status: row.status,
            termStart: row.termStart,
            termEnd: row.termEnd,
          })),
          enterprises: enterprises.map((row) => ({
            id: row.id,
            zh: row.nameZh,
            en: row.nameEn,
            uscc: row.uscc,
            kind: row.kind,
            region: row.region,
            creditGrade: row.creditGrade,
            pledge: row.pledge === null ? null : { capPerItem: row.pledge.capPerItem, capPerCase: row.pledge.capPerCase },
          })),
          partners: partners.map(({ id, kind, zh, en, role }) => ({ id, kind, zh, en, role })),
        }
      : { supervisors: [], enterprises: [], partners: [] },
  };
};

/** The invented cases and what their stories speak of. */
export const demoStories = (): Pick<DemoDeps, "stories" | "world"> => {
  const { today, cases } = seedCases();
  const { users, supervisors, enterprises } = seedOrganisation();
  const { terminations, extensionReasons, returnReasons, refusals, closings } = seedCodes();
  const calendar = indexCalendar({ version: "demo", years: seedCalendars().years });
  const events = new Map(seedProcedures().events.map(({ code, zh }) => [code, zh]));
  const codes = new Map([...terminations, ...extensionReasons, ...returnReasons, ...refusals, ...closings].map(({ code, zh }) => [code, zh]));
  const rows = new Set(seedDispatch().rows.map(({ id }) => id));
  const supervisorNames = new Map(supervisors.map(({ id, nameZh }) => [id, nameZh]));
  const enterpriseNames = new Map(enterprises.map(({ id, nameZh }) => [id, nameZh]));
  return {
    stories: cases,
    world: {
      today,
      workday: (day) => isWorkingDay(calendar, day) === true,
      people: users.map(({ username, nameZh, roles, department }) => ({ username, name: nameZh, roles, departmentId: department })),
      event: (code) => events.get(code) ?? null,
      code: (code) => codes.get(code) ?? null,
      supervisor: (id) => supervisorNames.get(id) ?? null,
      enterprise: (id) => enterpriseNames.get(id) ?? null,
      dispatchRow: (id) => rows.has(id),
      privacyVersion: seedPrivacy().version,
    },
  };
};

/** The invented supervisors of the demonstration: some in office with an account, some whose application is under way. */
export const demoSupervisors = (): Pick<SupervisorsDemo, "people" | "written"> => {
  const { users, supervisors, enterprises } = seedOrganisation();
  const accountOf = new Map(users.flatMap(({ supervisor, username }) => (supervisor === null ? [] : [[supervisor, username] as const])));
  const companies = new Map(enterprises.map(({ id, nameZh }) => [id, nameZh]));
  const people = supervisors.map((row, n) => ({
    ...{ name: row.nameZh, region: row.region, employer: row.employer, recommender: row.recommender, phone: `1380013808${n}` },
    fields: QUALITY_FIELDS.filter((field) => row.fields.includes(field)),
    consentDay: row.employerConsent ? row.appointmentDate : null,
    ties: row.conflicts.map(({ enterprise, zh }) => ({
      kind: zh.includes("妻") ? ("family" as const) : ("business" as const),
      name: companies.get(enterprise) ?? zh,
    })),
    trainings: row.training.map(({ date, zh, hours }) => ({ day: date, topic: zh, hours })),
    account: accountOf.get(row.id) ?? null,
    term: { from: row.termStart, to: row.termEnd, letterNo: row.appointmentNo, letterDay: row.appointmentDate, cardNo: row.cardNo },
    assessment: row.assessment === null ? null : { year: row.assessment.year, words: "走访认真，意见中肯。" },
    leave: row.leave,
  }));
  return { people, written: seedCases().today };
};

export type SeededAccount = { username: string; name: string; roles: readonly string[]; department: string };
/** Accounts just made, and the password they share. */
export type Seeded = { accounts: SeededAccount[]; password: string };

/** Departments, and for a demonstration its people. What is there already is left as it is. */
export const seedOrganisationOf = async ({
  departments,
  users,
  demo,
}: {
  departments: Pick<Awaited<ReturnType<typeof createDepartments>>, "seed" | "directory">;
  users: Pick<Users, "seed" | "directory">;
  demo: boolean;
}): Promise<Seeded> => {
  await departments.seed(
    seedDepartments().map((row) => ({
      id: row.code,
      name: row.zh,
      nameEn: row.en,
      kind: row.kind,
      parentId: row.parent,
      // Numbers of the demonstration lead nowhere.
      phone: demo && !row.external ? "000-0008000" : null,
      // Offices outside the zone are told of, not dispatched to.
      canHold: row.canHold && !row.external,
    })),
  );
  if (!demo) return firstAdmin(users);
  const people = seedUsers();
  await users.seed(
    people.map((user) => ({
      username: user.username,
      name: user.nameZh,
      roles: user.roles,
      departmentId: user.department,
      phone: user.extension === "" ? null : `000-000${user.extension}`,
      onLeave: user.onLeave,
    })),
    DEMO_PASSWORD,
  );
  const accounts = people.map((user) => ({
    username: user.username,
    name: user.nameZh,
    roles: user.roles,
    department: departments.directory.name(user.department),
  }));
  return { accounts, password: DEMO_PASSWORD };
};

/** An installation without demonstration begins with one administrator, whose password is shown once and must be changed. */
const firstAdmin = async (users: Pick<Users, "seed" | "directory">): Promise<Seeded> => {
  if (users.directory.all().length > 0) return { accounts: [], password: "" };
  const password = generatePassword();
  await users.seed([{ username: "admin", name: "管理员", roles: ["admin"], departmentId: "RXZX", mustChangePassword: true }], password);
  return { accounts: [{ username: "admin", name: "管理员", roles: ["admin"], department: "" }], password };
};
