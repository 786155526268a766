import { expect } from "chai";
import { mentionSubscriber } from "../../server/mentions/subscriber.ts";
import type { TicketEvent } from "../../shared/events.ts";
import { complaint, report, startProduct, type TestProduct, until } from "../support/product.ts";
import { socketsOf } from "../support/sockets.ts";

describe("colleagues named in a note", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  const ids: Record<string, string> = {};
  before(async () => {
    product = await startProduct("mentions");
    for (const { id, username } of product.users.directory.all()) ids[username] = id;
  });
  const { staff, post, act, file, track } = socketsOf(() => product);

  const get = async (who: string, path: string) => product.request.get(`/api${path}`).set(await product.as(who));
  const list = async (who: string) => (await get(who, "/mentions")).body as { items: Record<string, unknown>[]; unread: number };
  const names = async (who: string, id: string, q = "") => {
    const { body } = await get(who, `/tickets/${id}/colleagues?q=${encodeURIComponent(q)}`);
    return (body.items as { name: string }[]).map(({ name }) => name);
  };
  const note = (who: string, id: string, mentions: unknown, text = "@宋佳宁 请看一下检测单") =>
    post(who, `/tickets/${id}/actions`, { type: "note", text, mentions });
  const dispatched = async (body?: object) => {
    const filed = await file(body);
    await act("disp.zhao", filed.id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    return filed;
  };

  it("are found by characters and by pinyin among those who see the case, who works on it first", async () => {
    const { id } = await dispatched();
    await act("mf.song", id, { type: "sign", version: 2 });
    expect((await names("mf.liu", id))[0]).to.equal("宋佳宁");
    for (const q of ["宋", "佳宁", "songjia", "sjn", "SONG"]) expect(await names("mf.liu", id, q), q).to.include("宋佳宁");
    expect(await names("mf.liu", id, "没有这人")).to.deep.equal([]);
    expect(await names("mf.liu", id, "刘振东"), "not oneself").to.deep.equal([]);
    expect(await names("mf.liu", id, "慕")).to.deep.equal([]);
    const hidden = await dispatched(report());
    expect((await get("admin.luan", `/tickets/${hidden.id}/colleagues`)).status).to.equal(403);
    expect((await get("op.lin", `/tickets/${hidden.id}/colleagues`)).status).to.equal(404);
    const on = await names("mf.liu", hidden.id);
    expect(on).to.include("宋佳宁");
    expect(on).not.to.include.members(["林晓禾"]);
  });

  it("find it in their list, are told by the socket, and mark it read", async () => {
    const { id, no } = await dispatched(complaint({ title: "被点名的一件" }));
    const ear = await staff("mf.song");
    const other = await staff("mf.tan");
    const made = await note("mf.liu", id, [ids["mf.song"], ids["mf.song"]]);
    expect(made.status, made.text).to.equal(200);
    const entry = made.body.ticket.timeline.at(-1);
    expect(entry.details.mentions).to.deep.equal([{ id: ids["mf.song"], name: "宋佳宁" }]);
    await until(() => ear.named("mentioned").length === 1, "the colleague to be told");
    const mine = await list("mf.song");
    expect(mine.unread).to.equal(1);
    expect(mine.items[0]).to.deep.include({ ticketId: id, no, seq: entry.seq, title: "被点名的一件", by: "刘振东", read: false });
    expect(JSON.stringify(mine)).not.to.include("检测单");
    expect(other.named("mentioned")).to.deep.equal([]);
    expect((await list("mf.tan")).items).to.deep.equal([]);

    await post("mf.tan", "/mentions/read", {});
    expect((await list("mf.song")).unread, "of another's nothing is marked").to.equal(1);
    expect((await post("mf.song", "/mentions/read", { ids: [mine.items[0]?.id] })).body.unread).to.equal(0);
    expect((await post("mf.song", "/mentions/read", {})).body.items[0].read).to.equal(true);
  });

  it("are at most ten, known and on the case: whoever does not see it cannot be named", async () => {
    const { id } = await dispatched();
    const hidden = await dispatched(report());
    await act("mf.liu", hidden.id, { type: "sign", version: 2 });
    for (const [what, on, who] of [
      ["another department's handler", id, "js.mu"],
      ["a mediator", id, "med.gu"],
      ["a colleague who is not on the report", hidden.id, "mf.song"],
      ["the administrator, of a report", hidden.id, "admin.luan"],
      ["a dispatcher, of a report that was sent on", hidden.id, "disp.zhao"],
    ] as const) {
      const { status, body } = await note("mf.liu", on, [ids[who]]);
      expect(status, what).to.equal(422);
      expect(body.error.rule, what).to.equal("mention-sees");
    }
    const unknown = await note("mf.liu", hidden.id, ["nobody"]);
    const known = await note("mf.liu", hidden.id, [ids["mf.song"]]);
    expect(unknown.body, "unknown and not on the case are one answer").to.deep.equal(known.body);
    for (const mentions of [Array.from({ length: 11 }, () => ids["mf.song"]), "mf.song", [""], [7]])
      expect((await note("mf.liu", id, mentions)).status).to.equal(400);
    expect((await note("mf.liu", hidden.id, [ids["mf.head"]])).status, "the lead of the department is on it").to.equal(200);
    for (const who of ["js.mu", "admin.luan", "disp.zhao"]) expect((await list(who)).items, who).to.deep.equal([]);
  });

  it("of a report lose it from list and count with the right to see it", async () => {
    const { id } = await dispatched(report());
    expect((await note("mf.liu", id, [ids["mf.cong"]])).status).to.equal(200);
    await until(async () => (await list("mf.cong")).unread === 1, "the colleague to have it");
    expect((await list("mf.cong")).items[0]?.title, "a report's title is neutral").not.to.include("过期");
    await act("mf.liu", id, { type: "sign", version: 3 });
    expect(await list("mf.cong")).to.deep.equal({ items: [], unread: 0 });
  });

  it("are nowhere on the citizen's page, nor do they move it", async () => {
    const filed = await dispatched();
    const token = await track(filed);
    const page = async () =>
      JSON.stringify((await product.request.get(`/api/public/tickets/${filed.no}`).set({ authorization: `Bearer ${token}` })).body.ticket);
    const before = await page();
    expect((await note("mf.liu", filed.id, [ids["mf.song"]])).status).to.equal(200);
    await product.tickets.relay.drained();
    const after = await page();
    expect(after).to.equal(before);
    expect(after).not.to.match(/宋佳宁|检测单|mentions/u);
    const outbox = await get("admin.luan", "/notices/outbox");
    expect(outbox.text).not.to.include(filed.id);
  });

  it("are told once, however often the note is heard of", async () => {
    const rows = new Set<string>();
    const told: string[] = [];
    const { handle, wants } = mentionSubscriber(
      { add: async ({ _id }) => !rows.has(_id) && rows.add(_id) !== undefined },
      (people) => void told.push(...people),
    );
    const event = { ticketId: "t", seq: 4, type: "noted", at: "2026-11-26T01:00:00.000Z", actor: "a", mentions: ["b", "c", "a"] } as TicketEvent;
    expect(wants?.(event)).to.equal(true);
    expect(wants?.({ ...event, mentions: undefined } as unknown as TicketEvent)).to.equal(false);
    await handle([event, event]);
    await handle([event]);
    expect([...rows]).to.deep.equal(["t:4:b", "t:4:c"]);
    expect(told).to.deep.equal(["b", "c"]);
  });
});
