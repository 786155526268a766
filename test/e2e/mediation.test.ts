import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { type Mediation, openMediation } from "../support/mediation.ts";
import { createOffice, type Office } from "../support/office.ts";
import { DESK, launch, openTrack, PHONE, person, picture, signIn } from "./browser.ts";
import { axe } from "./duties-stage.ts";

describe("four people in one mediation", function mediation() {
  this.timeout(120_000);
  let office: Office;
  let at: Mediation;
  let browser: Browser;
  let mediator: Page;
  let buyer: Page;
  let merchant: Page;
  let supervisor: Page;
  const troubles: string[][] = [];

  before(async () => {
    office = await createOffice("e2e-room", "2026-10-26T10:42:00+08:00");
    at = await openMediation(office, { happenedOn: "2026-10-20", title: "健身房闭店，年卡余额不退", amount: 2980 });
    browser = await launch();
  });
  after(() => browser.close());

  const open = async (viewport: { width: number; height: number }): Promise<Page> => {
    const { page, troubles: found } = await person(browser, { viewport });
    troubles.push(found);
    return page;
  };
  const lane = (name: string) => mediator.getByRole("region", { name });
  const fits = async (page: Page, name: string, large = false): Promise<void> => {
    const size = page.viewportSize() ?? PHONE;
    await page.setViewportSize({ width: 320, height: 700 });
    if (large) await page.evaluate(() => (document.documentElement.dataset.type = "large"));
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${name} at 320`).to.be.at.most(0);
    if (large) await page.evaluate(() => delete document.documentElement.dataset.type);
    await page.setViewportSize(size);
  };
  /** The same page as the other width shows it. */
  const both = async (page: Page, name: string, whole = true): Promise<void> => {
    if (process.env.PICTURES !== "1") return;
    const size = page.viewportSize() ?? PHONE;
    await page.mouse.move(0, 0);
    await picture(page, `${name}-${size.width}`, whole);
    await page.setViewportSize(size.width === PHONE.width ? DESK : PHONE);
    await picture(page, `${name}-${size.width === PHONE.width ? DESK.width : PHONE.width}`, whole);
    await page.setViewportSize(size);
  };
  const form = async (): Promise<void> => {
    const [answer] = await Promise.all([
      mediator.waitForResponse((response) => response.url().endsWith("/actions") && response.request().method() === "POST"),
      mediator.locator(".room-form .act-do").click(),
    ]);
    expect(answer.status(), await answer.text()).to.equal(200);
    await mediator.locator(".room-form").waitFor({ state: "detached" });
  };
  /** A link or a code, as it is shown once. */
  const once = async (what: ".once-link" | ".once-code"): Promise<string> => {
    const text = (await mediator.locator(what).textContent()) ?? "";
    await mediator.getByRole("button", { name: "已经交给本人" }).click();
    await mediator.locator(what).waitFor({ state: "hidden" });
    return what === ".once-code" ? text.replace(/\s/gu, "") : text.trim();
  };
  const party = (name: string | RegExp) => mediator.locator(".partyrow").filter({ hasText: name }).first();

  it("the mediator comes in from the case, asks both, and hands the merchant a link", async () => {
    mediator = await open(DESK);
    await signIn(mediator, office.product.url, "mf.liu", DEMO_PASSWORD);
    await mediator.goto(`${office.product.url}/desk/cases/${at.id}`);
    await mediator.locator(".disputecard-go").click();
    await mediator.locator(".mediation-head").waitFor();
    await both(mediator, "room-desk-new");
    await mediator.getByRole("button", { name: "征询意愿…" }).click();
    await mediator.locator(".act-do").click();
    await mediator.locator("#act-answerBy-fault").waitFor();
    await mediator.locator("#act-answerBy").fill("2026-10-29");
    await mediator.locator("#act-answerBy").press("Enter");
    await picture(mediator, "room-desk-form");
    await form();
    await mediator.getByText("未答复").first().waitFor();
    await mediator.getByRole("button", { name: "写一段说明…" }).click();
    await mediator.locator("#act-text").fill("3 月办卡 3,600 元，店已关，请求退还年卡余额。");
    await form();
    await mediator.getByRole("button", { name: /^参加人/u }).click();
    await party("经营者").getByRole("button", { name: /链接…/u }).first().click();
    await form();
    await mediator.locator(".once-link").waitFor();
    await picture(mediator, "room-desk-link");
    const link = new URL(await once(".once-link"));
    await picture(mediator, "room-desk-parties");
    await mediator.keyboard.press("Escape");
    merchant = await open(PHONE);
    await merchant.goto(`${office.product.url}${link.pathname}${link.hash}`);
    await merchant.locator("form.first").waitFor();
    expect(new URL(merchant.url()).hash).to.equal("");
  });

  it("the merchant answers by the link, with another offer and a paper for the mediator alone", async () => {
    await merchant.getByText("3 月办卡 3,600 元，店已关").waitFor();
    await axe(merchant, "first answer");
    await fits(merchant, "first answer", true);
    await merchant.getByRole("button", { name: /^交给/u }).click();
    await merchant.getByText("请选一个").waitFor();
    await merchant.getByText("可以解决，但方案不同").click();
    await merchant.locator("#first-sum").fill("2600");
    await merchant.locator("#first-by").fill("2026-12-15");
    await merchant.getByText("只给调解员").click();
    await merchant.locator("#first-files").setInputFiles({ name: "入会协议第 7 条.png", mimeType: "image/png", buffer: PNG });
    await merchant.locator(".list .done").waitFor();
    await both(merchant, "room-first");
    await merchant.getByRole("button", { name: /^交给/u }).click();
    await merchant.getByRole("heading", { name: /^收到了/u }).waitFor();
    await picture(merchant, "room-receipt-390", true);
    await merchant.getByRole("button", { name: "进入调解室" }).click();
    await merchant.getByRole("heading", { name: "方案" }).waitFor();
    await lane("联席间").getByText("经营者 第 1 次提出").waitFor();
    await merchant.reload();
    await merchant.getByRole("heading", { name: "方案" }).waitFor();
  });

  it("the complainant comes in from the page of the case, agrees and makes an offer", async () => {
    buyer = await open(PHONE);
    await openTrack(buyer, office.product.url, at);
    await picture(buyer, "room-door-390", true);
    await buyer.getByRole("button", { name: "进入调解" }).click();
    await buyer.getByRole("heading", { level: 1, name: /请在 10 月 29 日前/u }).waitFor();
    await both(buyer, "room-buyer-consent");
    await buyer.getByRole("button", { name: "同意调解" }).click();
    await buyer.getByRole("heading", { level: 1, name: /对方的方案等您答复/u }).waitFor();
    await buyer.getByRole("button", { name: "提出方案" }).click();
    await buyer.locator("[id^=offer-amount]").fill("2980");
    await buyer.locator("[id^=offer-by]").fill("2026-12-10");
    await picture(buyer, "room-offer-form-390", true);
    await buyer.getByRole("button", { name: "发给双方" }).first().click();
    await buyer.getByText("您的方案", { exact: true }).waitFor();
    await lane("联席间").getByText("投诉人 第 1 次提出").waitFor();
    await mediator.getByText("只差 380 元").waitFor();
  });

  it("a word to the mediator alone is never the other side's, nor the supervisor's", async () => {
    await buyer.getByRole("tab", { name: /只和调解员/u }).click();
    await buyer.locator("#talk-text").fill("退两千八我就接受");
    await buyer.getByRole("button", { name: "只发给调解员" }).click();
    await lane("投诉人单独间").getByText("退两千八我就接受").waitFor();
    await mediator.keyboard.press("Alt+2");
    await mediator.keyboard.type("双方各让一步，我来写一份。");
    await mediator.keyboard.press("Control+Enter");
    await merchant.getByText("双方各让一步，我来写一份。").first().waitFor();
    const asked = await at.act({ type: "askAssistant", userId: await appointed("sv.guo") });
    expect(asked.dispute.assistant?.state).to.equal("asked");
    await office.product.request
      .post(`/api/disputes/${at.disputeId}/assignment`)
      .set(await office.product.as("sv.guo"))
      .send({ answer: "accept" })
      .expect(200);
    supervisor = await open(PHONE);
    await supervisor.goto(`${office.product.url}/desk/disputes/${at.disputeId}`);
    await supervisor.locator('input[autocomplete="username"]').fill("sv.guo");
    await supervisor.locator('input[type="password"]').fill(DEMO_PASSWORD);
    await supervisor.keyboard.press("Enter");
    await supervisor.locator(".lane").first().waitFor();
    await supervisor.getByText("双方各让一步，我来写一份。").waitFor();
    expect(await supervisor.locator(".lane").count()).to.equal(1);
    for (const page of [merchant, supervisor]) expect(await page.content()).not.to.match(/两千八/u);
    await both(supervisor, "room-supervisor");
    await both(mediator, "room-desk-talk");
    await axe(mediator, "room");
    await fits(mediator, "room");
  });

  it("the mediator's middle offer is accepted by both, point by point", async () => {
    await mediator.keyboard.press("Alt+O");
    await mediator.locator(".terms .el-input-number input").first().waitFor();
    expect(await mediator.locator(".terms .el-input-number input").first().inputValue()).to.equal("2790");
    await mediator.locator(".terms .el-input-number input").first().fill("2800");
    await mediator.locator(".terms .el-input-number input").first().press("Tab");
    await mediator.locator("#act-text").fill("各让一步，一次付清。");
    await picture(mediator, "room-desk-propose");
    await form();
    for (const page of [buyer, merchant]) {
      await page.getByRole("button", { name: "同意：退还货款和服务费用 2,800 元" }).first().waitFor();
      if (page === buyer) await both(buyer, "room-buyer-answer");
      await page.getByRole("button", { name: "同意：退还货款和服务费用 2,800 元" }).first().click();
    }
    await mediator.locator(".agree-list .is-agreed").getByText("2,800 元").waitFor();
    await both(mediator, "room-desk-agreed");
    await mediator.getByRole("button", { name: "送双方签字…" }).click();
    await mediator.locator("#act-text").fill("签字后十日内一次付清，双方就年卡余额再无争议。");
    await form();
    await buyer.getByRole("heading", { level: 1, name: /等您签字/u }).waitFor();
  });

  it("each signs with a code of their own, and it is an agreement", async () => {
    for (const [page, who] of [
      [buyer, "投诉人"],
      [merchant, "经营者"],
    ] as const) {
      await page.getByText("我看过以上全部内容").click();
      await page.getByRole("button", { name: "获取验证码" }).click();
      await page.getByText("现在发不了短信").waitFor();
      await mediator.getByRole("button", { name: /^参加人/u }).click();
      await party(who).getByRole("button", { name: "代发验证码…" }).click();
      await mediator.locator("#act-identityCheck").fill("回拨登记的号码，核对了姓名和编号");
      await form();
      await mediator.locator(".once-code").waitFor();
      const code = await once(".once-code");
      await mediator.keyboard.press("Escape");
      await page.locator("#sign-code").fill(code);
      if (page === buyer) await both(buyer, "room-sign");
      await page.getByRole("button", { name: "签字", exact: true }).click();
      await page.getByRole("button", { name: "签字", exact: true }).waitFor({ state: "detached" });
    }
    await buyer.getByRole("heading", { name: "协议已由双方签字" }).waitFor();
    await mediator.getByText("双方已签字").waitFor();
    await both(mediator, "room-desk-signed");
    await merchant.getByRole("button", { name: "已付" }).click();
    await buyer.getByRole("button", { name: "收到了" }).waitFor();
    await both(buyer, "room-duties");
    await axe(buyer, "duties");
    await fits(buyer, "duties", true);
    await buyer.getByRole("button", { name: "收到了" }).click();
    await buyer.getByRole("heading", { level: 1, name: /这次调解完成/u }).waitFor();
    await mediator.getByText("已挽回 2,800 元").waitFor();
  });

  it("a link that ended says so, and the list shows what is done", async () => {
    const secret = await at.link("respondent");
    await at.act({ type: "revokeLink", partyId: "respondent", reason: "换人" });
    await merchant.goto(`${office.product.url}/room#${secret}`);
    await merchant.getByRole("heading", { name: /这个链接已经不能用了/u }).waitFor();
    await picture(merchant, "room-ended-390", true);
    await mediator.goto(`${office.product.url}/desk/disputes`);
    await mediator.locator(".disputerow").first().waitFor();
    await both(mediator, "room-list");
    expect(troubles.flat().filter((one) => !/401|404|422/u.test(one))).to.deep.equal([]);
  });

  /** A social quality supervisor with an account, as the register takes one in. */
  const appointed = async (username: string): Promise<string> => {
    const { product } = office;
    const userId = product.users.directory.all().find((each) => each.username === username)?.id ?? "";
    const person = { name: "杨树青", phone: "13800138087", idNo: "37060219700101123X", fields: ["product", "service"], region: "R-JD1" };
    const made = await product.request
      .post("/api/supervisors")
      .set(await product.as("admin.luan"))
      .send({ ...person, employer: "海悦家居广场有限公司", consentDay: "2026-02-20", recommender: "社区推荐", ties: [] })
      .expect(201);
    let { version } = made.body;
    const term = { from: "2026-03-01", letterNo: "威高质聘〔2026〕1号", letterDay: "2026-03-01", cardNo: "0087" };
    for (const [who, action] of [
      ["head.teng", { type: "approve" }],
      ["mf.head", { type: "train", day: "2026-02-26", topic: "调解协助", hours: 4 }],
      ["mf.head", { type: "appoint", userId, ...term }],
    ] as const) {
      const { status, body } = await product.request
        .post(`/api/supervisors/${made.body.id}/actions`)
        .set(await product.as(who))
        .send({ version, action });
      expect(status, JSON.stringify(body)).to.equal(200);
      version = body.version;
    }
    return userId;
  };
});

/** One white point. */
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=", "base64");
