import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

const STORY = "昨晚六点多，我们一家三口在渔港人家吃自助餐，半夜开始呕吐腹泻，孩子住院了，大夫怀疑食物中毒。一共花了504元，要求赔医药费。";

describe("the operator's desk during a call", function intake() {
  this.timeout(120_000);
  let product: TestProduct;
  let browser: Browser;
  let operator: Page;
  let troubles: string[];

  before(async () => {
    product = await startProduct("e2e-intake");
    await product.request.post("/api/public/tickets").send(complaint());
    browser = await launch();
    ({ page: operator, troubles } = await person(browser, { viewport: DESK }));
    await signIn(operator, product.url, "op.lin", DEMO_PASSWORD);
  });
  after(() => browser.close());

  const axe = async (page: Page, name: string): Promise<void> => {
    const { violations } = await axeOn(page).analyze();
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
  };
  /** Goes on with Tab alone until the field has the focus. */
  const tabTo = async (page: Page, id: string): Promise<void> => {
    for (let i = 0; i < 40; i += 1) {
      if ((await page.evaluate(() => document.activeElement?.id ?? "")) === id) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${id} is not reached by Tab`);
  };
  const type = async (id: string, words: string): Promise<void> => {
    await tabTo(operator, id);
    await operator.keyboard.type(words);
  };
  const open = async (): Promise<void> => {
    await operator.goto(`${product.url}/desk/new`);
    await operator.locator("#new-text:focus").waitFor();
  };
  const clear = async (): Promise<void> => {
    await operator.locator(".intake-foot").getByRole("button", { name: "清空重来" }).click();
    await operator.locator("#new-text:focus").waitFor();
  };
  /** Sends with the keyboard and answers what was sent. */
  const sent = async (): Promise<Record<string, unknown>> => {
    const [answer] = await Promise.all([
      operator.waitForResponse((response) => response.url().endsWith("/api/tickets") && response.request().method() === "POST"),
      operator.keyboard.press("Control+Enter"),
    ]);
    expect(answer.status(), await answer.text()).to.equal(201);
    return answer.request().postDataJSON();
  };

  it("begins in the story, and says what danger it hears before anything is filed", async () => {
    await open();
    await picture(operator, "intake-empty-1440");
    await operator.keyboard.type(STORY);
    await operator.getByText("先请对方拨打，再登记").waitFor();
    await operator.locator(".risk").getByText("120", { exact: true }).waitFor();
    await operator.getByText("分类是猜的，等你确认。").waitFor();
    expect(await operator.locator(".route-line.is-on").innerText()).to.include("交派单员");
  });

  it("shows what the number brought before, as soon as it is typed", async () => {
    await type("new-complainant.phone", "13800136021");
    await operator.locator(".intake-caller").getByText("健身房突然闭店，年卡余额不予退还").waitFor();
  });

  it("files by keyboard alone, with the category and the route confirmed", async () => {
    await type("new-complainant.name", "李远航");
    await type("new-complainant.address", "怡园街道古寨西路68号");
    await type("new-respondent.name", "渔港人家海鲜自助（海水浴场店）");
    await type("new-respondent.address", "北环海路1号");
    await operator.keyboard.press("Alt+1");
    await operator.locator(".guess.is-on").waitFor();
    await tabTo(operator, "new-demands");
    for (let i = 0; i < 6; i += 1) await operator.keyboard.press("Tab");
    await operator.keyboard.press("Space");
    await type("new-amount", "504");
    await operator.locator(".route-line").first().getByText("市场监管局").waitFor();
    await operator.keyboard.press("Alt+q");
    await operator.locator(".route-line.is-on").getByText("市场监管局").waitFor();
    await picture(operator, "intake-1440");
    await axe(operator, "intake");
    await operator.setViewportSize(PHONE);
    await picture(operator, "intake-390", true);
    expect(await operator.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).to.be.at.most(0);
    await operator.setViewportSize(DESK);
    const body = await sent();
    expect(body.demands).to.deep.equal(["compensate"]);
    expect(body.categoryCode).to.match(/^TS/u);
    expect(body.route).to.deep.include({ departmentId: "SCJG", urgency: "U1" });
    await operator.getByRole("heading", { name: "登记好了" }).waitFor();
    await operator.getByText(/已派给.*市场监管局/u).waitFor();
    await picture(operator, "intake-done-1440");
    await operator.emulateMedia({ media: "print" });
    await picture(operator, "slip-print", true);
    await operator.emulateMedia({ media: "screen" });
  });

  it("a filed form is no draft: the next one starts empty", async () => {
    await operator.keyboard.press("n");
    await operator.locator("#new-text:focus").waitFor();
    expect(await operator.locator("#new-text").inputValue()).to.equal("");
  });

  it("warns when the other hotline's number is on record, with the way to the case", async () => {
    await operator.locator("#new-no12345").fill("WH2026112600001");
    await operator.locator(".kinds").getByText("求助", { exact: true }).click();
    await operator.locator("#new-text").fill("星野路的路灯从上周四起全灭，早上送孩子要打手电，请催一下。");
    await operator.locator("#new-complainant\\.phone").fill("13900001111");
    await operator.locator("#new-text").focus();
    // Also out of a select, which keeps Enter for itself.
    await operator.locator("#new-region").focus();
    expect((await sent()).no12345).to.equal("WH2026112600001");
    await operator.getByRole("button", { name: "登记下一件" }).click();
    await operator.locator("#new-no12345").fill("WH2026112600001");
    await operator.getByText("这个编号已经登记过：").waitFor();
    await operator
      .locator(".notice a")
      .filter({ hasText: /\d{6}-\d{4}/u })
      .waitFor();
    await picture(operator, "intake-same-1440", true);
    await clear();
  });

  it("says that two cases will be made of a complaint that also wants a check, each with its own way", async () => {
    await operator.locator("#new-text").fill("在海纳家电买的取暖器插头熔化，商家不退，要求退款，还要查处这家店卖假货。");
    await operator.locator(".intake-form").getByText("退款", { exact: true }).click();
    await operator.locator(".intake-form").getByText("查处商家", { exact: true }).click();
    await operator.getByText(/将记成两件/u).waitFor();
    await operator.getByRole("heading", { name: "举报去向" }).waitFor();
    await operator.locator("section[aria-labelledby=route-title] .route-line").nth(2).waitFor();
    await operator.locator("section[aria-labelledby=reportRoute-title] .route-line").nth(2).waitFor();
    await picture(operator, "intake-mixed-1440", true);
    await clear();
  });

  it("post has a day of its own, and a reason for being typed in late", async () => {
    await operator
      .locator(".el-select")
      .filter({ has: operator.locator("#new-channel") })
      .click();
    await operator.getByRole("option", { name: "来信" }).click();
    await operator.locator("#new-receivedOn").fill("2026-11-20");
    await operator.keyboard.press("Enter");
    await operator.locator("#new-receivedWhy").waitFor();
    await clear();
  });

  it("what belongs elsewhere is filed as an inquiry and told in one go", async () => {
    await operator.locator("#new-text").fill("想申请政府信息公开，要求把菜市场抽检的文件给一份。");
    await operator.locator(".elsewhere").getByText("政府信息公开受理机构").first().waitFor();
    await operator.locator("#new-complainant\\.phone").fill("13900005555");
    await picture(operator, "intake-elsewhere-1440");
    await axe(operator, "elsewhere");
    const [told] = await Promise.all([
      operator.waitForResponse((response) => response.url().endsWith("/actions")),
      operator.getByRole("button", { name: "按咨询登记，并告知去向" }).click(),
    ]);
    expect(told.status(), await told.text()).to.equal(200);
    await operator.getByText(/已告知该找政府信息公开受理机构/u).waitFor();
    await axe(operator, "filed");
    await operator.getByRole("button", { name: "登记下一件" }).click();
  });

  it("throws and logs nothing", () => {
    expect(troubles).to.deep.equal([]);
  });
});
