import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { createOffice, type Office } from "../support/office.ts";
import { DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

describe("the pages of social quality supervisors", function supervisors() {
  this.timeout(90_000);
  let office: Office;
  let browser: Browser;
  let desk: Page;
  let phone: Page;
  const troubles: string[] = [];
  const sound = async (page: Page, part: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(part).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), "nothing runs over").to.be.at.most(
      0,
    );
  };
  const tab = (name: string) => phone.locator(".sup-tabs").getByRole("link", { name }).click();

  before(async () => {
    office = await createOffice("e2e-supervisors", "2026-11-24T10:00:00+08:00");
    await office.product.supervisors.play();
    browser = await launch();
    const [one, two] = await Promise.all([person(browser, { viewport: DESK }), person(browser, { viewport: PHONE })]);
    troubles.push(...one.troubles);
    desk = one.page;
    phone = two.page;
    await signIn(desk, office.product.url, "mf.head", DEMO_PASSWORD);
    await phone.goto(`${office.product.url}/desk/`);
    await phone.locator('input[autocomplete="username"]').fill("sv.li");
    await phone.locator('input[type="password"]').fill(DEMO_PASSWORD);
    await phone.keyboard.press("Enter");
    await phone.waitForURL(/\/desk\/supervise/u);
  });
  after(() => browser?.close());

  it("show the office who is in office, until when, and what can be done", async () => {
    await desk.goto(`${office.product.url}/desk/supervisors`);
    const row = (name: string) => desk.locator(".sv-row", { hasText: name });
    await row("常远航").getByText("请假中").waitFor();
    await row("毕涛").getByText("聘期已满 2026-08-31").waitFor();
    await sound(desk, ".admin-main");
    await picture(desk, "supervisors-register-1440");
    await row("李长青").click();
    const drawer = desk.locator(".el-drawer");
    await drawer.getByText("首负承诺").waitFor();
    await sound(desk, ".sv-detail");
    await picture(desk, "supervisors-detail-1440");
    await drawer.getByRole("button", { name: "记培训" }).click();
    await desk.locator("#sv-topic").fill("产品质量投诉的证据");
    await picture(desk, "supervisors-train-1440");
    await desk.locator(".sv-form").getByRole("button", { name: "记下" }).click();
    await drawer.getByText("产品质量投诉的证据").waitFor();
    await desk.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });
    await desk.getByRole("button", { name: "登记申请" }).click();
    await desk.locator("#sv-name").waitFor();
    await picture(desk, "supervisors-apply-1440");
    await desk.keyboard.press("Escape");
    await desk.setViewportSize(PHONE);
    await row("李长青").waitFor();
    await picture(desk, "supervisors-register-390");
    await desk.setViewportSize(DESK);
  });

  it("show supervisors their tasks, with two answers that weigh the same", async () => {
    await phone.getByText("现在没有任务").waitFor();
    await picture(phone, "supervise-no-tasks-390");
    const answers: unknown[] = [];
    const common = { region: "田和街道", replyBy: null, reason: "", dueDay: "2026-12-01", hearing: null, papers: 0, mediatorPhone: null };
    const hearing = { at: "2026-11-26T14:30:00+08:00", place: "怡园街道便民服务中心 302", mediator: "邹丽娟", confirmed: true };
    await phone.route("**/api/disputes/tasks", (route) =>
      route.fulfill({
        json: {
          items: [
            { ...common, id: "d2", title: "餐桌椅“全实木”纠纷　第二次会", state: "accepted", hearing, papers: 3, mediatorPhone: "0631-5620000" },
            {
              ...{ ...common, id: "d1", title: "淋浴房玻璃自爆，业主划伤", state: "asked", replyBy: "2026-11-24T18:00:00+08:00" },
              reason: "懂产品质量，手上 2 件，与双方没有关联。",
            },
          ],
        },
      }),
    );
    await phone.route("**/api/disputes/d1/assignment", (route) => {
      answers.push(route.request().postDataJSON());
      return route.fulfill({ json: {} });
    });
    await phone.reload();
    await phone.getByText("您有 2 项任务").waitFor();
    const first = phone.locator(".sup-card").first();
    await first.getByText("新指派，今天 18:00 前回复").waitFor();
    const [yes, no] = await Promise.all(["接受", "有利害关系"].map((name) => first.getByRole("button", { name }).boundingBox()));
    expect(Math.abs((yes?.width ?? 0) - (no?.width ?? 99))).to.be.below(2);
    await sound(phone, ".supervise");
    await picture(phone, "supervise-tasks-390");
    await first.getByRole("button", { name: "有利害关系" }).click();
    await phone.locator("textarea").fill("业主是我同事");
    await picture(phone, "supervise-conflict-390");
    await phone.getByRole("button", { name: "提出回避" }).click();
    await phone.getByText("已回避").waitFor();
    expect(answers).to.deep.equal([{ answer: "conflict", reason: "业主是我同事" }]);
  });

  it("take what is written without a line, and send it once there is one", async () => {
    await tab("记录");
    await phone.locator(".sup-card").nth(2).waitFor();
    await picture(phone, "supervise-log-390");
    await phone.getByRole("button", { name: "写一条记录" }).click();
    await phone.getByRole("radio", { name: "有问题" }).click();
    await phone.locator("#log-place").fill("海悦家居广场 二层服务台");
    await phone.locator("#log-words").fill("首负承诺牌摆在柱子背面，金额写“最高 5,000 元”，备案是 10,000 元。");
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    await phone.locator('.photos + input[type="file"]').setInputFiles({ name: "牌子.png", mimeType: "image/png", buffer: png });
    await phone.locator(".photos img").waitFor();
    await sound(phone, ".supervise");
    await picture(phone, "supervise-write-390", true);
    await phone.context().setOffline(true);
    await phone.getByRole("button", { name: "交上去" }).click();
    const queued = phone.locator(".sup-card", { hasText: "柱子背面" });
    await queued.getByText("等信号").waitFor();
    await picture(phone, "supervise-waiting-390");
    await phone.context().setOffline(false);
    await queued.getByText("已上报").waitFor();
    await queued.getByRole("button", { name: "牌子.png" }).waitFor();
    expect(await queued.count()).to.equal(1);
    await tab("上报");
    await phone.locator(".sup-card", { hasText: "柱子背面" }).getByText("已收到，等待办理").waitFor();
    const better = phone.locator(".sup-card", { hasText: "公平秤坏了两周" });
    await better.getByText("已有改进").waitFor();
    await sound(phone, ".supervise");
    await picture(phone, "supervise-reports-390", true);
    await phone.getByRole("button", { name: "上报质量问题" }).click();
    await phone.locator("#report-words").waitFor();
    await picture(phone, "supervise-report-form-390", true);
  });

  it("show the card, the year and the ties, and work on a wide screen", async () => {
    await tab("我的");
    await phone.getByText("质量监督员 ZSJD-01 号").nth(1).waitFor();
    await phone.locator(".sup-figures div", { hasText: "走访记录" }).getByText("4").waitFor();
    await phone.getByRole("button", { name: "申报关联" }).click();
    await phone.getByRole("button", { name: "加一项" }).click();
    await phone.locator(".ties input").fill("火炬八街某电动车行");
    await picture(phone, "supervise-ties-390", true);
    await phone.getByRole("button", { name: "保存" }).click();
    await phone.getByText("生意往来　火炬八街某电动车行").waitFor();
    await sound(phone, ".supervise");
    await picture(phone, "supervise-me-390", true);
    await phone.setViewportSize(DESK);
    await picture(phone, "supervise-me-1440");
    expect(troubles).to.deep.equal([]);
  });
});
