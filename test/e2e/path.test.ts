import { expect } from "chai";
import type { Browser, Locator, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

describe("a citizen, a dispatcher and a department, each in a browser of their own", function path() {
  this.timeout(120_000);
  let product: TestProduct;
  let browser: Browser;
  let citizen: Page;
  let dispatcher: Page;
  let handler: Page;
  const troubles: string[][] = [];
  const took: { step: string; ms: number }[] = [];

  before(async () => {
    product = await startProduct("e2e");
    browser = await launch();
    const open = async (viewport: { width: number; height: number }) => {
      const opened = await person(browser, { viewport });
      troubles.push(opened.troubles);
      return opened.page;
    };
    [citizen, dispatcher, handler] = await Promise.all([open(PHONE), open(DESK), open(DESK)]);
  });
  after(() => browser.close());

  /** One person does something; another sees it without touching anything. From the server's answer to the sight of it. */
  const seen = async (step: string, act: () => Promise<unknown>, where: Locator): Promise<void> => {
    await act();
    const from = performance.now();
    await where.waitFor({ state: "visible", timeout: 10_000 });
    took.push({ step, ms: Math.round(performance.now() - from) });
  };
  /** Presses and waits until the server has answered the act. */
  const acted = async (page: Page, press: () => Promise<unknown>): Promise<void> => {
    const answer = page.waitForResponse((response) => response.url().endsWith("/actions") && response.request().method() === "POST");
    await press();
    expect((await answer).status()).to.equal(200);
  };
  const axe = async (page: Page, name: string): Promise<void> => {
    const { violations } = await axeOn(page).analyze();
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`)).to.deep.equal([]);
  };

  it("the desk is open, waiting", async () => {
    await Promise.all([signIn(dispatcher, product.url, "disp.zhao", DEMO_PASSWORD), signIn(handler, product.url, "mf.liu", DEMO_PASSWORD)]);
    await dispatcher.goto(`${product.url}/desk/inbox?view=queue`);
    await handler.goto(`${product.url}/desk/inbox?view=toSign`);
    await dispatcher.getByText("实时").first().waitFor();
    await handler.getByText("实时").first().waitFor();
    await picture(dispatcher, "inbox-empty-1440");
  });

  it("the citizen files on a phone in three steps, and the dispatcher sees it come", async () => {
    await citizen.goto(`${product.url}/`);
    await picture(citizen, "home-390", true);
    await axe(citizen, "home");
    await citizen
      .getByRole("main")
      .getByRole("link", { name: /反映问题/u })
      .first()
      .click();
    await citizen.getByText("我和商家有消费纠纷").click();
    await citizen
      .locator("#f-text")
      .fill("今年3月在火炬八街的悦动健身办了年卡，花了3600元。11月15日去发现关门了，微信群也解散了，还剩2980元没用，想退钱。");
    await citizen.getByText("退款", { exact: true }).click();
    await axe(citizen, "file 1");
    await picture(citizen, "file-1-390", true);
    await citizen.getByRole("button", { name: /下一步/u }).click();
    await citizen.locator("#f-respondent-name").fill("悦动健身（火炬八街店）");
    await citizen.locator("#f-respondent-address").fill("火炬八街19号2层");
    await citizen.locator("#f-amount").fill("2980");
    await axe(citizen, "file 2");
    await picture(citizen, "file-2-390", true);
    await citizen.getByRole("button", { name: /下一步/u }).click();
    await citizen.locator("#f-complainant-name").fill("王小梅");
    await citizen.locator("#f-complainant-phone").fill("13800136021");
    await citizen.locator("#f-complainant-address").fill("怡园街道火炬八街19号2单元301");
    await axe(citizen, "file 3");
    await picture(citizen, "file-3-390", true);
    const send = async () => {
      const answer = citizen.waitForResponse((response) => response.url().endsWith("/public/tickets"));
      await citizen.locator("#f-privacyVersion").check();
      await citizen.getByRole("button", { name: "送出，拿编号" }).click();
      expect((await answer).status()).to.equal(201);
    };
    await seen("filed → dispatcher's queue", send, dispatcher.getByText("悦动健身（火炬八街店）").first());
    await citizen.waitForURL(/\/done/u);
    await citizen
      .getByText(/\d{6}-\d{4}/u)
      .first()
      .waitFor();
    await axe(citizen, "done");
    await picture(citizen, "done-390", true);
    await picture(dispatcher, "inbox-1440");
    await citizen.getByRole("main").getByRole("link", { name: /进度/u }).first().click();
    await citizen.getByRole("heading", { level: 1 }).waitFor();
    await axe(citizen, "track");
    expect(citizen.url()).not.to.match(/[0-9A-HJKMNP-TV-Z]{12}/u);
  });

  it("the dispatcher sends it to a department; department and citizen see it at once", async () => {
    await dispatcher.getByText("悦动健身（火炬八街店）").first().click();
    await dispatcher.keyboard.press("Enter");
    await dispatcher.waitForURL(/\/desk\/cases\//u);
    await picture(dispatcher, "case-1440", true);
    await dispatcher.getByRole("button", { name: /派单/u }).first().click();
    await dispatcher.locator("#act-departmentId").fill("市场监管局");
    await dispatcher
      .getByRole("option", { name: /市场监管局/u })
      .first()
      .click();
    await picture(dispatcher, "dispatch-1440");
    const dispatch = () => acted(dispatcher, () => dispatcher.keyboard.press("Control+Enter"));
    await seen("dispatched → citizen", dispatch, citizen.getByText(/市场监管局/u).first());
    await handler.getByText("悦动健身（火炬八街店）").first().waitFor();
  });

  it("the handler signs, accepts and answers; the citizen's page follows without a touch", async () => {
    await handler.getByText("悦动健身（火炬八街店）").first().click();
    await handler.keyboard.press("Enter");
    await handler.waitForURL(/\/desk\/cases\//u);
    await seen(
      "signed → citizen",
      () => acted(handler, () => handler.getByRole("button", { name: /^签收/u }).first().click()),
      citizen.getByText(/刘振东/u).first(),
    );
    await handler
      .getByRole("button", { name: /受理并告知/u })
      .first()
      .click();
    await handler.locator(".act-form").waitFor();
    await seen("accepted → citizen", () => acted(handler, () => handler.locator(".act-do").click()), citizen.getByText("市场监管局决定受理").first());
    await picture(handler, "case-accepted-1440", true);
    await picture(citizen, "track-390", true);

    await handler.keyboard.press("i");
    await handler.locator("#composer-text").fill("企业登记显示法人变更，先不要对外说。");
    await acted(handler, () => handler.locator(".composer-send").click());
    await handler
      .locator(".composer")
      .getByRole("radio", { name: /发给投诉人/u })
      .click();
    await handler
      .locator(".composer")
      .getByRole("radio", { name: /^(?!阶段性).*答复/u })
      .last()
      .click();
    await handler.locator("#composer-text").fill("王女士，商家已同意退还 2,980 元，三个工作日内到账。");
    await seen(
      "replied → citizen",
      () => acted(handler, () => handler.locator(".composer-send").click()),
      citizen.getByText("三个工作日内到账").first(),
    );
    expect(await citizen.content()).not.to.include("先不要对外说");
    await axe(citizen, "track, answered");
    await picture(citizen, "track-answered-390", true);
    await picture(handler, "case-answered-1440", true);
  });

  it("the citizen adds words, and the handler's open page shows them", async () => {
    await citizen.getByRole("button", { name: "补充材料" }).click();
    await citizen.getByRole("textbox").first().fill("钱收到了，谢谢。");
    const add = async () => {
      const answer = citizen.waitForResponse((response) => response.url().endsWith("/supplement"));
      await citizen.getByRole("button", { name: "补进这一件" }).click();
      expect((await answer).status()).to.equal(200);
    };
    await seen("supplement → handler", add, handler.getByText("钱收到了，谢谢。").first());
  });

  it("keeps its promise of a second, on every step, without a reload", () => {
    for (const { step, ms } of took) console.log(`      ${String(ms).padStart(5)} ms  ${step}`);
    expect(took).to.have.length(6);
    for (const { step, ms } of took) expect(ms, step).to.be.below(1000);
    expect(troubles.flat()).to.deep.equal([]);
  });

  it("looks right on the other widths", async () => {
    await citizen.setViewportSize(DESK);
    await picture(citizen, "track-1440", true);
    await handler.setViewportSize(PHONE);
    await picture(handler, "case-390", true);
    await handler.goto(`${product.url}/desk/inbox?view=all`);
    await handler.getByText("悦动健身（火炬八街店）").first().waitFor();
    await picture(handler, "inbox-390");
    for (const page of [citizen, handler]) {
      await page.setViewportSize({ width: 320, height: 700 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, page.url()).to.be.at.most(0);
    }
  });
});
