import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { csvRecords } from "../../server/import/csv.ts";
import { sourceOf } from "../../server/import/rows.ts";
import { countRows, importRows } from "../../server/import/run.ts";
import { openRefused, openState } from "../../server/import/state.ts";
import type { Kind } from "../../shared/tickets/status.ts";
import { startProduct, type TestProduct } from "../support/product.ts";

const rows = [
  { id: "1001", user: "U0001", title: "海边步道路灯不亮", at: "2026-03-02 20:11:05", text: "\t晚上散步看不清台阶。\r\n\r\n  请派人看看。 " },
  { id: "1002", user: "U0002", title: "早市占道", at: "2026-03-03 07:00:00", text: "早市摊位占了盲道😀，推婴儿车过不去。", likes: 3 },
  { id: 1003, title: "会员卡退款", text: "闭店后退款无门", target: "某某健身", demands: ["退款", "上热搜"] },
];

describe("import", function importing() {
  this.timeout(30_000);
  let product: TestProduct;
  let dir: string;
  before(async () => {
    product = await startProduct("import");
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "zhisu-import-"));
  });
  after(() => fs.rmSync(dir, { recursive: true, force: true }));

  const write = (name: string, content: string | Buffer): string => {
    const file = path.join(dir, name);
    fs.writeFileSync(file, content);
    return file;
  };
  const jsonl = (items: readonly unknown[]): string => items.map((item) => JSON.stringify(item)).join("\n");
  const run = async (
    file: string,
    { kind = "help", url = product.url, stop = new AbortController() }: { kind?: Kind; url?: string; stop?: AbortController } = {},
  ) => {
    const source = sourceOf(file);
    if (source === null) throw new Error("no source");
    const state = openState({ file, url, fallbackDir: dir });
    const refused = openRefused(file);
    const summary = await importRows({ file, source, url, kind, concurrency: 3, state, refused, stop: stop.signal });
    state.close();
    const why = fs.existsSync(refused.place)
      ? fs
          .readFileSync(refused.place, "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line))
      : [];
    return { ...summary, state, why };
  };
  const caseOf = (stem: string, id: string | number) => product.tickets.store.byIdempotency("public", `import:${stem}:${id}`);

  it("files every row to the letter, once, and passes over it the next time", async () => {
    const file = write("board.jsonl.gz", gzipSync(jsonl(rows)));
    expect(await countRows(file, sourceOf(file)!)).to.equal(3);
    expect(await run(file)).to.include({ read: 3, accepted: 3, knownBefore: 0, refused: 0, stopped: false });
    for (const { id, title, text } of rows) {
      const row = await caseOf("board", id);
      expect(row).to.include({ title, text, kind: "help" });
      expect(row?.complainant).to.have.property("email");
    }
    expect(await caseOf("board", 1003)).to.deep.include({ demands: ["refund"] });
    expect((await caseOf("board", 1003))?.respondent?.name).to.equal("某某健身");
    const again = await run(file);
    expect(again).to.include({ read: 3, accepted: 0, knownBefore: 3, refused: 0 });
    expect(again.state.known.get("1001")?.at).to.equal("2026-03-02 20:11:05");

    fs.rmSync(again.state.place);
    expect(await run(file)).to.include({ read: 3, accepted: 3, refused: 0 });
    const list = await product.request.get("/api/tickets?limit=200").set(await product.as("op.lin"));
    expect(list.body.items).to.have.length(3);
  });

  it("does not believe a state that another installation at the same address left", async () => {
    const file = write("moved.jsonl", jsonl(rows));
    write(
      "moved.jsonl.imported.jsonl",
      rows.map(({ id }) => `${JSON.stringify({ id: String(id), no: "000101-0001", at: null, url: product.url })}\n`).join(""),
    );
    expect(await run(file)).to.include({ read: 3, accepted: 3, knownBefore: 0 });
  });

  it("keeps what was refused, with the reasons, and goes on", async () => {
    const file = write("mixed.jsonl", `${jsonl([rows[0], { id: "2", title: "没有正文" }, { id: "3", text: "坏字符\u0000" }])}\n{"id": "4", \n`);
    const { why, ...summary } = await run(file);
    expect(summary).to.include({ read: 4, accepted: 1, refused: 3 });
    expect(Object.fromEntries(why.map(({ id, status, error }) => [id, [status, error.code]]))).to.deep.equal({
      2: [400, "invalid"],
      3: [400, "invalid"],
      "row-4": [0, "unreadable"],
    });
    expect(why.find(({ id }) => id === "2").error.fields).to.have.key("text");
    expect((await run(write("report.jsonl", jsonl([rows[0]])), { kind: "report" })).accepted).to.equal(1);
    expect((await run(write("complaint.jsonl", jsonl([rows[0]])), { kind: "complaint" })).why[0].error.fields).to.include.keys("complainant.phone");
  });

  it("reads csv with quotes, commas and line breaks in fields", async () => {
    const file = write("sheet.csv", '\uFEFFid,title,text\r\n7,"他说 ""马上""","第一行,\n第二行"\r\n8,无,好\r\n');
    expect(await run(file)).to.include({ read: 2, accepted: 2 });
    expect(await caseOf("sheet", 7)).to.include({ title: '他说 "马上"', text: "第一行,\n第二行" });
    const read = async (text: string) => {
      const records: string[][] = [];
      // Byte by byte, as badly as a stream may be cut.
      for await (const record of csvRecords(
        (async function* cut() {
          yield* text;
        })(),
      ))
        records.push(record);
      return records;
    };
    expect(await read('a,"b\r\n""c""",\r\n\r\n"",x')).to.deep.equal([
      ["a", 'b\r\n"c"', ""],
      ["", "x"],
    ]);
    const failure = await read('a,"b').catch((error: Error) => error.message);
    expect(failure).to.include("not closed");
  });

  it("waits out a full rate limit and a server that is away, and stops when it is told to", async () => {
    const stop = new AbortController();
    let asked = 0;
    const taken: string[] = [];
    const server = http.createServer((req, res) => {
      asked += 1;
      if (asked === 1) return void req.socket.destroy();
      const status = asked === 2 ? 429 : asked === 3 ? 503 : 201;
      if (status === 201) taken.push(String(req.headers["idempotency-key"]));
      if (taken.length === 3) stop.abort();
      res.writeHead(status, { "content-type": "application/json", "retry-after": "0" }).end(JSON.stringify({ no: `n${taken.length}`, error: {} }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const file = write("long.jsonl", jsonl(Array.from({ length: 50 }, (_, n) => ({ id: `r${n}`, text: "路灯不亮" }))));
    const first = await run(file, { url, stop });
    expect(first.stopped).to.equal(true);
    expect(first.accepted).to.be.within(3, 6);
    const second = await run(file, { url });
    expect(second).to.include({ read: 50, stopped: false });
    expect(first.accepted + second.accepted).to.be.at.least(50);
    expect(new Set(taken).size).to.equal(50);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
});
