import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { createOffice, file, type Office } from "../support/office.ts";
import { complaint } from "../support/product.ts";
import { DESK, launch, openCase, openTrack, PHONE, person, picture, signIn } from "./browser.ts";
import { begin, choose, day, record, seen, send } from "./duties-stage.ts";

type Filed = { id: string; no: string; code: string };

describe("a case with many hands on it, on the desk", function team() {
  this.timeout(60_000);
  let office: Office;
  let url = "";
  let browser: Browser;
  let handler: Page;
  let lead: Page;
  let first: Filed;
  let second: Filed;
  let mixed: Filed;
  const troubles: string[][] = [];
  const buyer = (name: string, phone: string, more = {}) =>
    complaint({ complainant: { name, phone, address: `怡园街道火炬八街${phone.slice(-2)}号` }, ...more });

  const open = async (account: string): Promise<Page> => {
    const opened = await person(browser, { viewport: DESK });
    troubles.push(opened.troubles);
    await signIn(opened.page, url, account, DEMO_PASSWORD);
    return opened.page;
  };
  const aside = (page: Page) => page.locator(".panel.team");
  const kin = (page: Page) => page.locator(".panel.kin");
  const more = async (page: Page, label: string): Promise<void> => {
    await page.getByRole("button", { name: "更多操作" }).click();
    await page.getByRole("menuitem", { name: label }).click();
    await page.locator(".act-form").waitFor();
  };
  const write = async (page: Page, words: string): Promise<void> => {
    await page.locator(".composer [role=radio]", { hasText: "发给投诉人" }).click();
    await page.locator(".composer").getByRole("radio", { name: "正式答复" }).click();
    await page.locator("#composer-text").fill(words);
  };
  /** At both widths, without a sideways scroll; a word of success may still stand there. */
  const look = async (page: Page, name: string): Promise<void> => {
    await page.waitForFunction(() => document.querySelector(".dialog-fade-enter-active, .dialog-fade-leave-active") === null);
    await picture(page, `${name}-1440`);
    await page.setViewportSize(PHONE);
    await picture(page, `${name}-390`);
    // What the page settles at: while a width is taken on, a list that closes may still stand out by a line.
    await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
    await page.setViewportSize(DESK);
  };

  before(async () => {
    office = await createOffice("e2e-team", "2026-11-24T10:42:00+08:00");
    url = office.product.url;
    first = await file(office, buyer("王小梅", "13800136021"));
    second = await file(office, buyer("李大成", "13800136022"));
    mixed = await file(office, buyer("孙立", "13800136023", { title: "商场扶梯停运，充值卡也不退" }));
    for (const made of [first, second]) await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    for (const action of [{ type: "sign" }, { type: "accept" }]) await office.act(first.id, "mf.liu", action);
    browser = await launch();
    handler = await open("mf.liu");
  });
  after(() => browser.close());

  it("sets a co-handler a task, and says that the final answer waits for it", async () => {
    await openCase(handler, url, first.id);
    expect(await aside(handler).count(), "nothing to show, no panel").to.equal(0);
    await begin(handler, "交办协办…");
    await choose(handler, "departmentId", /^建设局/u);
    await day(handler, "dueDay", "2026-11-26");
    await handler.locator("#act-text").fill("请核查该店装修是否报建，并提供备案表。");
    await look(handler, "team-task");
    await send(handler);
    await aside(handler).getByText("1 项待反馈").waitFor();
    await aside(handler).getByText("11-26 周四 前反馈").waitFor();
    await handler.locator(".composer [role=radio]", { hasText: "发给投诉人" }).click();
    await handler.locator(".composer").getByText("还有 1 项协办任务没有反馈").waitFor();
    await aside(handler).scrollIntoViewIfNeeded();
    await look(handler, "team-open");
    expect(await handler.locator(".composer").getByRole("radio", { name: "正式答复" }).isDisabled()).to.equal(true);
  });

  it("stands among the tasks of the co-handler, who answers it", async () => {
    const other = await open("js.mu");
    await other.goto(`${url}/desk/inbox?view=helping`);
    await other.locator(".row").getByText(first.no).waitFor();
    await openCase(other, url, first.id);
    await other.locator("#next-title", { hasText: "办理并反馈协办任务" }).waitFor();
    expect(await aside(other).getByRole("button", { name: "撤销…" }).count(), "not theirs to drop").to.equal(0);
    await aside(other).getByRole("button", { name: "反馈…" }).click();
    await other.locator(".asked").getByText("请核查该店装修是否报建").waitFor();
    await other.locator("#act-text").fill("经查未办理装修报建，已责令补办；备案表见附件。");
    await look(other, "team-answer");
    await send(other);
    await aside(other).getByText("已反馈或撤销 1 项").click();
    await record(other, /反馈协办任务/u);
    await other.context().close();
  });

  it("is conferred about: called, and recorded with who came", async () => {
    await openCase(handler, url, first.id);
    await more(handler, "召集会商…");
    await choose(handler, "departmentIds", /^商务局/u);
    await handler.keyboard.press("Escape");
    await handler.locator("#act-at").fill("2026-11-25 09:30");
    await handler.locator("#act-at").press("Enter");
    await handler.locator("#act-place").fill("政务中心 301 会议室");
    await handler.locator("#act-text").fill("预付卡余额由谁牵头追偿。");
    await look(handler, "team-conference");
    await send(handler);
    await aside(handler).getByText("政务中心 301 会议室").waitFor();
    await aside(handler).getByRole("button", { name: "登记会商结果…" }).click();
    await handler.locator(".team-checks").getByText("商务局").click();
    await handler.locator("#act-text").fill("商务局牵头约谈，市场监管局调解。");
    await look(handler, "team-conference-held");
    await send(handler);
    await record(handler, /登记会商结果，到会：.*商务局/u);
  });

  it("is raised one step, and comes down with the lead's decision", async () => {
    await more(handler, "提级…");
    await handler.locator("#act-reason").fill("经营者失联，需要统一口径。");
    await send(handler);
    await aside(handler).locator(".ladder .is-here", { hasText: "热线班长" }).waitFor();
    await seen(handler, "team-panel", true);
    lead = await open("lead.wang");
    await openCase(lead, url, first.id);
    await lead.locator("#next-title", { hasText: "处理提级上来的事项" }).waitFor();
    await lead.locator(".next-primary").click();
    await lead.locator(".asked").getByText("经营者失联").waitFor();
    await lead.locator("#act-text").fill("按预付卡闭店预案办，三日内约谈。");
    await send(lead);
    await record(lead, /处理提级事项/u);
  });

  it("has a second matter split off, whose own code is shown, and is classified anew", async () => {
    await openCase(lead, url, mixed.id);
    await more(lead, "拆分…");
    await choose(lead, "kind", "咨询");
    await lead.locator("#act-text").fill("商场扶梯停运，归谁检验？");
    await lead.locator("#act-reason").fill("两件事，各有主管。");
    await look(lead, "team-split");
    await lead.locator(".act-do").click();
    await lead.getByText("拆分出的新工单").waitFor();
    const shown = await lead.locator(".paper dd").first().innerText();
    expect(shown).not.to.equal(mixed.no);
    await look(lead, "team-split-code");
    await lead.getByRole("button", { name: "念过了，关上" }).click();
    await kin(lead).getByRole("link", { name: shown }).waitFor();
    await more(lead, "更改分类…");
    await choose(lead, "categoryCode", /质量/u);
    await lead.locator("#act-reason").fill("按诉求人补充的情况更正。");
    await look(lead, "team-reclassify");
    await send(lead);
    await record(lead, /分类由“还没分类”改为“.+”/u);
    await lead.context().close();
  });

  it("takes another about the same matter along", async () => {
    await openCase(handler, url, second.id);
    await more(handler, "并单…");
    await handler.locator("#act-ticketId").fill(first.no);
    const row = handler.locator(".picker-row", { hasText: first.no });
    await row.click();
    await handler.locator(".picker-row.is-on").waitFor();
    await look(handler, "team-join");
    await send(handler);
    await kin(handler).getByRole("link", { name: first.no }).waitFor();
    await handler.locator(".casehead .pill", { hasText: "办理中" }).waitFor();
    await openCase(handler, url, first.id);
    await kin(handler).getByText("名下 1 件").waitFor();
    await more(handler, "登记共同投诉…");
    await handler.locator(".kin-speakers").getByText(second.no).click();
    await look(handler, "team-group");
    await handler.getByRole("button", { name: "先不办" }).click();
    await handler.locator(".act-form").waitFor({ state: "detached" });
  });

  it("submits the answer where the office has answers reviewed; it goes back with a reason, and out the second time", async () => {
    await handler.route("**/actions", (route) =>
      route.fulfill({ status: 422, json: { error: { code: "refused", rule: "reply-needs-review", message: "本热线的答复须先送审" } } }),
    );
    await write(handler, "经约谈，商家同意退还余额。");
    await handler.locator(".composer").getByText("会同时发给 1 件并单的诉求人").waitFor();
    await look(handler, "team-composer");
    await handler.locator(".composer-send").click();
    await handler.locator("#composer-fault", { hasText: "须先送审" }).waitFor();
    await handler.unroute("**/actions");
    expect(await handler.locator("#composer-text").inputValue()).to.equal("经约谈，商家同意退还余额。");
    await handler.locator(".composer-send", { hasText: "送审" }).click();
    await handler.locator(".composer").getByText("送审正式答复").waitFor();
    expect(await handler.locator(".composer [role=radio]", { hasText: "发给投诉人" }).count()).to.equal(0);
    await look(handler, "team-waiting");

    const reviewer = await open("rev.qu");
    await reviewer.locator(".row").getByText(first.no).waitFor();
    await picture(reviewer, "team-review-list-1440");
    await openCase(reviewer, url, first.id);
    await reviewer.locator(".next-primary", { hasText: "审核答复" }).click();
    const panel = reviewer.locator(".review");
    await panel.getByText("经约谈，商家同意退还余额。").waitFor();
    await seen(reviewer, "team-review", true);
    await panel.getByRole("button", { name: "退回…" }).click();
    await reviewer.locator(".act-do").click();
    await reviewer.locator("#act-reason-fault").waitFor();
    await reviewer.locator("#act-reason").fill("请写明退还金额和期限。");
    await look(reviewer, "team-review-back");
    await send(reviewer);

    await handler.locator(".composer [role=radio]", { hasText: "发给投诉人" }).click();
    await handler.locator(".composer").getByText("审核退回：请写明退还金额和期限。").waitFor();
    await handler.getByRole("button", { name: "接着改原来的" }).click();
    expect(await handler.locator("#composer-text").inputValue()).to.equal("经约谈，商家同意退还余额。");
    await handler.locator(".composer").getByRole("radio", { name: "正式答复" }).click();
    await handler.locator("#composer-text").fill("经约谈，商家同意在 12 月 5 日前退还余额 2980 元。");
    await handler.locator(".composer-send", { hasText: "送审" }).click();
    await panel.getByText("2980 元").waitFor();
    await panel.getByRole("button", { name: "通过，发给诉求人" }).click();
    await panel.waitFor({ state: "detached" });
    await record(reviewer, /审核通过，答复以.*市场监管局.*的名义发出/u);
    await reviewer.goto(`${url}/desk/inbox?view=toReview`);
    await reviewer.getByText("没有等审核的答复").waitFor();
    await reviewer.context().close();
  });

  it("answers both citizens under the department's name, each under their own number", async () => {
    await openCase(handler, url, first.id);
    await kin(handler).locator(".kin-row .pill", { hasText: "已答复" }).waitFor();
    await look(handler, "team-kin");
    const { page: citizen, troubles: theirs } = await person(browser, { viewport: PHONE });
    troubles.push(theirs);
    await openTrack(citizen, url, first);
    await citizen.getByText("退还余额 2980 元").first().waitFor();
    await citizen
      .locator("#timeline")
      .locator("xpath=..")
      .getByText(/市场监管局.*答复/u)
      .first()
      .waitFor();
    expect(await citizen.content()).not.to.match(/曲静怡|协办|会商|提级|送审/u);
    await openTrack(citizen, url, second);
    await citizen.getByText("仍按您自己的编号告知进展").waitFor();
    await citizen.getByText("退还余额 2980 元").first().waitFor();
    expect(await citizen.content()).not.to.include(first.no);
    await picture(citizen, "team-track-390", true);
  });

  it("throws and logs nothing but the refusal that was played", () => {
    expect(troubles.flat().filter((words) => !words.includes("422"))).to.deep.equal([]);
  });
});
