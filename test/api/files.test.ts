import { once } from "node:events";
import { expect } from "chai";
import sharp from "sharp";
import request from "supertest";
import type { Uploaded } from "../../shared/files/schema.ts";
import { BOUNDARY, filesApp, partHead, rawUpload } from "../files-support/app.ts";
import { docx, mp3, noise, pdf, photo } from "../files-support/samples.ts";

const HOUR = 3_600_000;
const binary = (res: request.Response, done: (error: Error | null, body: Buffer) => void) => {
  const parts: Buffer[] = [];
  res.on("data", (part: Buffer) => parts.push(part));
  res.on("end", () => done(null, Buffer.concat(parts)));
};

describe("files", function () {
  this.timeout(60_000);
  let app: Awaited<ReturnType<typeof filesApp>>;
  let limited = 0;
  before(async () => {
    app = await filesApp("files", [
      (_req, _res, next) => {
        limited += 1;
        next();
      },
    ]);
  });
  after(() => app.stop());

  const send = (bytes: Buffer, name: string, path = "/public/uploads") =>
    request(app.server).post(path).set("accept-language", "en").attach("file", bytes, name);
  const uploaded = async (bytes: Buffer, name: string): Promise<Uploaded> => (await send(bytes, name).expect(201)).body as Uploaded;
  const download = (id: string, query = "") =>
    request(app.server)
      .get(`/files/${id}${query}`)
      .set("x-user", "reader")
      .buffer()
      .parse(binary as never);
  const rows = () => app.db.collection("uploads").countDocuments();
  const chunks = () => app.db.collection("files.chunks").countDocuments();
  const rejection = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: { status?: number; extra?: unknown }) => ({ status: error.status, extra: error.extra }),
    );
  const NOT_YOURS = { status: 400, extra: { fields: { attachmentIds: { key: "field.attachment" } } } };
  const refused = async (bytes: Buffer, name: string, status: number, words: string) => {
    const before = [await rows(), await chunks()];
    const { body } = await send(bytes, name).expect(status);
    expect(body.error.code, name).to.equal("invalid");
    expect(body.error.fields.file, name).to.include(words);
    expect([await rows(), await chunks()], name).to.deep.equal(before);
  };

  it("frees a photo of its metadata, turns it upright, and gives it back", async () => {
    const original = await photo();
    expect((await sharp(original).metadata()).exif?.toString("latin1")).to.include("ShouJi");
    const file = await uploaded(original, "门店.jpg");
    expect(file).to.include({ name: "门店.jpg", type: "image/jpeg" });
    app.tickets.add("t-photo");
    await app.files.claim({ ids: [file.id], ticketId: "t-photo" });
    const { body } = await download(file.id).expect(200);
    expect(body.length).to.equal(file.size);
    const { exif, xmp, iptc, orientation, width, height } = await sharp(body as Buffer).metadata();
    expect({ exif, xmp, iptc, orientation }).to.deep.equal({ exif: undefined, xmp: undefined, iptc: undefined, orientation: undefined });
    expect([width, height]).to.deep.equal([20, 40]);
    expect(body.includes("ShouJi")).to.equal(false);
  });

  it("refuses what is empty, missing, doubled or misnamed", async () => {
    await refused(Buffer.alloc(0), "a.pdf", 400, "empty");
    const fault = async (req: request.Test) => (await req.set("accept-language", "en").expect(400)).body.error.fields.file as string;
    const post = () => request(app.server).post("/public/uploads");
    expect(await fault(post())).to.include("multipart/form-data");
    expect(await fault(post().send({ file: "x" }))).to.include("multipart/form-data");
    expect(await fault(post().set("content-type", "multipart/form-data").send("x"))).to.include("multipart/form-data");
    expect(await fault(post().set("content-type", "multipart/form-data; boundary=x").send("--x\r\n"))).to.include("multipart/form-data");
    expect(await fault(post().set("content-type", "multipart/form-data; boundary=x").send("--x--\r\n"))).to.include("Choose");
    expect(await fault(post().field("file", "text"))).to.include("multipart/form-data");
    expect(await fault(post().attach("other", pdf(), "a.pdf"))).to.include("Choose");
    expect(await fault(post().attach("file", pdf(), "a.pdf").attach("file", pdf(), "b.pdf"))).to.include("one file");
    expect(await fault(post().attach("file", pdf(), `${"长".repeat(197)}.pdf`))).to.include("200");
    expect(await fault(post().attach("file", pdf(), "a\u202efdp.pdf"))).to.include("character");
    expect(await fault(post().attach("file", pdf(), "..")), "dots").to.include("no name");
  });

  it("keeps a Chinese name and drops every path", async () => {
    expect((await uploaded(pdf(), "购物小票（第1张）.pdf")).name).to.equal("购物小票（第1张）.pdf");
    for (const path of ["../../etc/a.pdf", "C:\\Users\\王\\a.pdf", "/a.pdf", "..\\..\\a.pdf"]) {
      const { request: req, answer } = rawUpload(app.port);
      req.end(Buffer.concat([Buffer.from(partHead(path)), pdf(), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]));
      const { status, body } = await answer;
      expect(status, body).to.equal(201);
      expect((JSON.parse(body) as Uploaded).name).to.equal("a.pdf");
    }
  });

  it("holds files to their limits: 20 MB, sound 50 MB, also without an announced length", async () => {
    const before = [await rows(), await chunks()];
    await refused(pdf(21 * 1024 * 1024), "a.pdf", 413, "Too large");
    await refused(mp3(51 * 1024 * 1024), "a.mp3", 413, "Too large");
    const { request: req, answer } = rawUpload(app.port);
    req.write(partHead("a.mp3"));
    let answered = false;
    void answer.finally(() => {
      answered = true;
    });
    for (let sent = 0; sent < 56 && !answered; sent++) if (!req.write(mp3(1024 * 1024))) await once(req, "drain");
    req.end();
    expect(await answer).to.include({ status: 413 });
    expect([await rows(), await chunks()]).to.deep.equal(before);
    expect((await uploaded(mp3(30 * 1024 * 1024), "a.mp3")).size).to.equal(30 * 1024 * 1024);
  });

  it("leaves nothing of an upload that broke off, and gives its place free", async () => {
    const before = [await rows(), await chunks()];
    for (let i = 0; i < 12; i++) {
      const { request: req, answer } = rawUpload(app.port, i % 2 ? { "content-length": 40 * 1024 * 1024 } : {});
      req.write(partHead("a.pdf"));
      req.write(pdf(100_000));
      setTimeout(() => req.destroy(new Error("gone")), 30);
      expect(await rejection(answer)).not.to.equal(null);
    }
    await uploaded(pdf(), "a.pdf");
    expect([await rows(), await chunks()]).to.deep.equal([Number(before[0]) + 1, Number(before[1]) + 1]);
  });

  it("lets many come at once", async () => {
    const all = await Promise.all(Array.from({ length: 24 }, (_, i) => uploaded(pdf(1024 * 1024 + i), `${i}.pdf`)));
    expect(new Set(all.map(({ id }) => id)).size).to.equal(24);
    expect(all.map(({ size }) => size - 1024 * 1024)).to.deep.equal(all.map((_, i) => i));
  });

  it("keeps neither name nor content in plain, nor a digest to guess by", async () => {
    const { id } = await uploaded(noise(3_000, "%PDF-1.7 举报人张三的陈述"), "举报张三.pdf");
    const twin = await uploaded(noise(3_000, "%PDF-1.7 举报人张三的陈述"), "举报张三.pdf");
    const row = await app.db.collection("uploads").findOne({ _id: id as never });
    const parts = await app.db
      .collection("files.chunks")
      .find({ files_id: id as never })
      .toArray();
    const stored = Buffer.concat(parts.map(({ data }) => Buffer.from(data.buffer as Uint8Array)));
    expect(stored.length).to.be.greaterThan(3_000);
    for (const plain of ["%PDF", "0123456789abcdef"]) expect(stored.includes(plain)).to.equal(false);
    expect(JSON.stringify(row)).not.to.include("张三").and.not.to.include("%PDF");
    expect(row).to.include({ schemaVersion: 1, by: "public", claimedBy: null });
    const digest = (await import("node:crypto"))
      .createHash("sha256")
      .update((await app.files.open(id)).bytes)
      .digest();
    for (const encoding of ["hex", "base64url"] as const) expect(JSON.stringify(row)).not.to.include(digest.toString(encoding));
    // Sealed bytes of one file cannot stand in for another's.
    await app.db.collection("files.chunks").updateOne({ files_id: twin.id as never }, { $set: { data: parts[0]?.data } });
    expect(await rejection(app.files.open(twin.id))).not.to.equal(null);
  });

  it("claims all or none, in order, again for the same ticket only", async () => {
    const [a, b, c] = [await uploaded(pdf(), "a.pdf"), await uploaded(pdf(), "b.pdf"), await uploaded(pdf(), "c.pdf")];
    const claimed = await app.files.claim({ ids: [c.id, a.id], ticketId: "t1" });
    expect(claimed.map(({ id, name }) => [id, app.files.nameOf(name, id)])).to.deep.equal([
      [c.id, "c.pdf"],
      [a.id, "a.pdf"],
    ]);
    expect(claimed[0]).to.include({ type: "application/pdf", size: 2000 });
    expect(await app.files.claim({ ids: [c.id, a.id], ticketId: "t1" })).to.deep.equal(claimed);
    expect(await rejection(app.files.claim({ ids: [b.id, a.id], ticketId: "t2" }))).to.deep.equal(NOT_YOURS);
    expect(await rejection(app.files.claim({ ids: [a.id, "nothing"], ticketId: "t1" }))).to.deep.equal(NOT_YOURS);
    expect(await rejection(app.files.claim({ ids: [b.id, b.id], ticketId: "t2" }))).to.deep.equal(NOT_YOURS);
    expect((await app.files.open(a.id)).ticketId).to.equal("t1");
    expect((await app.files.open(b.id)).ticketId, "given back").to.equal(null);
    await app.db.collection("uploads").updateOne({ _id: b.id as never }, { $set: { createdAt: new Date(Date.now() - 25 * HOUR) } });
    expect(await rejection(app.files.claim({ ids: [b.id], ticketId: "t2" }))).to.deep.equal(NOT_YOURS);
    const many = await Promise.all(Array.from({ length: 4 }, (_, i) => uploaded(pdf(), `${i}.pdf`)));
    const ids = many.map(({ id }) => id);
    const rivals = await Promise.all(
      ["r1", "r2", "r3"].map((ticketId) => rejection(app.files.claim({ ids: ticketId === "r2" ? [...ids].reverse() : ids, ticketId }))),
    );
    expect(rivals.filter((outcome) => outcome === null)).to.have.length.at.most(1);
    const holders = new Set(await Promise.all(ids.map(async (id) => (await app.files.open(id)).ticketId)));
    expect(holders.size).to.equal(1);
  });

  it("sweeps a day later what no ticket has, and nothing else", async () => {
    await app.files.sweep(new Date(Date.now() + 25 * HOUR));
    const [loose, lost, held] = [await uploaded(pdf(), "a.pdf"), await uploaded(pdf(), "b.pdf"), await uploaded(pdf(), "c.pdf")];
    app.tickets.add("t-held");
    await app.files.claim({ ids: [held.id], ticketId: "t-held" });
    await app.files.claim({ ids: [lost.id], ticketId: "t-never-made" });
    const orphan = await uploaded(pdf(2_500_000), "d.pdf");
    await app.db.collection("uploads").deleteOne({ _id: orphan.id as never });
    const half = await uploaded(pdf(2_500_000), "e.pdf");
    await app.db.collection("uploads").deleteOne({ _id: half.id as never });
    await app.db.collection("files.files").deleteOne({ _id: half.id as never });
    const nothing = { unclaimed: 0, ticketless: 0, orphans: 0 };
    expect(await app.files.sweep(new Date(Date.now() + 23 * HOUR))).to.deep.equal(nothing);
    expect(await app.files.sweep(new Date(Date.now() + 25 * HOUR))).to.deep.equal({ unclaimed: 1, ticketless: 1, orphans: 2 });
    expect(await app.files.sweep(new Date(Date.now() + 25 * HOUR))).to.deep.equal(nothing);
    for (const { id } of [loose, lost, orphan, half]) {
      expect((await rejection(app.files.open(id)))?.status).to.equal(404);
      expect(await app.db.collection("files.chunks").countDocuments({ files_id: id as never })).to.equal(0);
      expect(await app.db.collection("files.files").countDocuments({ _id: id as never })).to.equal(0);
    }
    expect((await app.files.open(held.id)).bytes.equals(pdf())).to.equal(true);
  });

  it("lets the same request claim again after its first try died, and nobody else", async () => {
    const file = await uploaded(pdf(), "again.pdf");
    const by = { caller: "public", key: "filing-1", hash: "h" };
    await app.files.claim({ ids: [file.id], ticketId: "t-died", by });
    for (const other of [undefined, { ...by, key: "filing-2" }, { ...by, hash: "x" }, { ...by, caller: "u:7" }]) {
      const refused = await rejection(app.files.claim({ ids: [file.id], ticketId: "t-thief", ...(other && { by: other }) }));
      expect(refused?.status).to.equal(400);
    }
    expect((await app.files.claim({ ids: [file.id], ticketId: "t-again", by })).map(({ id }) => id)).to.deep.equal([file.id]);
    app.tickets.add("t-again");
    await app.files.sweep(new Date(Date.now() + 25 * HOUR));
    expect((await rejection(app.files.claim({ ids: [file.id], ticketId: "t-late", by })))?.status, "a case holds it now").to.equal(400);
  });

  it("answers the same upload for the same key, and refuses the key for another file", async () => {
    const keyed = (bytes: Buffer, name: string, key: string, user?: string) => {
      const req = send(bytes, name, user === undefined ? "/public/uploads" : "/uploads").set("idempotency-key", key);
      return user === undefined ? req : req.set("x-user", user);
    };
    const before = [await rows(), await chunks()];
    const first = await keyed(await photo(), "a.jpg", "k1").expect(201);
    const again = await keyed(await photo(), "a.jpg", "k1").expect(201);
    expect(again.body).to.deep.equal(first.body);
    for (const [bytes, name] of [
      [await photo(), "b.jpg"],
      [pdf(), "a.jpg"],
    ] as const) {
      expect((await keyed(bytes, name, "k1").expect(422)).body.error.code).to.equal("idempotencyMismatch");
    }
    expect((await keyed(await photo(), "a.jpg", "k1", "u7").expect(201)).body.id).not.to.equal(first.body.id);
    const race = await Promise.all(Array.from({ length: 6 }, () => keyed(pdf(), "r.pdf", "k2", "u7").expect(201)));
    expect(new Set(race.map(({ body }) => body.id)).size).to.equal(1);
    expect([await rows(), await chunks()]).to.deep.equal([Number(before[0]) + 3, Number(before[1]) + 3]);
    await keyed(pdf(), "a.pdf", "with space").expect(400);
  });

  it("sends files so that nothing runs, and only to whom the case is open", async () => {
    const doc = await uploaded(pdf(), "王的'合同*%.pdf");
    const text = await uploaded(docx(), "a.docx");
    app.tickets.add("t-send");
    expect((await download(doc.id).expect(404)).headers["content-type"], "unclaimed").to.include("json");
    await app.files.claim({ ids: [doc.id, text.id], ticketId: "t-send" });
    const sent = await download(doc.id).expect(200);
    expect(sent.body.equals(pdf())).to.equal(true);
    expect(sent.headers).to.include({
      "content-type": "application/pdf",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
      "content-security-policy": "default-src 'none'; sandbox",
      "content-disposition": "attachment; filename=\"__'__*_.pdf\"; filename*=UTF-8''%E7%8E%8B%E7%9A%84%27%E5%90%88%E5%90%8C%2A%25.pdf",
    });
    expect((await download(doc.id, "?inline=1")).headers["content-disposition"]).to.match(/^inline/u);
    expect((await download(text.id, "?inline=1")).headers["content-disposition"]).to.match(/^attachment/u);
    await download(doc.id, "?inline=2").expect(400);
    await request(app.server).get(`/files/${doc.id}`).expect(401);
    await request(app.server).get(`/files/${doc.id}`).set("x-user", "other").expect(404);
    await download("nothing").expect(404);
    const track = (ticket: string, id: string) => request(app.server).get(`/public/tickets/t-send/files/${id}`).set("x-track", ticket);
    await track("t-send", doc.id).expect(200);
    await track("t-other", doc.id).expect(401);
    await request(app.server).get(`/public/tickets/t-other/files/${doc.id}`).set("x-track", "t-other").expect(404);
    await track("t-send", "nothing").expect(404);
    await send(pdf(), "a.pdf", "/uploads").expect(401);
    expect(limited).to.be.greaterThan(50);
  });
});
