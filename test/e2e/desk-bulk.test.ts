import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { actorOf, fileMany, type Many } from "../support/many.ts";
import { startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, chooseIn, DESK, launch, openCase, PHONE, person, picture, signIn } from "./browser.ts";

describe("one act on many cases, on the desk", function bulk() {
  this.timeout(60_000);
  let product: TestProduct;
  let browser: Browser;
  let page: Page;
  let lead: Page;
  let cases: Many[] = [];
  const troubles: string[][] = [];

  before(async () => {
    product = await startProduct("e2e-bulk");
    cases = await fileMany(product, 6);
    await fileMany(product, 1, { steps: ["sign"], over: () => ({ title: "还没有受理的一件" }) });
    browser = await launch();
    const open = async (name: string): Promise<Page> => {
      const opened = await person(browser, { viewport: DESK });
      troubles.push(opened.troubles);
      await signIn(opened.page, product.url, name, DEMO_PASSWORD);
      return opened.page;
    };
    page = await open("mf.liu");
    lead = await open("mf.head");
  });
  after(() => browser.close());

  const axe = async (on: Page, name: string): Promise<void> => {
    const { violations } = await axeOn(on).analyze();
    expect(violations.map(({ id: rule, nodes }) => `${name}: ${rule} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
  };
  const by = (on: Page, name: string) => on.locator(`[data-test="${name}"]`);
  const settled = (on: Page): Promise<unknown> =>
    on.waitForFunction(() => document.querySelector(".dialog-fade-enter-active, .dialog-fade-leave-active, .el-message") === null);
  const jobEnds = (on: Page, state: string) => on.locator(`.bulk-state[data-state="${state}"]`).waitFor();
  const narrow = (on: Page): Promise<number> => on.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  it("keeps words for later, with places that each case fills", async () => {
    await page.goto(`${product.url}/desk/templates`);
    await by(page, "template-add").click();
    await page.locator("#template-name").fill("已受理告知");
    await chooseIn(page, "template-use", "阶段性答复");
    await page.locator("#template-text").fill("您反映的{商家}一事正在办理。");
    await by(page, "template-save").click();
    await page.getByText("没有这样的空位：{商家}").waitFor();
    await page.locator("#template-text").fill("您反映的");
    await page.getByRole("button", { name: "商家", exact: true }).click();
    await page.locator("#template-text").press("End");
    await page.keyboard.type("一事正在办理。");
    await settled(page);
    await picture(page, "template-form-1440");
    await axe(page, "template form");
    await by(page, "template-save").click();
    await page.locator(".templates-list").getByText("您反映的{merchant}一事正在办理。").waitFor();
    await settled(page);
    await axe(page, "templates");
    await picture(page, "templates-1440");
    await page.setViewportSize(PHONE);
    expect(await narrow(page)).to.be.at.most(0);
    await picture(page, "templates-390");
    await page.setViewportSize(DESK);
  });

  it("chooses rows by box, range and key, says what is possible, and answers them", async () => {
    await page.goto(`${product.url}/desk/inbox?view=all`);
    await page.locator(".row-link").first().waitFor();
    const boxes = page.locator(".row-check input");
    await page.locator(".row").first().hover();
    await boxes.first().check();
    await boxes.nth(3).click({ modifiers: ["Shift"] });
    await by(page, "bulk-bar").getByText("已选 4 件").waitFor();
    await page.locator(".row-link").nth(4).focus();
    await page.keyboard.press("x");
    await by(page, "bulk-bar").getByText("已选 5 件").waitFor();
    await by(page, "bulk-all").click();
    await by(page, "bulk-bar").getByText("已选 7 件").waitFor();
    await picture(page, "bulk-bar-1440");
    await axe(page, "bulk bar");
    await by(page, "bulk-reply").click();
    await by(page, "bulk-form").waitFor();
    await by(page, "bulk-form").locator('[data-test="template-pick"]').click();
    await page.getByRole("button", { name: /已受理告知/u }).click();
    await by(page, "bulk-preview").getByText("6 件可以办，1 件不行：").waitFor();
    await by(page, "bulk-preview").getByText("会告知 6 位诉求人").waitFor();
    await by(page, "bulk-preview").getByText("您反映的悦动健身（火炬八街店）一事正在办理。").waitFor();
    await settled(page);
    await picture(page, "bulk-form-1440");
    await axe(page, "bulk form");
    await by(page, "bulk-do").click();
    await jobEnds(page, "done");
    await page.getByText("办成 6 件").waitFor();
    await page.getByText("不能撤销：已经告知诉求人的不能收回").waitFor();
    await settled(page);
    await picture(page, "bulk-done-1440");
    await page.getByRole("button", { name: "知道了" }).click();
    expect(await by(page, "bulk-bar").count()).to.equal(0);
    const replied = await product.database.connection.collection("tickets").countDocuments({ "timeline.type": "interimReplied" });
    expect(replied).to.equal(6);
  });

  it("gives them to a colleague on a telephone, lists what could not be, and takes it back", async () => {
    await lead.setViewportSize(PHONE);
    await lead.goto(`${product.url}/desk/inbox?view=all`);
    await lead.locator(".row-check input").first().check();
    await by(lead, "bulk-all").click();
    await picture(lead, "bulk-bar-390");
    expect(await narrow(lead)).to.be.at.most(0);
    await by(lead, "bulk-assign").click();
    await chooseIn(lead, "act-userId", /宋/u);
    await by(lead, "bulk-preview").getByText("7 件都可以办").waitFor();
    await settled(lead);
    await picture(lead, "bulk-form-390");
    await by(lead, "bulk-do").click();
    await jobEnds(lead, "done");
    const actor = actorOf(product, "mf.head");
    await product.tickets.acting.act({ id: cases[0]?.id ?? "", action: { type: "note", text: "已联系" }, actor, idempotency: undefined });
    await by(lead, "bulk-undo").click();
    await jobEnds(lead, "undone");
    await lead.getByText("退回 6 件").first().waitFor();
    await lead.getByText("没能退回 1 件").waitFor();
    await settled(lead);
    await picture(lead, "bulk-undone-390");
    await axe(lead, "bulk result");
    await lead.locator(".failures a").first().click();
    await lead.locator(".casehead").waitFor();
  });

  it("fills kept words on a case as the case is", async () => {
    await openCase(page, product.url, cases[1]?.id ?? "");
    await page.locator(".composer").getByRole("radio", { name: "发给投诉人" }).click();
    await page.locator('.composer [data-test="template-pick"]').click();
    await page.getByRole("button", { name: /已受理告知/u }).click();
    expect(await page.locator("#composer-text").inputValue()).to.equal("您反映的悦动健身（火炬八街店）一事正在办理。");
    await picture(page, "template-picked-1440");
  });

  it("keeps a question and its columns under a name, and asks it again", async () => {
    await lead.setViewportSize(DESK);
    await lead.goto(`${product.url}/desk/inbox?view=all&kind=complaint&sort=-received`);
    await lead.locator(".row-link").first().waitFor();
    await by(lead, "view-save").click();
    await lead.locator("#saved-name").fill("本局投诉");
    await chooseIn(lead, "saved-scope", "本部门");
    await settled(lead);
    await picture(lead, "view-form-1440");
    await by(lead, "saved-save").click();
    await lead.getByRole("heading", { name: "本局投诉" }).waitFor();
    await by(lead, "columns").click();
    const kept = lead.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().includes("/api/views/"));
    await by(lead, "column-channel").check();
    expect((await kept).status()).to.equal(200);
    await lead.locator(".row-meta").first().getByText("12315 热线").waitFor();
    await settled(lead);
    await picture(lead, "view-columns-1440");
    await by(lead, "columns").click();
    await lead.locator(".columns").waitFor({ state: "hidden" });
    await axe(lead, "saved view");
    // As the next person of the department finds it, who uses it and does not keep it.
    await page.goto(`${product.url}/desk/inbox?view=mine`);
    await by(page, "saved-view").click();
    await page.waitForURL(/kind=complaint.*saved=/u);
    await page.reload();
    await page.getByRole("heading", { name: "本局投诉" }).waitFor();
    await page.locator(".row-meta").first().getByText("12315 热线").waitFor();
    expect(await page.locator(".view-edit").count()).to.equal(0);
    await lead.reload();
    await lead.setViewportSize(PHONE);
    await lead.getByRole("heading", { name: "本局投诉" }).waitFor();
    await lead.locator(".row-link").first().waitFor();
    expect(await lead.getByText("12315 热线").count()).to.equal(0);
    expect(await narrow(lead)).to.be.at.most(0);
    await picture(lead, "view-390");
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
