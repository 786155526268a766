import { expect } from "chai";
import type { TicketView } from "../../shared/tickets/views.ts";
import type { TestProduct } from "./product.ts";

/** Tells everybody who is owed word of the case, by letter with its posting number; answers the version of the case. */
export const tellAll = async (product: TestProduct, id: string, who: string): Promise<number> => {
  const headers = await product.as(who);
  const seen = (await product.request.get(`/api/tickets/${id}`).set(headers)).body as TicketView;
  let { version } = seen;
  for (const { id: owed } of seen.owed.filter(({ canTell }) => canTell)) {
    const proof = { type: "tell", owed, channel: "letter", reference: `XA0001234563${owed}` };
    const answer = await product.request.post(`/api/tickets/${id}/actions`).set(headers).send(proof);
    expect(answer.status, answer.text).to.equal(200);
    version = answer.body.ticket.version;
  }
  return version;
};

/** The handler proposes what the head of the authority then decides (PPR 18–20); answers the version of the case. */
export const decideReport = async (
  product: TestProduct,
  id: string,
  { filing, handler = "mf.liu", head = "head.teng" }: { filing: "file" | "decline"; handler?: string; head?: string },
): Promise<number> => {
  const versionNow = async (): Promise<number> => (await product.tickets.store.full(id))?.version ?? 0;
  for (const [who, body] of [
    [handler, { type: "proposeFiling", filing, reason: "已核查，见核查记录。" }],
    [head, { type: "decideFiling", approve: true }],
  ] as const) {
    const answer = await product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as(who))
      .send({ ...body, version: await versionNow() });
    expect(answer.status, answer.text).to.equal(200);
  }
  return versionNow();
};
