import { expect } from "chai";
import { stagesOf } from "../../server/tickets/month.ts";
import { dayOf, endOfDay } from "../../shared/calendar.ts";
import type { DueDayView, DueTone, MonthView } from "../../shared/tickets/month.ts";
import type { RowView } from "../../shared/tickets/views.ts";
import { complaint, report, startProduct, type TestProduct } from "../support/product.ts";

const DAY_MS = 86_400_000;

describe("the month of due days", function month() {
  this.timeout(60_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("month");
  });

  const get = async (who: string, path: string, language = "zh-CN") =>
    product.request.get(`/api${path}`).set({ ...(await product.as(who)), "accept-language": language });
  const ask = async (who: string, query: string, language?: string): Promise<MonthView> => {
    const { status, body, text } = await get(who, `/tickets/due?${query}`, language);
    expect(status, text).to.equal(200);
    return body;
  };
  const on = (view: MonthView, day: string): DueDayView => {
    const found = view.weeks.flat().find((each) => each.day === day);
    if (found === undefined) throw new Error(`${day} is not shown in ${view.month}`);
    return found;
  };
  const dueOn = async (who: string, day: string, scope = "all"): Promise<string[]> => {
    const { status, body, text } = await get(who, `/tickets?dueOn=${day}&scope=${scope}`);
    expect(status, text).to.equal(200);
    return body.items.map(({ id }: RowView) => id).sort();
  };
  const act = async (who: string, id: string, action: object): Promise<void> => {
    const answer = await product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as(who))
      .send(action);
    expect(answer.status, answer.text).to.equal(200);
  };
  const filed = async (body: object, to?: string): Promise<string> => {
    const answer = await product.request.post("/api/public/tickets").send(body);
    expect(answer.status, answer.text).to.equal(201);
    const id = (await product.tickets.store.byNo(answer.body.no))?._id ?? "";
    if (to !== undefined) await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: to });
    return id;
  };
  /** Puts the end of a case's strictest clock where the test wants it; without a day it is one that waits for a year. */
  const ends = async (id: string, end: string | Date, unit: "wd" | "cd" | "h" = "wd", resolved = true): Promise<void> => {
    const dueAt = typeof end === "string" ? endOfDay(end) : end;
    const dueDay = dayOf(new Date(dueAt.getTime() - 1));
    const clock = resolved ? { dueAt, dueDay, rawDay: null, missingYear: null } : { dueAt: null, dueDay: null, rawDay: dueDay, missingYear: 2099 };
    const set = Object.fromEntries(Object.entries({ ...clock, unit }).map(([key, value]) => [`firstClock.${key}`, value]));
    const done = await product.database.connection.collection("tickets").updateOne({ _id: id as never }, { $set: { dueAt, ...set } });
    expect(done.matchedCount).to.equal(1);
  };

  it("counts a case on the day its strictest clock ends, and the day's list is the same cases", async () => {
    const id = await filed(complaint(), "SCJG");
    const { body } = await get("disp.zhao", `/tickets/${id}`);
    const [day] = body.clocks.map(({ dueDay }: { dueDay: string }) => dueDay).sort();
    expect(on(await ask("disp.zhao", `month=${day.slice(0, 7)}`), day).total).to.equal(1);
    expect(await dueOn("disp.zhao", day)).to.deep.equal([id]);
    await act("disp.zhao", id, { type: "withdraw", version: 2 });
    expect(on(await ask("disp.zhao", `month=${day.slice(0, 7)}`), day).total, "a case that ended").to.equal(0);
    expect(await dueOn("disp.zhao", day)).to.deep.equal([]);
  });

  it("gives 24:00 in Shanghai to the day it ends, and the first instant after it to the next", async () => {
    const [last, first, hour] = [await filed(complaint()), await filed(complaint()), await filed(complaint())];
    await ends(last, new Date("2031-03-10T16:00:00Z"));
    await ends(first, new Date("2031-03-10T16:00:00.001Z"), "h");
    await ends(hour, new Date("2031-03-09T16:30:00Z"), "h");
    const view = await ask("disp.zhao", "month=2031-03");
    expect(view.weeks.flat().flatMap(({ day, total }) => (total === 0 ? [] : [`${day} ${total}`]))).to.deep.equal(["2031-03-10 2", "2031-03-11 1"]);
    expect(await dueOn("disp.zhao", "2031-03-10")).to.deep.equal([last, hour].sort());
    expect(await dueOn("disp.zhao", "2031-03-11")).to.deep.equal([first]);
  });

  it("shows edge days with their own numbers, in both months", async () => {
    const id = await filed(complaint());
    await ends(id, "2031-05-01");
    const [april, may] = [await ask("disp.zhao", "month=2031-04"), await ask("disp.zhao", "month=2031-05")];
    expect([on(april, "2031-05-01").total, on(may, "2031-05-01").total]).to.deep.equal([1, 1]);
    expect(april.weeks[0]?.[0]?.day).to.equal("2031-03-31");
    expect(april.weeks.at(-1)?.at(-1)?.day).to.equal("2031-05-04");
  });

  it("splits by tone as the clocks themselves say it", async () => {
    const today = dayOf(product.clock.now());
    const day = (n: number) => dayOf(new Date(product.clock.now().getTime() + n * DAY_MS));
    const cases: [string, "wd" | "cd", boolean?][] = [
      [day(-3), "wd"],
      [today, "cd"],
      [today, "wd"],
      ...[1, 2, 3, 4, 5, 6, 7].flatMap((n): [string, "wd" | "cd"][] => [
        [day(n), "wd"],
        [day(n), "cd"],
      ]),
      ["2098-05-14", "wd", false],
      ["2098-05-14", "cd"],
    ];
    for (const [end, unit, resolved] of cases) await ends(await filed(complaint(), "SCJG"), end, unit, resolved);
    const shown = new Map<string, DueDayView>();
    for (const month of new Set(cases.map(([end]) => end.slice(0, 7))))
      for (const each of (await ask("mf.liu", `month=${month}&scope=department`)).weeks.flat()) shown.set(each.day, each);
    for (const end of new Set(cases.map(([each]) => each))) {
      const { body } = await get("mf.liu", `/tickets?dueOn=${end}&scope=department`);
      const tones: Record<DueTone, number> = { late: 0, due: 0, warn: 0, ok: 0, unresolved: 0 };
      for (const { clock } of body.items as RowView[]) tones[clock?.tone as DueTone] += 1;
      expect(shown.get(end)?.tones, end).to.deep.equal(tones);
      expect(shown.get(end)?.total, end).to.equal(cases.filter(([each]) => each === end).length);
    }
    expect(shown.get(day(-3))?.tones.late).to.equal(1);
    expect(shown.get(today)?.tones.due).to.equal(2);
  });

  it("says make-up workdays, holidays by name, weekends, and nothing of a year that is not loaded", async () => {
    const october = await ask("disp.zhao", "month=2026-10");
    const kind = (day: string) => [on(october, day).kind, on(october, day).holiday];
    expect(kind("2026-10-10"), "Saturday").to.deep.equal(["work", null]);
    expect(kind("2026-10-01")).to.deep.equal(["statutory", "国庆节"]);
    expect(kind("2026-10-05")).to.deep.equal(["off", "国庆节"]);
    expect(kind("2026-10-11")).to.deep.equal(["weekend", null]);
    expect(kind("2026-10-09")).to.deep.equal(["plain", null]);
    expect(on(await ask("disp.zhao", "month=2026-10", "en"), "2026-10-05").holiday).to.equal("National Day");
    const may = await ask("disp.zhao", "month=2098-05");
    expect(new Set(may.weeks.flat().map((day) => day.kind))).to.deep.equal(new Set([null]));
  });

  it("answers months that passed, with one number for what ran over before the days shown", async () => {
    const [old, older] = [await filed(complaint()), await filed(complaint())];
    const before = (await ask("disp.zhao", "month=2025-08")).overdueBefore;
    await ends(old, "2025-08-11");
    await ends(older, "2025-07-27");
    const august = await ask("disp.zhao", "month=2025-08");
    expect(on(august, "2025-08-11").tones.late).to.equal(1);
    expect(august.overdueBefore, "the day before the first one shown").to.equal(before + 1);
    expect((await ask("disp.zhao", "month=2025-09")).overdueBefore).to.equal(before + 2);
    const far = await ask("disp.zhao", "month=2190-01");
    const late = (await get("disp.zhao", "/tickets/views")).body.views.find(({ view }: { view: string }) => view === "late");
    expect(far.overdueBefore, "what is due before, but not yet, is not overdue").to.equal(late.count);
  });

  it("counts a report only for those who are on it", async () => {
    const id = await filed(report(), "SCJG");
    await ends(id, "2033-06-15");
    const seen = async (who: string, scope = "all") => {
      const { total } = on(await ask(who, `month=2033-06&scope=${scope}`), "2033-06-15");
      expect(await dueOn(who, "2033-06-15", scope), who).to.have.length(total);
      return total;
    };
    expect(await seen("mf.liu")).to.equal(1);
    expect(await seen("mf.head")).to.equal(1);
    for (const who of ["disp.zhao", "op.lin", "admin.luan", "insp.fu", "head.teng", "audit.zhou"]) expect(await seen(who), who).to.equal(0);
    await act("mf.liu", id, { type: "sign", version: 2 });
    await ends(id, "2033-06-15");
    expect(
      [await seen("mf.liu", "mine"), await seen("mf.song"), await seen("mf.head"), await seen("mf.head", "mine")],
      "a case in one name",
    ).to.deep.equal([1, 0, 1, 0]);
  });

  it("narrows to one's own and to one's department", async () => {
    const [mine, ours, other] = [await filed(complaint(), "SCJG"), await filed(complaint(), "SCJG"), await filed(complaint(), "SZJ")];
    await act("mf.liu", mine, { type: "sign", version: 2 });
    for (const id of [mine, ours, other]) await ends(id, "2034-02-08");
    const list = (who: string, scope: string) => dueOn(who, "2034-02-08", scope);
    for (const [who, scope, ids] of [
      ["mf.liu", "mine", [mine]],
      ["mf.liu", "department", [mine, ours]],
      ["mf.liu", "all", [mine, ours]],
      ["disp.zhao", "all", [mine, ours, other]],
      ["disp.zhao", "department", []],
    ] as const) {
      expect(await list(who, scope), `${who} ${scope}`).to.deep.equal([...ids].sort());
      expect(on(await ask(who, `month=2034-02&scope=${scope}`), "2034-02-08").total, `${who} ${scope}`).to.equal(ids.length);
    }
  });

  it("left without a month shows today's, by case time", async () => {
    const { today, month } = await ask("disp.zhao", "");
    expect([today, month]).to.deep.equal([dayOf(product.clock.now()), today.slice(0, 7)]);
    await product.clock.advance(40 * DAY_MS);
    expect((await ask("disp.zhao", "")).month).to.equal(dayOf(product.clock.now()).slice(0, 7));
  });

  it("refuses a month that is none or out of range, naming the field", async () => {
    for (const [path, field] of [
      ["/tickets/due?month=2026-13", "month"],
      ["/tickets/due?month=1999-12", "month"],
      ["/tickets/due?month=2200-01", "month"],
      ["/tickets/due?month=2026-11-01", "month"],
      ["/tickets/due?scope=everything", "scope"],
      ["/tickets/due?year=2026", "year"],
      ["/tickets?dueOn=2026-02-30", "dueOn"],
      ["/tickets?dueOn=9999-12-31", "dueOn"],
    ] as const) {
      const { status, body } = await get("disp.zhao", path);
      expect(status, path).to.equal(400);
      expect(Object.keys(body.error.fields), path).to.deep.equal([field]);
    }
    expect((await get("disp.zhao", "/tickets/due?month=2026-13")).body.error.fields.month).to.include("2026-11");
  });

  it("counts by the index alone, without a look at the cases", async () => {
    const tickets = product.database.connection.collection("tickets");
    for (const by of ["$dueAt", null]) {
      const stages = stagesOf(["ordinary", "d:SCJG"], { $gt: endOfDay("2026-11-01"), $lte: endOfDay("2026-12-01") }, by);
      const plan = JSON.stringify(await tickets.aggregate(stages).explain("queryPlanner"));
      const winning = plan.slice(plan.indexOf('"winningPlan"'), plan.indexOf('"rejectedPlans"'));
      expect(winning).to.include('"visibleTo_1_open_1_dueAt_1__id_1"');
      expect(winning).not.to.include('"FETCH"');
    }
  });
});
