import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { createSms } from "../../server/platform/sms.ts";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { quiet } from "../support/engine.ts";
import { complaint, report, startProduct, testConfig } from "../support/product.ts";
import { axeOn, chooseIn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

/** What a hand does on the pages of the desk. */
export const axe = async (page: Page, name: string): Promise<void> => {
  const { violations } = await axeOn(page).analyze();
  expect(violations.map(({ id: rule, nodes }) => `${name}: ${rule} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
};
export const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () =>
      document.querySelector(".dialog-fade-enter-active, .dialog-fade-leave-active, .el-message") === null &&
      [...document.querySelectorAll(".el-select-dropdown, .el-picker-panel")].every((list) => !list.checkVisibility()),
  );
const FORMS: readonly string[] = ["duties-tell", "duties-terminate", "duties-supervise", "duties-decide"];
/** At both widths, without violations and without a sideways scroll. */
export const seen = async (page: Page, name: string, whole = false): Promise<void> => {
  await settled(page);
  await picture(page, `${name}-1440`, whole);
  // One form of each kind, and every whole page: the others are made of the same fields.
  if (whole || FORMS.includes(name)) await axe(page, name);
  await page.setViewportSize(PHONE);
  await picture(page, `${name}-390`, whole);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).to.be.at.most(0);
  await page.setViewportSize(DESK);
};
export const begin = async (page: Page, label: string | RegExp, within = ".next"): Promise<void> => {
  await page.locator(within).getByRole("button", { name: label }).first().click();
  await page.locator(".act-form").waitFor();
};
export const send = async (page: Page): Promise<void> => {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("/actions") && response.request().method() === "POST"),
    page.locator(".act-do").click(),
  ]);
  expect(answer.status(), await answer.text()).to.equal(200);
  await page.locator(".act-form").waitFor({ state: "detached" });
};
export const choose = (page: Page, field: string, option: string | RegExp): Promise<void> => chooseIn(page, `act-${field}`, option);
export const day = async (page: Page, field: string, value: string): Promise<void> => {
  await page.locator(`#act-${field}`).fill(value);
  await page.locator(`#act-${field}`).press("Enter");
};
export const cell = (page: Page, id: string): Locator => page.locator(".strip-cell").filter({ hasText: id }).first();
export const row = (page: Page, words: string | RegExp): Locator => page.locator(".owed-row").filter({ hasText: words }).first();
export const record = (page: Page, words: string | RegExp): Promise<void> => page.locator(".record-list").getByText(words).first().waitFor();
export const said = (page: Page): Promise<void> => page.locator(".tell-words", { hasText: /\S{10}/u }).waitFor();

/** An office with four cases, a handler, a head and an inspector at the desk, and a citizen with a phone. */
export const openDuties = async (name: string) => {
  const troubles: string[][] = [];
  const papers: Record<string, { no: string; code: string }> = {};
  // A text message that only the demonstration keeps, and no mail: both faces of the row are seen.
  const product = await startProduct(name, {
    config: testConfig({ autoNotice: false }),
    channels: { sms: createSms(testConfig(), quiet) },
    startAt: new Date("2026-11-24T10:42:00+08:00"),
  });
  const taken = async (body: object, ...rest: object[]): Promise<string> => {
    const { body: filed } = await product.request.post("/api/public/tickets").send(body);
    const id = (await product.tickets.store.byNo(filed.no))?._id ?? "";
    const act = async (who: string, action: object) => {
      const { body: held } = await product.request.get(`/api/tickets/${id}`).set(await product.as(who));
      const answer = await product.request
        .post(`/api/tickets/${id}/actions`)
        .set(await product.as(who))
        .send({ ...action, version: held.version });
      expect(answer.status, answer.text).to.equal(200);
    };
    await act("disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await act("mf.liu", { type: "sign" });
    for (const action of rest) await act("mf.liu", action);
    papers[id] = { no: filed.no, code: filed.code };
    return id;
  };
  const mediated = await taken(complaint());
  const agreed = await taken(complaint({ title: "洗衣机修了三次还漏水" }), { type: "accept" });
  const urged = await taken(complaint({ title: "预付卡余额不退" }));
  const checked = await taken(report());
  const browser = await launch();
  const open = async (account: string): Promise<Page> => {
    const opened = await person(browser, { viewport: DESK });
    troubles.push(opened.troubles);
    await signIn(opened.page, product.url, account, DEMO_PASSWORD);
    return opened.page;
  };
  const handler = await open("mf.liu");
  const head = await open("head.teng");
  const inspector = await open("insp.fu");
  const opened = await person(browser, { viewport: PHONE });
  troubles.push(opened.troubles);
  return { product, browser, troubles, papers, handler, head, inspector, citizen: opened.page, mediated, agreed, urged, checked };
};
