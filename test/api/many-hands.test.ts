import { expect } from "chai";
import { createOffice, file, type Office, sound } from "../support/office.ts";
import { complaint } from "../support/product.ts";

describe("many hands on one case", function () {
  this.timeout(60_000);
  let office: Office;
  let id: string;

  before(async () => {
    office = await createOffice("many-hands", "2026-11-02T09:00:00+08:00");
    id = (await file(office, complaint({ happenedOn: "2026-10-30" }))).id;
    await office.act(id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
  });
  const post = async (who: string, body: object) =>
    office.product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await office.product.as(who))
      .send(body);

  it("of fifty who take it at once exactly one has it, and forty-nine are told who and when", async () => {
    const { version } = await office.see(id, "mf.liu");
    const colleagues = ["mf.liu", "mf.song", "mf.tan", "mf.cong"];
    for (const who of colleagues) await office.product.as(who);
    const answers = await Promise.all(Array.from({ length: 50 }, (_each, i) => post(colleagues[i % 4] ?? "", { type: "sign", version })));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).to.have.length(1);
    const holder = won[0]?.body.ticket.handler.name;
    const lost = answers.filter(({ status }) => status === 409);
    expect(lost).to.have.length(49);
    for (const { body } of lost) {
      expect(body.error.message).to.include(holder);
      expect(body.error.conflict.changes[0]).to.include({ type: "signed", actor: holder });
      expect(new Date(body.error.conflict.changes[0].at).toISOString()).to.equal(body.error.conflict.changes[0].at);
    }
    await sound(office, id);
  });

  it("of twenty who change it at once nobody overwrites another: each refusal says what was done meanwhile", async () => {
    const before = await office.see(id, "disp.zhao");
    const asked = (i: number) => ({ type: "setNumbers", no12345: `WH20261102${String(i).padStart(5, "0")}`, version: before.version });
    const answers = await Promise.all(Array.from({ length: 20 }, (_each, i) => post(i % 2 === 0 ? "disp.zhao" : "lead.wang", asked(i))));
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).to.have.length(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect(status).to.equal(409);
      expect(body.error.conflict.version).to.equal(before.version + 1);
      expect(body.error.conflict.changes.map(({ type, details }: { type: string; details: object }) => [type, Object.keys(details)])).to.deep.equal([
        ["numbersSet", ["no12345"]],
      ]);
    }
    const won = answers.findIndex(({ status }) => status === 200);
    expect((await office.see(id, "disp.zhao")).no12345, "the one that won").to.equal(asked(won).no12345);
  });

  it("notes of twenty at once are all there, once each, in one unbroken chain", async () => {
    const before = await office.see(id, "disp.zhao");
    const answers = await Promise.all(Array.from({ length: 20 }, (_each, i) => post("disp.zhao", { type: "note", text: `第${i}条` })));
    const kept = answers.filter(({ status }) => status === 200).length;
    const after = await office.see(id, "disp.zhao");
    expect(after.version - before.version).to.equal(kept);
    const texts = after.timeline.filter(({ type }) => type === "noted").map(({ text }) => text);
    expect(new Set(texts).size).to.equal(texts.length).and.to.equal(kept);
    await sound(office, id);
  });

  it("an answer is rated once, however often the page sends it, and not by a caller and the page at once", async () => {
    const { id: rated, no, code } = await file(office, complaint({ happenedOn: "2026-10-30" }));
    await office.act(rated, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    for (const action of [{ type: "sign" }, { type: "accept" }, { type: "reply", text: "已处理。", interim: false }])
      await office.act(rated, "mf.liu", action);
    const { request } = office.product;
    const { token } = (await request.post(`/api/public/tickets/${no}/track`).send({ code })).body;
    const { version } = await office.see(rated, "cb.qi");
    const caller = await office.product.as("cb.qi");
    const byPage = (key: string) =>
      request
        .post(`/api/public/tickets/${no}/rating`)
        .set("authorization", `Bearer ${token}`)
        .set("idempotency-key", key)
        .send({ solved: "SOLVED", grade: 5 });
    const byPhone = request.post(`/api/tickets/${rated}/actions`).set(caller).send({ type: "callBack", reached: true, solved: "UNSOLVED", version });
    const answers = await Promise.all([byPhone, ...Array.from({ length: 8 }, () => byPage("5f0c6f0a-3d0e-4a52-9a55-0a4f7e0c9d11"))]);
    expect(answers.map(({ status }) => status).filter((status) => ![200, 409, 422, 503].includes(status))).to.deep.equal([]);
    expect((await office.see(rated, "cb.qi")).callBacks).to.have.length(1);
    expect((await byPage("0b6d9c1e-7a44-4f0b-8a53-3c1f2b7d6e22")).status, "and no second one").to.equal(422);
    await sound(office, rated);
  });

  it("an answer that two let through at once goes out once, and once it is overtaken it waits for nobody", async () => {
    const { id: written } = await file(office, complaint({ happenedOn: "2026-10-30" }));
    await office.act(written, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    for (const action of [{ type: "sign" }, { type: "accept" }, { type: "submitReply", text: "已退款。" }])
      await office.act(written, "mf.liu", action);
    const { version } = await office.see(written, "rev.qu");
    const reviewer = await office.product.as("rev.qu");
    const approve = () =>
      office.product.request.post(`/api/tickets/${written}/actions`).set(reviewer).send({ type: "reviewReply", approve: true, version });
    expect((await Promise.all([approve(), approve(), approve()])).map(({ status }) => status).sort()).to.deep.equal([200, 409, 409]);
    const after = await office.see(written, "rev.qu");
    expect(after.timeline.filter(({ type }) => type === "replied").map(({ text }) => text)).to.deep.equal(["已退款。"]);
    await sound(office, written);

    const { id: ended } = await file(office, complaint({ happenedOn: "2026-10-30" }));
    await office.act(ended, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    for (const action of [{ type: "sign" }, { type: "accept" }, { type: "submitReply", text: "稍后。" }, { type: "agree", text: "退一赔三" }])
      await office.act(ended, "mf.liu", action);
    expect((await office.see(ended, "rev.qu")).team?.review).to.equal(null);
  });

  it("two who designate at once: one decision", async () => {
    const { id: argued } = await file(office, complaint({ happenedOn: "2026-10-30" }));
    await office.act(argued, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await office.act(argued, "mf.liu", { type: "objectDispatch", reason: "不属本职" });
    const { version } = await office.see(argued, "lead.wang");
    const lead = await office.product.as("lead.wang");
    const answers = await Promise.all(
      ["SCJG", "JSJ"].map((departmentId) =>
        office.product.request.post(`/api/tickets/${argued}/actions`).set(lead).send({ type: "designate", departmentId, reason: "裁定", version }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    expect((await office.see(argued, "lead.wang")).hops).to.equal(2);
    await sound(office, argued);
  });
});
