import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { createOffice, file, type Office } from "../support/office.ts";
import { complaint } from "../support/product.ts";
import { axeOn, chooseIn, DESK, launch, openCase, PHONE, person, picture, signIn } from "./browser.ts";
import { begin, seen, send } from "./duties-stage.ts";

describe("the desks of those who look after the work", function supervision() {
  this.timeout(60_000);
  let office: Office;
  let browser: Browser;
  let deptLead: Page;
  let inspector: Page;
  let leader: Page;
  let waiting = "";
  let answered = { id: "", no: "" };
  const troubles: string[][] = [];

  const open = async (account: string): Promise<Page> => {
    const opened = await person(browser, { viewport: DESK });
    troubles.push(opened.troubles);
    await signIn(opened.page, office.product.url, account, DEMO_PASSWORD);
    return opened.page;
  };
  const go = (page: Page, path: string) => page.goto(`${office.product.url}/desk${path}`);
  const accessible = async (page: Page, part: string): Promise<void> => {
    const { violations } = await axeOn(page).include(part).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
  };
  const sent = async (over: Record<string, unknown> = {}): Promise<{ id: string; no: string }> => {
    const made = await file(office, complaint(over));
    await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    return made;
  };

  before(async () => {
    office = await createOffice("e2e-supervision", "2026-11-16T09:00:00+08:00");
    const { product } = office;
    for (const [who, n] of [
      ["mf.liu", 3],
      ["mf.tan", 1],
    ] as const)
      for (let i = 0; i < n; i++) await office.act((await sent()).id, who, { type: "sign" });
    await office.go("2026-11-24T10:00");
    answered = await sent({ title: "洗衣机修了三次还漏水" });
    for (const action of [{ type: "sign" }, { type: "accept" }, { type: "reply", text: "已责令商家三日内上门维修。", interim: false }])
      await office.act(answered.id, "mf.cong", action);
    await office.act(answered.id, "cb.qi", { type: "callBack", reached: true, contacted: false, solved: "UNSOLVED", grade: 2 });
    const song = product.users.directory.all().find(({ username }) => username === "mf.song");
    await product.request
      .put(`/api/users/${song?.id}/skills`)
      .set(await product.as("mf.head"))
      .send({ version: song?.version, skills: ["TS05"] })
      .expect(200);
    const liu = product.users.directory.all().find(({ username }) => username === "mf.liu");
    await product.request
      .patch(`/api/users/${liu?.id}`)
      .set(await product.as("admin.luan"))
      .send({ version: liu?.version, onLeave: { from: "2026-11-23", to: "2026-11-27", deputyId: song?.id } })
      .expect(200);
    waiting = (await sent({ title: "面包里吃出异物", categoryCode: "TS05" })).id;
    browser = await launch();
    [deptLead, inspector, leader] = await Promise.all([open("mf.head"), open("insp.fu"), open("boss.sun")]);
  });
  after(() => browser.close());

  it("show who has how much, and lead to each person's list", async () => {
    await deptLead.locator(".rail").getByRole("link", { name: "督查" }).click();
    const liu = deptLead.locator(".load-people li", { hasText: "刘振东" });
    await liu.getByText("休假至 2026-11-27").waitFor();
    await deptLead.locator(".load-people li", { hasText: "宋佳宁" }).getByText("食品安全").waitFor();
    await seen(deptLead, "supervision-load", true);
    await deptLead.getByRole("button", { name: "宋佳宁擅长的类别" }).click();
    await deptLead.locator("#skills").waitFor();
    await seen(deptLead, "supervision-skills");
    await deptLead.getByRole("button", { name: "不改了" }).click();
    await liu.getByRole("link", { name: "3 件" }).click();
    await deptLead.locator(".inbox-rows .row").nth(2).waitFor();
    expect(await deptLead.locator(".inbox-rows .row").count()).to.equal(3);
  });

  it("name colleagues for a case, the best first and with the reason", async () => {
    await openCase(deptLead, office.product.url, waiting);
    await begin(deptLead, "改派…");
    const list = deptLead.locator(".el-select").filter({ has: deptLead.locator("#act-userId") });
    await list.click();
    const first = deptLead.getByRole("option").first();
    await first.getByText("擅长这一类").waitFor();
    expect(await first.innerText()).to.match(/宋佳宁[\s\S]*按公平分派/u);
    await accessible(deptLead, ".act-form");
    await picture(deptLead, "supervision-candidates-1440");
    await deptLead.setViewportSize(PHONE);
    await picture(deptLead, "supervision-candidates-390");
    await deptLead.setViewportSize(DESK);
    await first.click();
    await send(deptLead);
    await deptLead
      .locator(".record-list")
      .getByText(/分派给/u)
      .first()
      .waitFor();
  });

  it("show what the records of a period leave to be looked at, and keep what the inspector says of it", async () => {
    await go(inspector, "/checks");
    const found = inspector.locator(".checks li", { hasText: "未联系即答复或办结" });
    await found.getByText("没有联系上诉求人").waitFor();
    await seen(inspector, "supervision-checks", true);
    await found.getByRole("button", { name: "认定" }).click();
    await inspector.locator(".check-form").getByText("提出改进").click();
    await inspector.locator("#check-note").fill("答复前要先联系上诉求人，联系不上的留三次记录。");
    await accessible(inspector, ".check-form");
    await seen(inspector, "supervision-decide");
    await inspector.locator(".check-form").getByRole("button", { name: "记下认定" }).click();
    await found.locator(".checks-said").getByText("联系不上的留三次记录").waitFor();
    await inspector.getByRole("radio", { name: "未认定" }).click();
    await found.waitFor({ state: "detached" });
    await inspector.getByRole("radio", { name: "提出改进" }).click();
    await found.getByRole("link", { name: answered.no }).click();
    await inspector.locator(".entry.is-aimed").getByText("已责令商家三日内上门维修").waitFor();
  });

  it("criticise a department on paper: one drafts, another issues, the department answers", async () => {
    await go(inspector, "/criticism");
    await inspector.getByRole("button", { name: "起草通报" }).first().click();
    await chooseIn(inspector, "criticism-departmentId", "市场监管局");
    await inspector.locator("#criticism-title").fill("关于未联系即答复的情况通报");
    await inspector.locator("#criticism-text").fill("部分案件未联系诉求人即作答复，回访时群众不认可。请引以为戒，逐件核查。");
    await chooseIn(inspector, "criticism-findings", /未联系即答复/u);
    await inspector.keyboard.press("Escape");
    await accessible(inspector, ".criticism-form");
    await seen(inspector, "supervision-draft");
    await inspector.locator(".criticism-form").getByRole("button", { name: "存草稿" }).click();
    const card = (page: Page) => page.locator(".criticism-card", { hasText: "关于未联系即答复的情况通报" });
    await card(inspector).getByText("草稿", { exact: true }).waitFor();
    expect(await card(inspector).getByRole("button", { name: "签发" }).count(), "not by the drafter").to.equal(0);

    await go(leader, "/criticism");
    await card(leader).getByRole("button", { name: "签发" }).click();
    await leader.locator(".criticism-form .notice").getByText("起草人不能自己签发").waitFor();
    await seen(leader, "supervision-issue");
    await leader.locator(".criticism-form").getByRole("button", { name: "签发" }).click();
    await card(leader).getByText("威高市监督通〔2026〕第1号").waitFor();

    await go(deptLead, "/criticism");
    await card(deptLead).getByRole("button", { name: "签收" }).click();
    await card(deptLead).getByRole("button", { name: "书面答复" }).click();
    await deptLead.locator("#criticism-words").fill("已逐件核查，约谈承办人，今后先联系后答复。");
    await deptLead.locator(".criticism-form").getByRole("button", { name: "书面答复" }).click();
    await card(deptLead).getByText("今后先联系后答复").waitFor();
    await seen(deptLead, "supervision-criticism", true);
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
