import { expect } from "chai";
import type { Browser, Locator, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { createOffice, type Office } from "../support/office.ts";
import { complaint, type TestProduct } from "../support/product.ts";
import { axeOn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";
import { begin, record, seen, send, settled } from "./duties-stage.ts";

describe("what people say of an answer, and what follows from it", function callbacks() {
  this.timeout(60_000);
  let office: Office;
  let product: TestProduct;
  let browser: Browser;
  let caller: Page;
  let handler: Page;
  let inspector: Page;
  const troubles: string[][] = [];
  type Filed = { id: string; no: string; code: string };
  let rated: Filed;
  let called: Filed;

  const act: Office["act"] = (id, who, action) => office.act(id, who, action);
  const answered = async (title: string, departmentId: string, who: string): Promise<Filed> => {
    const { body } = await product.request.post("/api/public/tickets").send(complaint({ title }));
    const id = (await product.tickets.store.byNo(body.no))?._id ?? "";
    await act(id, "disp.zhao", { type: "dispatch", departmentId });
    await act(id, who, { type: "sign" });
    await act(id, who, { type: "accept" });
    await act(id, who, { type: "reply", text: "经核查，商家已承诺三日内上门维修，费用由商家承担。" });
    return { id, no: body.no, code: body.code };
  };
  const open = async (account: string): Promise<Page> => {
    const opened = await person(browser, { viewport: DESK });
    troubles.push(opened.troubles);
    await signIn(opened.page, product.url, account, DEMO_PASSWORD);
    return opened.page;
  };
  const go = async (page: Page, { id }: Filed): Promise<void> => {
    await page.goto(`${product.url}/desk/cases/${id}`);
    await page.locator(".casehead").waitFor();
  };
  const pick = (page: Page | Locator, field: string, words: string): Promise<void> =>
    page.locator(`[id="act-${field}-group-label"] ~ .script-choices`).getByText(words, { exact: true }).click();
  const panel = (page: Page): Locator => page.locator(".panel.calls");

  before(async () => {
    office = await createOffice("e2e-callback", "2026-11-24T10:42:00+08:00");
    product = office.product;
    rated = await answered("洗衣机修了三次还漏水", "SCJG", "mf.liu");
    called = await answered("预付卡余额不退", "SCJG", "mf.liu");
    const content = await answered("装修押金不退", "JSJ", "js.mu");
    await act(content.id, "cb.qi", { type: "callBack", way: "phone", reached: true, contacted: true, solved: "SOLVED", grade: 5 });
    browser = await launch();
    [caller, handler, inspector] = await Promise.all([open("cb.qi"), open("mf.liu"), open("insp.fu")]);
  });
  after(() => browser.close());

  it("is said by the citizen on a telephone, question by question", async () => {
    const { page, troubles: theirs } = await person(browser, { viewport: PHONE });
    troubles.push(theirs);
    await page.goto(`${product.url}/track`);
    await page.locator("input").first().fill(rated.no);
    await page.locator("input").nth(1).fill(rated.code);
    await page.keyboard.press("Enter");
    const card = page.locator("form", { has: page.locator("#rating") });
    await card.waitFor();
    await card.getByRole("button", { name: "提交评价" }).click();
    await page.locator("#r-solved-fault").waitFor();
    await card
      .getByRole("group", { name: /联系过您/u })
      .getByLabel("没有联系")
      .check();
    await card
      .getByRole("group", { name: /解决了吗/u })
      .getByLabel("没有解决")
      .check();
    await card
      .getByRole("group", { name: /满意吗/u })
      .getByLabel("不满意", { exact: true })
      .check();
    await card.locator("#r-text").fill("答应三天上门，一直没有来。");
    await picture(page, "callback-rate-390", true);
    const { violations } = await axeOn(page).include("form").analyze();
    expect(violations.map(({ id }) => id)).to.deep.equal([]);
    await card.getByRole("button", { name: "提交评价" }).click();
    await page.locator("#rated", { hasText: "谢谢" }).waitFor();
    await page.getByText("您的评价：没有解决，不满意").waitFor();
    await page.locator("#timeline ~ ol").getByText("您评价了办理结果").waitFor();
    await picture(page, "callback-rated-390", true);
    await page.setViewportSize(DESK);
    await picture(page, "callback-rated-1440");
    await page.context().close();
  });

  it("is asked by telephone from a script that folds away when nobody answers", async () => {
    await caller.goto(`${product.url}/desk/inbox?view=toCallBack`);
    await caller.locator(".preview-next").getByText("回访").first().waitFor();
    await settled(caller);
    await picture(caller, "callback-list-1440");
    await go(caller, called);
    await caller.locator(".next-primary", { hasText: "回访" }).click();
    await caller.locator(".act-form").waitFor();
    await caller.locator(".act-do").click();
    await caller.locator("#act-reached-group-fault").waitFor();
    await pick(caller, "reached", "未联系上");
    expect(await caller.locator(".script").count()).to.equal(0);
    await seen(caller, "callback-unreached");
    await send(caller);
    await record(caller, /电话回访，未联系上/u);
    await begin(caller, /回访/u);
    await pick(caller, "reached", "联系上");
    await caller.locator(".script-say", { hasText: "市场监管局已经答复了您" }).waitFor();
    await pick(caller, "contacted", "联系过");
    await pick(caller, "solved", "未解决");
    await pick(caller, "grade", "不满意");
    await caller.locator("#act-text").fill("钱还没有到账。");
    await seen(caller, "callback-script");
    const { violations } = await axeOn(caller).include(".act-form").analyze();
    expect(violations.map(({ id }) => id)).to.deep.equal([]);
    await send(caller);
    await panel(caller).getByText("钱还没有到账").waitFor();
    await caller.locator("#next-title", { hasText: "二次交办" }).waitFor();
  });

  it("is sent back for rework", async () => {
    await caller.goto(`${product.url}/desk/inbox?view=toRework`);
    await caller.locator(".row").getByText(rated.no).waitFor();
    await caller.locator(".row").getByText(called.no).waitFor();
    await go(caller, rated);
    await panel(caller).getByText("网页评价").waitFor();
    await seen(caller, "callback-case", true);
    await begin(caller, /二次交办/u);
    await caller.locator(".asked").getByText("单位没有联系过").waitFor();
    await caller.locator("#act-reason").fill("商家没有按答复上门，请督促上门并回复结果。");
    await seen(caller, "callback-rework");
    await send(caller);
    await panel(caller).getByText("二次交办以前的 1 次").waitFor();
    await record(caller, /二次交办，由市场监管局重新办理/u);
  });

  it("is appealed against by the department, and decided by the inspector", async () => {
    await go(handler, called);
    await begin(handler, "评价申诉…");
    await handler.locator("#act-reason").fill("退款已于 11-20 原路退回，银行到账需要三个工作日，附转账凭证。");
    await seen(handler, "callback-appeal");
    await send(handler);
    await panel(handler).getByText("评价申诉，等督查裁定").waitFor();
    await inspector.goto(`${product.url}/desk/inbox?view=appealed`);
    await inspector.locator(".preview-next").getByText("裁定评价申诉").first().waitFor();
    await settled(inspector);
    await picture(inspector, "callback-appealed-1440");
    await go(inspector, called);
    await inspector.locator(".next-primary", { hasText: "裁定评价申诉" }).click();
    await inspector.locator(".asked").getByText("银行到账需要三个工作日").waitFor();
    await inspector.locator(".act-do").click();
    await inspector.locator("#act-upheld-group-fault").waitFor();
    await pick(inspector, "upheld", "申诉成立，不计入");
    await inspector.locator("#act-reason").fill("凭证属实，回访当日款项在途。");
    await seen(inspector, "callback-decide");
    await send(inspector);
    await panel(inspector).getByText("评价申诉成立，不计入三率").waitFor();
    await record(inspector, /裁定评价申诉成立/u);
    expect(await inspector.locator(".next-primary").count(), "what does not count is not sent back by itself").to.equal(0);
    await seen(inspector, "callback-decided");
    await inspector.goto(`${product.url}/desk/inbox?view=appealed`);
    await inspector.getByText("没有等待裁定的评价申诉").waitFor();
  });

  it("shows in the three rates, with what is above and below the line", async () => {
    await inspector.locator(".rail").getByRole("link", { name: "统计" }).click();
    const market = inspector.locator(".rates-table tbody tr", { hasText: "市场监管局" });
    await market.waitFor();
    expect(
      await market
        .locator("td")
        .allInnerTexts()
        .then((cells) => cells.map((cell) => cell.replaceAll(/\s+/gu, " ").trim())),
    ).to.deep.equal(["2", "1", "0% 0 / 1 件", "0% 0 / 1 件", "0% 0 / 1 件"]);
    await inspector.locator(".rates-table tfoot").getByText("50%").first().waitFor();
    await seen(inspector, "callback-rates", true);
    await inspector.setViewportSize(PHONE);
    await inspector.locator(".rates-card", { hasText: "市场监管局" }).getByText("不计入 1 件").waitFor();
    await picture(inspector, "callback-rates-cards-390", true);
    await inspector.setViewportSize(DESK);
    await inspector.getByRole("radio", { name: "上月" }).click();
    await inspector.getByText("这个时段没有联系上的回访").waitFor();
    await picture(inspector, "callback-rates-empty-1440");
    await inspector.evaluate(() => localStorage.setItem("zhisu.locale", "en"));
    await inspector.goto(`${product.url}/desk/stats`);
    await inspector.locator(".rates-note").getByText("solved ÷ who said whether it is").waitFor();
    await inspector.locator(".rates-table").waitFor();
    await picture(inspector, "callback-rates-en-1440");
    await go(inspector, called);
    await panel(inspector).getByText("Appeal upheld, kept out of the rates").waitFor();
    await picture(inspector, "callback-case-en-1440");
    expect(await handler.locator(".rail").getByRole("link", { name: "统计" }).count(), "not for those who may not read it").to.equal(0);
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
