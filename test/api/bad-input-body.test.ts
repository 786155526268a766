import { expect } from "chai";
import { KINDS } from "../../shared/tickets/status.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { expectRefused, type Fault, postBytes } from "../support/refusal.ts";

const choices = (values: readonly string[]): Fault => ["field.choice", { choices: values.join(", ") }];
/** JSON of a complaint with `text` put in as it stands: what no serialiser would write. */
const spliced = (text: string, nested = false) =>
  nested ? JSON.stringify(complaint()).replace('"complainant":{', `"complainant":{${text},`) : `{${text},${JSON.stringify(complaint()).slice(1)}`;

describe("a request of a stranger", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  let stored = 0;
  before(async () => {
    product = await startProduct("bad-input-body");
  });
  const count = () => product.database.connection.collection("tickets").countDocuments();
  beforeEach(async () => {
    stored = await count();
  });

  const post = (body: string | Buffer | undefined, headers: Record<string, string> = {}) =>
    postBytes(`${product.url}/api/public/tickets`, body, headers);
  const refused = (body: unknown, fields: Record<string, Fault>, what?: string) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return expectRefused((headers) => post(text, headers), { status: 400, code: "invalid", fields }, what);
  };
  const nothingStored = async () => expect(await count()).to.equal(stored);

  it("cannot reach a prototype", async () => {
    const top = JSON.parse((await post(spliced('"__proto__":{"admin":true}'))).text) as { error: { fields: object } };
    expect(Object.keys(top.error.fields)).to.deep.equal(["__proto__"]);
    await refused(spliced('"__proto__":{"admin":true}', true), { "complainant.__proto__": "field.unknown" });
    expect(({} as Record<string, unknown>).admin).to.equal(undefined);
    await nothingStored();
  });

  it("names at most fifty faults, so that an answer is not larger than its question", async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1]));
    const { status, text } = await post(JSON.stringify(complaint(many)));
    expect(status).to.equal(400);
    expect(Object.keys((JSON.parse(text) as { error: { fields: object } }).error.fields)).to.have.length(50);
  });

  it("must be JSON in UTF-8, of one object, and not too large", async () => {
    const good = JSON.stringify(complaint());
    const table: [string, string | Buffer | undefined, Record<string, string>, number, string, Record<string, Fault>?][] = [
      ["cut short", good.slice(0, -5), {}, 400, "bodyJson"],
      ["a trailing comma", `${good.slice(0, -1)},}`, {}, 400, "bodyJson"],
      ["NaN", good.replace('"amount":2980', '"amount":NaN'), {}, 400, "bodyJson"],
      ["a raw control character", good.replace("健身房", "健\u0001身房"), {}, 400, "bodyJson"],
      ["broken UTF-8", Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xe5, 0x81, 0xff]), Buffer.from('"}')]), {}, 400, "bodyUtf8"],
      ["a pair in UTF-8", Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]), {}, 400, "bodyUtf8"],
      ["GBK", Buffer.from([0x7b, 0x22, 0xd6, 0xd0, 0x22, 0x3a, 0x31, 0x7d]), {}, 400, "bodyUtf8"],
      ["another charset", good, { "content-type": "application/json; charset=gbk" }, 415, "mediaType"],
      ["UTF-16", Buffer.from(good, "utf16le"), { "content-type": "application/json; charset=utf-16le" }, 415, "mediaType"],
      ["an unknown charset", good, { "content-type": "application/json; charset=../../etc" }, 415, "mediaType"],
      ["plain text", good, { "content-type": "text/plain" }, 415, "mediaType"],
      ["a form", "kind=complaint&text=x", { "content-type": "application/x-www-form-urlencoded" }, 415, "mediaType"],
      ["an upload", "--x\r\n\r\n--x--", { "content-type": "multipart/form-data; boundary=x" }, 415, "mediaType"],
      ["XML", "<a/>", { "content-type": "application/xml" }, 415, "mediaType"],
      ["an unknown packing", good, { "content-encoding": "zip" }, 415, "mediaType"],
      ["no such packing after all", good, { "content-encoding": "gzip" }, 400, "bodyJson"],
      ["300 kB", JSON.stringify(complaint({ text: "x".repeat(300_000) })), {}, 413, "bodyTooLarge"],
      ["a number", "5", {}, 400, "invalid", { body: "field.object" }],
      ["a word", '"complaint"', {}, 400, "invalid", { body: "field.object" }],
      ["null", "null", {}, 400, "invalid", { body: "field.object" }],
      ["true", "true", {}, 400, "invalid", { body: "field.object" }],
      ["nothing", undefined, {}, 400, "invalid", { kind: choices(KINDS), text: "field.required" }],
      ["an empty object", "{}", {}, 400, "invalid", { kind: choices(KINDS), text: "field.required" }],
      [
        "ten thousand levels",
        `{"text":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
        {},
        400,
        "invalid",
        { kind: choices(KINDS), text: "field.string" },
      ],
      [
        "ten thousand levels where nothing belongs",
        spliced(`"x":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`),
        {},
        400,
        "invalid",
        { x: "field.unknown" },
      ],
    ];
    for (const [what, body, headers, status, code, fields] of table)
      await expectRefused((language) => post(body, { ...headers, ...language }), { status, code, ...(fields === undefined ? {} : { fields }) }, what);
    await nothingStored();
  });

  it("takes the last of a key said twice, everywhere the same", async () => {
    const { status, text } = await post(spliced('"text":"第一次"'));
    expect(status).to.equal(201);
    expect((await product.tickets.store.byNo((JSON.parse(text) as { no: string }).no))?.text).to.equal(complaint().text);
    await refused(`${JSON.stringify(complaint()).slice(0, -1)},"text":5}`, { text: "field.string" });
  });

  it("carries an idempotency key of visible ASCII, of at most 200", async () => {
    const body = JSON.stringify(complaint());
    for (const key of ["x".repeat(201), "x".repeat(4000), "caf\u00e9", "two words", "\u0080"])
      await expectRefused(
        (headers) => post(body, { ...headers, "idempotency-key": key }),
        { status: 400, code: "invalid", fields: { "Idempotency-Key": "field.idempotencyKey" } },
        key.slice(0, 10),
      );
    await nothingStored();
    expect((await post(body, { "idempotency-key": "x".repeat(200) })).status).to.equal(201);
    expect((await post(body, { "idempotency-key": "$where" })).status).to.equal(201);
  });
});
