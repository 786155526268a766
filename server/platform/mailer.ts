import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Config } from "./config.ts";
import type { SmtpSettings } from "./config-messages.ts";
import { type Channel, type Delivery, demoChannel, failed, noChannel, realChannel } from "./delivery.ts";
import type { Log } from "./log.ts";

export type MailAttachment = { name: string; type: string; content: Buffer };
export type Mail = {
  /** One address. */
  to: string;
  subject: string;
  text: string;
  attachments?: MailAttachment[];
  /** The caller's own, the same when it is sent again: mail programs show such only once. Becomes the Message-ID. */
  messageId: string;
};
export type Mailer = Channel<Mail, "smtp">;
export type MailLimits = { connectMs: number; silentMs: number; totalMs: number };

const LIMITS: MailLimits = { connectMs: 10_000, silentMs: 30_000, totalMs: 90_000 };
const ADDRESS = /^[^\s<>()[\],;:"\\@\p{C}]{1,64}@[^\s<>()[\],;:"\\@\p{C}]{1,190}$/u;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/u;

/** E-mail over SMTP. Knows nothing of what is told, to whom or why. */
export const createMailer = (config: Pick<Config, "demo" | "messages">, log: Log, limits: MailLimits = LIMITS): Mailer => {
  const { smtp } = config.messages;
  if (smtp === undefined) return config.demo ? demoChannel() : noChannel();
  return realChannel(
    "smtp",
    async (mail: Mail, cut) => {
      if (!ADDRESS.test(mail.to)) return failed("address", "not an address", false);
      return talk(smtp, await compose(smtp, mail), cut, limits);
    },
    log,
  );
};

type Composed = { from: string; to: string[]; content: Buffer; reference: string };

const compose = async (smtp: SmtpSettings, { to, subject, text, attachments = [], messageId }: Mail): Promise<Composed> => {
  const id = messageId.replace(/[^\w.@-]/gu, "-");
  const reference = id.includes("@") ? id : `${id}@${smtp.from.address.split("@")[1]}`;
  const node = new MailComposer({
    from: smtp.from,
    to: { name: "", address: to },
    subject: subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " "),
    text,
    // Chinese text as base64 passes every server unchanged.
    textEncoding: "base64",
    messageId: `<${reference}>`,
    // So that no holiday notice answers it (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated" },
    attachments: attachments.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const envelope = node.getEnvelope();
  return { from: envelope.from || smtp.from.address, to: envelope.to, content: await node.build(), reference };
};

/** One conversation with the server. */
const talk = (smtp: SmtpSettings, { from, to, content, reference }: Composed, cut: AbortSignal, limits: MailLimits): Promise<Delivery> =>
  new Promise((done) => {
    // From here on the server may have the whole message, whatever happens to its answer.
    let handed = false;
    let settled = false;
    const connection = new SMTPConnection({
      host: smtp.host,
      port: smtp.port,
      secure: smtp.secure,
      // A password never goes over the wire in the clear.
      requireTLS: !smtp.secure && smtp.auth !== undefined && !LOOPBACK.test(smtp.host),
      connectionTimeout: limits.connectMs,
      greetingTimeout: limits.connectMs,
      dnsTimeout: limits.connectMs,
      socketTimeout: limits.silentMs,
      socketCloseTimeout: 1_000,
      maxResponseSize: 65_536,
    });
    const settle = (delivery: Delivery): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      cut.removeEventListener("abort", onCut);
      connection.close();
      done(delivery);
    };
    const fail = (error: SMTPConnection.SMTPError): void => settle(judge(error, handed));
    const onCut = (): void => settle(failed("unreachable", "closing", !handed));
    const deadline = setTimeout(() => settle(failed("timeout", "deadline", !handed)), limits.totalMs);
    cut.addEventListener("abort", onCut);

    const body = new Readable({
      // Read only after the server asked for the message (354).
      read() {
        handed = true;
        this.push(content);
        this.push(null);
      },
    });
    const send = (): void =>
      connection.send({ from, to, size: content.length }, body, (error) => (error ? fail(error) : settle({ result: "sent", reference })));
    connection.on("error", fail);
    connection.connect((error) => {
      if (settled) return;
      if (error) fail(error);
      else if (smtp.auth === undefined) send();
      else connection.login({ credentials: smtp.auth }, (refused) => (refused ? fail(refused) : send()));
    });
  });

const ABOUT_THE_MESSAGE = ["MAIL FROM", "RCPT TO", "DATA"];
const NO_SUCH_MAILBOX = [550, 551, 553];

/** What a failed conversation means. Answers of servers quote addresses: their codes are kept, their words are not. */
const judge = (error: SMTPConnection.SMTPError & { originalCode?: unknown }, handed: boolean): Delivery => {
  const { code = "", command = "", responseCode = 0 } = error;
  const aboutMessage = ABOUT_THE_MESSAGE.includes(command);
  if (responseCode >= 400) {
    const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/u.exec(error.response ?? "")?.[1];
    const detail = [command, responseCode, enhanced].filter((part) => part !== undefined && part !== "").join(" ");
    // What is wrong with the message stays wrong; what is wrong between the servers may be put right.
    const final = error.permanent === true && aboutMessage;
    const nobody = enhanced === undefined ? NO_SUCH_MAILBOX.includes(responseCode) : /^5\.[12]\./u.test(enhanced);
    return failed(final && command === "RCPT TO" && nobody ? "address" : "refused", detail, !final);
  }
  if (code === "ETIMEDOUT") return failed("timeout", code, !handed);
  if (code === "EAUTH") return failed("refused", code, true);
  if (code === "EENVELOPE") return failed("address", code, false);
  // Larger than the server takes: known before anything was sent.
  if (code === "EMESSAGE" && !handed) return failed("refused", code, false);
  const first = typeof error.originalCode === "string" ? error.originalCode : code;
  return failed("unreachable", first === "" ? "unknown" : first, !handed);
};
