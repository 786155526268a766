import { expect } from "chai";
import { io, type Socket } from "socket.io-client";
import { type Mediation, openMediation } from "../support/mediation.ts";
import { createOffice, type Office } from "../support/office.ts";
import { until } from "../support/product.ts";
import { ACCOUNT } from "../support/roles.ts";

/** What must never reach the other side: what was said to the mediator alone, numbers, what was written to the office, a reporter. */
const SECRET = [
  "底线两千六",
  "只给调解员的收据",
  "赵报信",
  "13900139000",
  "13800136021",
  "13800136021".slice(3),
  "后厨使用过期",
  "微信群已解散",
  "手记：可谈",
];

describe("the other side of a dispute, walking every endpoint and hearing every message", function () {
  this.timeout(120_000);
  let office: Office;
  let at: Mediation;
  let sides: Awaited<ReturnType<Mediation["agreed"]>>;

  before(async () => {
    office = await createOffice("disputes-privacy", "2026-11-02T09:00:00+08:00");
    at = await openMediation(office);
    sides = await at.agreed();
    await sides.complainant.say("complainant", "底线两千六").expect(201);
    await sides.complainant.act({ type: "offer", to: "own", terms: [{ kind: "refund", amount: 2600 }], text: "底线两千六", expiresAt: at.inDays(5) });
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    const file = (await office.product.request.post("/api/public/uploads").attach("file", png, "a.png")).body.id;
    await sides.complainant.act({ type: "addEvidence", to: "own", title: "只给调解员的收据", attachmentIds: [file] });
    await office.product.request
      .post(`/api/disputes/${at.disputeId}/messages`)
      .set(await office.product.as("mf.liu"))
      .send({ room: "staff", text: "手记：可谈" })
      .expect(201);
    // A report about the same firm, by somebody else.
    const report = { kind: "report", text: "后厨使用过期肉制品", complainant: { name: "赵报信", phone: "13900139000" } };
    await office.product.request
      .post("/api/public/tickets")
      .send({ ...report, respondent: { name: "悦动健身（火炬八街店）", address: "火炬八街19号2层" } })
      .expect(201);
  });

  const walk = async (who: Record<string, string>): Promise<string[]> => {
    const row = await office.product.disputes.store.byId(at.disputeId);
    const files = row?.files.map(({ id }) => id) ?? [];
    const ids = [at.disputeId, at.id, ...files, ...(row?.evidence ?? []).map(({ id }) => id)];
    const found: string[] = [];
    await Promise.all(
      office.product.endpoints
        .filter(({ method }) => method === "get")
        .flatMap(({ path }) => {
          const names = path.match(/:(\w+)/gu) ?? [];
          const fill = (id: string) =>
            names.reduce((done, name) => done.replace(name, name === ":no" ? at.no : name === ":fileId" ? (files[0] ?? "x") : id), path);
          return [...new Set(names.length === 0 ? [path] : ids.map(fill))];
        })
        .flatMap((path) => [path, ...["joint", "complainant", "respondent", "staff"].map((room) => `${path}?room=${room}`)])
        .map(async (path) => {
          const { text, body } = await office.product.request.get(`/api${path}`).set(who);
          const said = `${text ?? ""}${Buffer.isBuffer(body) ? body.toString("utf8") : ""}`;
          for (const secret of SECRET) if (said.includes(secret)) found.push(`${path}: ${secret}`);
        }),
    );
    return found;
  };

  it("finds nothing of the private room by any path, as merchant and as one who only oversees", async () => {
    expect(await walk(sides.respondent.as)).to.deep.equal([]);
    const overseer = (await walk(await office.product.as(ACCOUNT.leader))).filter((one) => !one.startsWith("/tickets"));
    expect(overseer.filter((one) => /底线|收据|手记/u.test(one))).to.deep.equal([]);
  });

  it("does its worst by acts: answers, shares and withdraws nothing that is not its own, and every try is on record", async () => {
    const row = await office.product.disputes.store.byId(at.disputeId);
    const own = row?.offers.find(({ room }) => room === "complainant");
    const tries = [
      { type: "answerTerms", offerId: own?.id, termIds: [own?.terms[0]?.id], agrees: true },
      { type: "publish", what: "offer", id: own?.id },
      { type: "publish", what: "evidence", id: row?.evidence[0]?.id },
      { type: "withdrawOffer", offerId: own?.id },
    ];
    for (const given of tries) expect(await sides.respondent.refused(given), given.type).to.equal("no-such-item");
    expect(await at.refused({ type: "askPublish", what: "offer", id: "nothing" })).to.equal("no-such-item");
    const told = await office.product.request
      .get("/api/audit")
      .query({ subject: `dispute:${at.disputeId}` })
      .set(await office.product.as(ACCOUNT.auditor))
      .expect(200);
    expect(JSON.stringify(told.body)).to.include("dispute.refused").and.include("no-such-item");
  });

  it("hears of its own rooms alone, and nothing more once its link is revoked", async () => {
    const listen = async (auth: object) => {
      const socket: Socket = io(office.product.url, { auth, transports: ["websocket"], reconnection: false });
      const heard: unknown[] = [];
      socket.on("changed", (message: unknown) => heard.push(message));
      await new Promise<void>((done, fail) => {
        socket.once("connect", () => done());
        socket.once("connect_error", fail);
      });
      return { socket, heard };
    };
    const merchant = await listen({ room: sides.respondent.token });
    const citizen = await listen({ room: sides.complainant.token });
    await sides.complainant.say("complainant", "再说一句").expect(201);
    await until(() => citizen.heard.length > 0, "the private word to be heard by its own side");
    // What comes first after it is the joint word: the private one did not come at all.
    await sides.complainant.say("joint", "大家好").expect(201);
    await until(() => merchant.heard.length > 0, "the joint word to be heard by the merchant");
    expect(merchant.heard).to.have.length(1);
    expect(Object.keys(merchant.heard[0] as object)).to.have.members(["kind", "id", "version"]);
    await at.act({ type: "revokeLink", partyId: "respondent", reason: "换人" });
    await until(() => merchant.socket.disconnected, "the merchant's socket to be closed");
    const late = io(office.product.url, { auth: { room: sides.respondent.token }, transports: ["websocket"], reconnection: false });
    await new Promise<void>((done) => late.once("connect_error", () => done()));
    for (const { socket } of [merchant, citizen]) socket.close();
    late.close();
  });
});
