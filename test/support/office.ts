import { expect } from "chai";
import { verifyTicket } from "../../server/tickets/verify.ts";
import type { ClockView, TicketView } from "../../shared/tickets/views.ts";
import { startProduct } from "./product.ts";

/** A case as it is lived: the clock of the product is moved, everything else goes through the API. */
export const createOffice = async (name: string, begins: string) => {
  const product = await startProduct(name, { startAt: new Date(begins) });
  /** Moves case time to that minute in Shanghai, and lets the limits that were passed on the way warn. */
  const go = async (to: string): Promise<void> => {
    await product.clock.advance(new Date(`${to}:00+08:00`).getTime() - product.clock.now().getTime());
    await product.tickets.warnings.sweep();
  };
  const see = async (id: string, who: string): Promise<TicketView> => {
    const { body } = await product.request
      .get(`/api/tickets/${id}`)
      .set(await product.as(who))
      .expect(200);
    return body;
  };
  const post = async (id: string, who: string, action: Record<string, unknown>, version: number) =>
    product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as(who))
      .send({ version, ...action });
  /** Acts on the newest version; a refusal is the test's failure. */
  const act = async (id: string, who: string, action: Record<string, unknown>): Promise<TicketView> => {
    const current = await product.tickets.store.full(id);
    const { status, body } = await post(id, who, action, current?.version ?? 0);
    expect(status, `${action.type}: ${JSON.stringify(body)}`).to.equal(200);
    return body.ticket;
  };
  const refused = async (id: string, who: string, action: Record<string, unknown>): Promise<string> => {
    const current = await product.tickets.store.full(id);
    const { status, body } = await post(id, who, action, current?.version ?? 0);
    expect(status, JSON.stringify(body)).to.be.oneOf([400, 403, 409, 422]);
    return body.error?.rule ?? body.error?.code;
  };
  return { product, go, see, act, refused };
};
export type Office = Awaited<ReturnType<typeof createOffice>>;

/** By rule id, or by key where one id has several limits. */
export const clockOf = (view: TicketView, name: string): ClockView => {
  const found = view.clocks.find(({ id, key }) => key === name || id === name);
  if (found === undefined) throw new Error(`no clock ${name} among ${view.clocks.map(({ key }) => key).join(" ")}`);
  return found;
};
export const owedTo = (view: TicketView, notice: string, to: string) => {
  const found = view.owed.find((row) => row.notice === notice && row.to === to);
  if (found === undefined) throw new Error(`nothing owed: ${notice} to ${to}`);
  return found;
};
export const sound = async ({ product }: Office, id: string): Promise<void> => {
  const row = await product.tickets.store.full(id);
  expect(row === null ? ["gone"] : verifyTicket(row, product.seal)).to.deep.equal([]);
};

export const file = async ({ product }: Office, body: object): Promise<{ id: string; no: string; code: string }> => {
  const filed = await product.request.post("/api/public/tickets").send(body).expect(201);
  const row = await product.tickets.store.byNo(filed.body.no);
  return { id: row?._id ?? "", ...filed.body };
};

export const readPage = async ({ product }: Office, { no, code }: { no: string; code: string }) =>
  (await product.request.post(`/api/public/tickets/${no}/track`).send({ code }).expect(200)).body.ticket;
