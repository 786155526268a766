import net from "node:net";
import { expect } from "chai";
import { noChannel } from "../../server/platform/delivery.ts";
import type { SmsMessage } from "../../server/platform/sms.ts";
import { verifyTicket } from "../../server/tickets/verify.ts";
import { closeAll, deadPort, keptLog } from "../support/listening.ts";
import { accepted, act, C1, gateway, later, proofOf, rowOf, send, sendings, smsAt, told } from "../support/notices.ts";
import { startProduct, testConfig, until } from "../support/product.ts";

/** Of another process of the same installation. */
const alike = (config: ReturnType<typeof testConfig>) => ({ ...config, dataDir: testConfig().dataDir });

describe("word that could not be sent, or of which nobody knows whether it was,", function suite() {
  this.timeout(60_000);
  afterEach(closeAll);
  const log = keptLog();

  it("is on record as failed when the gateway refuses; a person tells by telephone", async () => {
    const { port, asked } = await gateway({ status: 400 });
    const product = await startProduct("notices_refused", { channels: { sms: smsAt(port, log) } });
    const { id, owed } = await accepted(product);
    const proof = await proofOf(product, id);
    expect(proof).to.include({ result: "failed", reference: "refused http 400" });
    expect((await rowOf(product, id)).owed[0]?.metAt).to.equal(null);
    await product.notices.sweep(later(60));
    expect(asked, "not tried again by itself").to.have.length(1);
    const after = await act(product, "mf.liu", id, { type: "tell", owed, channel: "phone", note: "王女士本人接听，已告知" });
    expect(C1(after)?.metAt).not.to.equal(null);
  });

  it("is tried again while the gateway is away, by one of two processes, and never after it arrived", async () => {
    const answers = { status: 429 };
    const { port, asked } = await gateway(answers);
    const config = testConfig();
    const first = await startProduct("notices_retry", { config, channels: { sms: smsAt(port, log) } });
    const second = await startProduct("notices_retry", { config: alike(config), channels: { sms: smsAt(port, log) } });
    const { id } = await accepted(first);
    await until(() => sendings(first).findOne({ state: "retry" }), "the first try");
    expect(await told(first, id), "what is tried again has not failed yet").to.deep.equal([]);
    const both = (minutes: number) => Promise.all([first, second].map((product) => product.notices.sweep(later(minutes))));
    await both(0);
    expect(asked, "not before its time").to.have.length(1);
    await both(2);
    expect(asked, "one of the two").to.have.length(2);
    answers.status = 200;
    await both(10);
    await both(60);
    expect(asked).to.have.length(3);
    expect(new Set(asked.map(({ ref }) => ref)).size).to.equal(1);
    expect((await told(first, id)).map(({ result }) => result)).to.deep.equal(["done"]);
  });

  it("is given up after three more tries, and not tried at all once somebody was told otherwise", async () => {
    const closed = await deadPort(net.createServer());
    const product = await startProduct("notices_away", { channels: { sms: smsAt(closed, log) } });
    const one = await accepted(product);
    const other = await accepted(product);
    await until(async () => (await sendings(product).countDocuments({ state: "retry" })) === 2, "the first tries");
    await act(product, "mf.liu", other.id, { type: "tell", owed: other.owed, channel: "phone", note: "本人接听" });
    for (const minutes of [2, 10, 40]) await product.notices.sweep(later(minutes));
    expect(await told(product, one.id)).to.have.length(1);
    expect((await told(product, one.id))[0]).to.include({ result: "failed", reference: "unreachable ECONNREFUSED" });
    expect((await told(product, other.id)).map(({ channel }) => channel)).to.deep.equal(["phone"]);
    const rows = await sendings(product).find({}).toArray();
    expect(rows.map(({ result, tries }) => [result, tries])).to.have.deep.members([
      ["failed", 4],
      ["dropped", 1],
    ]);
  });

  it("is on record as unknown, once, when the process ended before the gateway's answer was noted", async () => {
    let answer: (value: { result: "sent"; reference: string }) => void = () => undefined;
    const silent = {
      ...noChannel<SmsMessage>(),
      ready: true,
      kind: "http" as const,
      send: () => new Promise<never>((done) => (answer = done as never)),
    };
    const { port, asked } = await gateway();
    const config = testConfig({ autoNotice: false });
    const first = await startProduct("notices_killed", { config, channels: { sms: silent } });
    const second = await startProduct("notices_killed", { config: alike(config), channels: { sms: smsAt(port, log) } });
    const { id, owed } = await accepted(first);
    const pressed = send(first, id, owed, "sms").then(({ status }) => status);
    await until(() => sendings(first).findOne({ state: "sending" }), "the gateway to be asked");
    expect((await send(second, id, owed, "sms")).body.error.rule).to.equal("already-sending");
    await second.notices.sweep(later(2));
    expect(await told(first, id), "it may still be under way").to.deep.equal([]);
    await Promise.all([first.notices.sweep(later(4)), second.notices.sweep(later(4))]);
    await second.notices.sweep(later(8));
    expect((await told(first, id)).map(({ result, reference }) => [result, reference])).to.deep.equal([["failed", "unknown"]]);
    // What comes after all changes nothing.
    answer({ result: "sent", reference: "late" });
    expect(await pressed).to.equal(200);
    expect(await told(first, id)).to.have.length(1);
    expect(asked, "never sent again by itself").to.deep.equal([]);
    // But a person may.
    expect((await send(second, id, owed, "sms")).body.sending.state).to.equal("done");
    expect(C1(await rowOf(first, id))?.metAt).not.to.equal(null);
  });

  it("keeps the gateway's answer when only the record failed, and puts it on the case once", async () => {
    const { port, asked } = await gateway();
    const config = testConfig({ autoNotice: false });
    const first = await startProduct("notices_unrecorded", { config, channels: { sms: smsAt(port, log) } });
    const second = await startProduct("notices_unrecorded", { config: alike(config), channels: { sms: smsAt(port, log) } });
    const { id, owed } = await accepted(first);
    first.tickets.notices.tell = () => Promise.reject(new Error("the process ends here"));
    expect((await send(first, id, owed, "sms")).status).to.equal(500);
    expect(await told(first, id)).to.deep.equal([]);
    const other = await startProduct("notices_unrecorded", { config: alike(config), channels: { sms: smsAt(port, log) } });
    await Promise.all([second, other].map((product) => product.notices.sweep(later(4))));
    await second.notices.sweep(later(8));
    expect((await told(first, id)).map(({ result, reference }) => [result, reference])).to.deep.equal([["done", "m-1"]]);
    expect(asked).to.have.length(1);
    expect(verifyTicket(await rowOf(first, id), first.seal)).to.deep.equal([]);
  });
});
