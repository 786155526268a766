import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { complaint, report, startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

const CITIZEN = { name: "王小梅", phone: "13800136021", address: "怡园街道火炬八街19号2单元301", idType: "idCard", idNo: "11010519491231002X" };

describe("official papers on the desk", function papers() {
  this.timeout(300_000);
  let product: TestProduct;
  let browser: Browser;
  let page: Page;
  let troubles: string[] = [];

  before(async () => {
    product = await startProduct("e2e-documents");
    browser = await launch({ papers: true });
    const opened = await person(browser, { viewport: DESK });
    page = opened.page;
    troubles = opened.troubles;
    await signIn(page, product.url, "mf.liu", DEMO_PASSWORD);
  });
  after(() => browser.close());

  type Filed = { id: string; no: string; code: string };
  const act = async (who: string, id: string, action: object): Promise<void> => {
    const answer = await product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as(who))
      .send(action);
    expect(answer.status, answer.text).to.equal(200);
  };
  const signed = async (body: object): Promise<Filed> => {
    const { body: filed } = await product.request.post("/api/public/tickets").send(body);
    const id = (await product.tickets.store.byNo(filed.no))?._id ?? "";
    await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await act("mf.liu", id, { type: "sign", version: 2 });
    return { id, no: filed.no, code: filed.code };
  };
  const complained = () => signed(complaint({ complainant: CITIZEN, consentPublic: true, consentEntrust: false }));
  const draft = async (id: string, form: number): Promise<string> => {
    const answer = await product.request
      .post(`/api/tickets/${id}/documents`)
      .set(await product.as("mf.liu"))
      .send({ form });
    expect(answer.status, answer.text).to.equal(201);
    return answer.body.id;
  };
  const axe = async (on: Page, name: string): Promise<void> => {
    // The browser's own viewer is not ours to judge.
    const { violations } = await axeOn(on).exclude("iframe").analyze();
    expect(violations.map(({ id: rule, nodes }) => `${name}: ${rule} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
  };
  const narrow = async (name: string): Promise<void> => {
    await page.setViewportSize(PHONE);
    await picture(page, name, true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).to.be.at.most(0);
    await page.setViewportSize(DESK);
  };
  const go = async (id: string): Promise<void> => {
    await page.goto(`${product.url}/desk/cases/${id}`);
    await page.locator(".papers .papers-first, .papers .papers-list, .papers .folded").first().waitFor();
  };
  const saved = (): Promise<unknown> =>
    page.waitForResponse((response) => response.request().method() === "PUT" && /\/api\/documents\//u.test(response.url()) && response.ok());
  const drawn = (): Promise<unknown> => page.locator(".sheet-frames iframe:not(.is-coming)").first().waitFor();

  it("the form the case stands at is one press away; what is missing is said, then it takes its number", async () => {
    const { id } = await complained();
    await act("mf.liu", id, { type: "accept", version: 3 });
    await go(id);
    expect(await page.locator(".papers-first .el-button").allInnerTexts()).to.deep.equal(["投诉受理决定书", "投诉调解通知书", "投诉登记表"]);
    await picture(page, "papers-panel-1440");
    await axe(page, "panel");
    await page.getByRole("button", { name: "投诉调解通知书" }).click();
    await page.locator("#paper-party").waitFor();
    expect(await page.locator("#paper-party").inputValue()).to.equal("王小梅、悦动健身（火炬八街店）");
    await page.locator(".paper-issue").click();
    await page.locator("#paper-place-fault").waitFor();
    await picture(page, "paper-faults-1440");
    await page.locator("#paper-time").fill("2026-12-08 09:30");
    await page.keyboard.press("Enter");
    await page.locator("#paper-place").fill("市场监督管理局调解室（火炬路159号）");
    await page.locator("#paper-bring").fill("身份证\n办卡合同和付款记录");
    await page.locator("#paper-recusalDays").fill("3");
    await Promise.all([saved(), page.locator("#paper-mediator").fill("刘振东、顾明远")]);
    await page.locator(".paper-saved").getByText("草稿已存").waitFor();
    await drawn();
    await picture(page, "paper-editor-1440");
    await axe(page, "editor");
    await narrow("paper-editor-390");
    await page.locator(".paper-issue").click();
    await page.locator(".paper-issue-do").waitFor();
    await picture(page, "paper-issue-1440");
    await page.locator(".paper-issue-do").click();
    await page
      .locator(".issued-no")
      .getByText(/威高市监调通〔\d{4}〕第1号/u)
      .waitFor();
    expect(await page.locator("#paper-mediator").isDisabled()).to.equal(true);
    await drawn();
    await picture(page, "paper-issued-1440");
    await axe(page, "issued");
  });

  it("a draft that somebody else saved meanwhile is not written over", async () => {
    const { id } = await complained();
    const doc = await draft(id, 4);
    await page.goto(`${product.url}/desk/cases/${id}/documents/${doc}`);
    await page.locator("#paper-address").waitFor();
    const other = await product.request
      .put(`/api/documents/${doc}`)
      .set(await product.as("mf.head"))
      .send({ version: 1, values: { address: "火炬路159号" } });
    expect(other.status, other.text).to.equal(200);
    await page.locator("#paper-address").fill("别处");
    await page.getByText("你这里的改动没有存").waitFor();
    await page.getByRole("button", { name: "取新的一份" }).click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#paper-address")?.value === "火炬路159号");
    // The browser logs an answer of 409 by itself.
    troubles.splice(0, troubles.length, ...troubles.filter((line) => !line.includes("409")));
  });

  it("is told with, found on the citizen's page, and voided with a reason", async () => {
    const { id, no, code } = await complained();
    await act("mf.liu", id, { type: "refuse", version: 3, refusal: "REF3", reason: "购买用于转卖经营，不是为生活消费需要。" });
    await go(id);
    await page.getByRole("button", { name: "投诉不予受理决定书" }).click();
    await page.locator("#paper-reason").waitFor();
    await page.locator(".paper-issue").click();
    await page.locator(".paper-issue-do").click();
    await page.locator(".issued-no").waitFor();
    await go(id);
    const issued = page.locator(".issued").first();
    await issued.getByText(/威高市监不受/u).waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), issued.getByRole("button", { name: "Word" }).click()]);
    expect(download.suggestedFilename()).to.match(/^投诉不予受理决定书.*\.docx$/u);
    await page.locator(".owed-row").first().getByRole("button", { name: "告知", exact: false }).first().click();
    await page.locator(".tell-papers").waitFor();
    await page.locator("input[name=tell-channel][value=letter]").check();
    await page.locator(".tell-papers input").first().check();
    await page.locator("#act-reference").fill("XA12345678937");
    await picture(page, "paper-tell-1440");
    await axe(page, "tell");
    await page.locator(".act-do").click();
    await page.locator(".act-form").waitFor({ state: "detached" });
    const row = (await product.tickets.store.full(id))!;
    expect(row.timeline.at(-1)?.details.documentId).to.be.a("string");

    const citizen = await person(browser, { viewport: PHONE });
    await citizen.page.goto(`${product.url}/track`);
    await citizen.page.locator("input").first().fill(no);
    await citizen.page.locator("input").nth(1).fill(code);
    await citizen.page.keyboard.press("Enter");
    await citizen.page.getByText("给您的文书").waitFor();
    await picture(citizen.page, "track-paper-390", true);
    await axe(citizen.page, "track");
    const [paper] = await Promise.all([citizen.page.waitForEvent("download"), citizen.page.getByRole("button", { name: /下载 PDF/u }).click()]);
    expect(paper.suggestedFilename()).to.match(/^投诉不予受理决定书.*\.pdf$/u);
    expect(citizen.troubles).to.deep.equal([]);
    await citizen.page.context().close();

    await go(id);
    await page.getByRole("button", { name: /^作废 / }).click();
    await page.locator(".void-form button[type=submit]").click();
    await page.locator("#void-reason-fault").waitFor();
    await page.locator("#void-reason").fill("事由写错，重新制作");
    await page.locator(".void-form button[type=submit]").click();
    await page.getByText("已作废 1 份").click();
    await page.locator(".issued.is-void").getByText("作废原因：事由写错，重新制作").waitFor();
    await picture(page, "papers-void-1440");
    await narrow("papers-panel-390");
  });

  it("every form opens with what the case says", async () => {
    const { id } = await complained();
    await act("mf.liu", id, { type: "accept", version: 3 });
    const reported = await signed(report());
    await act("mf.liu", reported.id, { type: "accept", version: 3 });
    for (const form of [1, 3, 4, 5, 6, 8, 9, 2, 10]) {
      const of = form === 2 || form === 10 ? reported.id : id;
      await page.goto(`${product.url}/desk/cases/${of}/documents/${await draft(of, form)}`);
      await page.locator(".paper-fields .field").first().waitFor();
      await picture(page, `paper-form-${form}-1440`, true);
      // One with every kind of field, one with items of the law, one with lists.
      if ([1, 4, 6].includes(form)) await axe(page, `form ${form}`);
    }
    await narrow("paper-form-10-390");
  });

  it("the administrator names who signs, and sees each form", async () => {
    const admin = await person(browser, { viewport: DESK });
    page = admin.page;
    await signIn(page, product.url, "admin.luan", DEMO_PASSWORD);
    await page.goto(`${product.url}/desk/admin/documents`);
    await page.locator("#papers-prefix").waitFor();
    await page.locator("#papers-prefix").fill("高新");
    await page.locator("#papers-reason").fill("机关代字批复");
    await drawn();
    await picture(page, "papers-settings-1440");
    await axe(page, "settings");
    await narrow("papers-settings-390");
    await page.getByRole("button", { name: "发布" }).click();
    await page
      .getByText(/高新市监受〔\d{4}〕第1号/u)
      .first()
      .waitFor();
    expect(admin.troubles).to.deep.equal([]);
  });

  it("nothing went wrong unseen", () => {
    expect(troubles).to.deep.equal([]);
  });
});
