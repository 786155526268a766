import fs from "node:fs";
import path from "node:path";
import { expect } from "chai";
import mongoose from "mongoose";
import { type EmbeddedMongo, type EmbeddedMongoOptions, startEmbeddedMongo } from "../../server/engines/mongo.ts";
import { openSocketFolder, socketFolderOf } from "../../server/engines/socket-folder.ts";
import { makeDir, otherApp, removeDirs, silent, until } from "./support.ts";

const { MongoClient } = mongoose.mongo;
type Client = InstanceType<typeof MongoClient>;

interface Opened {
  dataDir: string;
  mongo: EmbeddedMongo;
  client: Client;
}

describe("engines: embedded database", function () {
  this.timeout(20_000);
  const opened: { mongo: EmbeddedMongo; client: Client }[] = [];

  async function open(options: Partial<EmbeddedMongoOptions> = {}): Promise<Opened> {
    const dataDir = options.dataDir ?? makeDir();
    const mongo = await startEmbeddedMongo({ log: silent, ...options, dataDir });
    const client = new MongoClient(mongo.uri);
    opened.push({ mongo, client });
    return { dataDir, mongo, client };
  }

  afterEach(async () => {
    await Promise.all(opened.map(({ client }) => client.close()));
    await Promise.all(opened.splice(0).map(({ mongo }) => mongo.stop()));
    removeDirs();
  });

  it("starts, writes, reads, stops and keeps what was written", async () => {
    const { dataDir, mongo, client } = await open();
    expect(mongo.uri).to.include("/zhisu?").and.to.include("journal=true").and.to.include("w=majority").and.to.include("directConnection=true");
    expect(await mongo.alive()).to.equal(true);
    expect(mongo.owned()).to.equal(true);
    expect(client.db().databaseName).to.equal("zhisu");
    await client.db().collection<{ _id: string }>("tickets").insertOne({ _id: "a" });
    await mongo.stop();
    expect(await mongo.alive()).to.equal(false);
    const again = await open({ dataDir });
    expect(await again.client.db().collection("tickets").countDocuments()).to.equal(1);
    expect(again.mongo.restarts()).to.equal(0);
  });

  it("keeps its files and its sockets to this user", async () => {
    const { dataDir } = await open();
    const mode = (file: string) => (fs.statSync(file).mode & 0o777).toString(8);
    expect(mode(socketFolderOf(dataDir))).to.equal("700");
    expect(mode(path.join(dataDir, "mongo"))).to.equal("700");
    expect(mode(path.join(dataDir, "logs", "mongo.log"))).to.equal("600");
  });

  it("refuses a socket folder that is not private", () => {
    const dataDir = makeDir();
    fs.chmodSync(openSocketFolder(dataDir), 0o755);
    expect(() => openSocketFolder(dataDir))
      .to.throw("not a private folder")
      .with.property("code", "ENGINE_SOCKET_FOLDER");
    fs.rmdirSync(socketFolderOf(dataDir));
    fs.symlinkSync(makeDir(), socketFolderOf(dataDir));
    expect(() => openSocketFolder(dataDir)).to.throw("not a private folder");
  });

  it("is shared by a second application, which takes over when the first is killed", async () => {
    const dataDir = makeDir();
    const owner = await otherApp(dataDir);
    const { mongo, client } = await open({ dataDir });
    expect(mongo.owned()).to.equal(false);
    expect(mongo.pid()).to.equal(owner.mongoPid);
    const notes = client.db().collection<{ _id: number }>("notes");
    await notes.insertOne({ _id: 1 });
    await owner.kill();
    await until(() => mongo.owned(), 10_000);
    expect(mongo.pid()).not.to.equal(owner.mongoPid);
    expect(mongo.restarts()).to.equal(1);
    await until(async () => (await notes.countDocuments()) === 1, 10_000);
  });

  it("has one owner when several applications start at once", async () => {
    const dataDir = makeDir();
    const all = await Promise.all([open({ dataDir }), open({ dataDir }), open({ dataDir })]);
    expect(all.filter(({ mongo }) => mongo.owned())).to.have.length(1);
    expect(new Set(all.map(({ mongo }) => mongo.pid())).size).to.equal(1);
  });

  it("loses no acknowledged insert when the host is killed under sixteen writers", async () => {
    const { mongo, client } = await open();
    const rows = client.db().collection<{ _id: number }>("rows");
    const acknowledged: number[] = [];
    let next = 0;
    let stop = false;
    const writers = Array.from({ length: 16 }, async () => {
      while (!stop) {
        const _id = ++next;
        // A failed insert has an unknown outcome, so it counts for nothing.
        await rows.insertOne({ _id }).then(
          () => acknowledged.push(_id),
          () => undefined,
        );
      }
    });
    for (let kills = 1; kills <= 4; kills++) {
      const before = acknowledged.length;
      await until(() => acknowledged.length > before + 250, 10_000);
      process.kill(mongo.pid() ?? 0, "SIGKILL");
      await until(() => mongo.restarts() === kills, 10_000);
    }
    stop = true;
    await Promise.all(writers);
    // Restarted is not yet serving.
    await until(() => mongo.alive(), 20_000);
    const found = new Set((await rows.find().toArray()).map(({ _id }) => _id));
    expect(acknowledged.filter((id) => !found.has(id))).to.deep.equal([]);
    expect(await client.db().command({ validate: "rows" })).to.include({ valid: true });
  });

  it("refuses startSession and what would end it, and lives on", async () => {
    const { mongo, client } = await open();
    const pid = mongo.pid();
    for (const name of ["startSession", "killAllSessions", "shutdown"]) {
      const error = await client
        .db("admin")
        .command({ [name]: 1 })
        .catch((reason: unknown) => reason);
      expect(error).to.include({ code: 59 });
    }
    expect(await client.db("admin").command({ ping: 1 })).to.include({ ok: 1 });
    expect(mongo.pid()).to.equal(pid);
    expect(mongo.restarts()).to.equal(0);
  });

  it("refuses writes, not reads, below the free space floor", async () => {
    const { client } = await open({ minFreeMb: 1_000_000_000 });
    const rows = client.db().collection("rows");
    expect(await rows.insertOne({}).catch((reason: unknown) => reason)).to.include({ code: 14031 });
    expect(await rows.createIndex({ a: 1 }).catch((reason: unknown) => reason)).to.include({ code: 14031 });
    expect(await rows.countDocuments()).to.equal(0);
  });

  it("sweeps expired documents, idle cursors and endless commands", async () => {
    const { client } = await open({ ttlSeconds: 1, cursorSeconds: 1, maxOpSeconds: 1 });
    const leases = client.db().collection("leases");
    await leases.createIndex({ until: 1 }, { expireAfterSeconds: 0 });
    const later = new Date(Date.now() + 3_600_000);
    await leases.insertMany([{ until: new Date(0) }, { until: new Date(1) }, { until: later }, { until: "never" }, {}]);
    const cursor = leases.find({}, { batchSize: 2 });
    await cursor.next();
    const endless = [
      { $project: { a: { $range: [0, 100_000] } } },
      { $unwind: "$a" },
      { $project: { b: { $range: [0, 100_000] } } },
      { $unwind: "$b" },
      { $count: "n" },
    ];
    const stopped = await leases
      .aggregate(endless)
      .toArray()
      .catch((reason: unknown) => reason);
    expect(stopped).to.include({ codeName: "Interrupted" });
    await until(async () => (await leases.countDocuments()) === 3, 10_000);
    const open2 = async () =>
      (
        await client
          .db("admin")
          .aggregate([{ $currentOp: { idleCursors: true } }, { $match: { type: "idleCursor" } }])
          .toArray()
      ).length;
    await until(async () => (await open2()) === 0, 10_000);
    const late = await cursor.toArray().catch((reason: unknown) => reason);
    expect(late).to.include({ code: 43 });
  });

  it("copies itself on request while others write", async () => {
    const { client } = await open();
    const rows = client.db().collection<{ _id: number }>("rows");
    await rows.insertMany(Array.from({ length: 500 }, (_, _id) => ({ _id })));
    const target = makeDir();
    const writing = Array.from({ length: 12 }, (_, i) => rows.insertOne({ _id: 1000 + i }));
    const admin = client.db("admin");
    expect(await admin.command({ zhisuBackup: 1, to: path.join(target, "mongo") })).to.include({ ok: 1 });
    await Promise.all(writing);
    expect(await admin.command({ zhisuBackup: 1, to: target }).catch((reason: unknown) => reason)).to.include({ code: 96 });
    const copy = await open({ dataDir: target });
    expect(await copy.client.db().collection("rows").countDocuments()).to.be.within(500, 512);
  });

  it("starts again when a cleaner has removed the socket", async () => {
    const { dataDir, mongo } = await open();
    fs.rmSync(socketFolderOf(dataDir), { recursive: true });
    process.kill(mongo.pid() ?? 0, "SIGTERM");
    await until(() => mongo.restarts() === 1 && mongo.alive(), 10_000);
  });
});
