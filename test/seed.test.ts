import { expect } from "chai";
import { z } from "zod";
import * as seed from "../server/seed/index.ts";
import { ROLES } from "../shared/actor.ts";
import { calendarYearSchema, dayOf, endOfDay, indexCalendar, isWorkingDay } from "../shared/calendar.ts";
import { KINDS } from "../shared/tickets/status.ts";

const codesOf = (rows: readonly { code: string }[]): Set<string> => new Set(valuesOf(rows, "code"));
const unique = (name: string, values: readonly string[]): void => {
  const twice = values.filter((value, at) => values.indexOf(value) !== at);
  expect(twice, `${name} given twice`).to.deep.equal([]);
};
const known = (name: string, values: readonly string[], set: ReadonlySet<string>): void => {
  const strange = values.filter((value) => !set.has(value));
  expect(strange, `${name}: unknown`).to.deep.equal([]);
};

/** The texts under one key of every row; lists are flattened, null and absent left out. */
const valuesOf = <T, K extends keyof T>(rows: readonly T[], key: K): string[] =>
  rows.flatMap((row) => row[key] ?? []).filter((value): value is Extract<typeof value, string> => typeof value === "string");

/** Every `{source, ref}` anywhere in a value. */
const sourcesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(sourcesIn);
  if (typeof value !== "object" || value === null) return [];
  const own = "source" in value && "ref" in value && typeof value.source === "string" ? [value.source] : [];
  return [...own, ...Object.values(value).flatMap(sourcesIn)];
};

const departments = seed.seedDepartments();
const procedures = seed.seedProcedures();
const codes = seed.seedCodes();
const clockNames = new Set(procedures.clocks.flatMap((clock) => [clock.key, clock.id]));

describe("seed", () => {
  it("says which file and path is bad", () => {
    expect(() => seed.parseSeed("x.json", z.strictObject({ a: z.array(z.number()) }), { a: [1, "2"] })).to.throw(/seed x\.json: a\.1: /);
  });

  describe("calendars", () => {
    it("pass the check of a loaded year", () => {
      for (const year of seed.seedCalendars().years) expect(calendarYearSchema.safeParse(year).success, String(year.year)).to.equal(true);
    });

    it("have 248 working days in 2026 and the statutory days of each year", () => {
      const index = indexCalendar(seed.seedCalendars());
      let count = 0;
      for (let day = "2026-01-01"; day < "2027-01-01"; day = dayOf(endOfDay(day))) count += isWorkingDay(index, day) ? 1 : 0;
      expect(count).to.equal(248);
      expect(seed.seedCalendars().years.map((row) => `${row.year}: ${row.statutoryDays.length}`)).to.deep.equal(["2024: 11", "2025: 13", "2026: 13"]);
    });
  });

  describe("departments", () => {
    const all = codesOf(departments);

    it("have unique codes and resolve parents, regions and duties", () => {
      unique("departments", valuesOf(departments, "code"));
      unique("regions", valuesOf(seed.seedRegions(), "code"));
      unique("policy lines", valuesOf(seed.seedPolicyLines(), "id"));
      known("parents", valuesOf(departments, "parent"), all);
      known("regions", valuesOf(departments, "region"), codesOf(seed.seedRegions()));
      known("departments of regions", valuesOf(seed.seedRegions(), "department"), all);
      known("responsible", valuesOf(seed.seedPolicyLines(), "responsible"), all);
      const lines = new Set(valuesOf(seed.seedPolicyLines(), "id"));
      for (const row of departments) known(`${row.code} duties`, valuesOf(row.duties, "policyLine"), lines);
    });

    it("have no circle of parents", () => {
      const parentOf = new Map(departments.map((row) => [row.code, row.parent]));
      for (const row of departments) {
        const seen = new Set<string>();
        for (let at: string | null = row.code; at !== null; at = parentOf.get(at) ?? null) {
          expect(seen.has(at), row.code).to.equal(false);
          seen.add(at);
        }
      }
    });

    it("carry the duties that the policy lines give them", () => {
      for (const line of seed.seedPolicyLines())
        expect(
          departments.filter((row) => row.duties.some((duty) => duty.policyLine === line.id)).map((row) => row.code),
          line.id,
        ).to.have.members(line.responsible);
    });
  });

  describe("categories", () => {
    const { rows } = seed.seedCategories();
    const tables = seed.seedCategoryTables();

    it("have unique codes and parents of level 1 in the same table", () => {
      unique("categories", valuesOf(rows, "code"));
      for (const row of rows) {
        expect(row.parent === null, row.code).to.equal(row.level === 1);
        if (row.parent !== null)
          expect(
            rows.some((other) => other.code === row.parent && other.level === 1 && other.group === row.group),
            row.code,
          ).to.equal(true);
      }
    });

    it("resolve natures, fields and kinds", () => {
      known("natures", valuesOf(tables.complaintProblems, "nature"), codesOf(tables.natures));
      known("fields", valuesOf(tables.publicService, "field"), codesOf(tables.qualityFields));
      known("categories of fields", valuesOf(tables.qualityFields, "categories"), codesOf(rows));
      expect(valuesOf(tables.kinds, "code")).to.have.members([...KINDS]);
    });
  });

  describe("clock rules", () => {
    const master: Record<string, string> = {
      "C1@O121": "7 wd",
      "C1@O20": "7 wd",
      C3: "60 cd",
      C4: "7 wd",
      C7: "7 wd",
      C8: "15 wd +15",
      R1: "15 wd +15",
      R3: "90 cd +30",
      R4: "7 wd",
      R5: "5 wd",
      OLD1: "45 wd",
      H1: "5 wd +10",
      H2: "10 wd",
      H3: "2 wd",
      H5: "15 wd +7",
      O1: "10 wd",
      T1a: "5 wd",
      T1b: "10 cd",
      T1c: "60 cd",
      J1: "30 cd",
      K1: "2 wd",
      B2b: "7 wd +10",
      A1: "60 cd",
    };

    it("agree with the master table of limits", () => {
      for (const [key, limit] of Object.entries(master)) {
        const rule = seed.seedClockRules().find((each) => each.key === key);
        const extension = rule?.extension == null ? "" : ` +${rule.extension.max * rule.extension.times}`;
        expect(`${rule?.limit} ${rule?.unit}${extension}`, key).to.equal(limit);
      }
    });

    it("extend in the unit of their limit, and roll over only calendar days", () => {
      for (const rule of seed.seedClockRules()) {
        if (rule.extension !== null) expect(rule.extension.unit, rule.key).to.equal(rule.unit);
        if (rule.unit !== "cd") expect(rule.rollOver, rule.key).to.equal("none");
      }
    });

    it("hand over from the old order to the new one without a gap", () => {
      for (const rule of seed.seedClockRules()) if (rule.key.endsWith("@O20")) expect(rule.effectiveTo).to.equal("2026-04-14");
      expect(seed.seedClockRules().find((rule) => rule.key === "C1@O121")?.effectiveFrom).to.equal(dayOf(endOfDay("2026-04-14")));
    });

    it("are all there, measured or not, each once", () => {
      unique("clocks", valuesOf(procedures.clocks, "key"));
      expect(seed.seedClockRules().length + seed.seedUnmeasuredRules().length).to.equal(procedures.clocks.length);
    });
  });

  describe("procedures", () => {
    const events = codesOf(procedures.events);
    const states = codesOf(procedures.states);
    const actors = new Set<string>([...ROLES, "intake", "citizen", "party", "merchant", "partner", "system"]);
    const ends = new Set(["closed", "archived", "withdrawn", "merged"]);

    it("resolve events, states, clocks, warnings, pauses and the other way round", () => {
      for (const name of ["events", "states", "warnSets", "procedures", "units"] as const) unique(name, valuesOf(procedures[name], "code"));
      for (const clock of procedures.clocks) {
        known(`${clock.key} events`, [...clock.trigger, ...clock.metBy], events);
        known(`${clock.key} warn`, [clock.warn], codesOf(procedures.warnSets));
        known(`${clock.key} unit`, [clock.unit], codesOf(procedures.units));
        known(`${clock.key} procedures`, clock.procedures, codesOf(procedures.procedures));
        const pauses = codes.pauseReasons.filter((reason) => reason.clocks.includes(clock.key)).map((reason) => reason.code);
        known(`${clock.key} pauses`, clock.pauseReasons, new Set(pauses));
      }
      for (const procedure of procedures.procedures) {
        const own = procedures.clocks.filter((clock) => clock.procedures.includes(procedure.code)).map((clock) => clock.key);
        expect(procedure.clocks, procedure.code).to.have.members(own);
        known(`${procedure.code} states`, procedure.states, states);
        known(`${procedure.code} interim`, procedure.interimReplyMeets, clockNames);
        known(`${procedure.code} events`, valuesOf(procedure.transitions, "event"), events);
        known(`${procedure.code} actors`, valuesOf(procedure.transitions, "actor"), actors);
      }
    });

    for (const procedure of procedures.procedures)
      it(`${procedure.code} reaches every state from its first, and every state has a way on`, () => {
        const own = new Set(procedure.states);
        unique("states", procedure.states);
        unique(
          "moves",
          procedure.transitions.map((move) => `${move.from} ${move.event}`),
        );
        known(
          "moves between",
          procedure.transitions.flatMap((move) => [move.from, move.to]),
          own,
        );
        const reached = new Set(procedure.states.slice(0, 1));
        // A set that grows while it is walked visits what was added.
        for (const state of reached) for (const move of procedure.transitions) if (move.from === state) reached.add(move.to);
        expect([...reached]).to.have.members(procedure.states);
        for (const state of procedure.states)
          expect(ends.has(state) || procedure.transitions.some((move) => move.from === state && move.to !== state), state).to.equal(true);
      });

    it("let no complaint be mediated before it is accepted", () => {
      const order = procedures.procedures.find((row) => row.code === "P-O121");
      const reached = new Set(["registered"]);
      for (const state of reached)
        for (const move of order?.transitions ?? []) if (move.from === state && move.to !== "accepted") reached.add(move.to);
      expect(reached.has("mediating")).to.equal(false);
      expect(reached.has("signed")).to.equal(true);
    });
  });

  describe("codes", () => {
    it("have unique codes in every list", () => {
      for (const [name, list] of Object.entries(codes)) {
        if (!Array.isArray(list)) continue;
        unique(
          name,
          list.map((row) => (typeof row === "string" ? row : row.code)),
        );
      }
      unique("grades", valuesOf(codes.satisfaction.grades, "code"));
    });

    it("resolve clocks, holders and demands", () => {
      const named = [...codes.refusals, ...codes.terminations, ...codes.returnReasons, ...codes.cards].flatMap((row) => row.clock ?? []);
      known("clocks", [...named, ...valuesOf(codes.pauseReasons, "clocks")], clockNames);
      known(
        "urgency",
        codes.urgency.flatMap((row) => [row.dispatchClock, row.feedbackClock]),
        clockNames,
      );
      known("next holders", valuesOf(codes.returnReasons, "nextHolder"), codesOf(departments));
      expect(codes.remedies.filter((row) => row.demandTag).map((row) => row.code)).to.have.members(codes.demandTags);
      expect(valuesOf(codes.refusals, "code")).to.deep.equal(["REF1", "REF2", "REF3", "REF4", "REF5", "REF6", "REF7"]);
    });

    it("cite only laws of the table, in every file", () => {
      const laws = codesOf(codes.laws);
      for (const [name, value] of Object.entries({ codes, procedures, tables: seed.seedCategoryTables() })) known(name, sourcesIn(value), laws);
    });
  });

  describe("organisation", () => {
    const { supervisors, enterprises, users, centres, partners } = seed.seedOrganisation();

    it("has a user of every role, in departments that exist", () => {
      expect([...new Set(valuesOf(seed.seedUsers(), "roles"))]).to.have.members([...ROLES]);
      unique("users", valuesOf(users, "username"));
      known("departments", [...valuesOf(users, "department"), ...valuesOf(centres, "code")], codesOf(departments));
      for (const user of users) expect(user.roles.includes("supervisor"), user.username).to.equal(user.supervisor !== null);
      known("supervisors", valuesOf(users, "supervisor"), new Set(valuesOf(supervisors, "id")));
    });

    it("keeps supervisors out of departments that hold cases", () => {
      const holding = new Set(departments.filter((row) => row.canHold).map((row) => row.code));
      for (const user of users) if (user.supervisor !== null) expect(holding.has(user.department), user.username).to.equal(false);
    });

    it("resolves regions, fields and conflicts, with terms in order", () => {
      for (const list of [supervisors, enterprises, partners]) unique("ids", valuesOf<{ id: string }, "id">(list, "id"));
      known(
        "regions",
        [...supervisors, ...enterprises].map((row) => row.region),
        codesOf(seed.seedRegions()),
      );
      known("fields", valuesOf(supervisors, "fields"), codesOf(seed.seedCategoryTables().qualityFields));
      known(
        "conflicts",
        supervisors.flatMap((row) => [...valuesOf(row.conflicts, "enterprise"), ...row.recusalDeclared]),
        new Set(valuesOf(enterprises, "id")),
      );
      known("grades", valuesOf(enterprises, "creditGrade"), codesOf(codes.creditGrades));
      for (const row of supervisors) {
        expect(row.termStart < row.termEnd, row.id).to.equal(true);
        if (row.assessment !== null) expect(row.assessment.year >= Number(row.appointmentDate.slice(0, 4)), row.id).to.equal(true);
      }
    });

    it("has credit codes with right check digits (GB 32100)", () => {
      const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
      const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
      for (const { uscc } of enterprises) {
        const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(uscc.charAt(at)), 0);
        expect(alphabet[(31 - (sum % 31)) % 31], uscc).to.equal(uscc.charAt(17));
      }
    });
  });
});
