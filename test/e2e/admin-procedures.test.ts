import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

describe("limits and notices on the administrator's desk", function desk() {
  this.timeout(120_000);
  let product: TestProduct;
  let browser: Browser;
  let admin: Page;
  let troubles: string[];
  let filed: { id: string; no: string };

  before(async () => {
    product = await startProduct("e2e-procedures");
    const { body } = await product.request
      .post("/api/tickets")
      .set(await product.as("op.lin"))
      .send({ ...complaint(), channel: "12315", route: { departmentId: "SCJG" } });
    filed = body;
    browser = await launch();
    ({ page: admin, troubles } = await person(browser, { viewport: DESK }));
    await signIn(admin, product.url, "admin.luan", DEMO_PASSWORD);
  });
  after(() => browser.close());

  const dialog = () => admin.locator(".el-dialog:visible");
  const row = (key: string) => admin.locator(`[data-key="${key}"]`).first();
  const limitOf = async (): Promise<number> => {
    const { body } = await product.request.get(`/api/tickets/${filed.id}`).set(await product.as("mf.liu"));
    return body.clocks.find(({ id }: { id: string }) => id === "H1").limit;
  };
  const fits = async (page: Page) =>
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      "no scrolling sideways",
    ).to.be.at.most(0);
  const accessible = async () => {
    const { violations } = await axeOn(admin).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).to.deep.equal([]);
  };

  it("lists every procedure with its limits in words, and what is law", async () => {
    await admin.getByRole("link", { name: "管理" }).click();
    await admin.getByRole("link", { name: "程序与时限" }).click();
    await row("C1@O121").waitFor();
    const words = await row("C1@O121").innerText();
    for (const part of ["受理决定并告知", "法定", "7 个工作日", "有权单位收到", "受理或者不予受理", "令121号 第15条", "剩 2 个工作日"])
      expect(words).to.include(part);
    expect(await row("H1").innerText()).to.include("参考");
    await picture(admin, "procedures-1440", true);
    await accessible();
  });

  it("shows what another limit means before it is published; open cases keep theirs until they are migrated", async () => {
    await row("H1").getByRole("button", { name: /^改/u }).click();
    await admin.locator("#rule-limit").fill("4");
    await admin.locator("#rule-limit").blur();
    await dialog().getByRole("button", { name: "先看看会怎样" }).click();
    await dialog().getByText("在办 1 件，其中 1 件正在走这个时限").waitFor();
    expect(await dialog().locator(".rules-preview").innerText()).to.include(filed.no);
    await picture(admin, "procedures-edit-1440");
    await accessible();
    await dialog().getByRole("button", { name: "发布" }).click();
    await dialog().locator("#rule-reason-fault").getByText("请填写").waitFor();
    await admin.locator("#rule-reason").fill("局务会决定提速");
    await dialog().getByRole("button", { name: "发布" }).click();
    await row("H1").getByText("4 个工作日").first().waitFor();
    expect(await limitOf()).to.equal(5);

    await admin.getByText("1 件还按以前的规则").waitFor();
    await admin.getByRole("button", { name: /^迁移到/u }).click();
    await admin.locator("#migration-reason").fill("在办件一并提速");
    await picture(admin, "procedures-migrate-1440");
    await admin.getByRole("button", { name: "迁移 1 件" }).click();
    await admin.getByText("在办 1 件都已按现行规则").waitFor();
    expect(await limitOf()).to.equal(4);
    await admin.locator(".runs").getByText("看了 1 件，挪动 1 个时限").waitFor();
    await picture(admin, "procedures-migrated-1440");
    await admin.goto(`${product.url}/desk/cases/${filed.id}`);
    await admin
      .getByText(/改按 .+ 版规则计算/u)
      .first()
      .waitFor();
  });

  it("asks for the source when the law is touched", async () => {
    await admin.goto(`${product.url}/desk/admin/procedures`);
    await row("C1@O121").getByRole("button", { name: /^改/u }).click();
    await dialog().getByText("这是法定期限").waitFor();
    await admin.locator("#rule-limit").fill("6");
    await admin.locator("#rule-limit").blur();
    await dialog().getByRole("button", { name: "先看看会怎样" }).click();
    await admin.locator("#rule-reason").fill("提速");
    await dialog().getByRole("button", { name: "发布" }).click();
    await dialog().getByText("这是法定期限，请写明新规定的条文和公布之处").waitFor();
    await picture(admin, "procedures-law-1440");
    await dialog().getByRole("button", { name: "不改了" }).click();
  });

  it("changes the steps of warning", async () => {
    await admin.getByRole("button", { name: "改“热线牌”" }).click();
    await dialog().getByRole("button", { name: "加一次提醒" }).click();
    await admin.locator("#warn-reason").fill("早一天提醒");
    await picture(admin, "procedures-warn-1440");
    await accessible();
    await dialog().getByRole("button", { name: "发布" }).click();
    await admin.locator(".warn-sets").getByText("剩 3 个工作日：黄色提醒，提醒承办人").waitFor();
  });

  it("edits the words of a notice beside what will be read; places that do not exist are told while writing", async () => {
    await admin.getByRole("link", { name: "告知模板" }).click();
    await admin.locator('[data-code="N-ACCEPTED"]').getByRole("button", { name: /^改/u }).click();
    const sms = admin.locator("#notice-smsZh");
    await sms.fill("【质诉】编号{no}已受理，承办人{wetter}。");
    await dialog().getByText("没有这样的空位：{wetter}").waitFor();
    await sms.fill("【质诉】编号{no}已受理，承办人");
    await dialog().getByRole("button", { name: "承办人", exact: true }).click();
    expect(await sms.inputValue()).to.equal("【质诉】编号{no}已受理，承办人{handler}");
    expect(await dialog().locator(".notice-preview .is-sms").innerText())
      .to.include("承办人刘振东")
      .and.include("计 1 条");
    await picture(admin, "notices-edit-1440");
    await accessible();
    await admin.locator("#notice-reason").fill("写短些");
    await dialog().getByRole("button", { name: "发布" }).click();
    await admin.getByText("写短些").waitFor();
    await picture(admin, "notices-1440");
    await accessible();
  });

  it("chooses which law governs straddling cases and which local limits run", async () => {
    await admin.getByRole("link", { name: "工作日历" }).click();
    await admin.getByText("本地设置，非本地法定").waitFor();
    await admin.getByText("到达承办部门之日").click();
    await admin.getByText("收到时有效的规章管到底").click();
    await admin.locator(".local-rules").getByText("紧急派单").click();
    await admin.locator(".counting").getByRole("button", { name: "先看看会怎样" }).click();
    await admin.getByText(/到达承办部门计算。$/u).waitFor();
    await admin.locator("#counting-reason").fill("法制部门意见");
    await picture(admin, "counting-1440", true);
    await accessible();
    await admin.locator(".counting").getByRole("button", { name: "发布口径" }).click();
    await admin.getByText("口径已发布").waitFor();
    const { body } = await product.request.get("/api/catalogue/calendars").set(await product.as("admin.luan"));
    expect(body).to.include({ receipt: "reached", straddle: "receipt" });
    expect(body.local.find(({ key }: { key: string }) => key === "H8b").on).to.equal(false);
  });

  it("is read on a phone, by those who may not change it, and in English", async () => {
    const reader = await person(browser, { viewport: PHONE });
    await signIn(reader.page, product.url, "mf.liu", DEMO_PASSWORD);
    for (const [name, path] of [
      ["procedures", "/desk/admin/procedures"],
      ["notices", "/desk/admin/notices"],
    ] as const) {
      await reader.page.goto(`${product.url}${path}`);
      await reader.page.locator(".procedures-list .panel").first().waitFor();
      expect(await reader.page.getByRole("button", { name: /^改“/u }).count(), "nothing to change").to.equal(0);
      await picture(reader.page, `${name}-390`, true);
      await fits(reader.page);
      await reader.page.getByRole("textbox").fill("没有这样的词");
      await reader.page.getByRole("button", { name: "去掉全部条件" }).waitFor();
    }
    await reader.page.route("**/api/catalogue/procedures", (route) => route.abort());
    await reader.page.goto(`${product.url}/desk/admin/procedures`);
    await reader.page.getByText("没有取到").waitFor();
    await picture(reader.page, "procedures-failed-390");
    await reader.page.context().close();

    await admin.setViewportSize(PHONE);
    await admin.goto(`${product.url}/desk/admin/procedures`);
    await row("H1").getByRole("button", { name: /^改/u }).click();
    await picture(admin, "procedures-edit-390");
    await fits(admin);
    await admin.goto(`${product.url}/desk/admin/notices`);
    await admin.locator('[data-code="N-ACCEPTED"]').getByRole("button", { name: /^改/u }).click();
    await picture(admin, "notices-edit-390");
    await fits(admin);
    await admin.evaluate(() => localStorage.setItem("zhisu.locale", "en"));
    await admin.setViewportSize(DESK);
    for (const path of ["procedures", "notices"]) {
      await admin.goto(`${product.url}/desk/admin/${path}`);
      await admin.locator(".procedures-list .panel").first().waitFor();
      await picture(admin, `${path}-en-1440`);
      // Words that a person of the office has written stay as they are; all others are English.
      expect(await admin.locator(".procedures-list h2, .procedures-list h3, .procedures-list dt").allInnerTexts()).to.satisfy((words: string[]) =>
        words.every((each) => !/\p{Script=Han}/u.test(each)),
      );
    }
    expect(troubles).to.deep.equal([]);
  });
});
