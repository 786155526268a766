import { expect } from "chai";
import fc from "fast-check";
import { seedCalendars } from "../../server/seed/index.ts";
import { addDays, type Day, dayOf, daysBetween, endOfDay, indexCalendar, isWorkingDay, startOfDay } from "../../shared/calendar.ts";
import { type DueInput, dueAt, type Pause, type Reading, remaining, tone, type Unit } from "../../shared/clocks.ts";

const calendar = indexCalendar(seedCalendars());
type Ask = { start: Day | Date; amount: number; unit: Unit } & Partial<Pick<DueInput, "pauses" | "reading" | "rollOver">>;

const ask = ({ start, amount, unit, ...rest }: Ask) =>
  dueAt({ start: typeof start === "string" ? startOfDay(start) : start, limit: { amount, unit }, calendar, ...rest });
const due = (question: Ask): Day => {
  const answer = ask(question);
  if (answer.state === "unresolved") throw new Error(`unresolved: ${answer.missingYear}`);
  return answer.dueDay;
};

describe("clocks", () => {
  describe("the test vectors of the regulations, 2026", () => {
    const working: [Day, number, Day][] = [
      ["2026-04-15", 7, "2026-04-24"],
      ["2026-02-13", 7, "2026-03-02"],
      ["2026-05-08", 7, "2026-05-18"],
      ["2026-09-24", 7, "2026-10-12"],
      ["2026-10-03", 7, "2026-10-15"],
      ["2026-04-30", 15, "2026-05-25"],
    ];
    for (const [start, amount, end] of working)
      it(`${start} + ${amount} wd = ${end}`, () => {
        expect(due({ start, amount, unit: "wd" })).to.equal(end);
      });
    const calendarDays: [Day, Record<Reading, Day>][] = [
      ["2026-08-03", { a: "2026-10-04", b: "2026-10-08", c: "2026-10-08" }],
      ["2026-07-28", { a: "2026-09-26", b: "2026-09-28", c: "2026-09-28" }],
      ["2026-04-15", { a: "2026-06-14", b: "2026-06-14", c: "2026-06-15" }],
    ];
    for (const [start, ends] of calendarDays)
      it(`${start} + 60 cd by the three readings`, () => {
        for (const reading of ["a", "b", "c"] as const) {
          const answer = ask({ start, amount: 60, unit: "cd", reading });
          expect(answer).to.deep.equal({ state: "resolved", dueDay: ends[reading], dueAt: endOfDay(ends[reading]), warnDay: ends.a });
        }
      });
  });

  it("reads b by default, and rolls nothing over where the rule says so", () => {
    expect(due({ start: "2026-08-03", amount: 60, unit: "cd" })).to.equal("2026-10-08");
    expect(due({ start: "2026-08-03", amount: 60, unit: "cd", rollOver: "none" })).to.equal("2026-10-02");
  });

  it("adds a pause to calendar days, once, and rolls over once", () => {
    const start = "2026-08-03";
    const over = (...pauses: Pause[]) => due({ start, amount: 60, unit: "cd", pauses });
    expect(over({ from: "2026-08-10", to: "2026-08-20" })).to.equal("2026-10-12");
    expect(over({ from: "2026-08-10", to: "2026-08-15" }, { from: "2026-08-12", to: "2026-08-20" })).to.equal("2026-10-12");
    expect(over({ from: "2026-08-01", to: "2026-08-13" }), "only from the start day on").to.equal("2026-10-12");
    expect(over({ from: "2026-07-01", to: "2026-08-01" }), "before the start").to.equal("2026-10-08");
    expect(over({ from: "2026-10-05", to: "2026-10-15" }), "within the holiday, before the end").to.equal("2026-10-12");
    expect(over({ from: "2026-10-09", to: "2026-10-19" }), "after the end").to.equal("2026-10-08");
  });

  it("does not count working days inside a pause", () => {
    expect(due({ start: "2026-04-15", amount: 7, unit: "wd", pauses: [{ from: "2026-04-17", to: "2026-04-21" }] })).to.equal("2026-04-28");
    expect(due({ start: "2026-04-15", amount: 7, unit: "wd", pauses: [{ from: "2026-04-18", to: "2026-04-20" }] })).to.equal("2026-04-24");
  });

  it("counts hours from the instant, a pause by its time after the start", () => {
    const start = new Date("2026-08-03T15:30:00Z");
    expect(ask({ start, amount: 2, unit: "h" })).to.deep.include({ dueDay: "2026-08-04", dueAt: new Date("2026-08-03T17:30:00Z") });
    const paused = ask({ start, amount: 2, unit: "h", pauses: [{ from: "2026-08-03", to: "2026-08-04" }] });
    expect(paused).to.deep.include({ dueAt: new Date("2026-08-03T18:00:00Z") });
    const inside = ask({ start, amount: 24, unit: "h", pauses: [{ from: "2026-08-04", to: "2026-08-06" }] });
    expect(inside).to.deep.include({ dueAt: new Date("2026-08-06T15:30:00Z") });
    expect(ask({ start: new Date("2031-01-01T00:00:00Z"), amount: 24, unit: "h" }).state).to.equal("resolved");
  });

  it("never guesses past the last loaded year", () => {
    expect(ask({ start: "2026-12-28", amount: 7, unit: "wd" })).to.deep.equal({ state: "unresolved", missingYear: 2027, rawDay: "2027-01-06" });
    expect(ask({ start: "2026-11-25", amount: 60, unit: "cd" })).to.deep.equal({ state: "unresolved", missingYear: 2027, rawDay: "2027-01-24" });
    expect(ask({ start: "2023-12-20", amount: 7, unit: "wd" })).to.deep.include({ state: "unresolved", missingYear: 2023 });
    expect(due({ start: "2026-12-28", amount: 3, unit: "wd" })).to.equal("2026-12-31");
    expect(due({ start: "2026-11-01", amount: 60, unit: "cd" })).to.equal("2026-12-31");
    expect(due({ start: "2026-11-25", amount: 60, unit: "cd", rollOver: "none" })).to.equal("2027-01-24");
  });

  it("is unresolved only where the reading asked for needs the missing year", () => {
    const short = indexCalendar({ version: "0", years: seedCalendars().years.filter((row) => row.year < 2025) });
    const over = (reading: Reading) => dueAt({ start: startOfDay("2023-12-30"), limit: { amount: 1, unit: "cd" }, calendar: short, reading });
    expect(over("b")).to.include({ state: "unresolved", missingYear: 2023, rawDay: "2023-12-31" });
    // 2024-12-31 was a Tuesday at work.
    expect(dueAt({ start: startOfDay("2024-12-30"), limit: { amount: 1, unit: "cd" }, calendar: short, reading: "c" })).to.include({
      dueDay: "2024-12-31",
    });
  });

  it("refuses what is no limit and a pause that ends before it starts", () => {
    expect(() => ask({ start: "2026-04-15", amount: -1, unit: "wd" })).to.throw(RangeError);
    expect(() => ask({ start: "2026-04-15", amount: 1.5, unit: "cd" })).to.throw(RangeError);
    expect(() => ask({ start: "2026-04-15", amount: Number.NaN, unit: "h" })).to.throw(RangeError);
    expect(() => ask({ start: new Date(Number.NaN), amount: 1, unit: "wd" })).to.throw(RangeError);
    expect(() => ask({ start: "2026-04-15", amount: 7, unit: "cd", pauses: [{ from: "2026-04-20", to: "2026-04-18" }] })).to.throw(RangeError);
  });

  describe("always", () => {
    // Starts and lengths that stay inside the loaded years.
    const start = fc.integer({ min: 0, max: 800 }).map((offset) => addDays("2024-01-01", offset));
    const amount = fc.integer({ min: 1, max: 60 });
    const unit = fc.constantFrom<Unit>("wd", "cd", "h");
    const reading = fc.constantFrom<Reading>("a", "b", "c");
    const pause = fc
      .tuple(fc.integer({ min: -10, max: 800 }), fc.integer({ min: 0, max: 12 }))
      .map(([offset, days]) => ({ from: addDays("2024-01-01", offset), to: addDays("2024-01-01", offset + days) }));
    const pauses = fc.array(pause, { maxLength: 4 });
    const nearPauses = (from: Day) =>
      fc.array(
        fc.tuple(fc.integer({ min: -5, max: 40 }), fc.integer({ min: 0, max: 12 })).map(([offset, days]) => ({
          from: addDays(from, offset),
          to: addDays(from, offset + days),
        })),
        { maxLength: 4 },
      );
    const question = fc.record({ start, amount, unit, reading }).chain((base) => nearPauses(base.start).map((near) => ({ ...base, pauses: near })));
    const end = (each: Ask): number => {
      const answer = ask(each);
      if (answer.state === "unresolved") throw new Error("left the loaded years");
      return answer.dueAt.getTime();
    };

    it("a later start or a longer limit never ends earlier", () => {
      fc.assert(
        fc.property(question, fc.integer({ min: 1, max: 20 }), (each, more) => {
          expect(end({ ...each, start: addDays(each.start, more) })).to.be.at.least(end(each));
          expect(end({ ...each, amount: each.amount + more })).to.be.at.least(end(each));
        }),
      );
    });

    it("a pause never shortens", () => {
      fc.assert(
        fc.property(question, pause, (each, more) => {
          expect(end({ ...each, pauses: [...each.pauses, more] })).to.be.at.least(end(each));
        }),
      );
      fc.assert(
        fc.property(question, (each) => {
          const [, ...fewer] = each.pauses;
          expect(end({ ...each, pauses: fewer })).to.be.at.most(end(each));
        }),
      );
    });

    it("a pause cut in two, told in any order, is the same pause", () => {
      fc.assert(
        fc.property(question, pause, pauses, fc.nat(12), (each, whole, others, cut) => {
          const at = addDays(whole.from, Math.min(cut, daysBetween(whole.from, whole.to)));
          const joined = end({ ...each, pauses: [...others, whole] });
          expect(end({ ...each, pauses: [{ from: at, to: whole.to }, ...others, { from: whole.from, to: at }] })).to.equal(joined);
          expect(end({ ...each, pauses: [...others, ...others, whole, whole] })).to.equal(joined);
        }),
      );
    });

    it("the first day is not counted, at whatever hour of it", () => {
      fc.assert(
        fc.property(start, amount, fc.constantFrom<Unit>("wd", "cd"), fc.integer({ min: 0, max: 86_399_999 }), (day, length, days, ms) => {
          const at = new Date(startOfDay(day).getTime() + ms);
          const ends = due({ start: at, amount: length, unit: days });
          expect(ends).to.equal(due({ start: day, amount: length, unit: days }));
          expect(ends > day).to.equal(true);
        }),
      );
    });

    it("a working-day limit ends on the n-th working day", () => {
      fc.assert(
        fc.property(start, amount, (day, length) => {
          const ends = due({ start: day, amount: length, unit: "wd" });
          const days = Array.from({ length: daysBetween(day, ends) }, (_, at) => addDays(day, at + 1)).filter((each) => isWorkingDay(calendar, each));
          expect(days.length).to.equal(length);
          expect(days.at(-1)).to.equal(ends);
        }),
      );
    });

    it("the warning comes with the earliest reading", () => {
      fc.assert(
        fc.property(question, (each) => {
          const answers = (["a", "b", "c"] as const).map((by) => ask({ ...each, reading: by }));
          const days = answers.map((answer) => (answer.state === "resolved" ? answer.dueDay : ""));
          for (const answer of answers) expect(answer).to.include({ warnDay: [...days].sort()[0] });
        }),
      );
    });
  });

  describe("what is left", () => {
    const left = (dueDay: Day, today: string, unit: Unit) =>
      remaining({ dueDay, dueAt: endOfDay(dueDay), unit, now: new Date(`${today}+08:00`), calendar });

    it("counts working days from today", () => {
      expect(left("2026-10-12", "2026-09-24T09:00", "wd")).to.deep.equal({ n: 7, unit: "wd", late: false });
      expect(left("2026-10-12", "2026-10-12T23:59", "wd")).to.deep.equal({ n: 0, unit: "wd", late: false });
      expect(left("2026-10-12", "2026-10-13T00:00", "wd")).to.deep.equal({ n: -1, unit: "wd", late: true });
      expect(left("2026-04-24", "2026-04-25T10:00", "wd"), "Saturday").to.deep.equal({ n: -1, unit: "wd", late: true });
      expect(left("2026-04-24", "2026-04-28T10:00", "wd")).to.deep.equal({ n: -2, unit: "wd", late: true });
    });

    it("counts calendar days, and falls back to them where a year is missing", () => {
      expect(left("2026-10-08", "2026-10-01T09:00", "cd")).to.deep.equal({ n: 7, unit: "cd", late: false });
      expect(left("2026-10-08", "2026-10-10T09:00", "cd")).to.deep.equal({ n: -2, unit: "cd", late: true });
      expect(left("2027-01-06", "2026-12-30T09:00", "wd")).to.deep.equal({ n: 7, unit: "cd", late: false });
    });

    it("counts minutes of hour limits", () => {
      const at = new Date("2026-08-03T10:00:00Z");
      const by = (now: string) => remaining({ dueDay: dayOf(at), dueAt: at, unit: "h", now: new Date(now), calendar });
      expect(by("2026-08-03T08:42:00Z")).to.deep.equal({ n: 78, unit: "min", late: false });
      expect(by("2026-08-03T09:59:30Z")).to.deep.equal({ n: 1, unit: "min", late: false });
      expect(by("2026-08-03T10:00:30Z")).to.deep.equal({ n: 0, unit: "min", late: true });
      expect(by("2026-08-03T11:00:00Z")).to.deep.equal({ n: -60, unit: "min", late: true });
    });

    it("gives each its tone", () => {
      const tones = (unit: "wd" | "cd" | "min", ...numbers: number[]) => numbers.map((n) => tone({ n, unit, late: n < 0 }));
      expect(tones("wd", -1, 0, 1, 2, 3)).to.deep.equal(["late", "due", "warn", "warn", "ok"]);
      expect(tones("cd", -3, 0, 1, 5, 6)).to.deep.equal(["late", "due", "warn", "warn", "ok"]);
      expect(tones("min", -1, 60, 61, 120, 121)).to.deep.equal(["late", "due", "warn", "warn", "ok"]);
      expect(tone({ n: 5, unit: "wd", late: false }, { yellow: 5, red: 2 })).to.equal("warn");
      expect(tone({ n: 0, unit: "min", late: true })).to.equal("late");
    });
  });

  it("computes 100,000 clocks in a moment", () => {
    const pauses = [{ from: "2026-08-10", to: "2026-08-20" }];
    const began = performance.now();
    for (let at = 0; at < 100_000; at += 1) ask({ start: "2026-08-03", amount: 60, unit: at % 2 === 0 ? "cd" : "wd", pauses });
    expect(performance.now() - began).to.be.below(5000);
  });
});
