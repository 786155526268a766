import { expect } from "chai";
import calendars from "../../../server/seed/calendars.json" with { type: "json" };
import { seedCalendars } from "../../../server/seed/index.ts";
import { addDays, indexCalendar, weekday } from "../../../shared/calendar.ts";
import { catalogue } from "../../../shared/messages/index.ts";
import { dueDayOf, holidaysOf, isMonth, kindOf, monthQuery, monthsFrom, tokensWithin, weeksOf } from "../../../shared/tickets/month.ts";

describe("a month of due days", () => {
  const calendar = indexCalendar(seedCalendars());
  const words = catalogue("zh-CN");
  const named = (day: string): string =>
    holidaysOf(calendar, day)
      .map((key) => words[`holiday.${key}`])
      .join("、");

  it("is whole weeks from Monday, holding every day of the month once", () => {
    for (let month = "2023-12"; month < "2032-01"; month = monthsFrom(month, 1)) {
      const days = weeksOf(month).flat();
      expect(days.map(weekday), month).to.deep.equal(days.map((_, i) => (i % 7) + 1));
      expect(
        days.slice(1).every((day, i) => day === addDays(days[i] ?? "", 1)),
        month,
      ).to.equal(true);
      const own = days.filter((day) => day.startsWith(month));
      expect([own[0], own.at(-1)], month).to.deep.equal([`${month}-01`, addDays(`${monthsFrom(month, 1)}-01`, -1)]);
      expect(days.indexOf(own[0] ?? ""), month).to.be.below(7);
      expect(days.length - days.indexOf(own.at(-1) ?? ""), month).to.be.at.most(7);
    }
  });

  it("takes four, five or six weeks as it must", () => {
    expect(weeksOf("2027-02")).to.have.length(4);
    expect(weeksOf("2026-11")).to.have.length(6);
    expect(weeksOf("2026-11")[0]?.[0]).to.equal("2026-10-26");
    expect(weeksOf("2026-12").at(-1)?.at(-1)).to.equal("2027-01-03");
  });

  it("goes over the turn of a year both ways", () => {
    expect(monthsFrom("2026-12", 1)).to.equal("2027-01");
    expect(monthsFrom("2026-01", -1)).to.equal("2025-12");
    expect(monthsFrom("2026-11", -23)).to.equal("2024-12");
  });

  it("gives the instant of 24:00 to the day it ends, whatever the machine's zone", () => {
    expect(dueDayOf(new Date("2026-11-26T16:00:00Z"))).to.equal("2026-11-26");
    expect(dueDayOf(new Date("2026-11-26T16:00:00.001Z"))).to.equal("2026-11-27");
    expect(dueDayOf(new Date("2026-11-25T16:00:00Z"))).to.equal("2026-11-25");
  });

  it("names every off day of the loaded years as the arrangement does", () => {
    for (const { offDays } of calendars.years) for (const { date, zh } of offDays) expect(named(date), date).to.equal(zh);
    expect(named("2026-11-28"), "a plain weekend").to.equal("");
    expect(named("2026-10-10"), "a make-up workday").to.equal("");
  });

  it("names a block that a year begins before, and none where only off days are loaded", () => {
    const year = (n: number, offDays: string[], statutoryDays: string[]) => ({ year: n, offDays, workDays: [], statutoryDays });
    const joined = [year(2023, ["2023-12-30", "2023-12-31"], []), year(2024, ["2024-01-01"], ["2024-01-01"])];
    expect(holidaysOf(indexCalendar({ version: "1", years: joined }), "2023-12-30")).to.deep.equal(["newYear"]);
    expect(holidaysOf(indexCalendar({ version: "1", years: joined.slice(0, 1) }), "2023-12-30")).to.deep.equal([]);
    const four = ["2031-10-01", "2031-10-02", "2031-10-03", "2031-10-04"];
    expect(holidaysOf(indexCalendar({ version: "1", years: [year(2031, four, four)] }), "2031-10-01"), "中秋 on 国庆").to.deep.equal([
      "national",
      "midAutumn",
    ]);
  });

  it("knows what a day is, and that it does not know a year that is not loaded", () => {
    const kinds = ["2026-10-09", "2026-10-10", "2026-10-11", "2026-10-01", "2026-10-05", "2027-01-01"].map((day) => kindOf(calendar, day));
    expect(kinds).to.deep.equal(["plain", "work", "weekend", "statutory", "off", null]);
  });

  it("is asked for by year and month alone, between 2000 and 2199", () => {
    expect(["2000-01", "2026-11", "2199-12"].filter(isMonth)).to.have.length(3);
    expect(["1999-12", "2200-01", "2026-13", "2026-00", "2026-1", "2026-11-01", "", "2026-11 "].filter(isMonth)).to.deep.equal([]);
    expect(monthQuery.parse({})).to.deep.equal({ scope: "all" });
  });

  it("a scope is a part of what the person holds", () => {
    const actor = { type: "staff", id: "u1", name: "", roles: ["dispatcher"], departmentId: "RXZX", deputyFor: ["u2"] } as const;
    expect(tokensWithin(actor, "mine")).to.deep.equal(["u:u1", "u:u2"]);
    expect(tokensWithin(actor, "department")).to.deep.equal(["u:u1", "u:u2", "d:RXZX", "d:RXZX:dispatcher"]);
    expect(tokensWithin(actor, "all")).to.deep.equal(["u:u1", "u:u2", "d:RXZX", "d:RXZX:dispatcher", "ordinary"]);
  });
});
