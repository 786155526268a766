import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { createOffice, type Office } from "../support/office.ts";
import { complaint, type TestProduct } from "../support/product.ts";
import { axeOn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";
import { begin, choose, record, seen, send, settled } from "./duties-stage.ts";

describe("a case on its way between departments, on the desk", function routing() {
  this.timeout(60_000);
  let office: Office;
  let product: TestProduct;
  let browser: Browser;
  let handler: Page;
  let lead: Page;
  const troubles: string[][] = [];
  const taught: string[] = [];
  let routed = { id: "", no: "", code: "" };

  const act: Office["act"] = (id, who, action) => office.act(id, who, action);
  const filed = async (title: string): Promise<typeof routed> => {
    const { body } = await product.request.post("/api/public/tickets").send(complaint({ title }));
    return { id: (await product.tickets.store.byNo(body.no))?._id ?? "", no: body.no, code: body.code };
  };
  const open = async (account: string): Promise<Page> => {
    const opened = await person(browser, { viewport: DESK });
    troubles.push(opened.troubles);
    await signIn(opened.page, product.url, account, DEMO_PASSWORD);
    return opened.page;
  };
  const go = async (page: Page): Promise<void> => {
    await page.goto(`${product.url}/desk/cases/${routed.id}`);
    await page.locator(".casehead").waitFor();
  };

  before(async () => {
    office = await createOffice("e2e-routing", "2026-11-24T10:42:00+08:00");
    product = office.product;
    for (const title of ["物业换锁收费", "小区门禁押金不退"]) {
      const { id, no } = await filed(title);
      taught.push(no);
      await act(id, "disp.zhao", { type: "dispatch", departmentId: "JSJ", rowId: "PD-P-FZ0201" });
      await act(id, "js.mu", { type: "return", reasonCode: "RT8", reason: "属价格和消费纠纷", evidence: "三定方案" });
      await act(id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    }
    routed = await filed("装修公司收了定金不开工");
    await act(routed.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    browser = await launch();
    [handler, lead] = await Promise.all([open("mf.liu"), open("lead.wang")]);
  });
  after(() => browser.close());

  it("is returned with what shows that it is another's", async () => {
    await go(handler);
    expect(await handler.locator(".next").getByRole("button", { name: "提出派单异议…" }).count()).to.equal(0);
    await begin(handler, "退回…");
    await choose(handler, "reasonCode", "不属本职");
    await handler.locator("#act-reason").fill("装修合同纠纷属住建部门职责。");
    await handler.locator(".act-do").click();
    await handler.locator("#act-evidence-fault").waitFor();
    await seen(handler, "routing-return");
    await handler.locator("#act-evidence").fill("派单目录第 12 条：住宅装饰装修由住建部门主办。");
    await send(handler);
  });

  it("is objected to once the days for returning are over, and waits for the lead", async () => {
    await act(routed.id, "disp.zhao", { type: "dispatch", departmentId: "JSJ" });
    await product.clock.advance(new Date("2026-11-27T10:00:00+08:00").getTime() - product.clock.now().getTime());
    const other = await open("js.mu");
    await go(other);
    expect(await other.locator(".next").getByRole("button", { name: "退回…" }).count()).to.equal(0);
    await other.locator("#next-title", { hasText: "签收，或者提出派单异议" }).waitFor();
    await begin(other, "提出派单异议…");
    await settled(other);
    await choose(other, "proposedId", /^市场监管局/u);
    await other.locator(".act-form .el-select").getByText("市场监管局").waitFor();
    await other.locator("#act-reason").fill("商家只收定金没有施工，属消费纠纷。");
    await seen(other, "routing-object");
    await send(other);
    await other.locator("#next-title", { hasText: "等热线班长裁定由谁办理" }).waitFor();
    await other.locator(".next").getByText("主张由市场监管局办理").waitFor();
    await record(other, /提出派单异议，主张由市场监管局办理/u);
    expect(await other.locator(".next-primary").count()).to.equal(0);
    await seen(other, "routing-objected");
    await other.context().close();
  });

  it("stands in a list of the lead, who designates: the department that was proposed is chosen beforehand", async () => {
    await lead.goto(`${product.url}/desk/inbox?view=objected`);
    await lead.locator(".row-flag", { hasText: "派单异议" }).waitFor();
    await lead.locator(".preview-next").getByText("裁定派单异议").waitFor();
    await picture(lead, "routing-list-1440");
    await lead.setViewportSize(PHONE);
    await picture(lead, "routing-list-390");
    await lead.setViewportSize(DESK);
    await go(lead);
    await lead.locator("#next-title", { hasText: "裁定派单异议，指定承办单位" }).waitFor();
    await lead.locator(".next-primary").click();
    await lead
      .locator(".act-form .el-select", { has: lead.locator("#act-departmentId") })
      .getByText("市场监管局")
      .waitFor();
    await lead.locator(".act-form").getByText("建设局主张由市场监管局办理").waitFor();
    await lead.locator("#act-reason").fill("收取定金未履行，属消费纠纷，由市场监管局调解。");
    await seen(lead, "routing-designate");
    await send(lead);
    await lead.locator(".casehead").getByText("指定承办，不得再退").waitFor();
    await lead.goto(`${product.url}/desk/inbox?view=objected`);
    await lead.getByText("没有等待裁定的派单异议").waitFor();
    await settled(lead);
    await picture(lead, "routing-list-empty-1440");
  });

  it("is not returned again, and shows its way from desk to desk", async () => {
    await go(handler);
    await handler.locator(".casehead").getByText("指定承办，不得再退").waitFor();
    for (const name of ["退回…", "提出派单异议…"]) expect(await handler.locator(".next").getByRole("button", { name }).count()).to.equal(0);
    await handler.locator("#next-title", { hasText: "签收，由本单位办理" }).waitFor();
    const stations = handler.locator(".stations");
    await stations.getByText("流转 3 次").waitFor();
    expect(await stations.locator("li").count()).to.equal(3);
    await stations.locator("li").nth(0).getByText("退回：不属本职").waitFor();
    await stations.locator("li").nth(1).getByText("停留 3 天").waitFor();
    await stations.locator("li").nth(1).getByText("提出异议，主张由市场监管局办理").waitFor();
    await stations.locator("li.is-here").getByText("指定承办").waitFor();
    await record(handler, /指定了承办单位/u);
    await seen(handler, "routing-case", true);
    const views = handler.locator(".views");
    await handler.goto(`${product.url}/desk/inbox?view=toSign`);
    await handler.locator(".row-flag", { hasText: "指定承办" }).waitFor();
    expect(await views.getByText("派单异议").count(), "no list for those who do not decide").to.equal(0);
    await picture(handler, "routing-row-1440");
  });

  it("teaches the dispatch catalogue: who gave them back, and who took them in the end", async () => {
    await lead.goto(`${product.url}/desk/admin/dispatch`);
    const panel = lead.locator(".lessons");
    await panel.getByText("物业服务").waitFor();
    await panel.getByText("建议改派市场监管局（2 件中 2 件最后由它办理）").waitFor();
    await panel.getByText("还不足以提出改动").first().waitFor();
    await seen(lead, "routing-lessons");
    const { violations } = await axeOn(lead).include(".lessons").analyze();
    expect(violations.map(({ id }) => id)).to.deep.equal([]);
    await panel.getByRole("link", { name: taught[0] ?? "" }).click();
    await lead
      .locator(".row")
      .getByText(taught[0] ?? "")
      .waitFor();
    await handler.goto(`${product.url}/desk/admin/dispatch`);
    await handler.locator(".dispatch-list").waitFor();
    expect(await handler.locator(".lessons").count()).to.equal(0);
  });

  it("tells the citizen who was designated, and nothing of what departments say to each other", async () => {
    const { page: citizen, troubles: theirs } = await person(browser, { viewport: PHONE });
    troubles.push(theirs);
    await citizen.goto(`${product.url}/track`);
    await citizen.locator("input").first().fill(routed.no);
    await citizen.locator("input").nth(1).fill(routed.code);
    await citizen.keyboard.press("Enter");
    await citizen.locator("#timeline").waitFor();
    await citizen.getByText("指定由市场监管局办理").waitFor();
    expect(await citizen.content()).not.to.match(/派单目录|派单异议|属消费纠纷/u);
    await picture(citizen, "routing-track-390", true);
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
