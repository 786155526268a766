import { expect } from "chai";
import { verifyTicket } from "../../server/tickets/verify.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";

describe("limits warn by themselves", function warnings() {
  this.timeout(60_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("warnings");
  });
  const post = async (who: string, path: string, body: object) =>
    product.request
      .post(`/api${path}`)
      .set(await product.as(who))
      .send(body);
  const days = (n: number) => post("admin.luan", "/clock", { minutes: n * 24 * 60 });
  const colours = async (id: string): Promise<string[]> =>
    ((await product.tickets.store.full(id))?.timeline ?? []).flatMap(({ details }) =>
      (details.warned ?? []).map(({ clock, colour }) => `${clock} ${colour}`),
    );

  it("goes yellow, then red, then over the limit, each once, with the clock moved", async () => {
    const made = await post("op.lin", "/tickets", { ...complaint(), channel: "12345", route: { departmentId: "SCJG" } });
    const id = made.body.id as string;
    expect(await product.tickets.warnings.sweep()).to.equal(0);
    for (let day = 0; day < 16; day++) {
      await days(1);
      await Promise.all([product.tickets.warnings.sweep(), product.tickets.warnings.sweep()]);
    }
    const given = await colours(id);
    expect(given.filter((each) => each.startsWith("H1"))).to.deep.equal(["H1 yellow", "H1 yellowCard", "H1 redCard"]);
    expect(given.filter((each) => each.startsWith("C1"))).to.deep.equal(["C1 yellow", "C1 red", "C1 overdue"]);
    const row = (await product.tickets.store.full(id))!;
    expect(verifyTicket(row, product.seal)).to.deep.equal([]);
    const { body } = await product.request.post(`/api/public/tickets/${made.body.no}/track`).send({ code: made.body.code });
    expect(
      body.ticket.timeline.map(({ type }: { type: string }) => type),
      "warnings stay inside",
    ).to.deep.equal(["filed", "dispatched"]);
  });

  it("gives one warning for what it slept over, and none for a case that was answered", async () => {
    const open = await post("op.lin", "/tickets", { ...complaint({ kind: "help", demands: undefined }), channel: "12345" });
    const withdrawn = await post("op.lin", "/tickets", { ...complaint({ kind: "help", demands: undefined }), channel: "12345" });
    await post("op.lin", `/tickets/${withdrawn.body.id}/actions`, { type: "withdraw", version: 1 });
    await days(20);
    await product.tickets.warnings.sweep();
    expect(await colours(open.body.id)).to.deep.equal(["H1 redCard"]);
    expect(await colours(withdrawn.body.id)).to.deep.equal([]);
    // Whoever had the page open before the warning is not sent back because of it; a version that never was, is.
    const act = (version: number) => post("disp.zhao", `/tickets/${open.body.id}/actions`, { type: "dispatch", version, departmentId: "SZJ" });
    expect((await act(9)).status).to.equal(409);
    expect((await act(1)).status).to.equal(200);
    expect((await act(1)).status, "but because of a dispatch").to.equal(409);
    expect(await product.tickets.warnings.sweep()).to.equal(0);
  });
});
