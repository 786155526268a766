import { randomUUID } from "node:crypto";
import { expect } from "chai";
import type { StaffActor } from "../../shared/actor.ts";
import type { BulkJob } from "../../shared/bulk/views.ts";
import { complaint, type TestProduct, until } from "./product.ts";

export type Many = { id: string; no: string; version: number };

/** A demo account as the rules see it. */
export const actorOf = (product: TestProduct, username: string): StaffActor => {
  const card = product.users.directory.all().find((each) => each.username === username);
  if (card === undefined) throw new Error(`no account ${username}`);
  return { type: "staff", id: card.id, name: card.name, roles: card.roles, departmentId: card.departmentId, deputyFor: [] };
};

/** Files cases that lie with SCJG and were taken up by `handler` as far as `steps` says; a few at a time, without HTTP. */
export const fileMany = async (
  product: TestProduct,
  count: number,
  {
    steps = ["sign", "accept"],
    handler = "mf.liu",
    over = () => ({}),
  }: { steps?: ("sign" | "accept")[]; handler?: string; over?: (i: number) => object } = {},
): Promise<Many[]> => {
  const intake = actorOf(product, "disp.zhao");
  const actor = actorOf(product, handler);
  const made: Many[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) {
      const input = { ...complaint({ title: `第${i + 1}件`, ...over(i) }), channel: "12315", route: { departmentId: "SCJG" } };
      const { id, no } = await product.tickets.filing.file(input as never, intake, undefined);
      let version = (await product.tickets.store.load(id))?.row.version ?? 1;
      for (const type of steps)
        version = (await product.tickets.acting.act({ id, action: { type, version }, actor, idempotency: undefined })).row.version;
      made[i] = { id, no, version };
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return made;
};

/** Acts on many cases as the desk does, through the API. */
export const manyOf = (product: () => TestProduct) => {
  const post = async (who: string, path: string, body: object, key?: string) =>
    product()
      .request.post(`/api/bulk${path}`)
      .set({ ...(await product().as(who)), ...(key === undefined ? {} : { "idempotency-key": key }) })
      .send(body);
  const get = async (who: string, id: string): Promise<BulkJob> => {
    const { status, body, text } = await product()
      .request.get(`/api/bulk/${id}`)
      .set(await product().as(who));
    expect(status, text).to.equal(200);
    return body;
  };
  const start = async (who: string, ids: readonly string[], action: object): Promise<string> => {
    const { status, body, text } = await post(who, "", { ids, action }, randomUUID());
    expect(status, text).to.equal(202);
    expect(body.total).to.equal(ids.length);
    return body.id;
  };
  const ended = (who: string, id: string): Promise<BulkJob> => {
    const look = async (): Promise<BulkJob | null> => {
      const job = await get(who, id);
      return job.finishedAt === null ? null : job;
    };
    return until(look, "the job to end", 60_000);
  };
  const run = async (who: string, ids: readonly string[], action: object): Promise<BulkJob> => ended(who, await start(who, ids, action));
  return { post, get, start, ended, run };
};
