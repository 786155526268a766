import { expect } from "chai";
import fc from "fast-check";
import { seedCalendars } from "../../server/seed/index.ts";
import {
  addDays,
  calendarYearSchema,
  dayOf,
  daysBetween,
  endOfDay,
  indexCalendar,
  isDay,
  isWorkingDay,
  lastLoadedYear,
  startOfDay,
  weekday,
} from "../../shared/calendar.ts";

const index = indexCalendar(seedCalendars());
const day = fc.integer({ min: 0, max: 40_000 }).map((offset) => addDays("1970-01-01", offset));

describe("calendar", () => {
  it("knows real days from impossible ones", () => {
    for (const good of ["2026-01-01", "2024-02-29", "2000-02-29"]) expect(isDay(good), good).to.equal(true);
    for (const bad of ["2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1", "20260101", "", "2026-01-01T00:00"])
      expect(isDay(bad), bad).to.equal(false);
  });

  it("takes the day in Shanghai", () => {
    expect(dayOf(new Date("2026-04-14T15:59:59.999Z"))).to.equal("2026-04-14");
    expect(dayOf(new Date("2026-04-14T16:00:00Z"))).to.equal("2026-04-15");
    expect(startOfDay("2026-04-15").toISOString()).to.equal("2026-04-14T16:00:00.000Z");
    expect(endOfDay("2026-04-15").toISOString()).to.equal("2026-04-15T16:00:00.000Z");
  });

  it("gives the same day wherever the instant was written, as the zone database has it", () => {
    const shanghai = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });
    const zones = [-720, -660, -210, 0, 330, 480, 765, 840];
    fc.assert(
      // From 1992 on: before that Shanghai had summer time.
      fc.property(fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2100, 0, 1) }), fc.constantFrom(...zones), (at, zone) => {
        const sign = zone < 0 ? "-" : "+";
        const clock = new Date(Math.abs(zone) * 60_000).toISOString().slice(11, 16);
        const written = `${new Date(at + zone * 60_000).toISOString().slice(0, -1)}${sign}${clock}`;
        expect(dayOf(new Date(written)))
          .to.equal(dayOf(new Date(at)))
          .and.to.equal(shanghai.format(at));
      }),
    );
  });

  it("counts days and weekdays", () => {
    expect(addDays("2024-02-28", 2)).to.equal("2024-03-01");
    expect(daysBetween("2026-12-31", "2026-01-01")).to.equal(-364);
    expect(weekday("2026-04-15")).to.equal(3);
    expect(weekday("1969-12-28")).to.equal(7);
    fc.assert(
      fc.property(day, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).to.equal(days);
        expect(dayOf(new Date(endOfDay(from).getTime() - 1))).to.equal(from);
      }),
    );
    expect(() => startOfDay("soon")).to.throw(RangeError);
  });

  it("knows working days, and that it does not know an unloaded year", () => {
    expect(isWorkingDay(index, "2026-02-14")).to.equal(true);
    expect(isWorkingDay(index, "2026-02-16")).to.equal(false);
    expect(isWorkingDay(index, "2026-04-18")).to.equal(false);
    expect(isWorkingDay(index, "2026-04-20")).to.equal(true);
    expect(isWorkingDay(index, "2027-01-04")).to.equal(undefined);
    expect(isWorkingDay(index, "2023-12-29")).to.equal(undefined);
    expect(lastLoadedYear(index)).to.equal(2026);
    const none = indexCalendar({ version: "0", years: [] });
    expect(lastLoadedYear(none)).to.equal(undefined);
    expect(isWorkingDay(none, "2026-04-20")).to.equal(undefined);
  });

  it("leaves a gap between loaded years unknown", () => {
    const gap = indexCalendar({ version: "0", years: seedCalendars().years.filter((row) => row.year !== 2025) });
    expect(isWorkingDay(gap, "2025-06-03")).to.equal(undefined);
    expect(isWorkingDay(gap, "2024-06-03")).to.equal(true);
    expect(isWorkingDay(gap, "2026-06-03")).to.equal(true);
  });

  describe("a year as loaded", () => {
    const good = { year: 2027, offDays: ["2027-01-01", "2027-01-02"], workDays: ["2027-01-10"], statutoryDays: ["2027-01-01"] };
    const faults: Record<string, unknown> = {
      "a day of another year": { ...good, offDays: ["2026-12-31", "2027-01-01", "2027-01-02"] },
      "a day both off and working": { ...good, workDays: ["2027-01-02"] },
      "a working day on a Monday": { ...good, workDays: ["2027-01-11"] },
      "days out of order": { ...good, offDays: ["2027-01-02", "2027-01-01"] },
      "a day twice": { ...good, offDays: ["2027-01-01", "2027-01-01", "2027-01-02"] },
      "no real day": { ...good, offDays: ["2027-01-01", "2027-02-30"] },
      "a statutory day at work": { ...good, statutoryDays: ["2027-01-01", "2027-01-04"] },
      "no holiday at all": { year: 2027, offDays: [], workDays: [], statutoryDays: [] },
      "an unknown field": { ...good, hint: 1 },
    };

    it("passes", () => {
      expect(calendarYearSchema.safeParse(good).success).to.equal(true);
    });
    for (const [name, row] of Object.entries(faults))
      it(`refuses ${name}`, () => {
        expect(calendarYearSchema.safeParse(row).success).to.equal(false);
      });
  });
});
