import { expect } from "chai";
import { report, startProduct, type TestProduct, until } from "../support/product.ts";
import { type Ear, listen, socketsOf } from "../support/sockets.ts";
import { decideReport } from "../support/telling.ts";

const UNKNOWN = "01900000-0000-7000-8000-000000000000";

describe("sockets", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("realtime");
  });
  const { tokenOf, staff, act, file, track, citizen, versions, settled, retimed, seconds } = socketsOf(() => product);

  it("let nobody in without a token that stands", async () => {
    const token = await tokenOf("op.lin");
    const filed = await file();
    const refused: [string, object | undefined][] = [
      ["nothing", undefined],
      ["an empty handshake", {}],
      ["garbage", { token: "x.y.z" }],
      ["a list", { token: [token] }],
      ["an operator", { token: { $ne: "" } }],
      ["an expired token", { token: retimed(token, seconds() - 1) }],
      ["a tracking token as staff's", { token: await track(filed) }],
      ["staff's token as tracking", { track: token }],
      ["a garbled tracking token", { track: `${await track(filed)}x` }],
      ["the code itself", { track: filed.code }],
      ["both, the first of them wrong", { track: "x", token }],
    ];
    for (const [what, auth] of refused) {
      const outcome = await listen(product.url, auth).then(
        () => "let in",
        (error: Error) => error.message,
      );
      expect(outcome, what).to.equal("unauthenticated");
    }
    expect((await listen(product.url, { token })).socket.connected).to.equal(true);
  });

  it("tell staff of the cases they may see, by id and version alone", async () => {
    const ears = {
      operator: await staff("op.lin"),
      own: await staff("mf.liu"),
      head: await staff("head.teng"),
      other: await staff("js.mu"),
      mediator: await staff("med.gu"),
      supervisor: await staff("sv.li"),
    };
    const { id } = await file();
    const version = await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await until(() => versions(ears.own, id).includes(version), "the department to hear of it");
    await act("mf.liu", id, { type: "sign", version });
    await act("mf.liu", id, { type: "note", text: "内部：法人变更" });
    await until(() => versions(ears.operator, id).includes(4), "the operator to hear of the note");
    await settled(...Object.values(ears));
    expect(versions(ears.own, id)).to.include(4);
    expect(versions(ears.head, id)).to.include(4);
    for (const name of ["other", "mediator", "supervisor"] as const) expect(ears[name].heard, name).to.deep.equal([]);
    for (const ear of [ears.operator, ears.own, ears.head])
      for (const message of ear.named("changed")) {
        expect(message).to.have.all.keys("kind", "id", "version");
        expect(message).to.include({ kind: "ticket" });
      }
    expect(JSON.stringify(Object.values(ears).map(({ heard }) => heard))).not.to.match(/\p{Script=Han}|138|sign|note/u);
  });

  it("tell of a report those on it, and those who leave it that it is gone", async () => {
    const ears = {
      dispatcher: await staff("disp.zhao"),
      lead: await staff("lead.wang"),
      liu: await staff("mf.liu"),
      song: await staff("mf.song"),
      head: await staff("mf.head"),
    };
    const off = await Promise.all(["op.lin", "admin.luan", "audit.zhou", "insp.fu", "boss.sun", "head.teng", "js.mu", "med.gu", "rev.qu"].map(staff));
    const { id } = await file(report());
    await until(() => versions(ears.dispatcher, id).length === 1 && versions(ears.lead, id).length === 1, "the hotline to hear of the report");
    expect([ears.liu, ears.song, ears.head].flatMap(({ heard }) => heard)).to.deep.equal([]);

    const dispatched = await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await until(() => ears.dispatcher.named("gone").length === 1 && ears.lead.named("gone").length === 1, "the hotline to lose the report");
    expect(ears.dispatcher.named("gone")).to.deep.equal([{ id }]);
    await until(() => versions(ears.song, id).includes(dispatched), "the department to hear of it");

    await act("mf.liu", id, { type: "sign", version: dispatched });
    await until(() => ears.song.named("gone").length === 1, "the colleagues to lose the report");
    await act("mf.liu", id, { type: "note", text: "内部" });
    await until(() => versions(ears.head, id).includes(4), "the lead to hear of the note");
    await settled(...Object.values(ears), ...off);
    expect(versions(ears.liu, id)).to.include.members([3, 4]);
    expect(ears.liu.named("gone"), "the one who signed keeps it").to.deep.equal([]);
    expect(ears.head.named("gone")).to.deep.equal([]);
    expect(versions(ears.dispatcher, id)).to.deep.equal([1]);
    expect(versions(ears.song, id)).to.deep.equal([2]);
    for (const ear of off) expect(ear.heard).to.deep.equal([]);
  });

  it("tell a citizen of their own case, and of nothing inside the office", async () => {
    const [mine, theirs] = [await file(), await file()];
    const ear = await citizen(mine);
    const other = await citizen(theirs);
    await act("op.lin", mine.id, { type: "note", text: "内部" });
    await act("op.lin", mine.id, { type: "setNumbers", version: 2, no12345: "WH2026111800731" });
    await act("op.lin", mine.id, { type: "note", text: "内部" });
    await settled(ear);
    expect(ear.heard, "internal entries").to.deep.equal([]);
    await act("disp.zhao", mine.id, { type: "dispatch", version: 4, departmentId: "SCJG" });
    await until(() => ear.heard.length > 0, "the citizen to hear of the dispatch");
    await settled(ear, other);
    expect(ear.heard).to.deep.equal([{ name: "changed", body: { kind: "track", id: mine.no, version: 2 } }], "counted without the internal entries");
    expect(other.heard).to.deep.equal([]);
  });

  it("tell a reporter of coarse changes alone", async () => {
    const filed = await file(report());
    const ear = await citizen(filed);
    await act("disp.zhao", filed.id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await act("mf.liu", filed.id, { type: "sign", version: 2 });
    await act("mf.liu", filed.id, { type: "note", text: "内部" });
    await settled(ear);
    expect(ear.heard).to.deep.equal([]);
    await act("mf.liu", filed.id, { type: "accept", version: 4 });
    await until(() => ear.heard.length > 0, "the reporter to hear that it is being checked");
    const decided = await decideReport(product, filed.id, { filing: "decline" });
    await until(() => ear.heard.length > 1, "the reporter to hear that it is done");
    await act("mf.liu", filed.id, { type: "close", version: decided, closing: "answered" });
    await settled(ear);
    expect(ear.named("changed")).to.deep.equal([2, 3].map((version) => ({ kind: "track", id: filed.no, version })));
    expect(ear.heard).to.have.length(2);
  });

  it("answer on return what changed and what is gone", async () => {
    const [same, changed, hidden] = [await file(), await file(), await file(report())];
    await act("op.lin", changed.id, { type: "note", text: "变了" });
    const held = [
      { id: same.id, version: 1 },
      { id: changed.id, version: 1 },
      { id: hidden.id, version: 1 },
      { id: UNKNOWN, version: 3 },
    ];
    const ear = await staff("op.lin");
    expect(await ear.ask("resume", held)).to.deep.equal({ changed: [{ id: changed.id, version: 2 }], gone: [hidden.id, UNKNOWN] });
    expect(await (await staff("disp.zhao")).ask("resume", held)).to.deep.equal({ changed: [{ id: changed.id, version: 2 }], gone: [UNKNOWN] });
    expect(await ear.ask("resume", [])).to.deep.equal({ changed: [], gone: [] });
    await act("disp.zhao", changed.id, { type: "dispatch", version: 2, departmentId: "SCJG" });
    const gone = held.map(({ id }) => id);
    for (const who of ["med.gu", "sv.li"]) expect(await (await staff(who)).ask("resume", held), who).to.deep.equal({ changed: [], gone });
  });

  it("show who else is on a case to those who may see it", async () => {
    const [{ id }, hidden] = [await file(), await file(report())];
    const [lin, sun] = [await staff("op.lin"), await staff("disp.zhao")];
    expect(await lin.ask("watch", { id })).to.equal(true);
    expect(await sun.ask("watch", { id })).to.equal(true);
    const names = (ear: Ear) =>
      (ear.named("presence") as { id: string; people: { name: string }[] }[])
        .at(-1)
        ?.people.map(({ name }) => name)
        .sort();
    await until(() => names(lin)?.length === 2 && names(sun)?.length === 2, "both to see each other");
    expect(names(lin)).to.deep.equal(["林晓禾", "赵一鸣"]);
    sun.socket.emit("unwatch", { id });
    await until(() => names(lin)?.length === 1, "the other to be seen leaving");
    expect(await sun.ask("watch", { id })).to.equal(true);
    await until(() => names(lin)?.length === 2, "the other to be seen coming back");
    sun.socket.disconnect();
    await until(() => names(lin)?.length === 1, "the other to be seen gone");

    for (const who of ["op.lin", "admin.luan", "audit.zhou", "mf.liu", "med.gu"])
      expect(await (await staff(who)).ask("watch", { id: hidden.id }), who).to.equal(false);
    for (const who of ["mf.liu", "med.gu", "sv.li"]) expect(await (await staff(who)).ask("watch", { id }), who).to.equal(false);
    expect(await lin.ask("watch", { id: UNKNOWN })).to.equal(false);
    expect(await (await staff("lead.wang")).ask("watch", { id: hidden.id })).to.equal(true);
  });

  it("take a person off a report's page whom the dispatch took off the report", async () => {
    const { id } = await file(report());
    const [zhao, liu] = [await staff("disp.zhao"), await staff("mf.liu")];
    await zhao.ask("watch", { id });
    await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await until(() => zhao.named("gone").length === 1, "the dispatcher to lose it");
    const before = zhao.named("presence").length;
    expect(await liu.ask("watch", { id })).to.equal(true);
    await until(() => liu.named("presence").length > 0, "the handler to be on it");
    expect(liu.named("presence").at(-1)).to.deep.include({
      people: [{ id: (await product.request.get("/api/auth/me").set(await product.as("mf.liu"))).body.id, name: "刘振东", typing: [] }],
    });
    await settled(zhao);
    expect(zhao.named("presence")).to.have.length(before);
  });
});
