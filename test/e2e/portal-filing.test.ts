import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { encode } from "uqr";
import { report, startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, DESK, launch, PHONE, person, picture } from "./browser.ts";

const PAPER = { width: 794, height: 1123 };

describe("a citizen on the portal, from the first word to the answer", function portal() {
  this.timeout(120_000);
  let product: TestProduct;
  let browser: Browser;
  let citizen: Page;
  const troubles: string[][] = [];
  /** Number and code as the page showed them. */
  const receipt = { no: "", code: "" };

  const open = async (viewport: { width: number; height: number }, watched = true): Promise<Page> => {
    const opened = await person(browser, { viewport });
    if (watched) troubles.push(opened.troubles);
    return opened.page;
  };
  before(async () => {
    product = await startProduct("portal");
    browser = await launch();
    citizen = await open(PHONE);
  });
  after(() => browser.close());

  const axe = async (page: Page, name: string): Promise<void> => {
    const { violations } = await axeOn(page).analyze();
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`)).to.deep.equal([]);
  };
  const fits = async (page: Page, name: string): Promise<void> => {
    const size = page.viewportSize() ?? PHONE;
    await page.setViewportSize({ width: 320, height: 700 });
    for (const type of ["", "large"]) {
      await page.evaluate((chosen) => {
        document.documentElement.dataset.type = chosen;
      }, type);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${name} at 320 px, type "${type}"`).to.be.at.most(0);
    }
    await page.evaluate(() => {
      delete document.documentElement.dataset.type;
    });
    await page.setViewportSize(size);
  };
  const link = (no: string, code: string): string => `${product.url}/track#no=${no}&code=${code}`;
  const file = async (body: object): Promise<{ no: string; code: string }> => {
    const answer = await product.request.post("/api/public/tickets").send(body);
    expect(answer.status, answer.text).to.equal(201);
    return answer.body;
  };
  const act = async (who: string, no: string, action: object): Promise<void> => {
    const row = await product.tickets.store.byNo(no);
    const answer = await product.request
      .post(`/api/tickets/${row?._id}/actions`)
      .set(await product.as(who))
      .send({ ...action, version: row?.version });
    expect(answer.status, answer.text).to.equal(200);
  };
  /** Opens a case as a link does, and looks at it on a phone and on a wide screen. */
  const looked = async (page: Page, name: string): Promise<void> => {
    await page.locator("#timeline").waitFor();
    expect(page.url()).not.to.include("#");
    await axe(page, name);
    await picture(page, `portal-${name}-390`, true);
    await fits(page, name);
    await page.setViewportSize(DESK);
    await axe(page, `${name}, wide`);
    await picture(page, `portal-${name}-1440`, true);
    await page.setViewportSize(PHONE);
  };
  const printed = async (page: Page, name: string): Promise<string> => {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize(PAPER);
    expect(await page.locator("#app").isVisible(), "the page itself is not printed").to.equal(false);
    const words = await page.locator(".paper").innerText();
    await picture(page, `portal-print-${name}`, true);
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize(PHONE);
    return words;
  };

  it("is told to call for help first, and whose matter it is, and may go on all the same", async () => {
    await citizen.goto(`${product.url}/`);
    await axe(citizen, "home");
    await fits(citizen, "home");
    await citizen.goto(`${product.url}/file`);
    await citizen.getByText("我和商家有消费纠纷").click();
    await citizen.locator("#f-text").fill("在超市买的打火机，还有一条假烟，花了450元。");
    await citizen.getByRole("heading", { name: /归.*烟草.*管/u }).waitFor();
    await axe(citizen, "elsewhere");
    await picture(citizen, "portal-elsewhere-390");
    await citizen.getByRole("button", { name: "知道了，还在这里反映" }).click();
    await citizen.getByRole("heading", { name: /烟草/u }).waitFor({ state: "detached" });
    await citizen.locator("#f-text").fill("11月20日在火炬八街的车行买了电动车，花了3600元，昨天充电时突然着火，人被烧伤了。");
    await citizen.locator("#f-text").blur();
    const danger = citizen.getByRole("region", { name: "如有危险，请先拨" });
    await danger.waitFor();
    expect(await citizen.getByRole("alert").first().innerText()).to.include("119");
    expect(await danger.locator("a[href='tel:119']").count()).to.equal(1);
    await citizen.getByText("退款", { exact: true }).click();
    await axe(citizen, "danger");
    await picture(citizen, "portal-danger-390");
    await picture(citizen, "portal-file-1-390", true);
    await fits(citizen, "file 1");
    await citizen.getByRole("button", { name: /下一步/u }).click();
  });

  it("finds what few people need folded, and everything kept over a reload", async () => {
    await citizen.locator("#f-respondent-name").fill("火炬八街电动车行");
    await citizen.locator("#f-respondent-address").fill("火炬八街21号");
    await citizen.getByText("知道商家的电话、联系人就填").click();
    await citizen.locator("#f-respondent-contact").fill("李店长");
    await axe(citizen, "file 2");
    await picture(citizen, "portal-file-2-390", true);
    await fits(citizen, "file 2");
    await citizen.getByRole("button", { name: /下一步/u }).click();
    await citizen.getByText("我替别人反映").click();
    await citizen.locator("#f-agent-name").fill("王芳");
    await citizen.locator("#f-agent-phone").fill("13800136022");
    await citizen.locator("#f-agent-authority").fill("我是他女儿，有委托书");
    await citizen.locator("#f-complainant-name").fill("王建国");
    await citizen.locator("#f-complainant-phone").fill("13800136021");
    await citizen.locator("#f-complainant-address").fill("怡园街道火炬八街19号2单元301");
    await citizen.getByText("要求保密", { exact: true }).click();
    await citizen.getByText("看全文").click();
    await axe(citizen, "file 3");
    await picture(citizen, "portal-file-3-390", true);
    await fits(citizen, "file 3");
    await citizen.reload();
    await citizen.getByRole("button", { name: "接着写" }).click();
    expect(await citizen.locator("#f-agent-authority").inputValue()).to.equal("我是他女儿，有委托书");
    expect(await citizen.locator("#f-confidential").isChecked()).to.equal(true);
  });

  it("cannot send without the privacy notice; a notice that does not come loses nothing", async () => {
    await citizen.route("**/api/public/privacy", (route) => route.fulfill({ status: 503, body: "" }));
    await citizen.reload();
    await citizen.getByRole("button", { name: "接着写" }).click();
    await citizen.getByText("个人信息处理说明没取到", { exact: false }).waitFor();
    await axe(citizen, "no notice");
    await citizen.getByRole("button", { name: "送出，拿编号" }).click();
    await citizen.getByText("要先取到这份说明").waitFor();
    await citizen.unroute("**/api/public/privacy");
    await citizen.locator("button#f-privacyVersion").click();
    await citizen.locator("input#f-privacyVersion").waitFor();
    await citizen.getByRole("button", { name: "送出，拿编号" }).click();
    await citizen.getByText("请看过说明，再打钩").waitFor();
    expect(await citizen.evaluate(() => document.activeElement?.id)).to.equal("f-privacyVersion");
    await citizen.keyboard.press("Space");
    expect(await citizen.locator("#f-complainant-name").inputValue()).to.equal("王建国");
  });

  it("gets number and code, a picture that holds both, and a slip to print", async () => {
    const asked = citizen.waitForRequest((request) => request.url().endsWith("/public/tickets"));
    await citizen.getByRole("button", { name: "送出，拿编号" }).click();
    const body = (await asked).postDataJSON();
    expect(body).to.deep.include({ confidential: true, agent: { name: "王芳", phone: "13800136022", authority: "我是他女儿，有委托书" } });
    expect(body.respondent).to.include({ contact: "李店长" });
    expect(body.privacyVersion).to.be.a("string").and.match(/\S/u);
    await citizen.waitForURL(/\/done$/u);
    const figures = citizen.locator(".receipt .figure");
    receipt.no = await figures.nth(0).innerText();
    receipt.code = (await figures.nth(1).innerText()).replaceAll(" ", "");
    const picture_ = citizen.locator(".receipt .qr path");
    await picture_.waitFor();
    const { data } = encode(link(receipt.no, receipt.code), { ecc: "M", border: 0 });
    const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + 4} ${y + 4}h1v1h-1z`] : []))).join("");
    expect(await picture_.getAttribute("d"), "the QR holds the link with number and code in the fragment").to.equal(path);
    await citizen
      .getByText(/最晚.*月.*日/u)
      .first()
      .waitFor();
    await axe(citizen, "done");
    await picture(citizen, "portal-done-390", true);
    await fits(citizen, "done");
    await citizen.setViewportSize(DESK);
    await picture(citizen, "portal-done-1440", true);
    await citizen.setViewportSize(PHONE);
    const slip = await printed(citizen, "slip");
    expect(slip)
      .to.include("登记回执")
      .and.include(receipt.no)
      .and.match(/最晚.*月.*日/u)
      .and.include("12315");
    expect(slip.replaceAll(" ", "")).to.include(receipt.code);
  });

  it("opens the case by the picture's link on another phone, which keeps neither number nor code", async () => {
    const page = await open(PHONE);
    await page.goto(link(receipt.no, receipt.code));
    await page.locator("#timeline").waitFor();
    expect(page.url()).to.equal(`${product.url}/track/${receipt.no}`);
    expect(await page.evaluate(() => JSON.stringify(window.history.state))).not.to.include(receipt.code);
    await page.getByText("您要求了保密", { exact: false }).waitFor();
    await page.goBack();
    expect(page.url()).not.to.include(receipt.code);
    await page.context().close();
    // The browser logs the refusal by itself.
    const wrong = await open(PHONE, false);
    await wrong.goto(link(receipt.no, "AAAAAAAAAAAA"));
    await wrong.locator("#t-code-fault").waitFor();
    expect(await wrong.locator("#t-no").inputValue()).to.equal(receipt.no);
    expect(wrong.url()).to.equal(`${product.url}/track`);
    await axe(wrong, "wrong code");
    await wrong.context().close();
  });

  it("sees who holds it and who helps, that it was called, and the answer, which prints alone", async () => {
    await act("disp.zhao", receipt.no, { type: "dispatch", departmentId: "SCJG", coDepartmentIds: ["FWYGLC"] });
    await act("mf.liu", receipt.no, { type: "sign" });
    await citizen.getByRole("main").getByRole("link", { name: "看进度" }).click();
    await citizen.getByRole("heading", { level: 1, name: /市场监管局/u }).waitFor();
    await act("mf.liu", receipt.no, { type: "contact", party: "complainant", way: "phone", direction: "out", result: "noAnswer" });
    await citizen
      .getByText(/联系了您/u)
      .first()
      .waitFor();
    expect(await citizen.locator("[aria-live='polite'].sr-only").innerText()).to.match(/有新消息.*联系了您/u);
    await act("mf.liu", receipt.no, { type: "accept" });
    await citizen.getByText(/一起办的/u).waitFor();
    await looked(citizen, "track");
    await act("mf.liu", receipt.no, { type: "reply", text: "王先生，您好。\n车行同意退还 3,600 元，三个工作日内到账。" });
    await citizen.getByRole("heading", { name: "给您的答复" }).waitFor();
    await looked(citizen, "track-answered");
    const paper = await printed(citizen, "answer");
    expect(paper)
      .to.include(receipt.no)
      .and.include("三个工作日内到账")
      .and.include("市场监管局")
      .and.match(/答复日期/u);
    expect(paper).not.to.include(receipt.code);
  });

  it("is told whose matter it is, in the office's own words, and may still ask for secrecy", async () => {
    const { no, code } = await file({ kind: "inquiry", text: "买到一条假烟，该找谁？", complainant: { name: "孙大勇", phone: "13800136023" } });
    await act("disp.zhao", no, { type: "refer", targetId: "EXYC", text: "假烟由烟草专卖局查处，请打 12313，说清店名和地址。" });
    const page = await open(PHONE);
    await page.goto(link(no, code));
    await page.getByRole("heading", { level: 1, name: /归.*烟草.*管/u }).waitFor();
    await page.getByText("请打 12313", { exact: false }).first().waitFor();
    await looked(page, "track-referred");
    expect(await printed(page, "referred"))
      .to.include("12313")
      .and.include(no);
    await page.getByRole("button", { name: "要求保密" }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal("secrecy");
    await axe(page, "secrecy");
    await picture(page, "portal-secrecy-390", true);
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal("secrecy-open");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "要求保密" }).click();
    await page.getByText("您要求了保密", { exact: false }).waitFor();
    await page.getByText("您要求保密", { exact: true }).waitFor();
    await axe(page, "secrecy asked");
    await page.context().close();
  });

  it("as a reporter sees coarse states only", async () => {
    const { no, code } = await file(report());
    await act("disp.zhao", no, { type: "dispatch", departmentId: "SCJG" });
    const page = await open(PHONE);
    await page.goto(link(no, code));
    await page.getByText("举报只显示办到哪一步", { exact: false }).waitFor();
    await looked(page, "track-report");
    expect(await page.getByRole("main").innerText()).not.to.include("市场监管局");
    await page.context().close();
  });

  it("finds nothing wrong on a page that is not there, and no page complained", async () => {
    // The notice that does not come is asked for above.
    expect(troubles.flat().filter((text) => !text.includes("503"))).to.deep.equal([]);
    await citizen.goto(`${product.url}/nothing-here`);
    await citizen.getByRole("heading", { level: 1 }).waitFor();
    await axe(citizen, "404");
    await picture(citizen, "portal-404-390", true);
  });
});
