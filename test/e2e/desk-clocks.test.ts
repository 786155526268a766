import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { complaint, report, startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, chooseIn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

/** An arrangement as it is pasted: ranges, other ways of writing, any separator. */
const YEAR = {
  offDays:
    "2027-01-01~2027-01-03\n2027年2月5日至11日\n4月3日—4月5日；2027/5/1~2027/5/5\n2027-06-09、2027-09-15（周三）\n2027-10-01 2027-10-02 2027-10-03 2027-10-04~2027-10-07",
  workDays: "2027-01-30（周六）, 2027-02-14",
  statutoryDays: "2027-01-01\n2027-02-05~2027-02-08\n2027-04-05\n2027-05-01 2027-05-02\n2027-06-09 2027-09-15\n10月1日至3日",
};

describe("clocks on the desk: suspended, extended, recomputed", function clocks() {
  this.timeout(120_000);
  let product: TestProduct;
  let browser: Browser;
  const troubles: string[][] = [];
  let handler: Page;
  let head: Page;
  let admin: Page;
  let mediated = "";
  let checked = "";
  const papers: Record<string, { no: string; code: string }> = {};

  before(async () => {
    product = await startProduct("e2e-clocks");
    const taken = async (body: object): Promise<string> => {
      const { body: filed } = await product.request.post("/api/public/tickets").send(body);
      const id = (await product.tickets.store.byNo(filed.no))?._id ?? "";
      const act = async (who: string, action: object) => {
        const answer = await product.request
          .post(`/api/tickets/${id}/actions`)
          .set(await product.as(who))
          .send(action);
        expect(answer.status, answer.text).to.equal(200);
      };
      await act("disp.zhao", { type: "dispatch", version: 1, departmentId: "SCJG" });
      await act("mf.liu", { type: "sign", version: 2 });
      await act("mf.liu", { type: "accept", version: 3 });
      papers[id] = { no: filed.no, code: filed.code };
      return id;
    };
    mediated = await taken(complaint());
    checked = await taken(report());
    browser = await launch();
    const open = async (name: string): Promise<Page> => {
      const opened = await person(browser, { viewport: DESK });
      troubles.push(opened.troubles);
      await signIn(opened.page, product.url, name, DEMO_PASSWORD);
      return opened.page;
    };
    handler = await open("mf.liu");
    head = await open("head.teng");
    admin = await open("admin.luan");
  });
  after(() => browser.close());

  const axe = async (page: Page, name: string): Promise<void> => {
    const { violations } = await axeOn(page).analyze();
    expect(violations.map(({ id: rule, nodes }) => `${name}: ${rule} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
  };
  const settled = (page: Page): Promise<unknown> =>
    page.waitForFunction(
      () =>
        document.querySelector(".dialog-fade-enter-active, .dialog-fade-leave-active, .el-message") === null &&
        [...document.querySelectorAll(".el-select-dropdown")].every((list) => !list.checkVisibility()),
    );
  const narrow = async (page: Page, name: string, whole = true): Promise<void> => {
    await page.setViewportSize(PHONE);
    await picture(page, name, whole);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).to.be.at.most(0);
    await page.setViewportSize(DESK);
  };
  const go = async (page: Page, id: string): Promise<void> => {
    await page.goto(`${product.url}/desk/cases/${id}`);
    await page.locator(".casehead").waitFor();
  };
  const cell = (page: Page, id: string) => page.locator(".strip-cell").filter({ hasText: id }).first();
  const begin = async (page: Page, clock: string, label: string): Promise<void> => {
    await cell(page, clock).getByRole("button", { name: label }).click();
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
  const tracked = async (id: string, words: RegExp, name: string): Promise<void> => {
    const { page, troubles: own } = await person(browser, { viewport: PHONE });
    troubles.push(own);
    await page.goto(`${product.url}/track`);
    await page
      .locator("input")
      .first()
      .fill(papers[id]?.no ?? "");
    await page
      .locator("input")
      .nth(1)
      .fill(papers[id]?.code ?? "");
    await page.keyboard.press("Enter");
    await page.getByText(words).first().waitFor();
    await picture(page, name, true);
    await axe(page, name);
    await page.context().close();
  };
  const pause = async (clock: string, evidence: string): Promise<void> => {
    await begin(handler, clock, "中止计算…");
    await chooseIn(handler, "act-reason", "检测");
    await handler.locator(".act-do").click();
    await handler.locator("#act-evidence-fault").waitFor();
    await handler.locator("#act-evidence").fill(evidence);
    // Of a mediation both sides are told who tests.
    const lab = handler.locator("#act-lab");
    if ((await lab.count()) > 0) await lab.fill("市产品质量检验所");
    await settled(handler);
  };
  const record = (page: Page, words: string | RegExp) => page.locator(".record-list").getByText(words).first().waitFor();

  it("the handler suspends the mediation's limit; the citizen reads why no date stands there", async () => {
    await go(handler, mediated);
    await picture(handler, "clocks-strip-1440");
    await pause("C3", "委托产品质量检验所检测，委托单 WT2026-1123。");
    await picture(handler, "clocks-pause-1440");
    await axe(handler, "pause");
    await send(handler);
    await cell(handler, "C3").getByText("中止计算", { exact: true }).waitFor();
    await cell(handler, "C3").getByText("检测、检验、检疫、鉴定", { exact: true }).waitFor();
    await record(handler, /中止计算“.+”，自 .+：检测/u);
    await settled(handler);
    await picture(handler, "clocks-paused-1440", true);
    await axe(handler, "paused");
    await narrow(handler, "clocks-paused-390");
    await tracked(mediated, /时间先不计/u, "track-paused-390");
  });

  it("and resumes it; what was suspended can be read afterwards", async () => {
    await begin(handler, "C3", "恢复计算…");
    await handler.locator("#act-evidence").fill("收到检测报告 BG2026-881。");
    await send(handler);
    await record(handler, /恢复计算“.+”/u);
    await cell(handler, "C3").getByRole("button", { name: "以前中止过 1 次" }).click();
    await cell(handler, "C3")
      .locator(".strip-past")
      .getByText(/至 .+：检测/u)
      .waitFor();
  });

  it("a limit that stands still alone has no date on the citizen's page", async () => {
    await go(handler, checked);
    await pause("R1", "委托检验冷库里的肉制品，委托单 WT2026-1124。");
    await send(handler);
    await handler
      .getByText(/自 .+ 中止计算：检测/u)
      .first()
      .waitFor();
    await tracked(checked, /正在检测、鉴定/u, "track-still-390");
    await begin(handler, "R1", "恢复计算…");
    await handler.locator("#act-evidence").fill("收到检验报告 BG2026-882。");
    await send(handler);
  });

  it("an extension is asked for by the handler and approved by the head of the authority", async () => {
    await go(handler, checked);
    await begin(handler, "R1", "申请延长…");
    await handler.locator("#act-amount").fill("10");
    await handler.locator("#act-reason").fill("检验报告还要一周，先核实进货台账。");
    await settled(handler);
    await picture(handler, "clocks-ask-1440");
    await axe(handler, "ask");
    await send(handler);
    await cell(handler, "R1").getByText("申请延长 10 个工作日，等机关负责人批准").waitFor();
    await go(head, checked);
    await begin(head, "R1", "批准或不批准延长…");
    await head.locator(".act-do").click();
    await head.locator("#act-approve-fault").waitFor();
    await head.getByText("批准", { exact: true }).first().click();
    await settled(head);
    await picture(head, "clocks-decide-1440");
    await axe(head, "decide");
    await send(head);
    await cell(handler, "R1").locator(".strip-over").getByText("+10").waitFor();
    await record(handler, /批准延长“.+” 10 个工作日/u);
  });

  it("the administrator sees a year at a glance, and that the next one is waited for", async () => {
    await admin.route("**/api/catalogue/calendars", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), waiting: [{ year: 2027, clocks: 312 }] } });
    });
    await admin.goto(`${product.url}/desk/admin/calendar`);
    await admin.locator(".year-months table").nth(11).waitFor();
    await admin.getByText(/312 个时限的末日落在 2027 年/u).waitFor();
    await admin.getByRole("heading", { name: "演示时间" }).waitFor();
    await picture(admin, "calendar-1440", true);
    await axe(admin, "calendar");
    await narrow(admin, "calendar-390");
    await admin.unroute("**/api/catalogue/calendars");
  });

  it("faults of a pasted list are told by line; a preview comes before the publishing", async () => {
    await admin.getByRole("button", { name: "载入 2027 年…" }).click();
    await admin.locator("#year-offDays").fill("2027-01-01\n2027-02-30\n元旦");
    await admin.getByText(/第 2 行 2027-02-30：没有这一天/u).waitFor();
    await admin.getByText(/第 3 行 元旦：看不懂/u).waitFor();
    for (const [list, text] of Object.entries(YEAR)) await admin.locator(`#year-${list}`).fill(text);
    expect(await admin.locator(".year-faults").allTextContents()).to.deep.equal([]);
    await admin.locator(".year-look").click();
    await admin.locator(".preview-sum").waitFor();
    await settled(admin);
    await picture(admin, "calendar-preview-1440");
    await axe(admin, "preview");
    await admin.locator(".year-publish").click();
    await admin.locator("#year-source-fault").waitFor();
    await admin.locator("#year-source").fill("国办发明电〔2026〕9 号（演示）");
    await narrow(admin, "calendar-preview-390", false);
    await admin.locator(".year-publish").click();
    await admin.locator(".year-dialog").waitFor({ state: "detached" });
    await admin
      .locator(".run")
      .first()
      .getByText(/看了 \d+ 件，挪动 [1-9]\d* 个时限/u)
      .waitFor();
    await admin.locator(".run-rows li").first().waitFor();
    await admin.getByText(/个时限的末日落在 2027 年/u).waitFor({ state: "detached" });
    await settled(admin);
    await picture(admin, "calendar-loaded-1440", true);
    await axe(admin, "loaded");
    await go(handler, mediated);
    await record(handler, /时限重算：.*→ /u);
  });

  it("another reading is previewed, given a reason and published", async () => {
    await admin.locator(".choice").filter({ hasText: "顺延到下一个工作日" }).click();
    await admin.getByRole("button", { name: "先看看会怎样" }).click();
    await admin.locator(".counting .preview-sum").waitFor();
    await admin.locator("#counting-reason").fill("法制科意见，2026-11-24。");
    await picture(admin, "calendar-reading-1440", true);
    await admin.getByRole("button", { name: "发布口径" }).click();
    await admin.locator(".run").first().getByText("口径：顺延到下一个工作日").waitFor();
    await admin.locator(".run.is-going").waitFor({ state: "detached" });
  });

  it("whoever may not change it reads it; case time of a demonstration goes forward", async () => {
    await handler.goto(`${product.url}/desk/admin/calendar`);
    await handler.locator(".year-months table").nth(11).waitFor();
    expect(await handler.getByRole("button", { name: "载入" }).count()).to.equal(0);
    await handler.getByText("你可以看，不能改。").waitFor();
    const before = (await admin.locator(".time-now").textContent()) ?? "";
    await admin.getByRole("button", { name: "快进 1 天" }).click();
    await admin.waitForFunction((was) => document.querySelector(".time-now")?.textContent !== was, before);
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
