import { expect } from "chai";
import { seedCalendars } from "../../server/seed/index.ts";
import { verifyTicket } from "../../server/tickets/verify.ts";
import { complaint, report, startProduct, type TestProduct, until } from "../support/product.ts";

/** An invented arrangement of 2027. */
const YEAR = {
  year: 2027,
  offDays: [
    "2027-01-01",
    "2027-01-02",
    "2027-01-03",
    "2027-02-05",
    "2027-02-06",
    "2027-02-07",
    "2027-02-08",
    "2027-02-09",
    "2027-02-10",
    "2027-02-11",
  ],
  workDays: ["2027-01-30"],
  statutoryDays: ["2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"],
};

describe("calendars and counting", function counting() {
  this.timeout(60_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("counting");
    // 8 December 2026: sixty days from here end in a year that is not loaded.
    const now = (await product.request.get("/api/clock")).body.now as string;
    const minutes = Math.ceil((Date.parse("2026-12-08T02:00:00Z") - Date.parse(now)) / 60_000);
    if (minutes > 0) await post("admin.luan", "/clock", { minutes });
  });
  const post = async (who: string, path: string, body: object) =>
    product.request
      .post(`/api${path}`)
      .set(await product.as(who))
      .send(body);
  const get = async (who: string, path: string) => (await product.request.get(`/api${path}`).set(await product.as(who))).body;
  const accepted = async (): Promise<string> => {
    const made = await post("op.lin", "/tickets", { ...complaint(), channel: "12315", route: { departmentId: "SCJG" } });
    for (const [version, type] of [
      [2, "sign"],
      [3, "accept"],
    ] as const)
      expect((await post("mf.liu", `/tickets/${made.body.id}/actions`, { type, version })).status).to.equal(200);
    return made.body.id;
  };
  const clockOf = async (id: string, rule: string) =>
    ((await get("mf.liu", `/tickets/${id}`)).clocks as { id: string }[]).find((clock) => clock.id === rule) as unknown as Record<string, unknown>;
  const finished = (id: string) =>
    until(
      async () =>
        (await get("admin.luan", "/catalogue/recomputes")).items.find(
          (run: { id: string; finishedAt: string | null }) => run.id === id && run.finishedAt !== null,
        ),
      "the recomputing to end",
    );

  it("a limit past the last year is unresolved, warns by the raw day, and is the administrator's task", async () => {
    const id = await accepted();
    expect(await clockOf(id, "C3")).to.include({ dueDay: null, missingYear: 2027, rawDay: "2027-02-06", tone: "unresolved" });
    const view = await get("mf.liu", "/catalogue/calendars");
    expect(view).to.include({ lastYear: 2026, reading: "b", receipt: "earlier" });
    // A nearer limit stands before it in lists: the year is waited for all the same.
    expect(view.waiting).to.deep.equal([{ year: 2027, clocks: 1 }]);
    expect(view.years.find(({ year }: { year: number }) => year === 2026).workingDays).to.equal(248);
  });

  it("shows before it is done what a year would change, and writes nothing", async () => {
    const id = await accepted();
    await product.request.post("/api/public/tickets").send(report());
    const preview = await post("admin.luan", "/catalogue/calendars/preview", { year: YEAR });
    expect(preview.status, preview.text).to.equal(200);
    expect(preview.body.samples.find(({ rule }: { rule: string }) => rule === "C3")).to.include({ before: null, after: "2027-02-12" });
    expect(preview.body.samples.find(({ rule }: { rule: string }) => rule === "C1")).to.include({ before: "2026-12-17", after: "2026-12-17" });
    expect(preview.body.rows.some((row: { id: string }) => row.id === id)).to.equal(true);
    expect((await clockOf(id, "C3")).dueDay).to.equal(null);
  });

  it("loads a year: open limits resolve in the background, on the record, once", async () => {
    const id = await accepted();
    const begun = await post("admin.luan", "/catalogue/calendars", { year: YEAR, source: "国务院办公厅通知（示例）" });
    expect(begun.status, begun.text).to.equal(201);
    const run = await finished(begun.body.id);
    expect(run.done).to.be.at.least(3);
    expect(run.rows.find((row: { id: string }) => row.id === id)).to.deep.include({ clock: "C3", from: null, to: "2027-02-12" });
    expect(await clockOf(id, "C3")).to.include({ dueDay: "2027-02-12", missingYear: null });
    const row = (await product.tickets.store.full(id))!;
    expect(row.timeline.at(-1)).to.deep.include({ type: "recomputed", audience: "internal" });
    expect(verifyTicket(row, product.seal)).to.deep.equal([]);
    const again = await post("admin.luan", "/catalogue/calendars", { year: YEAR, source: "同一份" });
    expect((await finished(again.body.id)).moved).to.equal(0);
    expect((await product.tickets.store.full(id))?.version).to.equal(row.version);
    expect((await get("mf.liu", "/catalogue/calendars")).years.map(({ year }: { year: number }) => year)).to.deep.equal([
      ...seedCalendars().years.map(({ year }) => year),
      2027,
    ]);
  });

  it("another reading of the last day moves what ends on a holiday, and can be taken back", async () => {
    const id = await accepted();
    const change = (reading: string) => post("admin.luan", "/catalogue/counting", { reading, receipt: "earlier", reason: "按上级答复" });
    const preview = await post("admin.luan", "/catalogue/calendars/preview", { reading: "a" });
    expect(preview.body.moved).to.be.at.least(1);
    await finished((await change("a")).body.id);
    expect((await clockOf(id, "C3")).dueDay, "only the four statutory days").to.equal("2027-02-09");
    await finished((await change("b")).body.id);
    expect((await clockOf(id, "C3")).dueDay).to.equal("2027-02-12");
  });

  it("goes on with a walk that a stop cut off, and counts no case twice", async () => {
    const ids = [await accepted(), await accepted()];
    const rows = product.database.connection.collection("recomputes");
    const [latest] = (await get("admin.luan", "/catalogue/recomputes")).items;
    await rows.updateOne({ _id: latest.id as never }, { $set: { finishedAt: null, after: "", done: 0 } });
    await product.counting.goOn();
    const run = (await get("admin.luan", "/catalogue/recomputes")).items.find(({ id }: { id: string }) => id === latest.id);
    expect(run.finishedAt).not.to.equal(null);
    expect(run.done).to.equal(await product.tickets.store.countOpen());
    for (const id of ids) expect((await product.tickets.store.full(id))?.timeline.at(-1)?.type).to.equal("accepted");
  });

  it("owes the walk before the year is in force: dead in between, it waits, and follows once the year comes", async () => {
    const id = await accepted();
    const rows = product.database.connection.collection("recomputes");
    const basis = product.catalogue.basis();
    // What a process leaves that died after it had announced and before it had published.
    await rows.insertOne({
      _id: "run-of-the-dead" as never,
      schemaVersion: 1,
      why: "2027",
      by: "x",
      basis: "never published",
      startedAt: new Date(),
      finishedAt: null,
      total: 0,
      done: 0,
      moved: 0,
      after: "",
      rows: [],
    });
    await product.counting.goOn();
    const dead = async () => (await get("admin.luan", "/catalogue/recomputes")).items.find((run: { id: string }) => run.id === "run-of-the-dead");
    expect((await dead()).finishedAt, "nothing is measured by a year that is not there").to.equal(null);
    await rows.updateOne({ _id: "run-of-the-dead" as never }, { $set: { basis } });
    await product.counting.goOn();
    expect((await dead()).finishedAt).not.to.equal(null);
    expect((await product.tickets.store.full(id))?.timeline.at(-1)?.type, "measured already").to.equal("accepted");
  });

  it("takes two changes at the same moment, one after the other", async () => {
    const change = (reading: string) => post("admin.luan", "/catalogue/counting", { reading, receipt: "earlier", reason: "同时" });
    const answers = await Promise.all([change("a"), change("c"), change("b")]);
    expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
    await finished((await change("b")).body.id);
    expect((await get("mf.liu", "/catalogue/calendars")).reading).to.equal("b");
  });

  it("shows which cases moved to administrators alone", async () => {
    const seen = async (who: string) => (await get(who, "/catalogue/recomputes")).items.flatMap(({ rows }: { rows: unknown[] }) => rows).length;
    expect(await seen("admin.luan")).to.be.greaterThan(0);
    for (const who of ["mf.liu", "sv.li", "api.import"]) expect(await seen(who), who).to.equal(0);
  });

  it("tells what is wrong with a year, by day, and lets only the administrator load one", async () => {
    const bad = { year: 2028, offDays: ["2028-01-02", "2028-01-01"], workDays: ["2028-01-03"], statutoryDays: ["2028-05-01"] };
    const answer = await post("admin.luan", "/catalogue/calendars", { year: bad, source: "x" });
    expect(answer.status).to.equal(400);
    expect(answer.body.error.fields["year.offDays"]).to.include("从早到晚");
    const weekday = await post("admin.luan", "/catalogue/calendars", { year: { ...bad, offDays: ["2028-05-01"] }, source: "x" });
    expect(weekday.body.error.fields["year.workDays.0"]).to.include("周六");
    expect((await post("mf.liu", "/catalogue/calendars", { year: YEAR, source: "x" })).status).to.equal(403);
    expect((await post("admin.luan", "/catalogue/calendars", { year: YEAR })).body.error.fields).to.have.key("source");
  });
});

describe("pauses and extensions through the API", function acts() {
  this.timeout(60_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("clock-acts");
  });
  const post = async (who: string, path: string, body: object) =>
    product.request
      .post(`/api${path}`)
      .set(await product.as(who))
      .send(body);

  it("a report: paused for a test, resumed, extended with the head's approval; the record says so and the chain holds", async () => {
    const made = await post("op.lin", "/tickets", { ...report(), channel: "12315", route: { departmentId: "SCJG" } });
    const id = made.body.id as string;
    const act = async (who: string, body: object) => {
      const row = (await product.tickets.store.full(id))!;
      const answer = await post(who, `/tickets/${id}/actions`, { version: row.version, ...body });
      expect(answer.status, answer.text).to.equal(200);
      return answer.body.ticket;
    };
    await act("mf.liu", { type: "sign" });
    const paused = await act("mf.liu", { type: "pauseClock", clock: "R1", reason: "PS1", evidence: "送检单 2026-031" });
    const r1 = (ticket: { clocks: { id: string }[] }) => ticket.clocks.find((clock) => clock.id === "R1");
    expect(r1(paused)).to.deep.include({ tone: "paused", dueDay: null, acts: ["resumeClock", "askExtension"] });
    await act("mf.liu", { type: "resumeClock", clock: "R1", evidence: "检验报告 2026-088" });
    const late = await post("mf.liu", `/tickets/${id}/actions`, { type: "askExtension", version: 99, clock: "R1", amount: 5, reason: "x" });
    expect(late.status).to.equal(409);
    expect((await product.request.get(`/api/tickets/${id}`).set(await product.as("head.teng"))).status, "not on the report").to.equal(404);
    await act("mf.liu", { type: "askExtension", clock: "R1", amount: 15, reason: "外地协查未回" });
    const granted = await act("head.teng", { type: "decideExtension", clock: "R1", approve: true, reason: "同意" });
    expect(r1(granted)).to.deep.include({ extended: 15, acts: [] });
    expect((await product.request.get(`/api/tickets/${id}`).set(await product.as("head.teng"))).status, "decided, and off it again").to.equal(404);
    expect(verifyTicket((await product.tickets.store.full(id))!, product.seal)).to.deep.equal([]);
    const { body } = await product.request.post(`/api/public/tickets/${made.body.no}/track`).send({ code: made.body.code });
    expect(JSON.stringify(body), "a reporter sees coarse states only").not.to.match(/clockPaused|extension|送检单|协查/u);
  });
});
