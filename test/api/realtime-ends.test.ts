import { expect } from "chai";
import { startProduct, type TestProduct, until } from "../support/product.ts";
import { ended, listen, socketsOf } from "../support/sockets.ts";

const UNKNOWN = "01900000-0000-7000-8000-000000000000";

describe("the end of sockets, and what does not end them", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("realtime-ends");
  });
  const { tokenOf, staff, signIn, post, file, citizen, versions, settled, retimed, seconds } = socketsOf(() => product);

  it("end for a citizen whose code was replaced, and not for the one with the new code", async () => {
    const filed = await file();
    const old = await citizen(filed);
    const { body } = await post("op.lin", `/tickets/${filed.id}/actions`, { type: "reissueCode", version: 1, identityCheck: "核对姓名和电话" });
    const fresh = await citizen({ no: filed.no, code: body.code as string });
    await ended(old, "the socket of the old code to end");
    await settled(fresh);
    expect(fresh.socket.connected).to.equal(true);
    expect(fresh.heard).to.deep.equal([]);
  });

  it("end with the session, and only that one", async () => {
    const [one, two] = [await signIn("op.sun"), await signIn("op.sun")];
    const [first, second] = [await listen(product.url, { token: one.accessToken }), await listen(product.url, { token: two.accessToken })];
    await product.request
      .post("/api/auth/sign-out")
      .set({ authorization: `Bearer ${one.accessToken}` })
      .expect(204);
    await ended(first, "the signed-out socket to end");
    expect(second.socket.connected).to.equal(true);
    await product.request
      .post("/api/auth/sign-out-everywhere")
      .set({ authorization: `Bearer ${two.accessToken}` })
      .expect(204);
    await ended(second, "every socket of the person to end");
  });

  it("end when a person is disabled, moved or given another role, and not when renamed", async () => {
    const admin = await product.as("admin.luan");
    for (const [change, ends] of [
      [{ name: "于海宁二" }, false],
      [{ roles: ["operator", "dispatcher"] }, true],
      [{ departmentId: "DCZ" }, true],
      [{ disabled: true }, true],
    ] as const) {
      const { accessToken, user } = await signIn("op.yu");
      const ear = await listen(product.url, { token: accessToken });
      const list = await product.request.get("/api/users?q=op.yu").set(admin);
      const changed = await product.request
        .patch(`/api/users/${user.id}`)
        .set(admin)
        .send({ version: list.body.items[0].version, ...change });
      expect(changed.status, changed.text).to.equal(200);
      if (ends) await ended(ear, `the socket to end after ${JSON.stringify(change)}`);
      else {
        await settled(ear);
        expect(ear.socket.connected).to.equal(true);
      }
    }
  });

  it("end with the token, unless it was renewed by the same person", async () => {
    const { accessToken } = await signIn("op.lin");
    const soon = seconds() + 2;
    const [lapsing, renewing] = await Promise.all([1, 2].map(() => listen(product.url, { token: retimed(accessToken, soon) })));
    if (lapsing === undefined || renewing === undefined) throw new Error("two sockets were asked for");
    expect(await renewing.ask("renew", await tokenOf("mf.liu")), "another person's token").to.equal(false);
    expect(await renewing.ask("renew", retimed(accessToken, seconds() - 1)), "an expired token").to.equal(false);
    expect(await renewing.ask("renew", "x"), "garbage").to.equal(false);
    expect(await renewing.ask("renew", accessToken)).to.equal(true);
    await ended(lapsing, "the socket to end with its token");
    expect(seconds(), "not before").to.be.at.least(soon - 1);
    await settled(renewing);
    expect(renewing.socket.connected).to.equal(true);
    const { id } = await file();
    await until(() => versions(renewing, id).length === 1, "the renewed socket still to hear");
    const ear = await citizen(await file());
    expect(await ear.ask("renew", accessToken), "a citizen does not become staff").to.equal(false);
  });

  it("let one person watch twenty cases, and say no to more", async () => {
    const ear = await staff("op.lin");
    const ids: string[] = [];
    for (let i = 0; i < 21; i++) ids.push((await file()).id);
    const answers: unknown[] = [];
    for (const id of ids) answers.push(await ear.ask("watch", { id }));
    expect(answers).to.deep.equal([...Array<boolean>(20).fill(true), false]);
  });

  it("live through messages that make no sense", async () => {
    const ear = await staff("op.lin");
    const guest = await citizen(await file());
    await settled(ear, guest);
    const before = ear.heard.length;
    const nonsense: unknown[] = [
      undefined,
      null,
      0,
      "x",
      [],
      {},
      { id: 5 },
      { id: "x".repeat(61) },
      { id: { $ne: "" } },
      { id: UNKNOWN, more: 1 },
      [{ id: UNKNOWN, version: "1" }],
      [{ id: UNKNOWN }],
      Array(501).fill({ id: UNKNOWN, version: 1 }),
      JSON.parse('{"__proto__":{"id":"x"}}'),
      "\u0000\ud800",
      Buffer.from("id"),
    ];
    for (const { socket } of [ear, guest])
      for (const name of ["resume", "watch", "unwatch", "renew", "nothing", "changed", "gone", "ended", "__proto__", "constructor"]) {
        socket.emit(name);
        for (const value of nonsense) {
          socket.emit(name, value);
          socket.emit(name, value, value, value);
          socket.emit(name, value, () => undefined);
        }
      }
    await settled(ear, guest);
    expect(ear.heard).to.have.length(before);
    expect(guest.heard).to.deep.equal([]);
    expect(ear.socket.connected && guest.socket.connected).to.equal(true);

    const flood = await staff("op.lin");
    flood.socket.emit("resume", Array(5000).fill({ id: UNKNOWN, version: 1 }), () => undefined);
    await until(() => flood.socket.disconnected, "a message beyond the limit to end the connection");
    for (const body of ['42["watch"', "4", "451-[", "40{", "b4AAAA", "9", ""]) {
      const opened = await fetch(`${product.url}/socket.io/?EIO=4&transport=polling`);
      const sid = /"sid":"([^"]+)"/u.exec(await opened.text())?.[1];
      expect((await fetch(`${product.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, { method: "POST", body })).status, body).to.be.below(500);
    }
    const { id } = await file();
    await until(() => versions(ear, id).length === 1, "the others still to hear");
    expect((await product.request.get("/api/health")).body.status).to.equal("ok");
  });
});
