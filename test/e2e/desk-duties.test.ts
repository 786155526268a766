import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import type { TestProduct } from "../support/product.ts";
import { DESK, openCase, openTrack, PHONE, picture } from "./browser.ts";
import { axe, begin, cell, choose, day, openDuties, record, row, said, seen, send, settled } from "./duties-stage.ts";

describe("what is owed on the desk: telling, ending a mediation, orders, a report's course", function duties() {
  this.timeout(240_000);
  let product: TestProduct;
  let browser: Browser;
  let troubles: string[][] = [];
  let handler: Page;
  let head: Page;
  let inspector: Page;
  let citizen: Page;
  let mediated = "";
  let agreed = "";
  let checked = "";
  let urged = "";
  let papers: Record<string, { no: string; code: string }> = {};

  before(async () => {
    ({ product, browser, troubles, papers, handler, head, inspector, citizen, mediated, agreed, urged, checked } = await openDuties("e2e-duties"));
  });
  after(() => browser.close());

  const go = (page: Page, id: string): Promise<void> => openCase(page, product.url, id);
  const track = (id: string): Promise<void> => openTrack(citizen, product.url, papers[id] ?? { no: "", code: "" });

  it("accepting leaves a duty to tell; the limit of the decision goes on until there is proof", async () => {
    await go(handler, mediated);
    await handler.locator(".procs").getByText("投诉（121号令）").waitFor();
    await begin(handler, "受理并告知");
    await handler.locator(".act-follow").getByText("还要告知投诉人；有了凭证").waitFor();
    await send(handler);
    await row(handler, "受理告知").getByText("待告知").waitFor();
    await row(handler, "受理告知").getByText("未告知不能办结").waitFor();
    await handler.locator("#next-title", { hasText: "受理告知，告知投诉人" }).waitFor();
    await cell(handler, "C1").getByText("已满足").waitFor({ state: "detached" });
    await row(handler, "受理告知").getByRole("button", { name: "发短信" }).waitFor();
    await handler.locator(".owed").getByText("演示网关，不会真的发出").waitFor();
    await seen(handler, "duties-owed", true);
  });

  it("without proof it is not recorded; told by phone with who answered, the limit is met", async () => {
    await begin(handler, "登记告知", ".owed");
    await said(handler);
    await handler.locator(".tell-words").getByText("决定受理").waitFor();
    await handler.locator(".act-do").click();
    await handler.locator("#act-note-fault").waitFor();
    await handler.locator("#act-note").fill("王女士本人接听，已逐句念过，表示知道了。");
    await seen(handler, "duties-tell");
    await send(handler);
    await record(handler, "已告知投诉人“受理告知”（电话）");
    await record(handler, /内容指纹 [0-9a-f]{4}…[0-9a-f]{4}/u);
    await cell(handler, "C1").getByText("已满足").waitFor();
    await handler.locator(".owed").getByText("都已告知").waitFor();
  });

  it("a vain attempt is listed and leaves the duty open; one that arrives ends it", async () => {
    await go(handler, agreed);
    await begin(handler, "登记告知", ".owed");
    await handler.getByRole("radio", { name: "没有成功" }).click();
    await handler.locator("#act-note").fill("打了三次没有人接。");
    await send(handler);
    await row(handler, "受理告知").locator(".is-failed").getByText("电话").waitFor();
    await record(handler, "告知投诉人“受理告知”没有成功（电话）");
    await handler.getByRole("button", { name: "发短信" }).click();
    await handler.locator(".owed").getByText("都已告知").waitFor();
    await settled(handler);
  });

  it("the mediation is ended by item 3 of article 23; it cannot be closed before both sides are told", async () => {
    await go(handler, mediated);
    await begin(handler, "终止调解…");
    await handler.locator(".act-do").click();
    await handler.locator("#act-termination-group-fault").waitFor();
    await handler.getByText("经组织调解，投诉人或者被投诉人明确表示无法达成调解协议的").click();
    await handler.locator("#act-reason").fill("商家只愿退一半，投诉人不同意，双方都说谈不成。");
    await handler.getByText("决定以后 7 个工作日内告知投诉人和被投诉人").waitFor();
    await seen(handler, "duties-terminate");
    await send(handler);
    await handler
      .locator(".next")
      .getByText(/办结前还要告知：.+投诉人.+被投诉人/u)
      .waitFor();
    expect(await handler.locator(".next").getByRole("button", { name: "办结" }).count()).to.equal(0);
    await record(handler, /终止调解，依据第二十三条第 3 项：经组织调解/u);
    await seen(handler, "duties-terminated", true);
  });

  it("a call does not carry the decision in full; a letter with its number does", async () => {
    await row(handler, /终止调解告知\s*→\s*被投诉人/u)
      .getByRole("button", { name: "登记告知" })
      .click();
    await handler.locator(".act-form").waitFor();
    await handler.locator(".tell-channel", { hasText: "电话" }).click();
    await handler.locator(".notice.is-warn").getByText("这项要送达全文").waitFor();
    await handler.locator(".tell-channel", { hasText: "信函" }).click();
    await said(handler);
    await handler.locator("#act-reference").fill("EMS 1094 2216 7715");
    await seen(handler, "duties-letter");
    await send(handler);
    await record(handler, "已告知被投诉人“终止调解告知”（信函）");
    await cell(handler, "C4").getByText("已满足").waitFor({ state: "detached" });
  });

  it("the complainant reads it on the page, which is the other proof; now it can be closed", async () => {
    await track(mediated);
    await citizen.getByRole("heading", { name: "调解结束了" }).waitFor();
    await citizen.getByRole("heading", { name: "调解到此结束" }).waitFor();
    await citizen.getByText("向人民法院起诉").first().waitFor();
    const letters = citizen.locator(".letters");
    await letters.getByRole("heading", { name: "终止调解告知" }).waitFor();
    await letters.getByText("第二十三条第一款第3项").waitFor();
    await letters.getByRole("heading", { name: "受理告知" }).waitFor();
    await picture(citizen, "duties-track-390", true);
    await axe(citizen, "track, ended");
    expect(await citizen.content()).not.to.match(/EMS 1094|逐句念过/u);
    await citizen.setViewportSize(DESK);
    await picture(citizen, "duties-track-1440", true);
    await citizen.getByRole("banner").getByRole("button", { name: "English" }).click();
    await citizen.getByRole("heading", { name: "Mediation ends here" }).waitFor();
    await picture(citizen, "duties-track-en-1440", true);
    await citizen.getByRole("banner").getByRole("button", { name: /中文/u }).click();
    await citizen.setViewportSize(PHONE);
    await record(handler, "投诉人在查询页读到“终止调解告知”");
    await cell(handler, "C4").getByText("已满足").waitFor();
    await begin(handler, "办结…");
    await choose(handler, "closing", "未解决，已说明原因和途径");
    await send(handler);
    await settled(handler);
    await picture(handler, "duties-closed-1440", true);
  });

  it("one letter is printed, alone", async () => {
    await citizen.evaluate(() => {
      window.print = () => document.body.setAttribute("data-printed", String(document.querySelectorAll(".paper").length));
    });
    await citizen.getByRole("button", { name: "打印这一份　终止调解告知" }).click();
    await citizen.locator("body[data-printed='1']").waitFor();
    await citizen.emulateMedia({ media: "print" });
    await citizen.locator(".paper").getByText("终止调解告知").waitFor();
    await picture(citizen, "duties-letter-print", true);
    await citizen.emulateMedia({ media: "screen" });
    await citizen.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  });

  it("an agreement is recorded with its day, and read by the citizen with what it means", async () => {
    await go(handler, agreed);
    await begin(handler, "达成协议…");
    await day(handler, "performBy", "2026-12-04");
    await handler.locator("#act-text").fill("商家 12 月 4 日前换一台同型号新机，旧机取走，运费由商家付。");
    await seen(handler, "duties-agree");
    await send(handler);
    await record(handler, /达成调解协议，.*12-04.*前履行/u);
    await row(handler, /调解书送达\s*→\s*被投诉人/u).waitFor();
    await track(agreed);
    await citizen.getByRole("heading", { name: "双方达成了协议" }).waitFor();
    await picture(citizen, "duties-agreed-390", true);
    await axe(citizen, "track, agreed");
  });

  it("the inspector urges and orders; the handler answers and the order is folded away", async () => {
    await go(inspector, agreed);
    await begin(inspector, "发督办单…");
    await inspector.locator(".act-do").click();
    await inspector.locator("#act-ground-fault").waitFor();
    await choose(inspector, "ground", "超期未办");
    await day(inspector, "answerBy", "2026-12-04");
    await inspector.locator("#act-text").fill("调解书拖了三周没有送达，请说明原因和送达时间。");
    await seen(inspector, "duties-supervise");
    await send(inspector);
    await go(handler, agreed);
    const orders = handler.locator(".orders");
    await orders.getByText("超期未办").waitFor();
    await orders.getByText("调解书拖了三周没有送达").waitFor();
    await record(handler, /发督办单：超期未办/u);
    await seen(handler, "duties-order", true);
    await begin(handler, "答复督办单…", ".orders");
    await handler.locator(".asked").getByText("调解书拖了三周没有送达").waitFor();
    await handler.locator("#act-text").fill("商家出差，已约定明天上门签收。");
    await seen(handler, "duties-answer");
    await send(handler);
    await orders.getByText("都已答复").waitFor();
    await orders.getByText("已答复 1 张").click();
    await orders.getByText("商家出差").waitFor();
    await inspector.locator(".orders").getByText("都已答复").waitFor();
  });

  it("urging is seen in the record and nowhere else", async () => {
    await go(inspector, urged);
    await begin(inspector, "催办…");
    await inspector.locator("#act-text").fill("请今天联系投诉人。");
    await seen(inspector, "duties-urge");
    await send(inspector);
    await record(inspector, "请今天联系投诉人。");
  });
  it("a report's course is named: checked, proposed by the handler, decided by the head", async () => {
    await go(handler, checked);
    await handler.locator("#next-title", { hasText: "开始核查" }).waitFor();
    await begin(handler, "开始核查…");
    await send(handler);
    await handler.locator("#next-title", { hasText: "提请立案或者不予立案" }).waitFor();
    await begin(handler, "提请立案或不予立案…");
    await handler.locator(".el-radio", { hasText: /^立案$/u }).click();
    await handler.locator("#act-reason").fill("现场查到三箱过期肉制品，涉嫌经营超过保质期的食品，符合立案条件。");
    await seen(handler, "duties-propose");
    await send(handler);
    await handler
      .locator(".next")
      .getByText(/刘振东 已提请立案，等机关负责人决定/u)
      .waitFor();
    await go(head, checked);
    await head.locator("#next-title", { hasText: "决定是否立案" }).waitFor();
    await begin(head, "批准或不批准…");
    await head.getByText("现场查到三箱过期肉制品").first().waitFor();
    await head.locator(".el-radio", { hasText: "批准立案" }).click();
    await seen(head, "duties-decide");
    await send(head);
  });

  it("and concluded, and the decision served", async () => {
    await go(handler, checked);
    await handler.locator("#next-title", { hasText: "作出处理决定" }).waitFor();
    await record(handler, "批准立案");
    await begin(handler, "作出处理决定…");
    await handler.locator(".el-radio", { hasText: "另行送达" }).click();
    await handler.locator("#act-text").fill("罚款 5 万元，没收违法所得，威高市监处〔2026〕88 号。");
    await seen(handler, "duties-conclude");
    await send(handler);
    await handler.locator("#next-title", { hasText: "送达当事人" }).waitFor();
    await begin(handler, "登记送达…");
    await choose(handler, "way", "邮寄送达");
    await handler.locator("#act-evidence").fill("EMS 1094 2216 7799，本人签收。");
    await seen(handler, "duties-serve");
    await send(handler);
    await record(handler, "处理决定已送达（邮寄送达）");
    await seen(handler, "duties-report", true);
  });

  it("what is late, vain, of the old law or left behind is told apart by word and mark", async () => {
    await inspector.route(`**/api/tickets/${agreed}`, async (route) => {
      const answer = await route.fetch();
      const ticket = await answer.json();
      const [first] = ticket.owed;
      const failed = { channel: "letter", at: ticket.receivedAt, by: "刘振东", result: "failed", reference: "EMS 10947", hash: "", documentId: null };
      const late = { ...first, id: "90.1", metAt: null, dueDay: "2026-11-23", late: true, told: [failed] };
      const order = {
        id: "91",
        ground: "SG2",
        at: ticket.receivedAt,
        by: null,
        dueDay: "2026-11-23",
        late: true,
        answeredAt: null,
        canAnswer: false,
      };
      const clocks = ticket.clocks.map((clock: { id: string }) => (clock.id === "C3" ? { ...clock, beside: true } : clock));
      const left = { code: "P-TOUR", name: "旅游投诉", phase: "open", setting: true, left: true };
      const more = { clocks, owed: [late, ...ticket.owed], orders: [order, ...ticket.orders], procedures: [...ticket.procedures, left] };
      await route.fulfill({ response: answer, json: { ...ticket, ...more } });
    });
    await go(inspector, agreed);
    await inspector.locator(".strip-cell.is-beside").getByText("旧法，仅供参照").waitFor();
    await inspector.locator(".proc.is-left").getByText("旅游投诉").waitFor();
    await inspector.locator(".owed-row.is-late").getByText("逾期未告知").waitFor();
    await inspector.locator(".orders").getByText("时限逾期自动生成").waitFor();
    await seen(inspector, "duties-shapes", true);
    await inspector.unroute(`**/api/tickets/${agreed}`);
  });

  it("throws and logs nothing", () => {
    expect(troubles.flat()).to.deep.equal([]);
  });
});
