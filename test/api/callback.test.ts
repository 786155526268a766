import { expect } from "chai";
import type { TrackView } from "../../shared/tickets/track-views.ts";
import { clockOf, createOffice, file, type Office, readPage, sound } from "../support/office.ts";
import { complaint } from "../support/product.ts";
import { tellAll } from "../support/telling.ts";

/** A complaint that nobody wants, is answered too soon and comes back: its whole way, and what its complainant reads at each step. */
describe("a case returned, objected to, designated, co-handled, reviewed, called back, reworked, appealed and closed", function () {
  this.timeout(120_000);
  let office: Office;
  let made: { id: string; no: string; code: string };
  const get = async (path: string, who: string) => office.product.request.get(`/api${path}`).set(await office.product.as(who));
  const page = async (): Promise<TrackView> => readPage(office, made);
  const act = (who: string, action: Record<string, unknown>) => office.act(made.id, who, action);
  const views = async (view: string, who: string): Promise<string[]> =>
    (await get(`/tickets?view=${view}`, who)).body.items.map(({ no }: { no: string }) => no);

  before(async () => {
    office = await createOffice("callback", "2026-11-02T09:00:00+08:00");
    made = await file(office, complaint({ happenedOn: "2026-10-30" }));
  });

  it("wanders, and the page says who has it; why departments argue stays inside, and its clock runs", async () => {
    const due = (await page()).next?.dueDay;
    for (const [to, who] of [
      ["JSJ", "js.mu"],
      ["SCJG", "mf.liu"],
    ] as const) {
      await act("disp.zhao", { type: "dispatch", departmentId: to });
      expect((await page()).stage).to.equal("dispatched");
      await act(who, { type: "return", reasonCode: "RT8", reason: "不属本职争议", evidence: "三定方案" });
      expect((await page()).stage).to.equal("received");
    }
    await act("disp.zhao", { type: "dispatch", departmentId: "JSJ" });
    await act("js.mu", { type: "objectDispatch", reason: "不属本职争议", proposedId: "SCJG" });
    await act("lead.wang", { type: "designate", departmentId: "SCJG", reason: "不属本职争议已裁定" });
    const shown = await page();
    expect(shown.holder?.department).to.equal("市场监管局");
    expect(shown.next?.dueDay).to.equal(due);
    expect(JSON.stringify(shown)).not.to.match(/不属本职争议|三定方案/u);
  });

  it("is worked on with a co-handler, who answers the lead; nothing of it is the citizen's", async () => {
    for (const action of [{ type: "sign" }, { type: "accept" }]) await act("mf.liu", action);
    const before = await page();
    const asked = await act("mf.liu", { type: "setTask", departmentId: "JSJ", dueDay: "2026-11-05", text: "协办内部问话：装修是否报建" });
    const task = asked.team?.tasks[0];
    expect(task).to.deep.include({ department: { id: "JSJ", name: "建设局" }, late: false, canAnswer: false, canDrop: true });
    expect(await views("helping", "js.mu")).to.deep.equal([made.no]);
    expect(await views("helping", "mf.liu")).to.deep.equal([]);
    expect(await office.refused(made.id, "mf.liu", { type: "submitReply", text: "已责令整改。" })).to.equal("tasks-open");
    await act("js.mu", { type: "answerTask", task: task?.id, text: "协办内部答复：未报建" });
    expect(await views("helping", "js.mu")).to.deep.equal([]);
    const after = await page();
    expect(after.timeline).to.deep.equal(before.timeline);
    expect(after.coHolders).to.deep.equal(["建设局"]);
    expect(JSON.stringify(after)).not.to.include("协办内部");
  });

  it("its answer is sent back by the reviewer once, then goes out as the department's; the page shows the second alone", async () => {
    const stands = await page();
    await act("mf.liu", { type: "submitReply", text: "第一稿：已处理。", interim: false });
    expect(await views("toReview", "rev.qu")).to.deep.equal([made.no]);
    await act("rev.qu", { type: "reviewReply", approve: false, reason: "未说明退款" });
    expect(await views("toReview", "rev.qu")).to.deep.equal([]);
    expect((await page()).timeline).to.deep.equal(stands.timeline);
    await act("mf.liu", { type: "submitReply", text: "已责令整改。", interim: false });
    expect(await office.refused(made.id, "mf.liu", { type: "reply", text: "绕过审核", interim: false })).to.equal("review-open");
    const gone = await act("rev.qu", { type: "reviewReply", approve: true });
    expect(gone).to.include({ status: "replied" });
    const shown = await page();
    expect(shown.timeline.at(-1)).to.include({ type: "replied", text: "已责令整改。", department: "市场监管局", person: "刘振东" });
    expect(JSON.stringify(shown)).not.to.match(/第一稿|未说明退款/u);
  });

  it("the complainant is asked: not solved, grade 2; the page then asks no more", async () => {
    expect((await page()).allowed.rating).to.equal(true);
    expect(await views("toCallBack", "cb.qi")).to.include(made.no);
    await act("cb.qi", { type: "callBack", reached: false });
    const called = await act("cb.qi", {
      type: "callBack",
      reached: true,
      contacted: true,
      solved: "UNSOLVED",
      grade: 2,
      text: "仍未退款，语气不满。",
    });
    expect(called.callBacks.map(({ reached }) => reached)).to.deep.equal([false, true]);
    expect(await views("toCallBack", "cb.qi")).not.to.include(made.no);
    expect(await views("toRework", "cb.qi")).to.include(made.no);
    const shown = await page();
    expect(shown).to.deep.include({ rating: { solved: "UNSOLVED", grade: 2 } });
    expect(shown.allowed.rating).to.equal(false);
    expect(JSON.stringify(shown)).not.to.include("语气不满");
  });

  it("goes back for rework with a new answer clock, is answered again and rated on the page", async () => {
    await office.go("2026-11-09T09:00");
    const again = await act("cb.qi", { type: "rework", reason: "回访未解决" });
    expect(again).to.include({ status: "dispatched", department: again.department });
    expect(clockOf(again, "H1")).to.include({ startDay: "2026-11-09", metAt: null });
    expect((await page()).stage).to.equal("dispatched");
    for (const action of [{ type: "sign" }, { type: "accept" }]) await act("mf.liu", action);
    await act("mf.liu", { type: "reply", text: "已退款2980元。", interim: false });
    const token = (await office.product.request.post(`/api/public/tickets/${made.no}/track`).send({ code: made.code })).body.token;
    const rating = { solved: "SOLVED", grade: 5, contacted: true, text: "钱到了" };
    const rated = await office.product.request.post(`/api/public/tickets/${made.no}/rating`).set("authorization", `Bearer ${token}`).send(rating);
    expect(rated.status, rated.text).to.equal(200);
    expect(rated.body.ticket).to.deep.include({ rating: { solved: "SOLVED", grade: 5 } });
    const twice = await office.product.request.post(`/api/public/tickets/${made.no}/rating`).set("authorization", `Bearer ${token}`).send(rating);
    expect(twice.status).to.equal(422);
  });

  it("the low score is appealed against, upheld and kept out; the three rates are counted from the call-backs", async () => {
    await act("mf.liu", { type: "appealScore", reason: "退款当时在途，附转账凭证" });
    expect(await views("appealed", "insp.fu")).to.include(made.no);
    await act("insp.fu", { type: "decideAppeal", upheld: true, reason: "凭证属实" });
    expect(await views("appealed", "insp.fu")).not.to.include(made.no);

    const other = await file(office, complaint({ happenedOn: "2026-10-30" }));
    await office.act(other.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    for (const action of [{ type: "sign" }, { type: "accept" }, { type: "reply", text: "已处理。", interim: false }])
      await office.act(other.id, "mf.liu", action);
    await office.act(other.id, "cb.qi", { type: "callBack", reached: true, contacted: false, solved: "PARTLY", grade: 3 });

    const both = (await get("/stats/departments?from=2026-11-09&to=2026-11-09", "insp.fu")).body;
    expect(both.departments).to.deep.equal([
      {
        department: { id: "SCJG", name: "市场监管局" },
        ...{ cases: 2, keptOut: 0 },
        ...{ response: { n: 1, of: 2, rate: 0.5 }, solution: { n: 1, of: 2, rate: 0.5 }, satisfaction: { n: 2, of: 2, rate: 1 } },
      },
    ]);
    const first = (await get("/stats/departments?from=2026-11-02&to=2026-11-02", "insp.fu")).body;
    expect(first.departments[0], "the appeal keeps it out").to.deep.include({ cases: 1, keptOut: 1, satisfaction: { n: 0, of: 0, rate: null } });
    const wrong = await get("/stats/departments?from=2026-11-09&to=2026-11-02", "insp.fu");
    expect(wrong.status).to.equal(400);
    expect(wrong.body.error.fields).to.have.property("to");
  });

  it("is closed once everybody was told", async () => {
    await tellAll(office.product, made.id, "mf.liu");
    expect(await act("mf.liu", { type: "close", closing: "solved" })).to.include({ status: "closed" });
    expect((await page()).stage).to.equal("closed");
    const { body } = await get(`/tickets/${made.id}/history`, "insp.fu");
    expect(body.hops.filter(({ type }: { type: string }) => type === "returned")).to.have.length(2);
    await sound(office, made.id);
  });
});
