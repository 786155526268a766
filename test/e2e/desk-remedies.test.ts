import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { createOffice, file, type Office } from "../support/office.ts";
import { complaint } from "../support/product.ts";
import { chooseIn, DESK, launch, openCase, PHONE, person, picture, signIn } from "./browser.ts";

describe("remedies beside a case", function remedies() {
  this.timeout(90_000);
  let office: Office;
  let browser: Browser;
  let handler: Page;
  let id = "";
  let url = "";
  const troubles: string[][] = [];
  const accessible = async (page: Page, part: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(part).analyze();
    expect(violations.map(({ id: rule, nodes }) => `${rule} ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).to.deep.equal([]);
  };

  before(async () => {
    office = await createOffice("e2e-remedies", "2026-11-16T09:00:00+08:00");
    const { product } = office;
    const made = await file(office, complaint({ title: "沙发扶手断裂", respondent: { name: "海悦家居广场", address: "滨海路66号" } }));
    id = made.id;
    await office.act(id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    for (const action of [{ type: "sign" }, { type: "accept" }]) await office.act(id, "mf.liu", action);
    const post = async (path: string, body: object) =>
      (
        await product.request
          .post(`/api${path}`)
          .set(await product.as("mf.head"))
          .send(body)
      ).body;
    await post("/promises", {
      ...{ no: "首负-2026-001", firm: "海悦家居广场", place: "滨海路 66 号", scope: "场内商户销售的家居商品有质量问题，先行赔付" },
      ...{ cap: 10_000, deposit: 200_000, displayedOn: "2026-03-15", payDays: 7 },
    });
    const policy = await post("/policies", {
      ...{ no: "CPLI-2026-01", insurer: "安澜财产保险", insured: "海悦家居广场", scope: "场内销售的家居商品" },
      ...{ from: "2026-01-01", to: "2026-12-31", limitAccident: 50_000, limitTotal: 500_000 },
    });
    const claim = await post(`/tickets/${id}/remedies/claims`, {
      ...{ policyId: policy.id, product: "三人位布艺沙发", accidentOn: "2026-11-10", loss: 6800, documents: ["购物发票", "照片六张"] },
      happened: "坐下时左侧扶手断裂，王小梅手腕扭伤",
    });
    url = (await post(`/remedies/claims/${claim.id}/link`, { days: 7 })).url;
    browser = await launch();
    const opened = await person(browser, { viewport: DESK });
    troubles.push(opened.troubles);
    handler = opened.page;
    await signIn(handler, product.url, "mf.liu", DEMO_PASSWORD);
  });
  after(() => browser.close());

  it("are worked out, asked for and paid on the case", async () => {
    await openCase(handler, office.product.url, id);
    const panel = handler.locator(".remedies");
    await panel.getByText("安澜财产保险").waitFor();
    await panel.getByRole("button", { name: "算一算" }).click();
    await handler.locator("#calc-price").fill("6,800");
    await handler.getByText("6,800 元 × 3 ＝ 20,400 元").waitFor();
    await handler.locator(".calc-amount").getByText("27,200 元").waitFor();
    await accessible(handler, ".calc");
    await picture(handler, "remedies-calc");
    await handler.keyboard.press("Escape");

    await panel.getByRole("button", { name: "先行赔付" }).click();
    await handler.locator("#remedy-amount").fill("12000");
    await handler.locator("#remedy-reason").fill("沙发扶手断裂，商户已撤场");
    await handler.getByRole("button", { name: "提出先行赔付" }).click();
    await handler.getByText("超过承诺的单笔上限 10,000 元，超出部分请另行主张").waitFor();
    await handler.locator("#remedy-amount").fill("6800");
    await picture(handler, "remedies-use");
    await handler.getByRole("button", { name: "提出先行赔付" }).click();
    await panel.getByRole("button", { name: "登记同意" }).click();
    await handler.locator(".remedy-form").getByRole("button", { name: "登记同意" }).click();
    await panel.getByText("同意先付 6,800 元").waitFor();
    await panel.getByRole("button", { name: "登记赔付" }).click();
    await handler.locator(".remedy-form").getByRole("button", { name: "登记赔付" }).click();
    await panel.getByText("已挽回 6,800 元").waitFor();
    await panel.getByRole("button", { name: "质量鉴定" }).click();
    await handler.locator("#remedy-item").fill("沙发左侧扶手");
    await handler.locator("#remedy-question").fill("断裂是否因材质或者结构缺陷");
    await handler.getByRole("button", { name: "提出鉴定" }).click();
    await panel.getByRole("button", { name: "确定机构" }).click();
    await handler.locator("#remedy-body").fill("滨海质检院");
    await chooseIn(handler, "remedy-by", "双方商定");
    await handler.locator(".remedy-form").getByRole("button", { name: "确定机构" }).click();
    await panel.getByText("滨海质检院（双方商定）").waitFor();
    await panel.scrollIntoViewIfNeeded();
    await accessible(handler, ".remedies");
    await picture(handler, "remedies-panel");
    await handler.setViewportSize(PHONE);
    await panel.scrollIntoViewIfNeeded();
    await picture(handler, "remedies-panel-390");
    await handler.setViewportSize(DESK);
    await handler.goto(`${office.product.url}/desk/promises`);
    await handler.getByText("余 193,200 元，共 200,000 元").waitFor();
    await accessible(handler, ".promises");
    await picture(handler, "remedies-promises");
  });

  it("are worked on by a partner with nothing but a link", async () => {
    const { page, troubles: heard } = await person(browser, { viewport: PHONE });
    troubles.push(heard);
    await page.goto(`${office.product.url}/partner#${url.split("#")[1]}`);
    await page.getByText("安澜财产保险，这一件由").waitFor();
    expect(new URL(page.url()).hash, "the token leaves the address").to.equal("");
    expect(await page.locator("main").innerText())
      .to.include("王*梅手腕扭伤")
      .and.not.include("王小梅");
    await accessible(page, "main");
    await picture(page, "remedies-partner-390", true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing is wider than the page").to.be.at.most(390);
    await page.getByRole("button", { name: "确认材料齐全" }).click();
    await page.getByText("已收到，多谢。").waitFor();
    await page.setViewportSize(DESK);
    await picture(page, "remedies-partner");
    await page.goto(`${office.product.url}/partner#${"A".repeat(43)}`);
    await page.reload();
    await page.getByText("链接不对，请向发给您链接的工作人员核对").waitFor();
    expect(troubles.flat().filter((each) => !each.includes("422"))).to.deep.equal([]);
  });
});
