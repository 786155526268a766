import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, chooseIn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

describe("a call: the operator files it, the handler works it, the caller follows on a phone", function call() {
  this.timeout(120_000);
  let product: TestProduct;
  let browser: Browser;
  let operator: Page;
  let handler: Page;
  let caller: Page;
  const troubles: string[][] = [];
  const filed = { no: "", code: "" };

  before(async () => {
    product = await startProduct("e2e-call");
    browser = await launch();
    const open = async (viewport: { width: number; height: number }) => {
      const opened = await person(browser, { viewport });
      troubles.push(opened.troubles);
      return opened.page;
    };
    [operator, handler, caller] = await Promise.all([open(DESK), open(DESK), open(PHONE)]);
    await Promise.all([signIn(operator, product.url, "op.sun", DEMO_PASSWORD), signIn(handler, product.url, "mf.song", DEMO_PASSWORD)]);
    await handler.goto(`${product.url}/desk/inbox?view=toSign`);
    await handler.getByText("实时").first().waitFor();
  });
  after(() => browser.close());

  const acted = async (page: Page, press: () => Promise<unknown>): Promise<void> => {
    const answer = page.waitForResponse((response) => response.url().endsWith("/actions") && response.request().method() === "POST");
    await press();
    expect((await answer).status()).to.equal(200);
  };
  const axe = async (name: string): Promise<void> => {
    const { violations } = await axeOn(caller).analyze();
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`)).to.deep.equal([]);
  };

  it("the operator files while the caller speaks; the department has it before the call ends", async () => {
    await operator.goto(`${product.url}/desk/new`);
    await operator.locator("#new-text:focus").waitFor();
    await operator.keyboard.type("10月6日在潮汐路海纳家电花329元买的取暖器，插头烧化了，商家只肯换一台。要求退货。");
    for (const [id, words] of [
      ["complainant\\.phone", "19912340001"],
      ["complainant\\.name", "张玉梅"],
      ["complainant\\.address", "怡园街道碧澜路18号"],
      ["respondent\\.name", "海纳家电销售有限公司"],
      ["respondent\\.address", "碧澜路203号"],
    ] as const)
      await operator.locator(`#new-${id}`).fill(words);
    await operator.locator(".intake-form").getByText("退货", { exact: true }).click();
    await operator.locator(".guess").first().waitFor();
    await operator.keyboard.press("Alt+1");
    await operator.locator(".guess.is-on").waitFor();
    await operator.locator(".route-line").first().getByText("市场监管局").waitFor();
    await operator.keyboard.press("Alt+q");
    await operator.locator(".route-line.is-on").getByText("市场监管局").waitFor();
    const [answer] = await Promise.all([
      operator.waitForResponse((response) => response.url().endsWith("/api/tickets") && response.request().method() === "POST"),
      operator.keyboard.press("Control+Enter"),
    ]);
    expect(answer.status(), await answer.text()).to.equal(201);
    Object.assign(filed, await answer.json());
    await operator.getByRole("heading", { name: "登记好了" }).waitFor();
    await handler.getByText("海纳家电销售有限公司").first().waitFor();
    await picture(handler, "call-inbox-1440");
  });

  it("the caller opens the case with the number and the code that were read out", async () => {
    await caller.goto(`${product.url}/track`);
    await caller.getByLabel(/编号/u).first().fill(filed.no);
    await caller
      .getByLabel(/查询码/u)
      .first()
      .fill(filed.code.toLowerCase());
    await caller.keyboard.press("Enter");
    await caller
      .getByText(/市场监管局/u)
      .first()
      .waitFor();
    await axe("sent on");
    await picture(caller, "call-track-1-390", true);
  });

  it("the handler signs, calls back, accepts and answers; every step reaches the open page", async () => {
    await handler.getByText("海纳家电销售有限公司").first().click();
    await handler.keyboard.press("Enter");
    await handler.waitForURL(/\/desk\/cases\//u);
    await acted(handler, () => handler.getByRole("button", { name: /^签收/u }).first().click());
    await caller
      .getByText(/宋佳宁/u)
      .first()
      .waitFor();

    await handler
      .getByRole("button", { name: /联系记录/u })
      .first()
      .click();
    await chooseIn(handler, "act-result", /联系上|接通/u);
    await handler.getByRole("dialog").locator("textarea").fill("约好明天看样品，来电人情绪平稳");
    await acted(handler, () => handler.locator(".act-do").click());
    await caller
      .getByText(/联系了您/u)
      .first()
      .waitFor();

    await handler
      .getByRole("button", { name: /受理并告知/u })
      .first()
      .click();
    await handler.locator(".act-form").waitFor();
    await acted(handler, () => handler.locator(".act-do").click());
    await caller.getByText("市场监管局决定受理").first().waitFor();
    await picture(caller, "call-track-2-390", true);

    await handler
      .locator(".composer")
      .getByRole("radio", { name: /发给投诉人/u })
      .click();
    await handler
      .locator(".composer")
      .getByRole("radio", { name: /^(?!阶段性).*答复/u })
      .last()
      .click();
    await handler.locator("#composer-text").fill("张女士：商家同意退货退款329元，并承担检测费，三日内到账。");
    await acted(handler, () => handler.locator(".composer-send").click());
    await caller.getByText("三日内到账").first().waitFor();
    expect(await caller.content()).not.to.include("情绪平稳");
    await axe("answered");
    await picture(caller, "call-track-3-390", true);
    await picture(handler, "call-case-1440", true);
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
