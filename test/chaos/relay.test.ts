import { randomUUID } from "node:crypto";
import { expect } from "chai";
import type { TicketEvent } from "../../shared/events.ts";
import { complaint, report, type TestProduct, until } from "../support/product.ts";
import { allTickets, auditIds, countPending, eventIds, faultsOf, rawTickets, startStoppable, sweptClean } from "./support.ts";

const file = async (product: TestProduct, body: object = complaint()) => {
  const { no } = (await product.request.post("/api/public/tickets").send(body).expect(201)).body;
  const id = String((await rawTickets(product).findOne({ no }))?._id);
  return { no, id };
};
const dispatch = async (product: TestProduct, id: string, key: string = randomUUID()) =>
  product.request
    .post(`/api/tickets/${id}/actions`)
    .set(await product.as("disp.zhao"))
    .set("idempotency-key", key)
    .send({ type: "dispatch", version: 1, departmentId: "SCJG" });

describe("a process ends between save and publish", function ended() {
  this.timeout(60_000);
  for (const [how, publish] of [
    ["its bus refuses", () => Promise.reject(new Error("no connection"))],
    ["its bus swallows", async () => undefined],
  ] as const)
    it(`another one sends its events once (${how})`, async () => {
      const name = `ended_${how.replaceAll(" ", "_")}`;
      const first = await startStoppable(name);
      first.bus.publish = publish;
      for (let n = 0; n < 6; n++) {
        const { id } = await file(first);
        if (n % 2 === 0) expect((await dispatch(first, id)).status).to.equal(200);
      }
      const owed = eventIds(await allTickets(first));
      expect(owed).to.have.length(9);
      await first.tickets.relay.drained();
      expect((await auditIds(first)).filter((id) => owed.includes(id))).to.deep.equal([]);
      expect(await countPending(first)).to.equal(6);
      await first.stop();

      const second = await startStoppable(name, { config: first.config });
      const told: string[] = [];
      second.bus.subscribe({ name: "witness", handle: async (events) => void told.push(...events.map(({ id }) => id)) });
      await sweptClean(second);
      expect((await auditIds(second)).filter((id) => owed.includes(id)).sort()).to.deep.equal([...owed].sort());
      expect([...new Set(told)].sort()).to.deep.equal([...owed].sort());
      expect(await faultsOf(second)).to.deep.equal([]);
      await second.stop();
    });
});

describe("a subscriber fails", function failing() {
  this.timeout(60_000);
  let product: TestProduct;
  beforeEach(async function start() {
    product = await startStoppable(`failing_${this.currentTest?.title.slice(0, 20).replaceAll(/\W/gu, "_")}`);
  });
  afterEach(() => product.stop());

  it("the others hear at once, and it gets its events when it can", async () => {
    let tries = 0;
    const heard: string[] = [];
    product.bus.subscribe({
      name: "failing",
      handle: async (events) => {
        tries += 1;
        if (tries <= 2) throw new Error("not now");
        heard.push(...events.map(({ id }) => id));
      },
    });
    const { id } = await file(product);
    await until(async () => (await auditIds(product)).includes(`${id}:1`), "the audit record");
    await until(() => tries > 0, "the first try");
    expect(heard).to.deep.equal([]);
    expect(await countPending(product)).to.equal(1);
    await sweptClean(product);
    expect(tries).to.be.greaterThan(2);
    expect(heard).to.include(`${id}:1`);
    expect(await faultsOf(product)).to.deep.equal([]);
  });

  it("one event that it cannot take does not keep its neighbours from it", async () => {
    const heard = new Set<string>();
    let bad = "";
    product.bus.subscribe({
      name: "picky",
      handle: async (events: TicketEvent[]) => {
        if (events.some(({ ticketId }) => ticketId === bad)) throw new Error("this one never");
        for (const event of events) heard.add(event.id);
      },
    });
    const publish = product.bus.publish;
    product.bus.publish = async () => undefined;
    bad = (await file(product)).id;
    const good = await Promise.all(Array.from({ length: 5 }, () => file(product)));
    await product.tickets.relay.drained();
    product.bus.publish = publish;
    await until(async () => {
      await product.tickets.relay.sweep(0);
      return good.every(({ id }) => heard.has(`${id}:1`));
    }, "the neighbours' events");
    await until(async () => (await countPending(product)) === 1, "the marks");
    expect(await faultsOf(product)).to.deep.equal([]);
  });
});

describe("the way to the subscribers is crowded or closed", function crowded() {
  this.timeout(60_000);
  it("the sweep does not make the queue longer; it sends when there is room", async () => {
    const product = await startStoppable("crowded");
    const { publish, waiting } = product.bus;
    product.bus.publish = async () => undefined;
    await file(product);
    await product.tickets.relay.drained();
    await until(() => product.tickets.relay.sweep(1).then((sent) => sent === 1), "the case to count as forgotten");
    product.bus.waiting = async () => 1000;
    expect(await product.tickets.relay.sweep(1)).to.equal(0);
    product.bus.waiting = () => Promise.reject(new Error("no connection"));
    expect(await product.tickets.relay.sweep(1)).to.equal(0);
    Object.assign(product.bus, { publish, waiting });
    await until(async () => {
      await product.tickets.relay.sweep(1);
      return (await countPending(product)) === 0;
    }, "the case to be told of");
    await product.stop();
  });
});

describe("a request is repeated because its answer was lost", function repeated() {
  this.timeout(60_000);
  it("is answered again even when the act took the case out of one's own sight, but not once others have worked on", async () => {
    const product = await startStoppable("repeated");
    const { id } = await file(product, report());
    expect((await dispatch(product, id, "lost-answer")).status).to.equal(200);
    const again = await dispatch(product, id, "lost-answer");
    expect(again.status).to.equal(200);
    expect(again.body.ticket).to.include({ version: 2, status: "dispatched" });
    expect((await dispatch(product, id, "another-key")).status).to.equal(404);
    await product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as("mf.liu"))
      .send({ type: "sign", version: 2 })
      .expect(200);
    expect((await dispatch(product, id, "lost-answer")).status).to.equal(404);
    await product.stop();
  });
});
