import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, chooseIn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

describe("the acts of a case, each through its form", function acts() {
  this.timeout(120_000);
  let product: TestProduct;
  let browser: Browser;
  let dispatcher: Page;
  let handler: Page;
  const troubles: string[][] = [];
  let id = "";

  before(async () => {
    product = await startProduct("e2e-acts");
    const filed = await product.request
      .post("/api/tickets")
      .set(await product.as("disp.zhao"))
      .send({
        ...complaint({ categoryCode: "TS0101", objectCode: "FW0201", confidential: true, no12345: "WH2026112600009" }),
        channel: "12345",
        agent: { name: "于大明", phone: "13700002222", authority: "代为投诉和接受调解，期限至 2026-12-31" },
        receivedOn: "2026-11-20",
        receivedWhy: "周末收到的来信，周一录入",
        receivedEvidence: "挂号信 XA26450000137 签收单",
      });
    expect(filed.status, filed.text).to.equal(201);
    id = filed.body.id;
    browser = await launch();
    const open = async (name: string): Promise<Page> => {
      const opened = await person(browser, { viewport: DESK });
      troubles.push(opened.troubles);
      await signIn(opened.page, product.url, name, DEMO_PASSWORD);
      return opened.page;
    };
    dispatcher = await open("disp.zhao");
    handler = await open("mf.liu");
  });
  after(() => browser.close());

  const axe = async (page: Page, name: string): Promise<void> => {
    const { violations } = await axeOn(page).analyze();
    expect(violations.map(({ id: rule, nodes }) => `${name}: ${rule} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
  };
  /** Dialogs fade in: a picture or a measure in between would show neither. */
  const settled = (page: Page): Promise<unknown> =>
    page.waitForFunction(
      () =>
        document.querySelector(".dialog-fade-enter-active, .dialog-fade-leave-active, .el-message") === null &&
        [...document.querySelectorAll(".el-select-dropdown")].every((list) => !list.checkVisibility()),
    );
  const go = async (page: Page, which = id): Promise<void> => {
    await page.goto(`${product.url}/desk/cases/${which}`);
    await page.locator(".casehead").waitFor();
  };
  const begin = async (page: Page, label: string): Promise<void> => {
    const button = page.getByRole("main").getByRole("button", { name: label, exact: true });
    if ((await button.count()) > 0) await button.first().click();
    else {
      await page.getByRole("button", { name: "更多操作" }).click();
      await page.getByRole("menuitem", { name: label }).click();
    }
    await page.locator(".act-form").waitFor();
  };
  const send = async (page: Page): Promise<void> => {
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith("/actions") && response.request().method() === "POST"),
      page.locator(".act-do").click(),
    ]);
    expect(answer.status(), await answer.text()).to.equal(200);
    await page.locator(".act-form").waitFor({ state: "detached" });
  };
  const pick = chooseIn;
  const state = (page: Page, word: string) => page.locator(".casehead-line .pill").filter({ hasText: word }).waitFor();
  const record = (page: Page, words: string | RegExp) => page.locator(".record-list").getByText(words).first().waitFor();

  it("shows who acts for whom, that secrecy was asked, where it came from and why it is late", async () => {
    await go(dispatcher);
    await dispatcher.locator(".casehead").getByText("要求保密", { exact: true }).waitFor();
    await dispatcher.getByRole("heading", { name: "代理人" }).waitFor();
    await dispatcher.getByText("周末收到的来信，周一录入").waitFor();
    await picture(dispatcher, "case-facts-1440", true);
  });

  it("dispatch: the suggestion is filled in, a co-handler and an urgency go with it", async () => {
    await begin(dispatcher, "派单…");
    await dispatcher.locator(".dispatch-line.is-on strong").getByText("市场监管局").waitFor();
    await dispatcher
      .locator(".el-select")
      .filter({ has: dispatcher.locator("#act-departmentId") })
      .getByText("市场监管局")
      .waitFor();
    await pick(dispatcher, "act-coDepartmentIds", "公安分局");
    await dispatcher.keyboard.press("Escape");
    if ((await dispatcher.locator(".act-form").count()) === 0) await begin(dispatcher, "派单…");
    await dispatcher.locator(".route-urgency").getByText("紧急", { exact: true }).click();
    await settled(dispatcher);
    await picture(dispatcher, "act-dispatch-1440");
    await axe(dispatcher, "dispatch");
    await send(dispatcher);
    await record(dispatcher, /派给 市场监管局.*协办 .*公安分局/u);
    await dispatcher.locator(".casehead .urgency").getByText("紧急").waitFor();
    await dispatcher.getByText("协办", { exact: true }).first().waitFor();
  });

  it("return, and dispatch again", async () => {
    await go(handler);
    await begin(handler, "退回…");
    await pick(handler, "act-reasonCode", "不属本职");
    await handler.locator("#act-reason").fill("这家店归文旅部门管。");
    await handler.locator("#act-evidence").fill("派单目录和三定方案载明。");
    await send(handler);
    await state(dispatcher, "退回 第 1 次");
    await record(dispatcher, "这家店归文旅部门管。");
    await begin(dispatcher, "派单…");
    await dispatcher.locator(".dispatch-line").first().click();
    await send(dispatcher);
  });

  it("contact: whom, how, with what result", async () => {
    await go(handler);
    await handler.getByRole("button", { name: /^签收/u }).first().click();
    await state(handler, "已签收");
    await begin(handler, "联系记录…");
    await settled(handler);
    await picture(handler, "act-contact-1440");
    await axe(handler, "contact");
    await pick(handler, "act-result", "没有人接");
    await handler.locator("#act-phone").fill("13900003333");
    await handler.locator("#act-text").fill("响了一分钟，没有人接，下午再打。");
    await send(handler);
    await record(handler, /打电话给诉求人.*没有人接.*139\*+3333/u);
  });

  it("assign, numbers and a supplement", async () => {
    await begin(handler, "回填编号…");
    await handler.locator("#act-platformNo12315").fill("1371002026112600001");
    await send(handler);
    await handler.locator(".casehead").getByText("1371002026112600001").waitFor();
    await begin(handler, "补充材料…");
    await handler.locator("#act-text").fill("诉求人补充：收据在家里，明天送来。");
    await send(handler);
    await begin(handler, "改派…");
    await handler
      .locator(".el-select")
      .filter({ has: handler.locator("#act-userId") })
      .click();
    await handler.getByRole("option").first().click();
    await send(handler);
    await record(handler, /分派给/u);
  });

  it("withdraw, and reopen", async () => {
    await begin(dispatcher, "撤回…");
    await dispatcher.locator("#act-reason").fill("来电说商家已经退钱，核对了姓名和手机号。");
    await send(dispatcher);
    await state(dispatcher, "已撤回");
    await begin(dispatcher, "重新办理…");
    await dispatcher.locator("#act-reason").fill("商家又反悔了。");
    await send(dispatcher);
    await state(dispatcher, "待派单");
    await settled(dispatcher);
    await picture(dispatcher, "case-record-1440", true);
    await axe(dispatcher, "case");
    await dispatcher.setViewportSize(PHONE);
    await picture(dispatcher, "case-record-390", true);
    expect(await dispatcher.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).to.be.at.most(0);
    await dispatcher.setViewportSize(DESK);
  });

  it("a lost code is reissued on paper, after a check of identity", async () => {
    await begin(dispatcher, "补发查询码…");
    await dispatcher.locator("#act-identityCheck").fill("核对了姓名、手机后四位和商家。");
    await Promise.all([dispatcher.getByText("新的查询码").waitFor(), dispatcher.locator(".act-do").click()]);
    await picture(dispatcher, "act-code-1440");
    await dispatcher.emulateMedia({ media: "print" });
    await dispatcher.locator(".slip").getByText("查询码补发单").waitFor();
    await dispatcher.emulateMedia({ media: "screen" });
    await dispatcher.getByRole("button", { name: "念过了，关上" }).click();
  });

  it("refer: told whose matter it is, and closed; secrecy is asked for later", async () => {
    const asked = await product.request
      .post("/api/tickets")
      .set(await product.as("op.lin"))
      .send({
        kind: "help",
        text: "想看市场抽检结果文件，要求把当时的抽检批次文件给一份。",
        complainant: { phone: "13900004444", name: "鄢国" },
        channel: "12315",
      });
    await go(dispatcher, asked.body.id);
    await begin(dispatcher, "要求保密…");
    await dispatcher.locator("#act-reason").fill("不想让单位知道。");
    await send(dispatcher);
    await dispatcher.locator(".casehead").getByText("要求保密", { exact: true }).waitFor();
    await begin(dispatcher, "告知去向…");
    await dispatcher
      .locator(".el-select")
      .filter({ has: dispatcher.locator("#act-targetId") })
      .click();
    await dispatcher.getByRole("option", { name: "政府信息公开" }).first().click();
    await dispatcher.locator("#act-text").fill("这件事归政府信息公开工作机构办理，请向他们提出申请。");
    await settled(dispatcher);
    await picture(dispatcher, "act-refer-1440");
    await axe(dispatcher, "refer");
    await send(dispatcher);
    await state(dispatcher, "已办结");
    await dispatcher.getByRole("heading", { name: "已告知去向" }).waitFor();
    await picture(dispatcher, "case-referred-1440", true);
  });

  it("an answer is printed as a letter", async () => {
    const mf = await product.as("mf.liu");
    const disp = await product.as("disp.zhao");
    const { body: filed } = await product.request.post("/api/public/tickets").send(complaint());
    const other = (await product.tickets.store.byNo(filed.no))?._id ?? "";
    const act = (who: { authorization: string }, body: object) => product.request.post(`/api/tickets/${other}/actions`).set(who).send(body);
    await act(disp, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await act(mf, { type: "sign", version: 2 });
    await act(mf, { type: "accept", version: 3 });
    const replied = await act(mf, { type: "reply", version: 4, text: "王女士，您好。\n经核查，商家已同意退还 2,980 元，三个工作日内到账。" });
    expect(replied.status, replied.text).to.equal(200);
    await go(handler, other);
    await handler.getByRole("button", { name: "打印答复" }).click();
    await handler.getByRole("heading", { name: "答复书" }).waitFor();
    await picture(handler, "reply-1440", true);
    await axe(handler, "reply");
    await handler.getByRole("link", { name: "回到案件" }).click();
    await handler.locator(".casehead").waitFor();
  });

  it("the catalogue of dispatch can be searched and tried; the registers can be read", async () => {
    await dispatcher.goto(`${product.url}/desk/admin/dispatch`);
    await dispatcher.locator(".dispatch-name").first().waitFor();
    await dispatcher.locator("#try-text").fill("小区路灯整条街不亮");
    await pick(dispatcher, "try-kind", "求助");
    await dispatcher.locator(".try-won").getByText("市政局").waitFor();
    await settled(dispatcher);
    await picture(dispatcher, "catalogue-1440");
    await dispatcher.getByRole("textbox", { name: "事项、分类、部门、编号" }).fill("路灯");
    await dispatcher.locator(".dispatch-name").getByText("路灯", { exact: true }).first().waitFor();
    await axe(dispatcher, "catalogue");
    await dispatcher.getByRole("textbox", { name: "事项、分类、部门、编号" }).fill("没有这种事");
    await dispatcher.getByText("没有这样的条目").waitFor();
    await dispatcher.setViewportSize(PHONE);
    await picture(dispatcher, "catalogue-390");
    await dispatcher.setViewportSize(DESK);
    await dispatcher.goto(`${product.url}/desk/admin/organisation`);
    for (const tab of ["热线和渠道", "企业", "质量监督员", "合作单位", "部门和职责"]) {
      await dispatcher.getByRole("tab", { name: tab }).click();
      await dispatcher.locator(".org > li").first().waitFor();
      if (tab === "合作单位") await axe(dispatcher, "organisation");
      if (tab === "热线和渠道") await picture(dispatcher, "hotlines-1440");
    }
    await picture(dispatcher, "organisation-1440");
    await dispatcher.goto(`${product.url}/desk/inbox?view=all`);
    await dispatcher.locator(".row-link").first().waitFor();
    await dispatcher.locator(".preview-body").waitFor();
    await picture(dispatcher, "inbox-marks-1440");
    await axe(dispatcher, "inbox");
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
