import { expect } from "chai";
import { verifyTicket } from "../../server/tickets/verify.ts";
import type { NoticeRuleView } from "../../shared/catalogue/notice-views.ts";
import type { ClockRuleView } from "../../shared/catalogue/procedure-views.ts";
import { complaint, report, startProduct, type TestProduct, until } from "../support/product.ts";

/** A clock as it would be sent back, with some fields changed. */
const changeOf = (clock: ClockRuleView, over: object = {}) => ({
  key: clock.key,
  zh: clock.zh,
  en: clock.en,
  limit: clock.limit,
  extensionMax: clock.extension?.max ?? null,
  pauseReasons: clock.pauseReasons,
  warn: clock.warn,
  consequenceZh: clock.consequenceZh,
  consequenceEn: clock.consequenceEn,
  effectiveFrom: clock.effectiveFrom,
  effectiveTo: clock.effectiveTo,
  ...over,
});
const noticeOf = ({ code, zh, en, channels, required, inFull, templates }: NoticeRuleView, over: object = {}) => ({
  code,
  zh,
  en,
  channels,
  required,
  inFull,
  templates,
  ...over,
});

describe("limits, warnings and notices as administrators keep them", function procedures() {
  this.timeout(60_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("procedures");
  });
  const post = async (who: string, path: string, body: object = {}) =>
    product.request
      .post(`/api${path}`)
      .set(await product.as(who))
      .send(body);
  const get = async (who: string, path: string) => (await product.request.get(`/api${path}`).set(await product.as(who))).body;
  const view = () => get("admin.luan", "/catalogue/procedures");
  const clock = async (key: string): Promise<ClockRuleView> => (await view()).clocks.find((one: ClockRuleView) => one.key === key);
  const publish = async (key: string, over: object, act: object = {}) =>
    post("admin.luan", "/catalogue/procedures", {
      base: (await view()).version,
      rules: [changeOf(await clock(key), over)],
      reason: "区里要求提速",
      ...act,
    });
  const filed = async (): Promise<string> =>
    (await post("op.lin", "/tickets", { ...complaint(), channel: "12315", route: { departmentId: "SCJG" } })).body.id;
  const limitOf = async (id: string, rule: string) => {
    const found = (await get("mf.liu", `/tickets/${id}`)).clocks.find((one: { id: string }) => one.id === rule);
    return { limit: found.limit as number, dueDay: found.dueDay as string };
  };
  const finished = (id: string) =>
    until(
      async () =>
        (await get("admin.luan", "/catalogue/recomputes")).items.find(
          (run: { id: string; finishedAt: string | null }) => run.id === id && run.finishedAt !== null,
        ),
      "the walk to end",
    );

  it("tells every limit in words, with its article, and what is law and what a setting", async () => {
    const { procedures, clocks, warnSets } = await get("mf.liu", "/catalogue/procedures");
    expect(procedures.map(({ name }: { name: string }) => name)).to.include.members(["投诉（121号令）", "举报", "12345工单"]);
    const c1 = clocks.find(({ key }: ClockRuleView) => key === "C1@O121") as ClockRuleView;
    expect(c1).to.deep.include({ trigger: ["有权单位收到"], metBy: ["受理", "不予受理"], law: true, on: true, mayPause: ["PS7", "PS8"] });
    expect(c1.articles[0]).to.deep.equal({ source: "O121", ref: "15", name: "市场监督管理投诉举报处理办法（总局令第121号）" });
    expect(clocks.find(({ key }: ClockRuleView) => key === "H1")).to.include({ law: false, confidence: "S", on: true });
    expect(clocks.find(({ key }: ClockRuleView) => key === "H8c")).to.include({ on: false });
    expect(warnSets.find(({ code }: { code: string }) => code === "W-12345").clocks).to.include("办理、答复并反馈");
    const { body } = await product.request.get("/api/catalogue/procedures?lang=en").set({ ...(await product.as("mf.liu")), "accept-language": "en" });
    expect(body.procedures[0].name).not.to.match(/\p{Script=Han}/u);
  });

  it("shows before it is done what another limit means, and writes nothing", async () => {
    const old = await filed();
    await product.request.post("/api/public/tickets").send(report());
    const answer = await post("admin.luan", "/catalogue/procedures/preview", { rules: [changeOf(await clock("H1"), { limit: 4 })] });
    expect(answer.status, answer.text).to.equal(200);
    const [row] = answer.body.rules;
    expect(row).to.include({ key: "H1", limitBefore: 5, limitAfter: 4, running: 1 });
    expect(row.after < row.before, `${row.after} before ${row.before}`).to.equal(true);
    expect(answer.body).to.include({ open: 2, moved: 1 });
    expect(answer.body.rows[0]).to.include({ id: old, clock: "H1", to: row.after });
    const unchanged = await limitOf(old, "H1");
    expect(unchanged.limit).to.equal(5);
    expect((await clock("H1")).limit).to.equal(5);
    // Of a report only the count is told, never its number.
    const r1 = await post("admin.luan", "/catalogue/procedures/preview", { rules: [changeOf(await clock("R1"), { limit: 10 })] });
    expect(r1.body).to.deep.include({ moved: 1, rows: [] });
  });

  it("H1 from five days to four: new cases get four, old ones keep five until they are migrated, once, on the record", async () => {
    const old = await filed();
    const published = await publish("H1", { limit: 4 });
    expect(published.status, published.text).to.equal(201);
    expect(published.body.version).to.match(/^\d{4}-\d\d-\d\d\.\d+$/u);
    expect((await view()).history[0]).to.include({ version: published.body.version, by: "栾涛", reason: "区里要求提速" });
    const fresh = await filed();
    expect((await limitOf(fresh, "H1")).limit).to.equal(4);
    const before = await limitOf(old, "H1");
    expect(before.limit).to.equal(5);

    const preview = await post("admin.luan", "/catalogue/migrations/preview");
    expect(preview.status, preview.text).to.equal(200);
    expect(preview.body.version).to.equal(published.body.version);
    expect(preview.body.behind, "a complaint and a report of before, and this one").to.equal(3);
    expect(preview.body.rows.find(({ id }: { id: string }) => id === old)).to.include({ clock: "H1", from: before.dueDay });
    expect((await limitOf(old, "H1")).limit, "looked at, not done").to.equal(5);

    const begun = await post("admin.luan", "/catalogue/migrations", { reason: "在办件一并提速", version: published.body.version });
    expect(begun.status, begun.text).to.equal(201);
    const run = await finished(begun.body.id);
    expect(run).to.include({ migrate: published.body.version, why: "在办件一并提速", moved: 2 });
    const after = await limitOf(old, "H1");
    expect(after.limit).to.equal(4);
    expect(after.dueDay < before.dueDay).to.equal(true);
    const row = (await product.tickets.store.full(old))!;
    expect(row.timeline.at(-1)).to.deep.include({ type: "recomputed", audience: "internal" });
    expect(row.timeline.at(-1)?.details).to.deep.include({ rules: published.body.version });
    expect(row.timeline.at(-1)?.details.moved).to.deep.equal([{ clock: "H1", from: before.dueDay, to: after.dueDay }]);
    expect(row.procedures.map(({ version }) => version)).to.deep.equal(row.procedures.map(() => published.body.version));
    expect(verifyTicket(row, product.seal)).to.deep.equal([]);

    const again = await post("admin.luan", "/catalogue/migrations", { reason: "再来一次" });
    expect(await finished(again.body.id)).to.include({ moved: 0 });
    expect((await product.tickets.store.full(old))?.version, "nothing is written twice").to.equal(row.version);
  });

  it("goes on with a migration that a stop cut off, to the version it was decided on", async () => {
    const cases = [await filed(), await filed(), await filed()].sort();
    const target = (await publish("H1", { limit: 6 })).body.version;
    const rows = product.database.connection.collection("recomputes");
    const stopped = { done: 1, moved: 1, after: cases[0], finishedAt: null, total: 9, rows: [], startedAt: new Date() };
    // As a process leaves it that was killed behind the first of them.
    await rows.insertOne({
      _id: "cut-off" as never,
      schemaVersion: 1,
      why: "迁移",
      by: "x",
      basis: product.catalogue.basis(),
      migrate: target,
      ...stopped,
    });
    const later = (await publish("H1", { limit: 7 })).body.version;
    await product.counting.goOn();
    const run = await finished("cut-off");
    expect(run.moved).to.be.at.least(3);
    expect((await limitOf(cases[0] ?? "", "H1")).limit, "it was behind that one already").to.equal(4);
    for (const id of cases.slice(1)) expect((await limitOf(id, "H1")).limit).to.equal(6);
    const stale = await post("admin.luan", "/catalogue/migrations", { reason: "x", version: target });
    expect(stale.status).to.equal(409);
    expect(stale.body.error.conflict).to.deep.equal({ version: later });
    await rows.insertOne({ _id: "unknown" as never, schemaVersion: 1, why: "迁移", by: "x", basis: "", migrate: "2099-01-01.1", ...stopped });
    await product.counting.goOn();
    expect((await rows.findOne({ _id: "unknown" as never }))?.finishedAt, "rules nobody knows are waited for").to.equal(null);
    await rows.deleteOne({ _id: "unknown" as never });
  });

  it("a limit of the law is changed only with the source; how it warns is the office's own", async () => {
    const refused = await publish("C1@O121", { limit: 10 });
    expect(refused.status).to.equal(400);
    expect(refused.body.error.fields.source).to.include("法定期限");
    expect((await publish("C1@O121", { warn: "W-LAW" })).status).to.equal(201);
    const taken = await publish("C1@O121", { limit: 10 }, { source: "总局令第130号第十五条，2027年1月4日公布" });
    expect(taken.status, taken.text).to.equal(201);
    expect((await view()).history[0].source).to.include("第130号");
    expect((await publish("C1@O121", { limit: 7, warn: "W-SHORT" }, { source: "更正" })).status).to.equal(201);
  });

  it("refuses what the rule does not know: pauses of other laws, an extension where there is none, odd days", async () => {
    const said = async (key: string, over: object) => {
      const answer = await publish(key, over, { source: "x" });
      expect(answer.status, answer.text).to.equal(400);
      return answer.body.error.fields;
    };
    expect(await said("C1@O121", { pauseReasons: ["PS1"] })).to.have.keys(["rules.0.pauseReasons"]);
    expect(await said("C1@O121", { extensionMax: 5 })).to.have.keys(["rules.0.extensionMax"]);
    expect(await said("R1", { extensionMax: null })).to.have.keys(["rules.0.extensionMax"]);
    expect(await said("H1", { limit: 0 })).to.have.keys(["rules.0.limit"]);
    expect(await said("H1", { limit: 401 })).to.have.keys(["rules.0.limit"]);
    expect(await said("H1", { warn: "W-XX" })).to.have.keys(["rules.0.warn"]);
    expect(await said("H1", { effectiveFrom: "2027-02-01", effectiveTo: "2027-01-01" })).to.have.keys(["rules.0.effectiveTo"]);
    expect(await said("H1", { key: "ZZ" })).to.have.keys(["rules.0.key"]);
    expect(await said("H1", { trigger: ["filed"] })).to.have.keys(["rules.0.trigger"]);
    expect((await publish("H1", {})).body.error.rule).to.equal("nothing-changed");
    expect((await publish("C3", { pauseReasons: ["PS1", "PS7"] }, { source: "局务会纪要" })).status, "a setting the law leaves open").to.equal(201);
  });

  it("whoever edits an older version is told; of two at the same moment one is taken", async () => {
    const { version } = await view();
    const rules = (limit: number) => ({ base: version, reason: "同时", rules: [{ ...old, limit }] });
    const old = changeOf(await clock("H3"));
    const answers = await Promise.all([3, 4, 5].map((limit) => post("admin.luan", "/catalogue/procedures", rules(limit))));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409]);
    const late = await post("admin.luan", "/catalogue/procedures", rules(6));
    expect(late.status).to.equal(409);
    expect(late.body.error.message).to.include((await view()).version);
  });

  it("only the administrator edits", async () => {
    const rules = [changeOf(await clock("H1"), { limit: 3 })];
    const { version } = await view();
    for (const who of ["mf.liu", "sv.li", "head.teng", "op.lin"])
      for (const path of ["procedures", "procedures/preview", "warn-sets", "notices", "notices/preview", "migrations", "migrations/preview"])
        expect((await post(who, `/catalogue/${path}`, { base: version, reason: "x", rules })).status, `${who} ${path}`).to.equal(403);
  });

  it("other steps of warning are in force at once for what is open, without an entry", async () => {
    const id = await filed();
    const before = (await product.tickets.store.full(id))!;
    const { warnVersion, warnSets } = await view();
    const sets = ["W-12345", "W-SHORT"].map((code) => {
      const { rules } = warnSets.find((one: { code: string }) => one.code === code);
      return { code, rules: rules.slice(1) };
    });
    const bad = await post("admin.luan", "/catalogue/warn-sets", {
      base: warnVersion,
      reason: "x",
      sets: [{ ...sets[0], rules: [sets[0]?.rules[0], sets[0]?.rules[0]] }],
    });
    expect(bad.body.error.fields).to.have.keys(["sets.0.rules.1.at"]);
    const published = await post("admin.luan", "/catalogue/warn-sets", { base: warnVersion, reason: "少提醒一次", sets });
    expect(published.status, published.text).to.equal(201);
    await until(async () => (await product.tickets.store.full(id))!.nextWarnAt > before.nextWarnAt, "the case to be looked at later");
    expect((await product.tickets.store.full(id))?.version).to.equal(before.version);
  });

  it("notices: words are previewed and published; unknown places are refused by name", async () => {
    const { version, notices, placeholders } = await get("admin.luan", "/catalogue/notices");
    expect(placeholders.map(({ key }: { key: string }) => key))
      .to.include("due")
      .and.not.to.include("card");
    const accepted = notices.find(({ code }: NoticeRuleView) => code === "N-ACCEPTED") as NoticeRuleView;
    expect(accepted).to.include({ event: "受理", clock: "受理决定并告知", law: true });
    const worded = (smsZh: string) => noticeOf(accepted, { templates: accepted.templates.map((one) => ({ ...one, smsZh })) });
    const unknown = await post("admin.luan", "/catalogue/notices", { base: version, reason: "x", notices: [worded("编号{no}，{wetter}，{code}")] });
    expect(unknown.status).to.equal(400);
    expect(unknown.body.error.fields["notices.0.templates.0.smsZh"]).to.include("{wetter} {code}");
    const change = worded("【质诉】编号{no}已受理，承办人{handler}。");
    const preview = await post("admin.luan", "/catalogue/notices/preview", { notices: [change] });
    expect(preview.body.notices[0].texts.map(({ text }: { text: string }) => text)).to.deep.equal(["smsZh"]);
    const [sms] = preview.body.notices[0].sms;
    expect(sms.text).to.equal("【质诉】编号ZS26-000123已受理，承办人刘振东。");
    expect(sms).to.include({ length: [...sms.text].length, parts: 1 });
    const published = await post("admin.luan", "/catalogue/notices", { base: version, reason: "写短些", notices: [change] });
    expect(published.status, published.text).to.equal(201);
    expect(product.catalogue.book().notices.find(({ code }) => code === "N-ACCEPTED")?.templates[0]?.smsZh).to.include("承办人{handler}。");
    // How a duty of the law is met needs a source; what must arrive in full needs a way that carries it.
    const base = published.body.version;
    const lax = await post("admin.luan", "/catalogue/notices", { base, reason: "x", notices: [{ ...change, required: false }] });
    expect(lax.body.error.fields).to.have.keys(["source"]);
    const full = await post("admin.luan", "/catalogue/notices", {
      base,
      reason: "x",
      source: "x",
      notices: [{ ...change, inFull: true, channels: ["sms", "phone"] }],
    });
    expect(full.body.error.fields).to.have.keys(["notices.0.channels"]);
  });

  it("puts who changed what on the audit log, before it is in force", async () => {
    const kinds = async (subject: string): Promise<string[]> =>
      (await get("audit.zhou", `/audit?subject=${subject}`)).items.map(({ kind }: { kind: string }) => kind);
    expect(await kinds("clockRules")).to.include.members(["clockRules.published", "rules.migrated"]);
    expect(await kinds("warnSets")).to.deep.equal(["warnSets.published"]);
    expect(await kinds("notices")).to.deep.equal(["notices.published"]);
  });

  it("the counting settings: another receipt is seen before it is published; local rules are told with their source", async () => {
    const settings = await get("admin.luan", "/catalogue/calendars");
    expect(settings.local.find(({ key }: { key: string }) => key === "H1").law).to.include("山东省政务服务热线管理办法");
    const preview = await post("admin.luan", "/catalogue/calendars/preview", { receipt: "reached" });
    expect(preview.status, preview.text).to.equal(200);
    const sample = (id: string) => preview.body.samples.find(({ rule }: { rule: string }) => rule === id);
    expect(preview.body).to.include({ moved: 0 });
    expect(preview.body.reaches > preview.body.today).to.equal(true);
    expect(sample("H1").after > sample("H1").before, "counted from the day it reaches the department").to.equal(true);
    expect(sample("C3").after, "not from receipt").to.equal(sample("C3").before);
  });
});
