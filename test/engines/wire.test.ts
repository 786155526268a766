import { type Document, deserialize, Long, serialize } from "bson";
import { expect } from "chai";
import { durable } from "../../server/engines/host-durable.ts";
import { frame } from "../../server/engines/host-engine.ts";
import { createGate, messageSplitter, requestOf } from "../../server/engines/host-wire.ts";

// An OP_MSG whose document sequence comes before its command.
function sequenceFirst(command: object): Buffer {
  const body = Buffer.from(serialize(command));
  const sequence = Buffer.concat([Buffer.from("documents\0"), Buffer.from(serialize({ _id: 1 }))]);
  const message = Buffer.alloc(16 + 4 + 5 + sequence.length + 1 + body.length);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(2013, 12);
  message[20] = 1;
  message.writeInt32LE(4 + sequence.length, 21);
  sequence.copy(message, 25);
  body.copy(message, 26 + sequence.length);
  return message;
}

describe("engines: wire protocol", () => {
  it("cuts a stream into messages however it is chunked", () => {
    const sent = ["ping", "find", "insert"].map((name, i) => frame(serialize({ [name]: 1, pad: "x".repeat(i * 50) }), false, 0, i));
    const stream = Buffer.concat(sent);
    for (const size of [1, 3, 7, 16, 64, stream.length]) {
      const got: Buffer[] = [];
      const split = messageSplitter((message) => got.push(message));
      for (let at = 0; at < stream.length; at += size) expect(split(stream.subarray(at, at + size))).to.equal(true);
      expect(got).to.deep.equal(sent);
    }
  });

  it("drops a stream that is not the protocol", () => {
    const split = messageSplitter(() => undefined);
    expect(split(Buffer.from("GET / HTTP/1.1\r\n\r\n"))).to.equal(false);
  });

  it("finds the command behind a document sequence", () => {
    expect(requestOf(sequenceFirst({ startSession: 1, $db: "admin" }))).to.include({ name: "startSession", wantsReply: true });
  });

  it("turns majority, or no concern, into the one this engine honours", () => {
    const concernOf = (command: Document, isWrite: boolean) => {
      const message = frame(serialize(command), false, 0, 1);
      const { body } = requestOf(message) ?? { body: 0 };
      const out = durable(message, body, isWrite);
      expect(out.readInt32LE(0)).to.equal(out.length);
      const { writeConcern, ...rest } = deserialize(out.subarray(body, body + out.readInt32LE(body)));
      const { writeConcern: _, ...sent } = deserialize(serialize(command));
      expect(rest).to.deep.equal(sent);
      return writeConcern;
    };
    const documents = [{ a: /x/i, b: null, c: [1, "2"], d: Long.MAX_VALUE, e: new Date(0), f: Buffer.from("f") }];
    const command = { insert: "rows", ordered: true, max: 1.5, at: new Date(0), like: /x/i, raw: Buffer.from("r"), documents };
    const safe = { w: 1, j: true };
    expect(concernOf({ ...command, writeConcern: { w: "majority", j: true }, $db: "x" }, true)).to.deep.equal(safe);
    expect(concernOf({ ...command, writeConcern: { j: true, w: "majority", wtimeout: 1000 } }, true)).to.deep.equal(safe);
    expect(concernOf({ ...command, $db: "x" }, true)).to.deep.equal(safe);
    expect(concernOf({ find: "rows", $db: "x" }, false)).to.equal(undefined);
    expect(concernOf({ aggregate: "rows", writeConcern: { w: "majority" } }, false)).to.deep.equal(safe);
    for (const kept of [{ w: 0 }, { w: 1 }, { w: 1, j: false }, { j: true }]) {
      expect(concernOf({ ...command, writeConcern: kept }, true)).to.deep.equal(kept);
    }
  });

  it("drops the checksum of a message it changes", () => {
    const plain = frame(serialize({ insert: "rows", $db: "x" }), false, 0, 1);
    const message = Buffer.concat([plain, Buffer.from([1, 2, 3, 4])]);
    message.writeInt32LE(message.length, 0);
    message.writeUInt32LE(1, 16);
    const out = durable(message, requestOf(message)?.body ?? 0, true);
    expect(out.readUInt32LE(16)).to.equal(0);
    expect(out).to.deep.equal(durable(plain, 21, true));
  });

  it("takes no other opcode and no truncated message", () => {
    const ping = frame(serialize({ ping: 1 }), false, 0, 7);
    expect(requestOf(ping)).to.include({ name: "ping", id: 7, legacy: false });
    const other = Buffer.from(ping);
    other.writeInt32LE(2012, 12);
    expect(requestOf(other)).to.equal(undefined);
    expect(requestOf(ping.subarray(0, 22))).to.equal(undefined);
  });

  it("lets seven tasks run and serves the others in order", async () => {
    const gate = createGate();
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const tasks = Array.from({ length: 9 }, (_, i) =>
      gate.run(async () => {
        started.push(i);
        if (i === 0) throw new Error("a failing task gives its slot back");
        await new Promise<void>((resolve) => finish.push(resolve));
      }),
    );
    const [first] = await Promise.allSettled(tasks.slice(0, 1));
    expect(first).to.include({ status: "rejected" });
    await Promise.resolve();
    expect(started).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
    finish.shift()?.();
    await tasks[1];
    await Promise.resolve();
    expect(started.at(-1)).to.equal(8);
    for (const end of finish) end();
    await Promise.all(tasks.slice(1));
  });
});
