import { expect } from "chai";
import { createAnchor } from "../../server/audit/anchor.ts";
import { verifyEverything } from "../../server/cli/verify-everything.ts";
import type { TicketRow } from "../../server/tickets/row.ts";
import { verifyTicket } from "../../server/tickets/verify.ts";
import { complaint, report, type TestProduct } from "../support/product.ts";
import { decideReport } from "../support/telling.ts";
import { allTickets, aside, rawBlocks, rawTickets, startStoppable, sweptClean } from "./support.ts";

/** What somebody with the database in hand, but without the keys, might do: each must be found. */
describe("the record is tampered with", function tampering() {
  this.timeout(60_000);
  let product: TestProduct;
  let one: TicketRow;
  let two: TicketRow;
  let secret: TicketRow;
  let fresh: TicketRow;

  const act = async (who: string, id: string, body: object) =>
    product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as(who))
      .send(body)
      .expect(200);
  const worked = async (body: { kind: string }): Promise<TicketRow> => {
    const { no } = (await product.request.post("/api/public/tickets").send(body).expect(201)).body;
    const id = (await product.tickets.store.byNo(no))?._id ?? "";
    await act("disp.zhao", id, { type: "note", text: "来电人情绪激动。" });
    await act("disp.zhao", id, { type: "dispatch", version: 2, departmentId: "SCJG" });
    await act("mf.liu", id, { type: "sign", version: 3 });
    await act("mf.liu", id, { type: "accept", version: 4 });
    if (body.kind === "report") await decideReport(product, id, { filing: "decline" });
    else await act("mf.liu", id, { type: "reply", version: 5, text: "商家已退还2980元。" });
    return (await product.tickets.store.full(id)) as TicketRow;
  };
  const faults = async (): Promise<string[]> =>
    (await verifyEverything({ database: aside(product), seal: product.seal, anchored: createAnchor(product.config.dataDir).read() })).faults;

  before(async () => {
    product = await startStoppable("tampering");
    one = await worked(complaint());
    two = await worked(complaint({ title: undefined, complainant: { name: "孙大力", phone: "13711112222", address: "田和街道1号" } }));
    secret = await worked(report({ title: "过期肉" }));
    const { no } = (await product.request.post("/api/public/tickets").send(complaint()).expect(201)).body;
    fresh = (await product.tickets.store.byNo(no)) as TicketRow;
    await sweptClean(product);
    await product.audit.append([{ kind: "test.end", actor: "test", subject: "test", details: {} }]);
  });
  after(() => product.stop());

  it("finds nothing where nothing was done", async () => {
    expect(await faults()).to.deep.equal([]);
    // Read again: marks of the relay came after the rows above were read, and are no tampering.
    for (const row of await allTickets(product)) expect(verifyTicket(row, product.seal)).to.deep.equal([]);
  });

  /** Each changes a copy of a case in place; `of` says which, default the first. */
  const edits: Record<string, { edit: (row: TicketRow) => void; of?: () => TicketRow }> = {
    "the words of an entry are edited": {
      edit: (row) => {
        row.contents[0]!.plain = "来电人态度很好。";
      },
    },
    "the words of a report's entry are replaced by those of another entry": {
      of: () => secret,
      edit: (row) => {
        row.contents[0] = { ...row.contents[1]!, seq: row.contents[0]!.seq };
      },
    },
    "the words of an entry are taken away": { edit: (row) => void row.contents.shift() },
    "words are put to an entry that had none": { edit: (row) => void row.contents.push({ seq: 4, salt: "x", plain: "已电话告知。" }) },
    "words are called erased and others put in their place": {
      edit: (row) => {
        row.contents[0] = { ...row.contents[0]!, plain: "来电人撤诉。", erased: true };
      },
    },
    "an entry is deleted": { edit: (row) => void row.timeline.splice(2, 1) },
    "the last entry is deleted and the case set back": {
      edit: (row) => {
        row.timeline.pop();
        row.version -= 1;
        row.lastHmac = row.timeline.at(-1)!.hmac;
        row.relayed = { audit: row.version, realtime: row.version };
      },
    },
    "two entries change places": {
      edit: (row) => {
        [row.timeline[1], row.timeline[2]] = [row.timeline[2]!, row.timeline[1]!];
      },
    },
    "two entries change places and numbers": {
      edit: (row) => {
        const [a, b] = [row.timeline[1]!, row.timeline[2]!];
        [row.timeline[1], row.timeline[2]] = [
          { ...b, seq: a.seq },
          { ...a, seq: b.seq },
        ];
      },
    },
    "an entry's time is changed": {
      edit: (row) => {
        row.timeline[3]!.at = new Date(row.timeline[3]!.at.getTime() - 86_400_000);
      },
    },
    "an entry is put in another's name": {
      edit: (row) => {
        row.timeline[3]!.actor = { ...row.timeline[3]!.actor, name: "宋某" };
      },
    },
    "the status is changed": {
      edit: (row) => {
        row.status = "closed";
      },
    },
    "a due day is moved": {
      edit: (row) => {
        row.procedures[0]!.clocks[0]!.dueDay = "2099-01-01";
      },
    },
    "word that is owed is called told": {
      edit: (row) => {
        row.owed![0]!.metAt = new Date(row.owed![0]!.since);
      },
    },
    "word that is owed is taken away": { edit: (row) => void row.owed!.shift() },
    "a report is called filed as a case": {
      of: () => secret,
      edit: (row) => {
        row.filing = "file";
      },
    },
    "an order is put to a case": {
      edit: (row) => {
        row.orders = [{ id: "1", ground: "SG1", at: row.receivedAt, by: null, dueDay: "2099-01-01", answeredAt: null }];
      },
    },
    "the day of receipt is moved": {
      edit: (row) => {
        row.receivedAt = new Date(row.receivedAt.getTime() + 86_400_000);
      },
    },
    "somebody lets himself see a report": { of: () => secret, edit: (row) => void row.visibleTo.push("d:JSJ") },
    "the complaint's text is edited": {
      edit: (row) => {
        row.text = "没有问题。";
      },
    },
    "a title is put to a case without one": {
      of: () => two,
      edit: (row) => {
        row.title = "误会一场";
      },
    },
    "a case is hidden from the lists of open cases": {
      of: () => fresh,
      edit: (row) => {
        row.open = false;
        row.dueAt = new Date("9999-12-31T00:00:00Z");
      },
    },
    "a sealed value is changed": {
      edit: (row) => {
        const { sealed } = row.complainant!.phone!;
        row.complainant!.phone!.sealed = `${sealed.slice(0, -2)}${sealed.endsWith("AA") ? "BB" : "AA"}`;
      },
    },
    "a sealed value is swapped with another case's": {
      edit: (row) => {
        row.complainant!.phone = two.complainant!.phone!;
      },
    },
    "two sealed values of one case are swapped": {
      edit: (row) => {
        const person = row.complainant!;
        [person.name, person.address] = [person.address!, person.name!];
      },
    },
    "a sealed value is taken away": { edit: (row) => void delete row.complainant!.address },
    "what lists show of a sealed value is changed": {
      edit: (row) => {
        row.complainant!.name!.masked = "李*";
      },
    },
    "the merchant is exchanged": {
      edit: (row) => {
        row.respondent!.name = "别家健身";
      },
    },
    "the merchant's address is exchanged": {
      edit: (row) => {
        row.respondent!.address = "别处1号";
      },
    },
    "the amount is changed": {
      edit: (row) => {
        row.amount = 1;
      },
    },
    "a tracking code is exchanged for another case's": {
      edit: (row) => {
        row.code = two.code;
      },
    },
  };

  for (const [what, { edit, of = () => one }] of Object.entries(edits))
    it(`finds that ${what}`, async () => {
      const original = (await product.tickets.store.full(of()._id)) as TicketRow;
      const copy = structuredClone(original);
      edit(copy);
      expect(
        verifyTicket(copy, product.seal).map(({ no }) => no),
        "verifyTicket",
      ).to.include(original.no);
      await rawTickets(product).replaceOne({ _id: original._id }, copy);
      try {
        expect((await faults()).filter((fault) => fault.startsWith(original.no))).to.have.length.greaterThan(0);
      } finally {
        await rawTickets(product).replaceOne({ _id: original._id }, original);
      }
      expect(await faults()).to.deep.equal([]);
    });

  it("finds that a whole case is gone", async () => {
    const row = (await rawTickets(product).findOneAndDelete({ _id: one._id })) as unknown as TicketRow;
    expect((await faults()).some((fault) => fault.includes(one._id))).to.equal(true);
    await rawTickets(product).insertOne(row);
    expect(await faults()).to.deep.equal([]);
  });

  it("finds that a case is set back to how it once was", async () => {
    const { no } = (await product.request.post("/api/public/tickets").send(complaint()).expect(201)).body;
    await sweptClean(product);
    const then = (await product.tickets.store.byNo(no)) as TicketRow;
    await act("disp.zhao", then._id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await sweptClean(product);
    const now = (await product.tickets.store.byNo(no)) as TicketRow;
    await rawTickets(product).replaceOne({ _id: then._id }, then);
    expect(verifyTicket(then, product.seal)).to.deep.equal([]);
    expect((await faults()).some((fault) => fault.includes(then._id))).to.equal(true);
    await rawTickets(product).replaceOne({ _id: then._id }, now);
    expect(await faults()).to.deep.equal([]);
  });

  describe("on the audit log", () => {
    it("finds that its end is cut off, also right behind what the cases remember", async () => {
      const last = (await rawBlocks(product).find({}).sort({ _id: -1 }).limit(1).toArray())[0]!;
      const { n, hmac } = last as unknown as { n: number; hmac: string };
      await rawBlocks(product).deleteOne({ _id: last._id });
      const { faults: found } = await verifyEverything({ database: aside(product), seal: product.seal, anchored: { n, hmac } });
      expect(found.some((fault) => fault.includes("the end of the log is missing"))).to.equal(true);
      await rawBlocks(product).insertOne(last);
      expect(await faults()).to.deep.equal([]);
    });

    it("finds, without the head kept outside, that its end is cut off: the cases have told it more", async () => {
      const blocks = await rawBlocks(product).find({ "records.subject": one._id }).sort({ _id: -1 }).toArray();
      const cut = await rawBlocks(product)
        .find({ _id: { $gte: blocks[0]!._id } })
        .toArray();
      await rawBlocks(product).deleteMany({ _id: { $gte: blocks[0]!._id } });
      const { faults: found } = await verifyEverything({ database: aside(product), seal: product.seal, anchored: null });
      expect(found.some((fault) => fault.startsWith(one.no))).to.equal(true);
      await rawBlocks(product).insertMany(cut);
      expect(await faults()).to.deep.equal([]);
    });

    const blockEdits: Record<string, (records: { subject: string }[]) => void> = {
      "a record is edited": (records) => {
        records[0]!.subject = "another";
      },
      "a record is deleted": (records) => void records.pop(),
    };
    for (const [what, edit] of Object.entries(blockEdits))
      it(`finds that ${what}`, async () => {
        const original = (await rawBlocks(product).findOne({ "records.subject": one._id }))!;
        const copy = structuredClone(original);
        edit(copy.records);
        await rawBlocks(product).replaceOne({ _id: original._id }, copy);
        expect((await faults()).some((fault) => fault.startsWith("audit block"))).to.equal(true);
        await rawBlocks(product).replaceOne({ _id: original._id }, original);
        expect(await faults()).to.deep.equal([]);
      });

    it("finds that a block in the middle is gone", async () => {
      const block = (await rawBlocks(product).findOne({ "records.subject": one._id }))!;
      await rawBlocks(product).deleteOne({ _id: block._id });
      expect((await faults()).some((fault) => fault.includes("a block before it is missing"))).to.equal(true);
      await rawBlocks(product).insertOne(block);
      expect(await faults()).to.deep.equal([]);
    });
  });
});
