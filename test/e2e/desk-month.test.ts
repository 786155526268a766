import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { dayOf, daysBetween, endOfDay } from "../../shared/calendar.ts";
import { monthsFrom } from "../../shared/tickets/month.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

const DAY_MS = 86_400_000;

describe("the month of due days on the desk", function month() {
  this.timeout(120_000);
  let product: TestProduct;
  let browser: Browser;
  let page: Page;
  const troubles: string[][] = [];
  let today = "";
  let earlier = "";
  let withdrawn = "";

  const act = async (who: string, id: string, action: object): Promise<void> => {
    const answer = await product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as(who))
      .send(action);
    expect(answer.status, answer.text).to.equal(200);
  };
  /** A case with the handler, its strictest clock ending on a day. */
  const due = async (day: string, title: string, signed = true): Promise<string> => {
    const { body } = await product.request.post("/api/public/tickets").send(complaint({ title }));
    const id = (await product.tickets.store.byNo(body.no))?._id ?? "";
    await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    if (signed) await act("mf.liu", id, { type: "sign", version: 2 });
    const set = { dueAt: endOfDay(day), "firstClock.dueAt": endOfDay(day), "firstClock.dueDay": day };
    await product.database.connection.collection("tickets").updateOne({ _id: id as never }, { $set: set });
    return id;
  };
  const open = async (name: string, options: object = {}): Promise<Page> => {
    const opened = await person(browser, { viewport: DESK, ...options });
    troubles.push(opened.troubles);
    await signIn(opened.page, product.url, name, DEMO_PASSWORD);
    return opened.page;
  };
  before(async () => {
    product = await startProduct("e2e-month");
    // Case time is not the browser's: today is to be the product's.
    await product.clock.advance(3 * DAY_MS);
    today = dayOf(product.clock.now());
    earlier = `${monthsFrom(today.slice(0, 7), -1)}-10`;
    await due(earlier, "海参礼盒短斤少两，要求退一赔三");
    await due(today, "健身房突然闭店，年卡余额不予退还");
    withdrawn = await due(today, "装修公司拖延工期，要求退还定金");
    await due(today, "楼下烧烤店夜里扰民", false);
    await due("2026-09-20", "旅行社临时改行程，要求退差价");
    browser = await launch();
    page = await open("mf.liu");
  });
  after(() => browser.close());

  const axe = async (on: Page, name: string): Promise<void> => {
    const { violations } = await axeOn(on).analyze();
    expect(violations.map(({ id: rule, nodes }) => `${name}: ${rule} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
  };
  const cell = (day: string) => page.locator(`.month-day[data-day="${day}"]`);
  const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute("data-day") ?? null);

  it("is reached with two keys and stands on today by case time, not the browser's", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await page.waitForURL(/\/desk\/month/u);
    await cell(today).getByText("今天到期 2").waitFor();
    expect(today).not.to.equal(dayOf(new Date()));
    expect(await page.locator('.month-day[aria-current="date"]').getAttribute("data-day")).to.equal(today);
    expect(await focused()).to.equal(today);
    await page.locator(".day-cases .row").nth(1).waitFor();
    await picture(page, "month-1440");
    await axe(page, "month");
  });

  it("goes with PageUp to the month before and with arrows to a day; Enter opens its list, Enter again the case", async () => {
    await page.keyboard.press("PageUp");
    await cell(earlier).getByText("逾期 1").waitFor();
    const from = (await focused()) ?? "";
    expect(from.slice(0, 7), "the focus went along").to.equal(earlier.slice(0, 7));
    const steps = daysBetween(from, earlier);
    for (let i = 0; i < Math.abs(steps); i++) await page.keyboard.press(steps < 0 ? "ArrowLeft" : "ArrowRight");
    expect(await focused()).to.equal(earlier);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.classList.contains("row-link"));
    expect(await page.locator(".day-head h2").textContent()).to.match(/10 日/u);
    await page.keyboard.press("Enter");
    await page.locator(".casehead").waitFor();
    await page.goBack();
    await cell(earlier).and(page.locator('[aria-selected="true"]')).waitFor();
  });

  it("t leads back to today; a move beyond the month shows the next one", async () => {
    await page.keyboard.press("t");
    await cell(today).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("PageDown");
    await page.getByRole("heading", { level: 1, name: new RegExp(`${Number(monthsFrom(today.slice(0, 7), 1).slice(5))} 月`, "u") }).waitFor();
    const next = (await focused()) ?? "";
    for (let i = 0; i < Number(next.slice(8)); i++) await page.keyboard.press("ArrowLeft");
    expect((await focused())?.slice(0, 7)).to.equal(today.slice(0, 7));
  });

  it("a click shows a day's cases, the scope narrows them, a case is one click away", async () => {
    await page.goto(`${product.url}/desk/inbox`);
    await page.getByRole("navigation", { name: "主导航" }).getByText("月历").click();
    await page.getByRole("radio", { name: "本部门" }).click();
    await cell(today).getByText("今天到期 3").waitFor();
    await cell(today).click();
    await page.locator(".day-cases .row").nth(2).waitFor();
    await page.getByText("此前逾期").waitFor();
    await page.locator(".day-cases .row-link").first().click();
    await page.locator(".casehead").waitFor();
    await page.goBack();
    await page.locator(".day-cases .row").nth(2).waitFor();
  });

  it("changes while one looks", async () => {
    await act("disp.zhao", withdrawn, { type: "withdraw", version: 3 });
    await cell(today).getByText("今天到期 2").waitFor();
    await page.locator(".day-cases .row").nth(2).waitFor({ state: "detached" });
    expect(await page.locator(".day-cases .row").count()).to.equal(2);
  });

  it("shows holidays by name, make-up workdays, and a year that is not loaded", async () => {
    await page.goto(`${product.url}/desk/month?month=2026-09&day=2026-09-20`);
    await cell("2026-09-26").getByText("中秋节").waitFor();
    expect(await cell("2026-09-20").getAttribute("aria-label")).to.match(/调休上班，逾期 1/u);
    expect(await cell("2026-09-20").locator(".month-sign").textContent()).to.equal("班");
    await page.locator(".day-cases .row").first().waitFor();
    await picture(page, "month-holiday-1440");
    await axe(page, "holiday");
    await page.goto(`${product.url}/desk/month?month=2098-05`);
    await page.getByText(/2098 年的日历还没有载入/u).waitFor();
    await page.getByText(/2098 年 5 月没有到期的案件/u).waitFor();
    await picture(page, "month-empty-1440");
    await axe(page, "empty");
  });

  it("is a list of days on a phone", async () => {
    await page.goto(`${product.url}/desk/month?scope=department`);
    await cell(today).waitFor();
    await page.setViewportSize(PHONE);
    const head = page.locator(`.agenda-head[data-day="${today}"]`);
    await head.waitFor();
    expect(await page.locator(".month-grid").count()).to.equal(0);
    await page.locator(".agenda .row").first().waitFor();
    await picture(page, "month-390", true);
    await axe(page, "phone");
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).to.be.at.most(0);
    await head.click();
    await page.locator(".agenda .row").first().waitFor({ state: "detached" });
    await head.click();
    await page.locator(".agenda .row").first().waitFor();
    await page.setViewportSize(DESK);
  });

  it("speaks English", async () => {
    const english = await open("mf.head", { locale: "en-GB" });
    await english.goto(`${product.url}/desk/month?month=2026-09&day=2026-09-20`);
    await english.locator('.month-day[data-day="2026-09-25"]').getByText("Mid-Autumn").waitFor();
    await english.locator('.month-day[data-day="2026-09-20"]').getByText("1 late").waitFor();
    await english.locator(".day-cases .row").first().waitFor();
    expect(await english.locator("main").textContent()).not.to.match(/desk\.|holiday\./u);
    await picture(english, "month-en-1440");
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
