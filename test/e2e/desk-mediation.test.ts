import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { createOffice, type Office } from "../support/office.ts";
import { complaint, report, type TestProduct } from "../support/product.ts";
import { tellAll } from "../support/telling.ts";
import { DESK, launch, openCase, openTrack, PHONE, person, picture, signIn } from "./browser.ts";
import { axe, begin, cell, choose, day, record, row, seen, send, settled } from "./duties-stage.ts";

describe("a mediation on the desk, step by step", function mediation() {
  this.timeout(120_000);
  let office: Office;
  let product: TestProduct;
  let browser: Browser;
  let handler: Page;
  let lead: Page;
  let citizen: Page;
  let mediated = "";
  let checked = "";
  let food = "";
  const troubles: string[][] = [];
  const papers: Record<string, { no: string; code: string }> = {};

  const act: Office["act"] = (id, who, action) => office.act(id, who, action);
  const signed = async (body: object): Promise<string> => {
    const { body: filed } = await product.request.post("/api/public/tickets").send(body);
    const id = (await product.tickets.store.byNo(filed.no))?._id ?? "";
    papers[id] = { no: filed.no, code: filed.code };
    await act(id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await act(id, "mf.liu", { type: "sign" });
    return id;
  };
  const taken = async (body: object): Promise<string> => {
    const id = await signed(body);
    await act(id, "mf.liu", { type: "accept" });
    return id;
  };

  before(async () => {
    office = await createOffice("e2e-mediation", "2026-11-24T10:42:00+08:00");
    product = office.product;
    mediated = await taken(complaint({ title: "洗衣机修了三次还漏水", happenedOn: "2023-01-05" }));
    checked = await taken(report());
    food = await signed(complaint({ title: "学校食堂的饭菜变质", categoryCode: "TS05" }));
    await tellAll(product, mediated, "mf.liu");
    browser = await launch();
    const open = async (account: string): Promise<Page> => {
      const opened = await person(browser, { viewport: DESK });
      troubles.push(opened.troubles);
      await signIn(opened.page, product.url, account, DEMO_PASSWORD);
      return opened.page;
    };
    [handler, lead] = await Promise.all([open("mf.liu"), open("mf.head")]);
    const opened = await person(browser, { viewport: PHONE });
    troubles.push(opened.troubles);
    citizen = opened.page;
  });
  after(() => browser.close());

  const go = (page: Page, id: string): Promise<void> => openCase(page, product.url, id);
  const track = (id: string): Promise<void> => openTrack(citizen, product.url, papers[id] ?? { no: "", code: "" });
  const more = async (page: Page, label: string): Promise<void> => {
    await page.getByRole("button", { name: "更多" }).click();
    await page.getByRole("menuitem", { name: label }).click();
    await page.locator(".act-form").waitFor();
  };
  const radio = (page: Page, name: string | RegExp): Promise<void> => page.locator(".act-form .el-radio").filter({ hasText: name }).click();
  const steps = () => handler.locator(".steps");

  it("a complaint of something long ago bears a flag for a person, not a decision", async () => {
    await go(handler, mediated);
    await handler.locator(".facts-bar").getByText("已超过三年").waitFor();
    expect(await steps().count()).to.equal(0);
  });

  it("both sides are asked whether they agree, and what each says is written down", async () => {
    await begin(handler, "征询意愿…");
    await handler.locator(".act-do").click();
    await handler.locator("#act-answerBy-fault").waitFor();
    await day(handler, "answerBy", "2026-11-27");
    await seen(handler, "mediation-ask");
    await send(handler);
    await row(handler, /征询调解意愿\s*→\s*被投诉人/u).waitFor();
    await steps().getByText("11-27 周五 前答复").waitFor();
    expect(await steps().getByText("未答复").count()).to.equal(2);
    await begin(handler, "登记意愿…");
    await handler.locator(".act-do").click();
    await handler.locator("#act-agrees-fault").waitFor();
    await radio(handler, /^被投诉人$/u);
    await radio(handler, /^同意$/u);
    await handler.locator("#act-text").fill("李店长来电，愿意调解。");
    await seen(handler, "mediation-record");
    await send(handler);
    await record(handler, "登记：被投诉人同意调解");
    // The side that is left is not asked for.
    await begin(handler, "登记意愿…");
    await radio(handler, /^同意$/u);
    await handler.locator("#act-text").fill("王女士电话里同意。");
    await send(handler);
    await record(handler, "登记：投诉人同意调解");
    expect(await steps().getByText("已同意").count()).to.equal(2);
    expect(await handler.locator(".next").getByRole("button", { name: "登记意愿…" }).count()).to.equal(0);
  });

  it("a meeting is called, and both sides are told before it can be recorded", async () => {
    await begin(handler, "发调解通知…");
    expect(await handler.locator("#act-mediators").inputValue()).to.equal("刘振东");
    await handler.locator("#act-at").fill("2026-11-26 09:30");
    await handler.locator("#act-at").press("Enter");
    await handler.locator("#act-place").fill("火炬二街 8 号市场监管所二楼调解室");
    await handler.locator("#act-recusalDays").fill("1");
    await handler.locator("#act-bring").fill("身份证、发票、三次维修单");
    await seen(handler, "mediation-call");
    await send(handler);
    await row(handler, /调解通知\s*→\s*投诉人/u).waitFor();
    await record(handler, /发出调解通知.*11-26 09:30.*现场调解.*调解室/u);
    await steps().getByText("身份证、发票、三次维修单").waitFor();
    await cell(handler, "C5").waitFor();
    await seen(handler, "mediation-called", true);
    expect(await handler.locator(".next").getByRole("button", { name: "记录调解会…" }).count()).to.equal(0);
    await tellAll(product, mediated, "mf.liu");
    await handler.locator(".next").getByRole("button", { name: "记录调解会…" }).waitFor();
  });

  it("the citizen reads on a phone when and where, who leads it, and that another may be asked for", async () => {
    await track(mediated);
    const card = citizen.locator(".meeting");
    await card.getByText("11 月 26 日").waitFor();
    await card.getByText("09:30").waitFor();
    await card.getByText("二楼调解室").waitFor();
    await card.getByText("1 日内申请换人").waitFor();
    await picture(citizen, "mediation-track-390", true);
    await axe(citizen, "track, called");
    expect(await citizen.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).to.be.at.most(0);
    expect(await citizen.content()).not.to.match(/李店长来电/u);
    await citizen.setViewportSize(DESK);
    await citizen.getByRole("banner").getByRole("button", { name: "English" }).click();
    await citizen.getByRole("heading", { name: "You are asked to a mediation meeting" }).waitFor();
    await picture(citizen, "mediation-track-en-1440", true);
    await citizen.getByRole("banner").getByRole("button", { name: /中文/u }).click();
    await citizen.setViewportSize(PHONE);
  });

  it("while a recusal waits the mediation stands still; the department's lead decides", async () => {
    await more(handler, "登记回避申请…");
    await radio(handler, /^被投诉人$/u);
    await day(handler, "decideBy", "2026-11-25");
    await handler.locator("#act-text").fill("刘振东与投诉人同住一个小区。");
    await seen(handler, "mediation-recusal");
    await send(handler);
    await steps().getByText("调解中止，等待回避决定").waitFor();
    expect(await handler.locator(".next").getByRole("button", { name: "达成协议…" }).count()).to.equal(0);
    await settled(handler);
    await picture(handler, "mediation-suspended-1440", true);
    await go(lead, mediated);
    await lead.locator("#next-title", { hasText: "决定是否回避" }).waitFor();
    await begin(lead, "决定回避…");
    await lead.locator(".asked").getByText("同住一个小区").waitFor();
    await radio(lead, "不予回避");
    await lead.locator("#act-text").fill("同住一个小区不影响公正调解。");
    await seen(lead, "mediation-decide");
    await send(lead);
    await handler.locator(".steps").getByText("不予回避").waitFor();
    await record(handler, "决定不予回避");
    await tellAll(product, mediated, "mf.liu");
  });

  it("when its time has come the meeting is the next step, and is recorded with who came", async () => {
    await product.clock.advance(new Date("2026-11-26T11:00:00+08:00").getTime() - product.clock.now().getTime());
    await go(handler, mediated);
    await handler.locator("#next-title", { hasText: "调解会的时间到了" }).waitFor();
    await begin(handler, "记录调解会…");
    await handler.locator(".act-form .el-checkbox", { hasText: /^被投诉人$/u }).click();
    await handler.locator("#act-text").fill("投诉人未到，电话说明堵车；商家愿意换机。");
    await seen(handler, "mediation-held");
    await send(handler);
    await record(handler, /记录调解会，被投诉人到场，投诉人没有来/u);
    await steps().getByText("已记录").waitFor();
    await cell(handler, "C5").getByText("已满足").waitFor();
    await settled(handler);
    await picture(handler, "mediation-done-1440", true);
    await citizen.reload();
    expect(await citizen.locator(".meeting").count()).to.equal(0);
  });

  it("a dispute over whose report it is begins beside the title and is settled as a step", async () => {
    await go(handler, checked);
    await more(handler, "提出管辖争议…");
    await handler.locator("#act-text").fill("门店登记在环翠区，对方认为应由我局管辖。");
    await send(handler);
    await cell(handler, "C7").waitFor();
    await begin(handler, "登记管辖结果…");
    await radio(handler, "由本机关管辖");
    await handler.locator("#act-text").fill("11 月 26 日电话协商，环翠区局复函。");
    await seen(handler, "mediation-jurisdiction");
    await send(handler);
    await record(handler, "管辖争议有结果：协商一致，由本机关管辖");
  });

  it("food that is another authority's is passed on to it with the refusal", async () => {
    await go(handler, food);
    await begin(handler, "不予受理…");
    await handler.locator(".refusal").first().click();
    await handler.locator("#act-reason").fill("学校食堂的食源性疾病调查归卫生健康部门，材料已转过去。");
    await handler.locator(".act-do").click();
    await handler.locator("#act-targetId-fault").waitFor();
    await choose(handler, "targetId", /^卫生健康部门/u);
    await seen(handler, "mediation-food");
    await send(handler);
    await record(handler, /去向：卫生健康部门，材料已移送/u);
    await handler.locator(".referred").getByText("卫生健康部门").waitFor();
    await handler.getByRole("heading", { name: "主办和协办" }).waitFor();
    await track(food);
    await citizen.locator(".refused").getByText("您的材料已经移送卫生健康部门处理").waitFor();
    await picture(citizen, "mediation-food-track-390", true);
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
