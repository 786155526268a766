import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createAnchor } from "../../server/audit/anchor.ts";
import { createAuditStore } from "../../server/audit/store.ts";
import { verifyAuditLog } from "../../server/audit/verify.ts";
import type { EngineLog } from "../../server/engines/log.ts";
import { socketFolderOf } from "../../server/engines/socket-folder.ts";
import type { Database } from "../../server/platform/database.ts";
import type { TicketRow } from "../../server/tickets/row.ts";
import { verifyTicket } from "../../server/tickets/verify.ts";
import { startProduct, type TestProduct, until } from "../support/product.ts";

export const silent: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A folder for an engine that the test starts, and what removes it again. */
export const privateFolder = (): { dir: string; remove: () => void } => {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "zhisu-chaos-")));
  return {
    dir,
    remove: () => {
      fs.rmSync(dir, { recursive: true, force: true });
      fs.rmSync(socketFolderOf(dir), { recursive: true, force: true });
    },
  };
};

/** A product that a test may stop itself, before the engines it started: stopping it again does nothing. */
export const startStoppable = async (...args: Parameters<typeof startProduct>): Promise<TestProduct> => {
  const product = await startProduct(...args);
  const stop = product.stop;
  let stopped: Promise<void> | undefined;
  product.stop = () => {
    stopped ??= stop();
    return stopped;
  };
  return product;
};

export type Answer = { status: number; body: Record<string, unknown> & { error?: { code?: string } } };

/** One request; null when there was no answer. */
export const send = async (url: string, { body, headers = {} }: { body?: object; headers?: Record<string, string> }): Promise<Answer | null> => {
  try {
    const answer = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: answer.status, body: (await answer.json()) as Answer["body"] };
  } catch {
    return null;
  }
};

/** As the browser does: the same request with the same key until it is answered by other than "unavailable". `seen` counts answers by status. */
export const insist = async (url: string, request: Parameters<typeof send>[1], seen: Map<number, number>): Promise<Answer> =>
  until(
    async () => {
      const answer = await send(url, request);
      const status = answer?.status ?? 0;
      seen.set(status, (seen.get(status) ?? 0) + 1);
      return answer !== null && status < 500 ? answer : null;
    },
    `an answer to ${url}`,
    60_000,
  );

/** Raw rows, as somebody with the database in hand sees them. */
export const rawTickets = (product: TestProduct) => product.database.connection.collection<TicketRow>("tickets");
type RawBlock = { _id: string; records: { id: string; subject: string }[] };
export const rawBlocks = (product: TestProduct) => product.database.connection.collection<RawBlock>("audit");

export const allTickets = (product: TestProduct): Promise<TicketRow[]> =>
  rawTickets(product).find({}).sort({ _id: 1 }).toArray() as unknown as Promise<TicketRow[]>;

export const countPending = (product: TestProduct): Promise<number> => rawTickets(product).countDocuments({ pending: true });

/** The same database through models of its own, for what opens collections itself. */
export const aside = (product: TestProduct): Database => {
  const { connection } = product.database;
  return { ...product.database, connection: connection.useDb(connection.name, { useCache: false }) };
};

/** Sweeps until no case has an entry that some subscriber has not handled. */
export const sweptClean = (product: TestProduct): Promise<true> =>
  until(
    async () => {
      if ((await countPending(product)) === 0) return true;
      await product.tickets.relay.sweep(0);
      await product.tickets.relay.drained();
      return false;
    },
    "every event to be handled",
    40_000,
  );

export const auditIds = async (product: TestProduct): Promise<string[]> => {
  const blocks = await rawBlocks(product).find({}).toArray();
  return blocks.flatMap((block) => block.records.map(({ id }) => id));
};

export const eventIds = (rows: readonly TicketRow[]): string[] => rows.flatMap((row) => row.timeline.map(({ seq }) => `${row._id}:${seq}`));

/** Everything that must hold after any accident: chains, versions, the audit log, and every event on it once. Answers what does not. */
export const faultsOf = async (product: TestProduct): Promise<string[]> => {
  const rows = await allTickets(product);
  const faults = rows.flatMap((row) => verifyTicket(row, product.seal).map(({ no, seq, what }) => `${no} ${seq}: ${what}`));
  for (const row of rows) if (row.version !== row.timeline.length) faults.push(`${row.no}: version ${row.version}, ${row.timeline.length} entries`);
  const log = await verifyAuditLog(await createAuditStore(aside(product)), product.seal.hmac, createAnchor(product.config.dataDir).read());
  faults.push(...log.faults.map(({ block, what }) => `block ${block}: ${what}`));
  const heard = await auditIds(product);
  const known = new Set(heard);
  if (known.size < heard.length) faults.push(`${heard.length - known.size} records are on the audit log twice`);
  const missing = eventIds(rows).filter((id) => !known.has(id));
  if (missing.length > 0) faults.push(`${missing.length} events are missing from the audit log: ${missing.slice(0, 3).join(", ")}`);
  return faults;
};
