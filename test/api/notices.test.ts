import { expect } from "chai";
import { channelsOf } from "../../server/notices/index.ts";
import type { TicketRow } from "../../server/tickets/row.ts";
import { verifyTicket } from "../../server/tickets/verify.ts";
import { closeAll, keptLog } from "../support/listening.ts";
import { readMail } from "../support/mime.ts";
import {
  accepted,
  act,
  C1,
  fileAt,
  gateway,
  mailAt,
  mailServer,
  PHONE,
  proofOf,
  rest,
  rowOf,
  send,
  sendings,
  signed,
  smsAt,
  told,
} from "../support/notices.ts";
import { complaint, report, startProduct, testConfig } from "../support/product.ts";

describe("word that is owed is sent", function suite() {
  this.timeout(60_000);
  afterEach(closeAll);
  const log = keptLog();

  it("by itself when a complaint is accepted: the message names the number and the handler, and C1 is met at that instant", async () => {
    const { port, asked } = await gateway();
    const product = await startProduct("notices_auto", { channels: { sms: smsAt(port, log) } });
    const { id, no } = await accepted(product);
    const proof = await proofOf(product, id);
    const after = await rowOf(product, id);
    expect(asked).to.have.length(1);
    expect(asked[0]).to.include({ mobile: `+86${PHONE}` });
    expect(asked[0]?.content)
      .to.include(no)
      .and.include(product.users.directory.all().find(({ username }) => username === "mf.liu")?.name);
    expect(proof).to.include({ channel: "sms", result: "done", reference: "m-1", by: null });
    const entry = after.timeline.at(-1);
    expect(entry).to.deep.include({ type: "told", audience: "internal" });
    expect(entry?.actor).to.include({ type: "system", id: "gateway" });
    expect(after.owed[0]?.metAt).to.deep.equal(proof?.at);
    expect(C1(after)?.metAt).to.deep.equal(proof?.at);
    // Hearing of the entry again sends nothing.
    await product.database.connection.collection("tickets").updateOne({ _id: id as never }, { $set: { pending: true, relayed: {} } });
    await product.tickets.relay.sweep(0);
    await product.tickets.relay.drained();
    await rest(product);
    expect(asked).to.have.length(1);
    expect(verifyTicket(await rowOf(product, id), product.seal)).to.deep.equal([]);
  });

  it("by a person's hand: once, whoever presses how often, and every reason against it is said", async () => {
    const { port, asked } = await gateway();
    const product = await startProduct("notices_hand", { config: testConfig({ autoNotice: false }), channels: { sms: smsAt(port, log) } });
    const { id, owed } = await accepted(product);
    expect((await product.request.get("/api/notices/channels").set(await product.as("mf.liu"))).body).to.deep.equal({
      sms: { ready: true, kind: "http" },
      email: { ready: false, kind: "none" },
    });
    expect(await told(product, id), "nothing by itself when it is off").to.deep.equal([]);
    const fault = async (answer: Promise<{ status: number; body: { error?: { rule?: string; fields?: object } } }>) => {
      const { status, body } = await answer;
      return [status, body.error?.rule ?? Object.keys(body.error?.fields ?? {})[0] ?? null];
    };
    expect(await fault(send(product, id, owed, "email"))).to.deep.equal([400, "channel"]);
    expect(await fault(send(product, id, owed, "letter"))).to.deep.equal([400, "channel"]);
    expect(await fault(send(product, id, "9.9", "sms"))).to.deep.equal([404, null]);
    expect(await fault(send(product, id, owed, "sms", {}, "op.lin"))).to.deep.equal([403, "not-your-department"]);
    expect(await fault(send(product, id, owed, "sms", {}, "js.mu"))).to.deep.equal([404, null]);
    expect(asked).to.deep.equal([]);
    const landline = await accepted(product, complaint({ complainant: { name: "王小梅", phone: "0631-5621234", address: "怡园街道1号" } }));
    const refused = await send(product, landline.id, landline.owed, "sms");
    expect(refused.body.error.fields.channel).to.match(/手机/u);

    const key = { "idempotency-key": "press-1" };
    const pressed = await Promise.all([send(product, id, owed, "sms", key), send(product, id, owed, "sms", key), send(product, id, owed, "sms")]);
    expect(pressed.map(({ status }) => status).filter((status) => status === 200)).not.to.deep.equal([]);
    for (const { status, body } of pressed) if (status !== 200) expect(body.error.rule).to.be.oneOf(["already-sending", "already-told"]);
    const again = await send(product, id, owed, "sms", key);
    expect(asked).to.have.length(1);
    const proofs = await told(product, id);
    expect(proofs).to.have.length(1);
    expect(proofs[0]?.by).to.equal(product.users.directory.all().find(({ username }) => username === "mf.liu")?.id);
    // The key may have been beaten by the press without one: then the word is told, and that is the answer.
    if (again.status === 200) expect(again.body.sending).to.deep.equal({ state: "done", nextAt: null });
    else expect(again.body.error.rule).to.equal("already-told");
    const shown = pressed.find(({ status }) => status === 200)?.body;
    expect(shown.ticket.owed[0].metAt).to.equal(proofs[0]?.at.toISOString());
  });

  it("by e-mail too, with the name of the notice and the number above it", async () => {
    const { port, taken } = await mailServer();
    const product = await startProduct("notices_mail", { channels: { email: mailAt(port, log) } });
    const who = { name: "王小梅", phone: PHONE, email: "wang@example.com", address: "怡园街道1号" };
    const { id, no, owed } = await accepted(product, complaint({ complainant: who }));
    const proof = await proofOf(product, id);
    expect(taken).to.have.length(1);
    const mail = readMail(taken[0] ?? Buffer.alloc(0));
    expect(mail.headers.get("subject")).to.match(/受理/u).and.include(no);
    expect(proof).to.include({ channel: "email", result: "done", reference: `${id}.${owed}.email@gov.example` });
    expect(mail.headers.get("message-id")).to.equal(`<${proof?.reference}>`);
    expect((await rowOf(product, id)).owed[0]?.metAt).to.deep.equal(proof?.at);
  });

  it("as a hint where the words are too long for it: the duty stays open", async () => {
    const { port, asked } = await gateway();
    const product = await startProduct("notices_hint", { channels: { sms: smsAt(port, log) } });
    const { id } = await signed(product);
    await act(product, "mf.liu", id, { type: "refuse", refusal: "REF1", reason: "不属于本机关职责。".repeat(40) });
    const proof = await proofOf(product, id);
    expect(proof).to.include({ channel: "sms", result: "done" });
    expect((await rowOf(product, id)).owed[0]?.metAt).to.equal(null);
    expect([...(asked[0]?.content ?? "")].length).to.be.within(10, 500);
  });

  it("goes to a reporter without a word of the report, and leaves nothing personal behind", async () => {
    const { port, asked } = await gateway();
    const heard = keptLog();
    const product = await startProduct("notices_report", { channels: { sms: smsAt(port, heard) } });
    const line = product.catalogue.dispatch().rows.find(({ procedures }) => procedures.includes("P-FOOD"));
    const filed = await fileAt(product, report({ text: "该店后厨使用过期肉制品，冷库最里面的架子上全是。" }));
    await act(product, "disp.zhao", filed.id, { type: "dispatch", departmentId: "SCJG", rowId: line?.id });
    await act(product, "mf.liu", filed.id, { type: "sign" });
    await act(product, "mf.liu", filed.id, { type: "accept" });
    await act(product, "mf.liu", filed.id, { type: "proposeFiling", filing: "decline", reason: "现场未见过期肉制品" });
    await act(product, "head.teng", filed.id, { type: "decideFiling", approve: true });
    await proofOf(product, filed.id);
    expect(asked.map(({ mobile }) => mobile)).to.deep.equal(["+8613900139000"]);
    for (const word of ["过期", "冷库", "渔港", "赵报信", "13900139000", "现场"]) expect(asked[0]?.content).not.to.include(word);
    const ordinary = await accepted(product);
    await proofOf(product, ordinary.id);
    await rest(product);

    const dump = JSON.stringify([
      await sendings(product).find({}).toArray(),
      await product.database.connection.collection("audit").find({}).toArray(),
    ]);
    for (const text of [dump, heard.text()])
      for (const secret of ["13900139000", PHONE, "王小梅", "赵报信", "过期", asked[0]?.content, asked[1]?.content])
        expect(text).not.to.include(String(secret));
    const outbox = await product.request.get("/api/notices/outbox").set(await product.as("admin.luan"));
    expect(outbox.body.items.map(({ no, result }: { no: string | null; result: string }) => [no, result])).to.deep.equal([
      [ordinary.no, "done"],
      [null, "done"],
    ]);
    expect(outbox.text).not.to.include(filed.no).and.not.to.include(filed.id);
  });

  it("in a demonstration to nobody, and never about what was played in; really about that not even by hand", async () => {
    const config = testConfig();
    const channels = channelsOf(config, log);
    const product = await startProduct("notices_demo", { config, channels });
    await product.demo?.play();
    const played: TicketRow[] = [];
    await product.tickets.store.each((one) => void played.push(one));
    expect(played.length).to.be.greaterThan(60);
    for (const { _id, no } of played) expect((await product.tickets.notices.open(_id, null))?.played, no).to.equal(true);
    // Somebody goes on with one of them.
    const story = played.find((one) => one.kind === "complaint" && one.status === "signed" && one.departmentId === "SCJG")?._id ?? "";
    const owed = (await act(product, "mf.head", story, { type: "accept" })).owed.at(-1)?.id ?? "";
    const { id } = await accepted(product);
    const proof = await proofOf(product, id);
    expect(proof).to.include({ result: "done", reference: "demo-1" });
    await product.tickets.relay.sweep(0);
    await product.tickets.relay.drained();
    await rest(product);
    const outbox = await product.request.get("/api/notices/outbox").set(await product.as("admin.luan"));
    expect(outbox.body.demo).to.deep.equal({ sms: 1, email: 0 });
    expect(outbox.body.items).to.have.length(1);
    expect(outbox.body.items[0]).to.include({ kind: "demo", auto: true, no: (await rowOf(product, id)).no });

    const { port, asked } = await gateway();
    Object.assign(channels.sms, smsAt(port, log));
    const answer = await send(product, story, owed, "sms", {}, "mf.head");
    expect(answer.body.error.fields.channel).to.match(/虚构/u);
    expect(asked).to.deep.equal([]);
  });
});
