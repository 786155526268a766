import { expect } from "chai";
import sharp from "sharp";
import type { RegisterAction } from "../../shared/supervisors/schema.ts";
import type { SupervisorView } from "../../shared/supervisors/views.ts";
import { createOffice, type Office } from "../support/office.ts";

describe("social quality supervisors", function () {
  this.timeout(120_000);
  let office: Office;
  let id = "";
  const call = async (method: "get" | "post", path: string, who: string, body?: object, key?: string) => {
    const request = office.product.request[method](`/api/supervisors${path}`).set(await office.product.as(who));
    const keyed = key === undefined ? request : request.set("idempotency-key", key);
    return body === undefined ? keyed : keyed.send(body);
  };
  const userId = (username: string): string => office.product.users.directory.all().find((each) => each.username === username)?.id ?? "";
  const act = async (action: RegisterAction, who = "mf.head", of = id) => {
    const { body } = await call("get", `/${of}`, who);
    return call("post", `/${of}/actions`, who, { version: body.version, action });
  };
  const done = async (action: RegisterAction, who = "mf.head", of = id): Promise<SupervisorView> => {
    const { status, body } = await act(action, who, of);
    expect(status, `${action.type}: ${JSON.stringify(body)}`).to.equal(200);
    return body;
  };
  const rule = async (action: RegisterAction, who = "mf.head", of = id): Promise<string> => (await act(action, who, of)).body.error?.rule;
  const picture = async (who: string): Promise<string> => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#125566" } })
      .png()
      .toBuffer();
    const { body } = await office.product.request
      .post("/api/uploads")
      .set(await office.product.as(who))
      .attach("file", bytes, "牌子.png")
      .expect(201);
    return body.id;
  };
  const application = (over: object = {}) => ({
    ...{ name: "杨树青", phone: "13800138087", idNo: "37060219700101123X", fields: ["product"], region: "R-JD1" },
    ...{ employer: "海悦家居广场有限公司", consentDay: null, recommender: "社区推荐", ties: [], ...over },
  });
  const appoint = (over: object = {}): RegisterAction => ({
    ...{ type: "appoint", userId: userId("sv.li"), from: "2026-03-01", letterNo: "威高质聘〔2026〕1号", letterDay: "2026-03-01", cardNo: "0087" },
    ...over,
  });

  before(async () => {
    office = await createOffice("supervisors", "2026-11-24T10:00:00+08:00");
  });

  it("are entered by one, approved by another, appointed with consent, training and an account, and sealed", async () => {
    const [made, twin] = [await call("post", "", "admin.luan", application(), "a1"), await call("post", "", "admin.luan", application(), "a1")];
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    expect(twin.body.id).to.equal(made.body.id);
    id = made.body.id;
    expect(made.body).to.include({ state: "applied", phone: "138****8087" });
    const row = await office.product.database.connection.collection("supervisors").findOne({ _id: id as never });
    expect(JSON.stringify(row)).not.to.match(/13800138087|37060219700101123X/u);

    expect(await rule({ type: "approve" }, "admin.luan")).to.equal("four-eyes");
    expect(await rule({ type: "approve" }, "mf.head"), "not the one who manages").to.equal("permission");
    expect((await done({ type: "approve" }, "head.teng")).state).to.equal("approved");
    expect(await rule(appoint())).to.equal("supervisor-no-consent");
    const { fields, region, employer, recommender } = made.body;
    await done({ type: "changeFields", fields, region, employer, recommender, consentDay: "2026-02-20" });
    expect(await rule(appoint())).to.equal("supervisor-no-training");
    await done({ type: "train", day: "2026-02-26", topic: "调解协助", hours: 4 });
    expect(await rule(appoint({ userId: userId("mf.liu") }))).to.equal("supervisor-no-account");
    expect((await call("post", `/${id}/actions`, "mf.head", { version: 1, action: appoint() })).status, "stale").to.equal(409);
    const appointed = await done(appoint());
    expect(appointed.term).to.include({ from: "2026-03-01", to: "2028-02-29", cardNo: "0087" });
    expect(appointed.history.map(({ type }) => type)).to.deep.equal(["apply", "approve", "changeFields", "train", "appoint"]);
    const other = (await call("post", "", "mf.head", application({ name: "另一人", consentDay: "2026-02-20" }))).body.id;
    await done({ type: "approve" }, "boss.sun", other);
    await done({ type: "train", day: "2026-02-26", topic: "调解协助", hours: 4 }, "mf.head", other);
    expect(await rule(appoint(), "mf.head", other)).to.equal("supervisor-account-taken");
    const list = await call("get", "?state=appointed", "med.gu");
    expect(list.body.items.map(({ name }: { name: string }) => name)).to.deep.equal(["杨树青"]);
    expect(list.body.counts).to.include({ appointed: 1, approved: 1 });
  });

  it("write down what they see, once however often it is sent, and with its own time", async () => {
    const entry = { id: "entry-0000-0000-0001", at: "2026-11-20T10:05:00+08:00", place: "海悦家居广场二层", finding: "ok", words: "承诺牌已上墙。" };
    const body = { ...entry, attachmentIds: [await picture("sv.li")] };
    const [first, again] = await Promise.all([call("post", "/me/log", "sv.li", body), call("post", "/me/log", "sv.li", body)]);
    expect([first.status, again.status], JSON.stringify([first.body, again.body])).to.deep.equal([201, 201]);
    expect((await call("post", "/me/log", "sv.li", { ...body, words: "改了" })).status).to.equal(422);
    const own = (await call("get", "/me/log", "sv.li")).body.items;
    expect(own).to.have.length(1);
    expect(own[0]).to.include({ at: "2026-11-20T02:05:00.000Z", place: "海悦家居广场二层" });
    expect(own[0].arrivedAt).to.match(/^2026-11-24T02:0/u);
    expect(
      (await call("post", "/me/log", "sv.li", { ...entry, id: "entry-0000-0000-0002", at: "2026-02-01T10:00:00+08:00" })).body.error.rule,
    ).to.equal("supervisor-term-over");
    const file = (who: string) => async () =>
      (await office.product.request.get(`/api/files/${own[0].files[0].id}`).set(await office.product.as(who))).status;
    expect(await Promise.all([file("sv.li")(), file("med.gu")(), file("sv.guo")(), file("mf.liu")()])).to.deep.equal([200, 200, 404, 404]);
    const shown = (await call("get", `/${id}/log`, "insp.fu")).body.items;
    expect(shown.map(({ words }: { words: string }) => words)).to.deep.equal(["承诺牌已上墙。"]);
  });

  it("have filed what is wrong, hear how far it has come, and no one reads who reported", async () => {
    const log = { id: "entry-0000-0000-0003", at: "2026-11-24T09:00:00+08:00", place: "渔港路8号", finding: "problem", words: "冷库里有过期肉。" };
    await call("post", "/me/log", "sv.li", { ...log, reporting: "report" });
    expect((await call("get", `/${id}/log`, "mf.head")).body.items, "not even that there was one").to.have.length(1);

    const report = { id: "report-0000-0000-0001", place: log.place, words: log.words, respondent: "渔港人家海鲜酒楼" };
    const [one, twin] = [await call("post", "/me/reports", "sv.li", report), await call("post", "/me/reports", "sv.li", report)];
    expect(one.status, JSON.stringify(one.body)).to.equal(201);
    expect(twin.body.no).to.equal(one.body.no);
    expect(one.body).to.include({ kind: "report", stage: "received", ended: false, improved: null });
    const ticket = await office.product.tickets.store.byNo(one.body.no);
    expect(ticket).to.include({ kind: "report", channel: "SUPERVISOR", accessClass: "report" });
    expect(ticket?.reporter?.name?.masked).to.equal("杨*青");
    expect(JSON.stringify(ticket)).not.to.contain(userId("sv.li"));
    const kept = await office.product.database.connection.collection("supervisorReports").findOne({});
    expect(JSON.stringify(kept)).not.to.contain(one.body.no).and.not.to.contain(ticket?._id);

    const better = await call("post", "/me/reports", "sv.li", {
      ...{ id: "report-0000-0000-0002", kind: "suggestion", place: "怡园街道菜市场", words: "公平秤坏了两周，请换一台。" },
    });
    const suggestion = await office.product.tickets.store.byNo(better.body.no);
    const caseId = suggestion?._id ?? "";
    await office.act(caseId, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    for (const action of [{ type: "sign" }, { type: "accept" }, { type: "reply", text: "已换新秤。", interim: false }])
      await office.act(caseId, "mf.liu", action);
    await office.act(caseId, "cb.qi", { type: "callBack", reached: true, contacted: true, solved: "SOLVED", grade: 5 });
    await office.act(caseId, "mf.liu", { type: "close", closing: "solved" });
    const mine = (await call("get", "/me/reports", "sv.li")).body.items;
    expect(mine.map(({ stage, improved }: { stage: string; improved: boolean | null }) => [stage, improved])).to.deep.equal([
      ["closed", true],
      ["received", null],
    ]);
    expect((await call("get", "/me/reports", "sv.guo")).body.items).to.deep.equal([]);
    expect((await call("get", "/me", "sv.guo")).status).to.equal(404);
    const figures = (await call("get", "/me/statistics", "sv.li")).body;
    expect(figures).to.deep.include({ year: 2026, entries: 2, problems: 1, reports: 2, reportsEnded: 1, improved: 1, hours: 4 });
  });

  it("have their papers, say to whom they are bound, are chosen by that, and end once", async () => {
    for (const [path, who] of [
      ["/me/letter", "sv.li"],
      ["/me/certificate?year=2026", "sv.li"],
      [`/${id}/letter`, "lead.wang"],
    ] as const) {
      const file = await call("get", path, who);
      expect(file.headers["content-type"], path).to.equal("application/pdf");
      expect(Buffer.from(file.body).subarray(0, 5).toString(), path).to.equal("%PDF-");
    }
    const { supervisors } = office.product;
    const dispute = { region: "R-JD1", fieldCode: "product", names: ["王小梅", "悦动健身"] };
    expect(await supervisors.choice(dispute)).to.deep.include({
      ...{ userId: userId("sv.li"), name: "杨树青", excluded: null, points: 68 },
      reasons: [{ code: "field" }, { code: "area" }, { code: "free" }, { code: "never" }, { code: "untied" }],
    });
    expect(await supervisors.tie(userId("sv.li"), ["海悦家居广场"])).to.include({ kind: "employer" });
    const { version } = (await call("get", "/me", "sv.li")).body;
    const declare = { type: "declare", ties: [{ kind: "family", name: "王小梅" }] };
    expect((await call("post", "/me/actions", "sv.li", { version, action: declare })).body.ties).to.deep.equal(declare.ties);
    expect((await call("post", "/me/actions", "sv.li", { version: version + 1, action: { type: "end" } })).status).to.equal(400);
    expect((await supervisors.choice(dispute))[0]?.excluded).to.deep.equal({ rule: "supervisor-tie" });

    const end = { type: "end", reason: "resigned", cardReturned: true } as const;
    const { body } = await call("get", `/${id}`, "mf.head");
    const [one, two] = await Promise.all([1, 2].map(() => call("post", `/${id}/actions`, "mf.head", { version: body.version, action: end })));
    expect([one?.status, two?.status].sort()).to.deep.equal([200, 409]);
    expect(await rule(end)).to.equal("supervisor-state");
    expect(await supervisors.endedOrAway(userId("sv.li"), "2026-11-24")).to.equal("ended");
    expect(
      (await call("post", "/me/reports", "sv.li", { id: "report-0000-0000-0003", place: "某店", words: "缺斤少两" })).status,
      "the last day counts",
    ).to.equal(201);
    await office.go("2026-11-25T09:00");
    const signed = await office.product.request.post("/api/auth/sign-in").send({ username: "sv.li", password: "zhisu-demo-2026" });
    const late = await office.product.request
      .post("/api/supervisors/me/reports")
      .set({ authorization: `Bearer ${signed.body.accessToken}` })
      .send({ id: "report-0000-0000-0004", place: "某店", words: "缺斤少两" });
    expect(late.body.error?.rule).to.equal("supervisor-term-over");
  });
});
