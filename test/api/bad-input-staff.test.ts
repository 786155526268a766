import http from "node:http";
import { expect } from "chai";
import { z } from "zod";
import { CHANNELS, CLOSINGS, PERSONAL_FIELDS, REFUSALS, RETURN_REASONS, SORTS, VIEWS } from "../../shared/tickets/schema.ts";
import { ACTION_TYPES } from "../../shared/tickets/status.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { expectRefused, type Fault } from "../support/refusal.ts";

const choices = (values: readonly string[]): Fault => ["field.choice", { choices: values.join(", ") }];
/** A list of digits is kept in the order of numbers. */
const CHANNEL_CHOICES = choices(z.enum(CHANNELS).options);
const TYPES: Fault = ["field.actionType", { choices: ACTION_TYPES.join(", ") }];
const tooLong = (max: number): Fault => ["field.tooLong", { max }];
const cursorOf = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

describe("what staff may send", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  let id: string;
  before(async () => {
    product = await startProduct("bad-input-staff");
    const { body } = await product.request
      .post("/api/tickets")
      .set(await product.as("op.lin"))
      .send(complaint());
    id = body.id;
  });

  const snapshot = async () => {
    const { connection } = product.database;
    const [tickets, users, departments] = await Promise.all(
      ["tickets", "users", "departments"].map((name) =>
        connection.collection(name).find({}).project({ lastSignInAt: 0, relayed: 0, pending: 0 }).toArray(),
      ),
    );
    return JSON.stringify({ tickets, users, departments });
  };
  const send =
    (who: string, method: "get" | "post" | "patch" | "put" | "delete", path: string, body?: object | string) =>
    async (headers: Record<string, string>) => {
      const request = product.request[method](`/api${path}`)
        .set(await product.as(who))
        .set(headers);
      return body === undefined ? request : request.set("content-type", "application/json").send(body);
    };
  const invalid = (fields: Record<string, Fault>) => ({ status: 400, code: "invalid", fields });

  it("registers a case under the same rules, on a channel there is", async () => {
    const before = await snapshot();
    for (const [body, fields] of [
      [complaint({ channel: "FAX" }), { channel: CHANNEL_CHOICES }],
      [complaint({ channel: ["12315"] }), { channel: CHANNEL_CHOICES }],
      [complaint({ receivedAt: "2020-01-01" }), { receivedAt: "field.unknown" }],
      [complaint({ text: "\ud800" }), { text: "field.characters" }],
      [
        { kind: "help", text: "\u0000" },
        { text: "field.characters", "complainant.phone": "field.oneContact" },
      ],
    ] as [object, Record<string, Fault>][])
      await expectRefused(send("op.lin", "post", "/tickets", body), invalid(fields));
    expect(await snapshot()).to.equal(before);
  });

  it("acts in one of the known ways, with all that the act needs and nothing more", async () => {
    const before = await snapshot();
    const version = 1;
    const table: [object | string, Record<string, Fault>][] = [
      [{ type: "nuke", version }, { type: TYPES }],
      [{}, { type: TYPES }],
      [{ type: { $ne: null } }, { type: TYPES }],
      [{ type: ["sign"], version }, { type: TYPES }],
      ["[]", { body: "field.object" }],
      ["null", { body: "field.object" }],
      ['"sign"', { body: "field.object" }],
      [{ type: "sign", version: "1" }, { version: "field.version" }],
      [{ type: "sign", version: 1.5 }, { version: "field.version" }],
      [{ type: "sign", version: 0 }, { version: "field.version" }],
      [{ type: "sign", version: -1 }, { version: "field.version" }],
      [{ type: "sign", version: 2 ** 60 }, { version: "field.version" }],
      [{ type: "sign", version: { $gt: 0 } }, { version: "field.version" }],
      [{ type: "sign", version, status: "closed" }, { status: "field.unknown" }],
      ['{"type":"sign","version":1,"__proto__":{"status":"closed"}}', { ["__proto__"]: "field.unknown" }],
      [{ type: "dispatch", version }, { departmentId: "field.required" }],
      [{ type: "dispatch", version, departmentId: "SCJG", reason: " " }, { reason: "field.required" }],
      [{ type: "dispatch", version, departmentId: "S".repeat(21) }, { departmentId: tooLong(20) }],
      [
        { type: "return", version, reasonCode: "RT0" },
        { reasonCode: choices(RETURN_REASONS), reason: "field.required" },
      ],
      [{ type: "assign", version, userId: "u".repeat(61) }, { userId: tooLong(60) }],
      [
        { type: "refuse", version, refusal: "REF8", reason: "x".repeat(2001) },
        { refusal: choices(REFUSALS), reason: tooLong(2000) },
      ],
      [
        { type: "reply", version, text: "\u0007", interim: "no" },
        { text: "field.characters", interim: "field.boolean" },
      ],
      [{ type: "close", version, closing: "done" }, { closing: choices(CLOSINGS) }],
      [{ type: "note", text: { $set: 1 } }, { text: "field.string" }],
      [{ type: "note", text: "好", attachmentIds: ["x"] }, { "attachmentIds.0": "field.attachment" }],
      [{ type: "setNumbers", version, no12345: "a b" }, { no12345: "field.foreignNo" }],
      [{ type: "reissueCode", version, identityCheck: "" }, { identityCheck: "field.required" }],
    ];
    for (const [body, fields] of table)
      await expectRefused(send("disp.zhao", "post", `/tickets/${id}/actions`, body), invalid(fields), JSON.stringify(body).slice(0, 60));
    const versionless = { status: 428, code: "versionNeeded", fields: { version: "field.required" } };
    await expectRefused(send("disp.zhao", "post", `/tickets/${id}/actions`, { type: "dispatch", departmentId: "SCJG" }), versionless);
    for (const departmentId of ["XXXX", "constructor", "__proto__", "$ne", "\u0000", "ZZB"])
      await expectRefused(
        send("disp.zhao", "post", `/tickets/${id}/actions`, { type: "dispatch", version, departmentId }),
        { status: 422, code: "refused", fields: { departmentId: "rule.department-cannot-hold" } },
        departmentId,
      );
    expect(await snapshot()).to.equal(before);
  });

  it("opens one value for one reason", async () => {
    const fields = choices([...PERSONAL_FIELDS, "contact"]);
    for (const [body, faults] of [
      [{}, { field: fields, reason: "field.required" }],
      [{ field: "passwordHash", reason: "看看" }, { field: fields }],
      [{ field: ["phone"], reason: "看看" }, { field: fields }],
      [{ party: "__proto__", field: "phone", reason: "看看" }, { party: choices(["complainant", "agent", "respondent"]) }],
      [{ field: "phone", reason: "长".repeat(501) }, { reason: tooLong(500) }],
    ] as [object, Record<string, Fault>][])
      await expectRefused(send("op.lin", "post", `/tickets/${id}/reveal`, body), invalid(faults), JSON.stringify(body));
  });

  it("asks for lists in words the list knows", async () => {
    const table: [string, Record<string, Fault>][] = [
      ["view=a", { view: choices(VIEWS) }],
      ["view=open&view=all", { view: choices(VIEWS) }],
      ["view[$ne]=all", { "view[$ne]": "field.unknown" }],
      ["view[]=all", { "view[]": "field.unknown" }],
      ["sort=due;drop", { sort: choices(SORTS) }],
      ["q[$gt]=", { "q[$gt]": "field.unknown" }],
      ["q=a&q=b", { q: "field.string" }],
      [`q=${"x".repeat(201)}`, { q: tooLong(200) }],
      [`q=${"x".repeat(9000)}`, { q: tooLong(200) }],
      ["__proto__[x]=1&constructor=2", { "__proto__[x]": "field.unknown", constructor: "field.unknown" }],
      ["__proto__=1", { ["__proto__"]: "field.unknown" }],
      ["limit=0", { limit: ["field.tooSmall", { min: 1 }] }],
      ["limit=201", { limit: ["field.tooLarge", { max: 200 }] }],
      ["limit=ten", { limit: "field.number" }],
      ["limit=1.5", { limit: "field.number" }],
      ["limit=1&limit=2", { limit: "field.number" }],
      ["cursor=a&cursor=b", { cursor: "field.string" }],
      [`cursor=${"x".repeat(401)}`, { cursor: tooLong(400) }],
      ...["{", "null", "[1]", '[1,"x",2]', '["1","x"]', '[{"$gt":""},"x"]', '[1,{"$gt":""}]', '[1e400,"x"]', '[1e20,"x"]', "\u0000"].map(
        (value): [string, Record<string, Fault>] => [`cursor=${cursorOf(value)}`, { cursor: "field.cursor" }],
      ),
      ["cursor=%ED%A0%80", { cursor: "field.cursor" }],
    ];
    for (const [query, fields] of table) await expectRefused(send("op.lin", "get", `/tickets?${query}`), invalid(fields), query.slice(0, 60));
    for (const path of ["/users", "/departments"])
      for (const value of ["{", "[1,2]", '[{"$gt":""},"x"]', '["x"]'])
        await expectRefused(send("admin.luan", "get", `${path}?cursor=${cursorOf(value)}`), invalid({ cursor: "field.cursor" }), `${path} ${value}`);
    await expectRefused(send("audit.zhou", "get", "/audit"), invalid({ subject: "field.required" }));
    await expectRefused(send("audit.zhou", "get", "/audit?subject[$ne]=x&subject=a"), invalid({ "subject[$ne]": "field.unknown" }));
  });

  it("searches for signs as signs", async () => {
    for (const q of [
      "%00",
      "%ED%A0%80",
      "$gt",
      "{$where:1}",
      ".*",
      "(",
      "\\",
      "%5Bx",
      "'%22",
      "constructor",
      "%F0%9F%98%80",
      "%2B",
      "-----",
      "9".repeat(200),
    ]) {
      const answer = await send("op.lin", "get", `/tickets?q=${q}`)({});
      expect(answer.status, `${q}: ${answer.text}`).to.equal(200);
      expect(answer.body.items, q).to.deep.equal([]);
    }
    const cursor = cursorOf([8.64e15, "\u0000\ud800"]);
    expect((await send("op.lin", "get", `/tickets?sort=-received&cursor=${cursor}`)({})).body.items).to.have.length(1);
  });

  it("makes no account, department or jump in time of nonsense", async () => {
    const before = await snapshot();
    const user = { username: "op.new", name: "新人", roles: ["operator"], departmentId: "RXZX" };
    const table: [string, object | string, Record<string, Fault>][] = [
      ["/users", { ...user, username: "Op New" }, { username: "field.username" }],
      ["/users", { ...user, username: { $ne: "" } }, { username: "field.username" }],
      ["/users", { ...user, name: "a\nb" }, { name: "field.oneLine" }],
      ["/users", { ...user, name: "\ud800" }, { name: "field.characters" }],
      ["/users", { ...user, roles: [] }, { roles: ["field.rolesNeeded", { min: 1 }] }],
      ["/users", { ...user, phone: "1" }, { phone: "field.phone" }],
      ["/users", { ...user, departmentId: "NOPE" }, { departmentId: "field.department" }],
      ["/users", { ...user, epoch: 5, passwordHash: "x" }, { epoch: "field.unknown", passwordHash: "field.unknown" }],
      ["/users", { ...user, password: "short" }, { password: ["field.password", { min: 10 }] }],
      ["/departments", { id: "lower", name: "新局", kind: "bureau" }, { id: "field.departmentCode" }],
      ["/departments", { id: "NEW1", name: "新局", kind: "bureau", parentId: 5 }, { parentId: "field.string" }],
      ["/clock", { minutes: -1 }, { minutes: ["field.tooSmall", { min: 1 }] }],
      ["/clock", { minutes: 1e9 }, { minutes: ["field.tooLarge", { max: 44_640 }] }],
      ["/clock", { minutes: "5" }, { minutes: "field.number" }],
    ];
    for (const [path, body, fields] of table)
      await expectRefused(send("admin.luan", "post", path, body), invalid(fields), `${path} ${JSON.stringify(body)}`);
    for (const body of [{}, { version: "1" }, { version: 1.5 }, { version: null }])
      for (const path of ["/departments/SCJG", "/users/x"])
        await expectRefused(
          send("admin.luan", "patch", path, body),
          invalid({ version: "version" in body ? "field.version" : "field.required" }),
          `${path} ${JSON.stringify(body)}`,
        );
    expect(await snapshot()).to.equal(before);
  });

  it("signs in with words, not with operators", async () => {
    for (const [body, fields] of [
      [
        { username: { $gt: "" }, password: { $gt: "" } },
        { username: "field.required", password: "field.required" },
      ],
      [{ username: ["admin.luan"], password: "x" }, { username: "field.required" }],
      [{ username: "admin.luan", password: "x", remember: true }, { remember: "field.unknown" }],
      [
        { username: "u".repeat(101), password: "p".repeat(201) },
        { username: tooLong(100), password: tooLong(200) },
      ],
    ] as [object, Record<string, Fault>][])
      await expectRefused(
        async (headers) => product.request.post("/api/auth/sign-in").set(headers).send(body),
        invalid(fields),
        JSON.stringify(body).slice(0, 60),
      );
    for (const username of ["__proto__", "constructor", "\u0000", "\ud800", "$ne", "admin.luan\u0000"])
      await expectRefused(
        async (headers) => product.request.post("/api/auth/sign-in").set(headers).send({ username, password: "zhisu-demo-2026" }),
        { status: 401, code: "badCredentials" },
        JSON.stringify(username),
      );
  });

  it("asks for paths there are, with methods they have", async () => {
    const missing = { status: 404, code: "notFound" };
    for (const path of [
      "/nothing",
      "/",
      "/tickets/x/y/z",
      "/..%2f..%2fetc%2fpasswd",
      "/tickets/%00",
      "/tickets/__proto__",
      `/tickets/${"%F0%9F%98%80".repeat(14)}`,
      "/files/x",
      "/docs/nothing.js",
    ])
      await expectRefused(send("op.lin", "get", path), missing, path);
    await expectRefused(send("op.lin", "get", `/tickets/${"x".repeat(61)}`), invalid({ id: tooLong(60) }));
    for (const [method, path] of [
      ["put", "/tickets"],
      ["delete", `/tickets/${id}`],
      ["patch", `/tickets/${id}`],
      ["get", `/tickets/${id}/actions`],
      ["delete", "/users/x"],
      ["post", "/health"],
    ] as const)
      await expectRefused(send("admin.luan", method, path), missing, `${method} ${path}`);
  });

  it("reads no broken address", async () => {
    const raw =
      (path: string, method = "GET") =>
      (headers: Record<string, string>) =>
        new Promise<{ status: number; text: string }>((resolve, reject) => {
          const request = http.request(product.url, { path, method, headers }, (answer) => {
            const chunks: Buffer[] = [];
            answer.on("data", (chunk: Buffer) => chunks.push(chunk));
            answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
          });
          request.on("error", reject).end();
        });
    for (const path of ["/api/tickets/%", "/api/tickets/%E0%A4%A", "/api/public/tickets/%ff/track"]) {
      const headers = { ...(await product.as("op.lin")) };
      const method = path.endsWith("track") ? "POST" : "GET";
      await expectRefused((language) => raw(path, method)({ ...headers, ...language }), invalid({ url: "field.url" }), path);
    }
    for (const path of ["/api//tickets", "/api/tickets/..", "/API/NOTHING", "/api/tickets\\", "/api/./tickets"])
      expect((await raw(path)({})).status, path).to.be.within(400, 404);
    expect((await raw(`/api/tickets?q=${"x".repeat(20_000)}`)({})).status).to.equal(431);
    expect((await raw("/api/health")({})).status).to.equal(200);
  });

  it("asks for no part of a file beyond its end", async () => {
    const beyond = (headers: Record<string, string>) => product.request.get("/api/docs/swagger-ui.css").set({ ...headers, range: "bytes=99999999-" });
    await expectRefused(beyond, { status: 416, code: "invalid" });
  });
});
