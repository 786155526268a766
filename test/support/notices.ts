import http from "node:http";
import { expect } from "chai";
import { SMTPServer } from "smtp-server";
import type { Log } from "../../server/platform/log.ts";
import { createMailer, type Mailer } from "../../server/platform/mailer.ts";
import { createSms, type Sms } from "../../server/platform/sms.ts";
import type { TicketRow } from "../../server/tickets/row.ts";
import type { ClockRun } from "../../shared/tickets/ticket.ts";
import { listening } from "./listening.ts";
import { complaint, type TestProduct, until } from "./product.ts";

/** A mobile of the sample complaint, as it is typed. */
export const PHONE = "13800136021";
const NAMES = { publicUrl: "http://127.0.0.1:3000", publicName: "质诉" };

/** Real time some minutes from now, for sweeps. */
export const later = (minutes: number): Date => new Date(Date.now() + minutes * 60_000);

export const smsAt = (port: number, log: Log): Sms => {
  const body = '{"mobile":"{to}","content":"{text}","ref":"{ref}"}';
  const sms = { url: `http://127.0.0.1:${port}/send`, token: undefined, body, ok: undefined, id: "id" };
  return createSms({ demo: false, messages: { ...NAMES, smtp: undefined, sms } }, log);
};
export const mailAt = (port: number, log: Log): Mailer => {
  const smtp = { host: "127.0.0.1", port, secure: false, auth: undefined, from: { name: "质诉", address: "no-reply@gov.example" } };
  return createMailer({ demo: false, messages: { ...NAMES, smtp, sms: undefined } }, log);
};

type Asked = { mobile: string; content: string; ref: string };
/** A gateway that keeps what it is asked; `status` may change while it runs. */
export const gateway = async (answers: { status: number } = { status: 200 }): Promise<{ port: number; asked: Asked[] }> => {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      asked.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      response.writeHead(answers.status).end(JSON.stringify({ id: `m-${asked.length}` }));
    });
  });
  return { port: await listening(server), asked };
};
export const mailServer = async (): Promise<{ port: number; taken: Buffer[] }> => {
  const taken: Buffer[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        taken.push(Buffer.concat(chunks));
        callback();
      });
    },
  });
  server.on("error", () => undefined);
  return { port: await listening(server.server), taken };
};

export const rowOf = async (product: TestProduct, id: string): Promise<TicketRow> => {
  const found = await product.tickets.store.full(id);
  if (found === null) throw new Error("no case");
  return found;
};
export const act = async (product: TestProduct, who: string, id: string, body: object): Promise<TicketRow> => {
  const { version } = await rowOf(product, id);
  const answer = await product.request
    .post(`/api/tickets/${id}/actions`)
    .set(await product.as(who))
    .send({ version, ...body });
  expect(answer.status, answer.text).to.equal(200);
  return rowOf(product, id);
};

type Filed = { id: string; no: string; code: string };
export const fileAt = async (product: TestProduct, body: object): Promise<Filed> => {
  const { no, code } = (await product.request.post("/api/public/tickets").send(body).expect(201)).body;
  return { id: (await product.tickets.store.byNo(no))?._id ?? "", no, code };
};
export const signed = async (product: TestProduct, body: object = complaint()): Promise<Filed> => {
  const filed = await fileAt(product, body);
  await act(product, "disp.zhao", filed.id, { type: "dispatch", departmentId: "SCJG" });
  await act(product, "mf.liu", filed.id, { type: "sign" });
  return filed;
};
/** Accepted: the complainant is owed word of it. */
export const accepted = async (product: TestProduct, body: object = complaint()): Promise<Filed & { owed: string }> => {
  const filed = await signed(product, body);
  return { ...filed, owed: (await act(product, "mf.liu", filed.id, { type: "accept" })).owed[0]?.id ?? "" };
};
export const send = async (product: TestProduct, id: string, owed: string, channel: string, headers: Record<string, string> = {}, who = "mf.liu") =>
  product.request
    .post(`/api/tickets/${id}/owed/${owed}/send`)
    .set({ ...(await product.as(who)), ...headers })
    .send({ channel });

export const told = async (product: TestProduct, id: string) => (await rowOf(product, id)).owed.flatMap((owed) => owed.told);
/** The first proof, or vain try, on the case. */
export const proofOf = (product: TestProduct, id: string) => until(async () => (await told(product, id))[0], "the proof");
export const C1 = ({ procedures }: TicketRow): ClockRun | undefined => procedures.flatMap(({ clocks }) => clocks).find(({ id }) => id === "C1");

export const sendings = (product: TestProduct) => product.database.connection.collection("sendings");
export const rest = (product: TestProduct) =>
  until(async () => (await sendings(product).countDocuments({ state: { $nin: ["done", "retry"] } })) === 0, "the outbox to rest");
