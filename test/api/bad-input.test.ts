import { expect } from "chai";
import { DEMANDS, ID_TYPES, TEXT_MAX } from "../../shared/tickets/schema.ts";
import { KINDS } from "../../shared/tickets/status.ts";
import { complaint, report, startProduct, type TestProduct } from "../support/product.ts";
import { expectRefused, type Fault, postBytes } from "../support/refusal.ts";

const UNKNOWN_FILE = "01900000-0000-7000-8000-000000000000";
const choices = (values: readonly string[]): Fault => ["field.choice", { choices: values.join(", ") }];
const person = { name: "王小梅", phone: "13800136021", address: "怡园街道火炬八街19号" };
const merchant = { name: "悦动健身", address: "火炬八街19号2层" };
const without = (field: string) => Object.fromEntries(Object.entries(complaint()).filter(([name]) => name !== field));

type Row = [what: string, body: unknown, fields: Record<string, Fault>];

const FIELDS: Row[] = [
  ["an unknown key", complaint({ priority: "high" }), { priority: "field.unknown" }],
  ["staff's field", complaint({ channel: "VISIT" }), { channel: "field.unknown" }],
  ["inner state", complaint({ status: "closed", visibleTo: ["ordinary"] }), { status: "field.unknown", visibleTo: "field.unknown" }],
  ["an unknown nested key", complaint({ complainant: { ...person, vip: true } }), { "complainant.vip": "field.unknown" }],
  [
    "an operator as key",
    complaint({ $where: "1", respondent: { ...merchant, $gt: 1 } }),
    { $where: "field.unknown", "respondent.$gt": "field.unknown" },
  ],
  ["a dotted key", complaint({ "complainant.name": "x" }), { "complainant.name": "field.unknown" }],
  ["constructor", complaint({ constructor: { prototype: { admin: true } } }), { constructor: "field.unknown" }],
  ["toString", complaint({ toString: "x", hasOwnProperty: 1 }), { toString: "field.unknown", hasOwnProperty: "field.unknown" }],
  ["no kind", without("kind"), { kind: choices(KINDS) }],
  ["an unknown kind", complaint({ kind: "constructor" }), { kind: choices(KINDS) }],
  ["no text", without("text"), { text: "field.required" }],
  ["empty text", complaint({ text: "" }), { text: "field.required" }],
  ["only white space", complaint({ text: " \t\n\u3000\u00a0\ufeff" }), { text: "field.required" }],
  ["only invisible characters", complaint({ text: "\u200b\u200d\u2060\u0301" }), { text: "field.required" }],
  ["text too long", complaint({ text: "长".repeat(TEXT_MAX + 1) }), { text: ["field.tooLong", { max: TEXT_MAX }] }],
  ["half a pair", complaint({ text: "好\ud800坏" }), { text: "field.characters" }],
  ["half a pair, in a name", complaint({ complainant: { ...person, name: "王\udc00" } }), { "complainant.name": "field.characters" }],
  ["NUL", complaint({ text: "a\u0000b" }), { text: "field.characters" }],
  ["control characters", complaint({ title: "a\u001bb", text: "a\u0008" }), { title: "field.characters", text: "field.characters" }],
  ["a title of two lines", complaint({ title: "一\n二" }), { title: "field.oneLine" }],
  ["a blank name", complaint({ complainant: { ...person, name: "\u3000" } }), { "complainant.name": "field.required" }],
  ["text as number", complaint({ text: 5 }), { text: "field.string" }],
  ["text as list", complaint({ text: ["a"] }), { text: "field.string" }],
  ["text as operator", complaint({ text: { $gt: "" } }), { text: "field.string" }],
  ["text as null", complaint({ text: null }), { text: "field.string" }],
  ["a list for a person", complaint({ complainant: [person] }), { complainant: "field.object" }],
  ["a word for a merchant", complaint({ respondent: "悦动健身" }), { respondent: "field.object" }],
  ["an object for a list", complaint({ demands: { 0: "refund" } }), { demands: "field.list" }],
  ["an unknown demand", complaint({ demands: ["refund", "money"] }), { "demands.1": choices(DEMANDS) }],
  ["too many demands", complaint({ demands: Array(11).fill("refund") }), { demands: ["field.tooMany", { max: DEMANDS.length }] }],
  ["an amount in words", complaint({ amount: "2980" }), { amount: "field.number" }],
  ["an amount below nothing", complaint({ amount: -0.01 }), { amount: "field.notNegative" }],
  ["an amount beyond reason", complaint({ amount: 1e10 }), { amount: ["field.tooLarge", { max: 1_000_000_000 }] }],
  ["a tenth of a fen", complaint({ amount: 0.001 }), { amount: "field.twoDecimals" }],
  ["a hair more than an amount", complaint({ amount: 2980.0000001 }), { amount: "field.twoDecimals" }],
  ["an infinite amount", JSON.stringify(complaint()).replace('"amount":2980', '"amount":1e999'), { amount: "field.number" }],
  ["a day that is none", complaint({ happenedOn: "2026-02-30" }), { happenedOn: "field.day" }],
  ["a day in another form", complaint({ happenedOn: "2026/11/15" }), { happenedOn: "field.day" }],
  ["a time for a day", complaint({ happenedOn: "2026-11-15T00:00:00Z" }), { happenedOn: "field.day" }],
  ["a day to come", complaint({ happenedOn: "2999-01-01" }), { happenedOn: "field.future" }],
  ["a bad e-mail", complaint({ complainant: { ...person, email: "a@b" } }), { "complainant.email": "field.email" }],
  [
    "a wrong check digit",
    complaint({ complainant: { ...person, idType: "idCard", idNo: "11010519491231002A" } }),
    { "complainant.idNo": "field.idCard" },
  ],
  ["a number of no paper", complaint({ complainant: { ...person, idNo: "E12345678" } }), { "complainant.idType": "field.idTypeNeeded" }],
  ["an unknown paper", complaint({ complainant: { ...person, idType: "visa" } }), { "complainant.idType": choices(ID_TYPES) }],
  ["yes in words", complaint({ consentPublic: "yes" }), { consentPublic: "field.boolean" }],
  ["an unknown category", complaint({ categoryCode: "$ne" }), { categoryCode: "field.category" }],
  ["a category as operator", complaint({ categoryCode: { $ne: null } }), { categoryCode: "field.string" }],
  ["an unknown region", complaint({ region: "__proto__" }), { region: "field.region" }],
  [
    "a number of another form",
    complaint({ no12345: "WH 1", platformNo12315: "$x" }),
    { no12345: "field.foreignNo", platformNo12315: "field.foreignNo" },
  ],
  ["ten files", complaint({ attachmentIds: Array(10).fill(UNKNOWN_FILE) }), { attachmentIds: ["field.tooManyFiles", { max: 9 }] }],
  ["a file that is no id", complaint({ attachmentIds: ["../../etc/passwd"] }), { "attachmentIds.0": "field.attachment" }],
  ["an unknown file", complaint({ attachmentIds: [UNKNOWN_FILE] }), { attachmentIds: "field.attachment" }],
  ["a list", [complaint()], { body: "field.object" }],
];

const BAD_PHONES = [
  "12",
  "1380013602",
  "138001360210",
  "23800136021",
  "5621234",
  "0631-56",
  "+12",
  "电话13800136021",
  "13800136021;",
  "', $gt",
  "１３８００１３６０２１",
];
const GOOD_PHONES = [
  "13800136021",
  "138 0013 6021",
  "138-0013-6021",
  "+8613800136021",
  "+86 138 0013 6021",
  "8613800136021",
  "19912345678",
  "0631-5621234",
  "06315621234",
  "010-62345678",
  "0631-5621234-802",
  "400-820-8820",
  "4008208820",
  "800-820-8820",
  "95588",
  "9510211",
  "12315",
  "+44 20 7946 0958",
  "+852 2345 6789",
];

describe("what a stranger may send", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  let stored = 0;
  before(async () => {
    product = await startProduct("bad-input", { limits: { trackPerNumber: 1000 } });
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

  it("is refused field by field, with what would be right, in both languages", async () => {
    for (const [what, body, fields] of FIELDS) await refused(body, fields, what);
    await nothingStored();
  });

  it("must hold what article 10 asks of a complaint, and one contact for the other kinds", async () => {
    const art10 = ["complainant.name", "complainant.phone", "complainant.address", "respondent.name", "respondent.address", "demands"];
    await refused({ kind: "complaint", text: "只有正文" }, Object.fromEntries(art10.map((path) => [path, "field.art10"])));
    for (const path of art10) {
      const [party = "", field = ""] = path.split(".");
      const body = complaint();
      if (party === "demands") await refused({ ...body, demands: [] }, { demands: "field.art10" }, path);
      else {
        const values = Object.entries((body as Record<string, unknown>)[party] as object).filter(([name]) => name !== field);
        // A merchant without a name is no merchant, so the form asks before the article does.
        const fault = path === "respondent.name" ? "field.required" : "field.art10";
        await refused({ ...body, [party]: Object.fromEntries(values) }, { [path]: fault }, path);
      }
    }
    for (const kind of ["inquiry", "suggestion", "help"]) {
      await refused({ kind, text: "请问" }, { "complainant.phone": "field.oneContact" }, kind);
      await refused({ kind, text: "请问", complainant: { name: "王小梅" } }, { "complainant.phone": "field.oneContact" }, kind);
    }
    await nothingStored();
    for (const kind of ["inquiry", "suggestion", "help"])
      for (const contact of [{ phone: "13800136021" }, { email: "w@example.com" }])
        expect((await post(JSON.stringify({ kind, text: "请问", complainant: contact }))).status, kind).to.equal(201);
    expect((await post(JSON.stringify({ kind: "report", text: "后厨脏。" }))).status).to.equal(201);
    expect((await post(JSON.stringify(report({ complainant: {} })))).status).to.equal(201);
  });

  it("is no telephone number unless one can call it", async () => {
    for (const phone of BAD_PHONES) {
      await refused(complaint({ complainant: { ...person, phone } }), { "complainant.phone": "field.phone" }, phone);
      await refused(complaint({ respondent: { ...merchant, phone } }), { "respondent.phone": "field.phone" }, phone);
    }
    await nothingStored();
    for (const phone of GOOD_PHONES) {
      const { status, text } = await post(JSON.stringify(complaint({ complainant: { ...person, phone } })));
      expect(status, `${phone}: ${text}`).to.equal(201);
    }
  });

  it("keeps a long text to the letter", async () => {
    const odd =
      " \t首尾空格，全角ＡＢＣ１２３　，表情👨‍👩‍👧‍👦🏳️‍🌈，组合 e\u0301 \u00e9，𠮷野家，\r\n換行\n\n<b>&amp;</b> $x $set {{y}} %s \\u0041 ‮rtl‬ ";
    const text = `${odd}${"字".repeat(9000 - odd.length - 3)} \t `;
    expect(text).to.have.length(9000);
    const filed = JSON.parse((await post(JSON.stringify(complaint({ text })))).text) as { no: string; code: string };
    const row = await product.tickets.store.byNo(filed.no);
    expect(Buffer.from(row?.text ?? "").equals(Buffer.from(text))).to.equal(true);
    const tracked = await product.request.post(`/api/public/tickets/${filed.no}/track`).send({ code: filed.code });
    expect(tracked.body.ticket.text).to.equal(text);
    const seen = await product.request.get(`/api/tickets/${row?._id}`).set(await product.as("op.lin"));
    expect(seen.body.text).to.equal(text);
    const sealed = JSON.parse((await post(JSON.stringify(report({ text })))).text) as { no: string; code: string };
    expect((await product.request.post(`/api/public/tickets/${sealed.no}/track`).send({ code: sealed.code })).body.ticket.text).to.equal(text);
  });

  it("may be as long as the limit says, and words that look like commands are words", async () => {
    const words = { title: "$where", text: `${"字".repeat(TEXT_MAX - 10)}{$gt: ''}`, respondent: { ...merchant, name: "$ne" } };
    const { status, text } = await post(JSON.stringify(complaint(words)));
    expect(status, text).to.equal(201);
    const row = await product.tickets.store.byNo((JSON.parse(text) as { no: string }).no);
    expect(row).to.deep.include({ title: "$where", text: words.text });
  });

  it("cannot claim another's file, nor one file twice", async () => {
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    const upload = async () => (await product.request.post("/api/public/uploads").attach("file", png, "a.png")).body.id as string;
    const mine = await upload();
    await refused(complaint({ attachmentIds: [mine, mine] }), { attachmentIds: "field.attachment" }, "twice");
    await refused(complaint({ attachmentIds: [mine, UNKNOWN_FILE] }), { attachmentIds: "field.attachment" }, "with an unknown one");
    await nothingStored();
    expect((await post(JSON.stringify(complaint({ attachmentIds: [mine] })))).status, "free again after a refusal").to.equal(201);
    await refused(complaint({ attachmentIds: [mine] }), { attachmentIds: "field.attachment" }, "another's");
  });

  it("opens no case by an operator, a list or a long code", async () => {
    const { no } = JSON.parse((await post(JSON.stringify(complaint()))).text) as { no: string };
    const track = (number: string, body: object) => (headers: Record<string, string>) =>
      product.request.post(`/api/public/tickets/${number}/track`).set(headers).send(body);
    for (const code of [{ $ne: "" }, ["000000000000"], 0, null, "0".repeat(41)])
      await expectRefused(track(no, { code }), { status: 400, code: "invalid", fields: { code: "field.code" } }, JSON.stringify(code));
    await expectRefused(track(no, {}), { status: 400, code: "invalid", fields: { code: "field.code" } });
    await expectRefused(track("9".repeat(21), { code: "x" }), { status: 400, code: "invalid", fields: { no: ["field.tooLong", { max: 20 }] } });
    await expectRefused(track("%00", { code: "\u0000\ud800" }), { status: 404, code: "wrongCode" });
    await expectRefused(track("constructor", { code: "000000000000" }), { status: 404, code: "wrongCode" });
  });
});
