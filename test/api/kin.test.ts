import { expect } from "chai";
import type { TicketView } from "../../shared/tickets/views.ts";
import { createOffice, file, type Office, readPage, sound } from "../support/office.ts";
import { complaint, report, until } from "../support/product.ts";

type Made = { id: string; no: string; code: string };

describe("joined, split, linked and joint cases", function () {
  this.timeout(120_000);
  let office: Office;
  let lead: Made;
  let second: Made;
  let third: Made;
  const buyer = (name: string, phone: string) =>
    complaint({ happenedOn: "2026-10-30", complainant: { name, phone, address: `怡园街道火炬八街${phone.slice(-2)}号` } });
  const relationsOf = ({ links }: TicketView): string[] => links.map(({ relation, no }) => `${relation} ${no}`);
  const settled = async (id: string, status: string): Promise<TicketView> => {
    await until(async () => (await office.product.tickets.store.full(id))?.status === status, `${id} comes to ${status}`);
    return office.see(id, "lead.wang");
  };
  const textsOf = async (made: Made): Promise<(string | null)[]> =>
    (await readPage(office, made)).timeline
      .filter(({ type }: { type: string }) => /replied/iu.test(type))
      .map(({ text }: { text: string | null }) => text);

  before(async () => {
    office = await createOffice("kin", "2026-11-02T09:00:00+08:00");
    lead = await file(office, buyer("王一", "13800136001"));
    second = await file(office, buyer("李二", "13800136002"));
    third = await file(office, buyer("张三", "13800136003"));
    await office.act(lead.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
  });

  it("go to the lead's department, and along with it: signed, taken up, answered, each under its own number and limits", async () => {
    const limits = (await office.see(second.id, "disp.zhao")).clocks.map(({ id, dueDay }) => `${id} ${dueDay}`);
    const joined = await office.act(second.id, "disp.zhao", { type: "join", ticketId: lead.id, reason: "同一商家闭店" });
    expect(joined).to.include({ status: "dispatched" });
    expect(joined.department?.id).to.equal("SCJG");
    expect(joined.clocks.map(({ id, dueDay }) => `${id} ${dueDay}`)).to.include.members(limits);
    await office.act(lead.id, "mf.liu", { type: "sign" });
    expect((await settled(second.id, "signed")).handler?.name).to.equal("刘振东");
    await office.act(lead.id, "mf.liu", { type: "accept" });
    await settled(second.id, "accepted");
    // Joined late: it is brought to where the lead is.
    await office.act(third.id, "disp.zhao", { type: "join", ticketId: lead.id });
    await settled(third.id, "accepted");
    await office.act(lead.id, "mf.liu", { type: "reply", text: "正在清点预付余额。", interim: true });
    await until(async () => (await textsOf(third)).length > 0, "the third hears");
    await office.act(lead.id, "mf.liu", { type: "reply", text: "余额已全部退还。", interim: false });
    for (const made of [second, third]) {
      await settled(made.id, "replied");
      expect(await textsOf(made)).to.deep.equal(["正在清点预付余额。", "余额已全部退还。"]);
      await sound(office, made.id);
    }
    expect(relationsOf(await office.see(lead.id, "mf.liu"))).to.have.members([`member ${second.no}`, `member ${third.no}`]);
    expect(relationsOf(await office.see(second.id, "mf.liu"))).to.deep.equal([`lead ${lead.no}`]);
  });

  it("tell their citizens that they are handled together, and nothing of the others", async () => {
    const page = await readPage(office, second);
    expect(page.timeline.map(({ type }: { type: string }) => type)).to.include("joined");
    for (const other of [lead, third]) expect(JSON.stringify(page)).not.to.include(other.no);
    expect(JSON.stringify(page)).not.to.match(/同一商家闭店|王一/u);
  });

  it("hear an event again without doing anything again", async () => {
    const before = (await office.product.tickets.store.full(second.id))?.version;
    const row = await office.product.tickets.store.full(lead.id);
    if (row === null) throw new Error("no lead");
    office.product.tickets.relay.kick(row, row.timeline);
    await office.product.tickets.relay.drained();
    expect((await office.product.tickets.store.full(second.id))?.version).to.equal(before);
  });

  it("are joined to no report, and nobody learns of one", async () => {
    const secret = await file(office, report());
    expect(await office.refused(third.id, "disp.zhao", { type: "unlink", ticketId: secret.id })).to.equal("not-linked");
    const mine = await file(office, buyer("赵四", "13800136004"));
    expect(await office.refused(mine.id, "insp.fu", { type: "join", ticketId: secret.id })).to.equal("permission");
    // The dispatcher sees both: the rule says it, not a missing case.
    expect(await office.refused(mine.id, "disp.zhao", { type: "link", ticketId: secret.id })).to.equal("report-stays");
    await office.act(secret.id, "disp.zhao", { type: "link", ticketId: mine.id });
    expect(relationsOf(await office.see(secret.id, "disp.zhao"))).to.deep.equal([`related ${mine.no}`]);
    expect(relationsOf(await office.see(mine.id, "insp.fu")), "not for who does not see the report").to.deep.equal([]);
  });

  it("what was split off is a case of its own, of the same complainant and day, made once, with a code of its own", async () => {
    await office.go("2026-11-03T10:00");
    const mixed = await file(office, buyer("孙五", "13800136005"));
    await office.go("2026-11-04T10:00");
    const { version } = await office.see(mixed.id, "disp.zhao");
    const action = { type: "split", kind: "inquiry", text: "另问：预付卡押金如何备案？", reason: "两件事", version };
    const send = async () =>
      office.product.request
        .post(`/api/tickets/${mixed.id}/actions`)
        .set(await office.product.as("disp.zhao"))
        .set("idempotency-key", "3a1d9c1e-7a44-4f0b-8a53-3c1f2b7d6e99")
        .send(action);
    const [first, again] = [await send(), await send()];
    expect(first.status, first.text).to.equal(200);
    expect(again.body.code).to.equal(first.body.code);
    const child = first.body.ticket.links.find(({ relation }: { relation: string }) => relation === "splitInto");
    const view = await office.see(child.id, "disp.zhao");
    expect(view).to.include({ kind: "inquiry", status: "registered" });
    expect(view.complainant).to.include({ name: "孙*", phone: "138****6005" });
    expect(view.receivedAt.slice(0, 10)).to.equal("2026-11-02");
    expect(relationsOf(view)).to.deep.equal([`splitFrom ${mixed.no}`]);
    expect((await readPage(office, { no: view.no, code: first.body.code })).text).to.equal("另问：预付卡押金如何备案？");
    expect((await office.see(mixed.id, "disp.zhao")).links).to.have.length(1);
    for (const id of [mixed.id, child.id]) await sound(office, id);
  });

  it("what is split off is made by the sweep when the process died in between", async () => {
    const mixed = await file(office, buyer("周六", "13800136006"));
    await office.act(mixed.id, "disp.zhao", { type: "split", kind: "suggestion", text: "建议公示预付卡商户名单。", reason: "另一件" });
    const child = (await office.see(mixed.id, "disp.zhao")).links[0];
    await office.product.database.connection.collection("tickets").deleteOne({ _id: child?.id as never });
    const row = await office.product.tickets.store.full(mixed.id);
    if (row === null) throw new Error("no case");
    office.product.tickets.relay.kick(row, row.timeline);
    await until(async () => (await office.product.tickets.store.full(child?.id ?? "")) !== null, "it is made again");
    expect((await office.see(mixed.id, "disp.zhao")).links).to.have.length(1);
  });

  it("a part that lacks what such a case needs is refused with the fields (art. 10)", async () => {
    const { body } = await office.product.request
      .post("/api/public/tickets")
      .send({ kind: "inquiry", text: "发票怎么开？", complainant: { phone: "13800136007" } });
    const id = (await office.product.tickets.store.byNo(body.no))?._id ?? "";
    const answer = await office.product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await office.product.as("disp.zhao"))
      .send({ type: "split", kind: "complaint", text: "拒开发票。", reason: "另一件", version: 1 });
    expect(answer.status).to.equal(400);
    expect(Object.keys(answer.body.error.fields)).to.include.members(["complainant.name", "respondent.name", "demands"]);
  });

  it("a joint complaint names its representatives, who settle with the consent of all (O121 12)", async () => {
    const two = await file(office, buyer("吴七", "13800136008"));
    const three = await file(office, buyer("郑八", "13800136009"));
    await office.act(two.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await office.act(three.id, "disp.zhao", { type: "join", ticketId: two.id });
    for (const action of [{ type: "sign" }, { type: "accept" }]) await office.act(two.id, "mf.liu", action);
    await settled(three.id, "accepted");
    const grouped = await office.act(two.id, "mf.liu", { type: "formGroup", representatives: [three.id], text: "两人书面推选" });
    expect(grouped.grouped).to.equal(true);
    expect(grouped.links[0]).to.include({ relation: "member", representative: true });
    expect(await office.refused(two.id, "mf.liu", { type: "agree", text: "退余额" })).to.equal("represented-consent");
    await office.act(two.id, "mf.liu", { type: "agree", text: "退余额", represented: "三人均书面同意" });
    expect((await office.see(three.id, "mf.liu")).status, "an agreement is each one's own").to.equal("accepted");
  });

  it("a change of classification stands in the row, the record and the chain", async () => {
    const changed = await office.act(lead.id, "lead.wang", { type: "reclassify", categoryCode: "TS0101", reason: "实为质量" });
    expect(changed.categoryCode).to.equal("TS0101");
    expect(changed.timeline.at(-1)?.details.changed).to.deep.equal([{ field: "categoryCode", from: null, to: "TS0101" }]);
    await sound(office, lead.id);
  });
});
