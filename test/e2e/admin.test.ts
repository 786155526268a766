import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { axeOn, chooseIn, DESK, launch, PHONE, person, picture, signIn } from "./browser.ts";

describe("the administrator's desk", function desk() {
  this.timeout(90_000);
  let product: TestProduct;
  let browser: Browser;
  let admin: Page;
  let troubles: string[];

  before(async () => {
    product = await startProduct("e2e-admin");
    // Two cases in the hands of mf.liu, one of which is a report.
    const dispatched = async (body: object) => {
      const { body: filed } = await product.request.post("/api/public/tickets").send(body);
      const id = (await product.tickets.store.byNo(filed.no))?._id;
      await product.request
        .post(`/api/tickets/${id}/actions`)
        .set(await product.as("disp.zhao"))
        .send({ type: "dispatch", version: 1, departmentId: "SCJG" });
      await product.request
        .post(`/api/tickets/${id}/actions`)
        .set(await product.as("mf.liu"))
        .send({ type: "sign", version: 2 });
      return id ?? "";
    };
    await dispatched(complaint());
    await dispatched({ kind: "report", text: "后厨用过期肉。", respondent: { name: "渔港人家" } });
    browser = await launch();
    ({ page: admin, troubles } = await person(browser, { viewport: DESK }));
    await signIn(admin, product.url, "admin.luan", DEMO_PASSWORD);
    await admin.goto(`${product.url}/desk/admin/users`);
  });
  after(() => browser.close());

  const dialog = () => admin.locator(".el-dialog:visible");
  const rowOf = (name: string) => admin.locator("tr, .admin-card").filter({ hasText: name }).first();
  const find = async (name: string) => {
    await admin.getByRole("textbox", { name: "姓名、用户名、电话" }).fill(name);
    await rowOf(name).waitFor();
  };

  it("makes an account, whose password is shown once and must be changed at the first sign-in", async () => {
    await admin.getByRole("button", { name: "加一个人" }).click();
    await admin.locator("#user-username").fill("mf.xin");
    await admin.locator("#user-name").fill("辛未");
    await chooseIn(admin, "user-departmentId", "市场监管局");
    await dialog().getByText("承办人", { exact: true }).click();
    await picture(admin, "admin-user-1440");
    await dialog().getByRole("button", { name: "加一个人" }).click();
    const shown = await dialog()
      .getByText(/^[a-z2-9]{4}(?:-[a-z2-9]{4}){3}$/u)
      .first()
      .innerText();
    await picture(admin, "admin-password-1440");
    await dialog().getByRole("button", { name: "记下了，关上" }).click();

    const fresh = await person(browser, { viewport: DESK });
    await fresh.page.goto(`${product.url}/desk/`);
    await fresh.page.locator('input[autocomplete="username"]').fill("mf.xin");
    await fresh.page.locator('input[type="password"]').fill(shown);
    await fresh.page.keyboard.press("Enter");
    await fresh.page.locator('input[autocomplete="new-password"]').first().waitFor();
    await picture(fresh.page, "password-change-1440");
    for (const field of await fresh.page.locator('input[autocomplete="new-password"]').all()) await field.fill("a-much-better-one");
    await fresh.page.keyboard.press("Enter");
    await fresh.page.waitForURL(/\/desk\/inbox/u);
    await fresh.page.context().close();
  });

  it("hands the open cases of one person to another; a report is not the administrator's to give", async () => {
    await find("刘振东");
    await picture(admin, "admin-users-1440");
    await rowOf("刘振东").getByRole("button", { name: /移交/u }).click();
    await dialog().locator(".el-select").click();
    await admin.getByRole("option", { name: "宋佳宁" }).click();
    await dialog().getByRole("button", { name: "移交 1 件" }).click();
    await dialog().getByText("移交了 1 件").waitFor();
    await dialog().getByRole("button").last().click();
    const { body } = await product.request.get("/api/tickets?view=mine").set(await product.as("mf.song"));
    expect(body.items.map(({ kind }: { kind: string }) => kind)).to.deep.equal(["complaint"]);
    const { body: kept } = await product.request.get("/api/tickets?view=mine").set(await product.as("mf.liu"));
    expect(kept.items.map(({ kind }: { kind: string }) => kind)).to.deep.equal(["report"]);
  });

  it("disables a person, who is out at once", async () => {
    const tan = await product.as("mf.tan");
    await find("谭雨");
    await rowOf("谭雨").getByRole("button", { name: /^改/u }).click();
    await dialog().getByText("停用").click();
    await dialog().getByRole("button", { name: "存下" }).click();
    await rowOf("谭雨").getByText("已停用").waitFor();
    expect((await product.request.get("/api/auth/me").set(tan)).status).to.equal(401);
  });

  it("adds a department", async () => {
    await admin.goto(`${product.url}/desk/admin/departments`);
    await admin.getByRole("button", { name: "加一个部门" }).click();
    await admin.locator("#dept-id").fill("SLJ");
    await admin.locator("#dept-name").fill("水利局");
    await dialog().getByRole("button", { name: "加一个部门" }).click();
    await admin.getByText("水利局").first().waitFor();
    const { violations } = await axeOn(admin).analyze();
    expect(violations.map(({ id }) => id)).to.deep.equal([]);
    await picture(admin, "admin-departments-1440");
    await admin.setViewportSize(PHONE);
    await picture(admin, "admin-departments-390");
    expect(troubles).to.deep.equal([]);
  });
});
