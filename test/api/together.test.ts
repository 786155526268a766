import { expect } from "chai";
import type { LeaseView } from "../../shared/leases/schema.ts";
import type { Presence } from "../../shared/realtime/messages.ts";
import { report, startProduct, type TestProduct, until } from "../support/product.ts";
import { type Ear, socketsOf } from "../support/sockets.ts";

const UNKNOWN = "01900000-0000-7000-8000-000000000000";

describe("two people on one case", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  /** Real time, moved by the test. */
  let later = 0;
  before(async () => {
    product = await startProduct("together", { live: { typingMs: 250, real: () => new Date(Date.now() + later) } });
  });
  const { staff, act, file, settled } = socketsOf(() => product);

  const typingOf = (ear: Ear, name: string): string[] | undefined =>
    (ear.named("presence") as Presence[]).at(-1)?.people.find((person) => person.name === name)?.typing;
  const said = (ear: Ear): string => JSON.stringify(ear.named("presence"));
  const dispatched = async (body?: object) => {
    const filed = await file(body);
    await act("disp.zhao", filed.id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    return filed;
  };
  const ask = async (method: "get" | "post" | "delete", who: string, id: string, path = "lease", body: object = {}) => {
    const request = product.request[method](`/api/tickets/${id}/${path}`).set(await product.as(who));
    return method === "post" ? request.send(body) : request;
  };
  const take = async (who: string, id: string): Promise<LeaseView> => {
    const { status, body } = await ask("post", who, id);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const held = async (who: string, id: string): Promise<LeaseView | null> => (await ask("get", who, id)).body.lease;

  describe("see who is writing what", () => {
    it("as long as it is said, and no longer", async () => {
      const { id } = await dispatched();
      const [liu, song] = [await staff("mf.liu"), await staff("mf.song")];
      for (const ear of [liu, song]) expect(await ear.ask("watch", { id })).to.equal(true);
      liu.socket.emit("typing", { id, field: "note" });
      await until(() => typingOf(song, "刘振东")?.join() === "note", "the other to see it");
      await until(() => typingOf(song, "刘振东")?.length === 0, "it to run out");
      liu.socket.emit("typing", { id, field: "accept" });
      await until(() => typingOf(song, "刘振东")?.join() === "accept", "the other act to be seen");
      liu.socket.emit("typing", { id, field: null });
      await until(() => typingOf(song, "刘振东")?.length === 0, "the end to be seen");
      expect(song.named("presence").every((message) => Object.keys(message as object).join() === "id,people")).to.equal(true);
    });

    it("is heard of no field that there is not, and not endlessly", async () => {
      const { id } = await dispatched();
      const [liu, song] = [await staff("mf.liu"), await staff("mf.song")];
      for (const ear of [liu, song]) await ear.ask("watch", { id });
      for (const message of [{ id, field: "<b>" }, { id, field: 3 }, { id }, { id, field: "note", text: "内部" }, "note", null])
        liu.socket.emit("typing", message);
      await settled(liu, song);
      expect(said(song)).not.to.match(/note|<b>|内部/u);
      const before = song.named("presence").length;
      for (let n = 0; n < 40; n++) liu.socket.emit("typing", { id, field: n % 2 === 0 ? "note" : "reply" });
      await settled(liu, song);
      await until(() => typingOf(song, "刘振东")?.length === 0, "it to run out");
      expect(song.named("presence").length - before).to.be.within(2, 10);
    });

    it("by nobody who is a stranger to the case, who sees nothing either", async () => {
      const { id } = await dispatched(report());
      const [liu, head, admin, other] = [await staff("mf.liu"), await staff("mf.head"), await staff("admin.luan"), await staff("js.mu")];
      for (const ear of [liu, head]) expect(await ear.ask("watch", { id })).to.equal(true);
      for (const ear of [admin, other]) {
        expect(await ear.ask("watch", { id })).to.equal(false);
        ear.socket.emit("typing", { id, field: "note" });
      }
      liu.socket.emit("typing", { id, field: "note" });
      await until(() => typingOf(head, "刘振东")?.join() === "note", "the lead to see it");
      await settled(admin, other, head);
      for (const ear of [admin, other]) expect(ear.heard).to.deep.equal([]);
      const seen = (head.named("presence") as Presence[]).flatMap(({ people }) => people.map(({ name }) => name));
      expect(new Set(seen).size, "the two who are on it").to.equal(2);
      // Who loses the case can no longer say anything on it.
      const song = await staff("mf.song");
      await song.ask("watch", { id });
      await act("mf.liu", id, { type: "sign", version: 2 });
      await until(() => song.named("gone").length === 1, "the colleague to lose the report");
      const before = head.named("presence").length;
      song.socket.emit("typing", { id, field: "note" });
      await settled(song, head);
      expect(
        head
          .named("presence")
          .slice(before)
          .map((each) => JSON.stringify(each))
          .join(),
      ).not.to.include('["note"]');
    });
  });

  describe("say who edits", () => {
    it("and of two at once exactly one has it", async () => {
      const { id } = await dispatched();
      const who = ["mf.liu", "mf.song", "mf.tan", "mf.cong", "mf.liu", "mf.song"];
      const answers = await Promise.all(who.map((each) => take(each, id)));
      expect(new Set(answers.map(({ holder }) => holder.id)).size).to.equal(1);
      const winners = answers.flatMap(({ mine }, i) => (mine ? [who[i]] : []));
      expect(new Set(winners).size).to.equal(1);
    });

    it("renewed it goes on, left alone it runs out", async () => {
      const { id } = await dispatched();
      const first = await take("mf.liu", id);
      expect(first).to.deep.include({ mine: true, taken: null, canBreak: false });
      expect(await take("mf.song", id)).to.deep.include({ mine: false, holder: first.holder, since: first.since });
      later += 30_000;
      const renewed = await take("mf.liu", id);
      expect(renewed.since).to.equal(first.since);
      expect(Date.parse(renewed.until) - Date.parse(first.until)).to.be.at.least(30_000);
      later += 30_000;
      expect(await held("mf.song", id), "45 s from the renewal").to.deep.include({ mine: false });
      later += 16_000;
      expect(await held("mf.song", id)).to.equal(null);
      expect((await take("mf.song", id)).mine).to.equal(true);
      expect((await take("mf.liu", id)).holder.name).to.equal("宋佳宁");
    });

    it("keeps nobody from acting, is given back, and every change is told to who looks", async () => {
      const { id } = await dispatched();
      const song = await staff("mf.song");
      await song.ask("watch", { id });
      await take("mf.liu", id);
      await until(() => song.named("lease").length === 1, "the other to hear of it");
      await take("mf.liu", id);
      await act("mf.song", id, { type: "sign", version: 2 });
      expect((await ask("delete", "mf.song", id)).status, "of another's nothing is given back").to.equal(204);
      expect((await held("mf.liu", id))?.mine).to.equal(true);
      expect((await ask("delete", "mf.liu", id)).status).to.equal(204);
      await until(() => song.named("lease").length === 2, "the other to hear of the end");
      expect(song.named("lease")).to.deep.equal([{ id }, { id }]);
      expect(await held("mf.song", id)).to.equal(null);
    });

    it("to those alone who see the case and have something to do on it", async () => {
      const [{ id }, hidden] = [await dispatched(), await dispatched(report())];
      for (const who of ["admin.luan", "op.lin", "insp.fu", "js.mu"])
        for (const method of ["get", "post"] as const) expect((await ask(method, who, hidden.id)).status, `${who} ${method}`).to.equal(404);
      expect((await ask("post", "mf.liu", UNKNOWN)).status).to.equal(404);
      expect((await ask("post", "lead.wang", hidden.id, "lease/break", { reason: "急件" })).status).to.equal(404);
      const idle = await ask("post", "audit.zhou", id);
      expect(idle.status).to.equal(422);
      expect(idle.body.error.rule).to.equal("lease-no-act");
    });

    it("and is taken over by who may, with a reason, on the audit log", async () => {
      const { id } = await dispatched();
      const take1 = await take("mf.liu", id);
      const liu = await staff("mf.liu");
      await liu.ask("watch", { id });
      const over = (who: string, body: object = { reason: "人已下班，今天到期" }) => ask("post", who, id, "lease/break", body);
      for (const [who, rule] of [
        ["mf.song", "permission"],
        ["disp.zhao", "lease-break"],
        ["op.lin", "permission"],
        ["admin.luan", "permission"],
      ] as const) {
        const { status, body } = await over(who);
        expect(status, who).to.equal(403);
        expect(body.error.rule, who).to.equal(rule);
      }
      expect((await over("mf.head", {})).status, "without a reason").to.equal(400);
      expect((await held("mf.head", id))?.canBreak).to.equal(true);
      expect((await held("disp.zhao", id))?.canBreak).to.equal(false);
      const taken = await over("mf.head");
      expect(taken.status, taken.text).to.equal(200);
      expect(taken.body).to.deep.include({ mine: true, taken: { from: "刘振东", reason: "人已下班，今天到期" } });
      await until(() => liu.named("lease").length === 1, "the holder to hear of it");
      expect(await take("mf.liu", id), "the heartbeat of who lost it takes nothing back").to.deep.include({ mine: false });
      expect((await over("mf.head")).body.mine, "asked twice it is done once").to.equal(true);
      const log = await product.audit.about(id, 50);
      const lines = log.filter(({ kind }) => kind === "lease.broken");
      expect(lines).to.have.length(1);
      expect(lines[0]).to.deep.include({ details: { holder: take1.holder.id, reason: "人已下班，今天到期" } });
      await ask("delete", "mf.head", id);
      expect((await over("mf.head")).body.error.rule).to.equal("lease-free");
      expect(await take("lead.wang", id)).to.deep.include({ mine: true });
    });

    it("before it is sent on, by a dispatcher", async () => {
      const { id } = await file();
      await take("op.lin", id);
      expect((await ask("post", "mf.head", id, "lease/break", { reason: "x" })).status).to.equal(404);
      expect((await ask("post", "disp.zhao", id, "lease/break", { reason: "来电催" })).body.mine).to.equal(true);
    });
  });
});
