import { expect } from "chai";
import jwt from "jsonwebtoken";
import type { Endpoint } from "../../server/platform/http.ts";
import { ROLES, type Role } from "../../shared/actor.ts";
import { MAY } from "../support/may.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { ACCOUNT } from "../support/roles.ts";

const PUBLIC = [
  "post /auth/sign-in",
  "post /auth/refresh",
  "post /auth/sign-out",
  "post /public/uploads",
  "post /public/tickets",
  "post /public/tickets/:no/track",
  "get /catalogue/categories",
  "get /catalogue/regions",
  "get /catalogue/hotlines",
  "post /public/hints",
  "post /public/room/enter",
  "get /health",
  "get /public/office",
  "get /public/privacy",
  "get /public/partner",
  "post /public/partner/actions",
  "get /clock",
];
const TRACKED = [
  "get /public/tickets/:no/files/:id",
  "get /public/tickets/:no",
  "get /public/tickets/:no/documents/:id",
  "post /public/tickets/:no/supplement",
  "post /public/tickets/:no/withdraw",
  "post /public/tickets/:no/secrecy",
  "post /public/tickets/:no/rating",
  "post /public/tickets/:no/room",
];
/** Of a mediation, by the pass of one party. */
const OF_PARTIES = [
  ...(["get /public/room", "post /public/room/actions", "get /public/room/messages", "post /public/room/messages"] as const),
  ...(["post /public/room/read", "post /public/room/code", "get /public/room/files/:fileId"] as const),
  ...(["get /public/room/agreement", "get /public/room/pack"] as const),
];

const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

describe("who may do what", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("permissions");
  });

  const guarded = (who: Endpoint["guard"]["who"]) => product.endpoints.filter(({ guard }) => guard.who === who);
  const call = ({ method, path }: Pick<Endpoint, "method" | "path">, headers: object) => {
    const request = product.request[method](`/api${path.replace(":id", "nothing").replace(":no", "nothing")}`).set(headers as Record<string, string>);
    return method === "get" ? request : request.send({});
  };
  const filed = async () => {
    const { body } = await product.request.post("/api/public/tickets").send(complaint());
    const opened = await product.request.post(`/api/public/tickets/${body.no}/track`).send({ code: body.code });
    return { no: body.no as string, authorization: `Bearer ${opened.body.token}`, token: opened.body.token as string };
  };

  it("is written down here for every endpoint", () => {
    expect(guarded("staff").map(nameOf)).to.have.members(Object.keys(MAY));
    expect(guarded("public").map(nameOf)).to.have.members(PUBLIC);
    expect(guarded("track").map(nameOf)).to.have.members(TRACKED);
    expect(guarded("party").map(nameOf)).to.have.members(OF_PARTIES);
  });

  it("holds for every role on every endpoint", async () => {
    for (const role of ROLES) {
      const headers = await product.as(ACCOUNT[role]);
      await Promise.all(
        guarded("staff").map(async (spec) => {
          // Would end the session of the others; it has its own test below.
          if (spec.path === "/auth/sign-out-everywhere") return;
          const { status, body } = await call(spec, headers);
          const what = `${role}: ${nameOf(spec)} answered ${status}`;
          if (MAY[nameOf(spec)]?.split(" ").includes(role)) return expect(status, what).to.be.within(200, 499).and.not.be.oneOf([401, 403]);
          expect(status, what).to.equal(403);
          expect(body.error, what).to.include({ code: "forbidden", rule: "permission" });
          expect(body.error.message, what).to.match(/^您的角色不能做这件事：\p{Script=Han}+$/u);
        }),
      );
    }
  });

  it("asks who one is before it looks at anything else", async () => {
    const good = (await product.as("admin.luan")).authorization.slice(7);
    const claims = jwt.decode(good) as jwt.JwtPayload;
    const { kid, secret, issuer, audience } = product.config.jwt;
    const key = Buffer.from(secret, "base64url");
    const sign = (over: object, options: jwt.SignOptions = {}) =>
      jwt.sign({ ...claims, iss: issuer, aud: audience, ...over }, options.algorithm === "none" ? "" : key, {
        algorithm: "HS256",
        keyid: kid,
        ...options,
      });
    const [head, , signature] = good.split(".");
    const tracking = await filed();
    const other = (jwt.decode((await product.as("op.lin")).authorization.slice(7)) as jwt.JwtPayload).sub;
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: other })).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    const tokens: Record<string, string | undefined> = {
      none: undefined,
      empty: "Bearer ",
      garbage: "Bearer x.y.z",
      "another scheme": `Basic ${good}`,
      "cut short": `Bearer ${good.slice(0, -4)}`,
      expired: `Bearer ${sign({ iat: now - 1000, exp: now - 1 })}`,
      "tampered with": `Bearer ${head}.${forged}.${signature}`,
      unsigned: `Bearer ${sign({}, { algorithm: "none" })}`,
      "of another key id": `Bearer ${sign({}, { keyid: "k2" })}`,
      "of another algorithm": `Bearer ${sign({}, { algorithm: "HS512" })}`,
      "of another issuer": `Bearer ${sign({ iss: "zhizu" })}`,
      "for another audience": `Bearer ${sign({ aud: "zhisu-track" })}`,
      "signed with the words of the key": `Bearer ${jwt.sign({ ...claims }, secret, { algorithm: "HS256", keyid: kid })}`,
      "of an unknown session": `Bearer ${sign({ sid: "01900000-0000-7000-8000-000000000000" })}`,
      "of an earlier epoch": `Bearer ${sign({ ep: -1 })}`,
      "of another person's session": `Bearer ${sign({ sub: "nobody" })}`,
      "that opens a case": tracking.authorization,
    };
    expect((await call({ method: "get", path: "/auth/me" }, { authorization: `Bearer ${sign({})}` })).status, "the forge itself works").to.equal(200);
    for (const [what, authorization] of Object.entries(tokens))
      await Promise.all(
        [...guarded("staff"), ...guarded("party")].map(async (spec) => {
          const { status, body, text } = await call(spec, authorization === undefined ? {} : { authorization });
          expect(status, `${nameOf(spec)} with a token ${what}: ${text}`).to.equal(401);
          expect(body.error.code, what).to.be.oneOf(spec.guard.who === "party" ? ["linkEnded"] : ["unauthenticated", "sessionEnded"]);
          expect(body.error).to.have.all.keys("code", "message");
        }),
      );
  });

  it("lets a tracking token open its own case and nothing else", async () => {
    const [mine, theirs] = [await filed(), await filed()];
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    const file = (await product.request.post("/api/public/uploads").attach("file", png, "a.png")).body.id as string;
    const supplied = await product.request
      .post(`/api/public/tickets/${theirs.no}/supplement`)
      .set({ authorization: theirs.authorization })
      .send({ text: "收据", attachmentIds: [file] });
    expect(supplied.status).to.equal(200);

    const track = async (method: "get" | "post", path: string, authorization?: string) => {
      const request = product.request[method](`/api/public/tickets/${path}`).set(authorization === undefined ? {} : { authorization });
      return method === "get" ? request : request.send({ text: "x" });
    };
    expect((await track("get", `${theirs.no}/files/${file}`, theirs.authorization)).status).to.equal(200);
    const staff = (await product.as("op.lin")).authorization;
    const tampered = mine.authorization.replace(/\.[^.]+\./u, (payload) => {
      const claims = JSON.parse(Buffer.from(payload.slice(1, -1), "base64url").toString("utf8")) as object;
      return `.${Buffer.from(JSON.stringify({ ...claims, no: theirs.no })).toString("base64url")}.`;
    });
    for (const [what, authorization] of Object.entries({ "of another case": mine.authorization, "of staff": staff, tampered, none: undefined }))
      for (const [method, path] of [
        ["get", theirs.no],
        ["post", `${theirs.no}/supplement`],
        ["post", `${theirs.no}/withdraw`],
        ["get", `${theirs.no}/files/${file}`],
        ["get", "999999-9999"],
      ] as const) {
        const { status, body } = await track(method, path, authorization);
        expect(status, `${method} ${path} with a token ${what}`).to.equal(401);
        expect(body.error).to.have.all.keys("code", "message");
        expect(body.error.code).to.equal("trackEnded");
      }
    expect((await track("get", `${mine.no}/files/${file}`, mine.authorization)).status, "another's file under one's own number").to.equal(404);
    const row = await product.tickets.store.byNo(theirs.no);
    expect(row).to.include({ version: 2, status: "registered" });
  });

  it("tells a citizen who was overtaken nothing of what the office did meanwhile", async () => {
    const { no, authorization } = await filed();
    const row = await product.tickets.store.byNo(no);
    const note = await product.request
      .post(`/api/tickets/${row?._id}/actions`)
      .set(await product.as("op.lin"))
      .send({ type: "note", text: "内部" });
    expect(note.status).to.equal(200);
    const { store } = product.tickets;
    const save = store.save;
    let tries = 0;
    // Somebody else is always faster.
    store.save = async () => {
      tries += 1;
      return null;
    };
    try {
      for (const [path, body] of [
        ["withdraw", { reason: "不用了" }],
        ["supplement", { text: "补充" }],
      ] as const) {
        tries = 0;
        const answer = await product.request.post(`/api/public/tickets/${no}/${path}`).set({ authorization }).send(body);
        expect(answer.status, path).to.equal(503);
        expect(answer.body.error, path).to.have.all.keys("code", "message");
        expect(answer.headers["retry-after"]).to.equal("1");
        expect(answer.text).not.to.match(/林晓禾|noted|seq/u);
        expect(tries, "it was tried again before that").to.equal(4);
      }
    } finally {
      store.save = save;
    }
    const after = await product.request.post(`/api/public/tickets/${no}/withdraw`).set({ authorization }).send({});
    expect(after.body.ticket.stage).to.equal("withdrawn");
  });

  it("opens no file that no case has claimed, to nobody", async () => {
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    const mine = await filed();
    const file = (await product.request.post("/api/public/uploads").attach("file", png, "a.png")).body.id as string;
    for (const role of ROLES)
      expect((await product.request.get(`/api/files/${file}`).set(await product.as(ACCOUNT[role]))).status, role).to.equal(404);
    expect((await product.request.get(`/api/public/tickets/${mine.no}/files/${file}`).set({ authorization: mine.authorization })).status).to.equal(
      404,
    );
  });

  it("lets everybody sign out everywhere, and ends the token with it", async () => {
    for (const role of ROLES satisfies readonly Role[]) {
      const headers = await product.as(ACCOUNT[role]);
      expect((await call({ method: "post", path: "/auth/sign-out-everywhere" }, headers)).status, role).to.equal(204);
      const { status, body } = await call({ method: "get", path: "/auth/me" }, headers);
      expect(status, role).to.equal(401);
      expect(body.error.code, role).to.equal("sessionEnded");
    }
  });
});
