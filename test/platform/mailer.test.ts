import net from "node:net";
import { expect } from "chai";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { SmtpSettings } from "../../server/platform/config-messages.ts";
import type { Delivery } from "../../server/platform/delivery.ts";
import { createMailer, type Mail, type MailLimits } from "../../server/platform/mailer.ts";
import { closeAll, deadPort, keptLog, listening } from "../support/listening.ts";
import { readMail } from "../support/mime.ts";

const TO = "wang.xiaomei@example.com";
const PASSWORD = "geheim-口令+/ 1";
const mail = (over: Partial<Mail> = {}): Mail => ({
  to: TO,
  subject: "您的投诉已受理",
  text: "您好，您的投诉已受理。",
  messageId: "case-1.accepted",
  ...over,
});

describe("e-mail", () => {
  afterEach(closeAll);

  const mailerTo = (port: number, over: Partial<SmtpSettings> = {}, limits?: MailLimits) => {
    const log = keptLog();
    const smtp = { host: "127.0.0.1", port, secure: false, auth: undefined, from: { name: "质诉", address: "no-reply@gov.example" }, ...over };
    const mailer = createMailer({ demo: false, messages: { publicUrl: "http://127.0.0.1", publicName: "质诉", smtp, sms: undefined } }, log, limits);
    return { mailer, log };
  };
  /** A mail server that keeps what it took. */
  const serverOf = async (options: SMTPServerOptions = {}): Promise<{ port: number; taken: Buffer[]; senders: string[] }> => {
    const taken: Buffer[] = [];
    const senders: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      logger: false,
      onData(stream, session, callback) {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          taken.push(Buffer.concat(chunks));
          if (session.envelope.mailFrom !== false) senders.push(session.envelope.mailFrom.address);
          callback();
        });
      },
      ...options,
    });
    server.on("error", () => undefined);
    return { port: await listening(server.server), taken, senders };
  };
  const saying = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });
  /** A server that answers each line that begins so; null hangs up, a missing line is met with silence. */
  const scripted = (greeting: string | null, answers: Record<string, string | null> = {}): Promise<number> =>
    listening(
      net.createServer((socket) => {
        let rest = "";
        if (greeting !== null) socket.write(`${greeting}\r\n`);
        socket.on("data", (chunk) => {
          const lines = (rest + chunk.toString("latin1")).split("\r\n");
          rest = lines.pop() ?? "";
          for (const line of lines)
            for (const [begin, answer] of Object.entries(answers)) {
              if (line !== begin && !line.startsWith(`${begin} `) && !line.startsWith(`${begin}:`)) continue;
              if (answer === null) socket.destroy();
              else socket.write(`${answer}\r\n`);
            }
        });
      }),
    );
  const TAKES = { EHLO: "250 there", "MAIL FROM": "250 ok", "RCPT TO": "250 ok", DATA: "354 go on" };
  const SHORT: MailLimits = { connectMs: 300, silentMs: 300, totalMs: 20_000 };
  const quietly = (delivery: Delivery, log: { text: () => string }): void => {
    for (const text of [JSON.stringify(delivery), log.text()])
      for (const secret of [TO, "wang", PASSWORD, "已受理", "no-reply"]) expect(text).not.to.include(secret);
  };

  it("arrives as it was written, Chinese and attachment byte for byte", async () => {
    const { port, taken, senders } = await serverOf();
    const { mailer, log } = mailerTo(port);
    const text = `“引号”、𠮷野家\n.\n..一点开头的行\n${"长".repeat(3_000)}\n\n完`;
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
    const attachments = [
      { name: "受理决定书（穗市监〔2026〕第12号）—王小梅、李店长及其他三人的共同投诉.pdf", type: "application/pdf", content: bytes },
      { name: "a.txt", type: "text/plain", content: Buffer.from(".\r\n\n\r无") },
    ];
    expect(mailer).to.include({ ready: true, kind: "smtp" });
    expect(await mailer.send(mail({ text, attachments, subject: "关于“健身房”的投诉：受理决定书\r\nBcc: x@y.example" }))).to.deep.equal({
      result: "sent",
      reference: "case-1.accepted@gov.example",
    });
    const { headers, parts } = readMail(taken[0] ?? Buffer.alloc(0));
    expect(Object.fromEntries(headers)).to.include({
      subject: "关于“健身房”的投诉：受理决定书 Bcc: x@y.example",
      to: TO,
      from: "质诉 <no-reply@gov.example>",
      "message-id": "<case-1.accepted@gov.example>",
      "auto-submitted": "auto-generated",
    });
    expect(headers.has("bcc")).to.equal(false);
    expect(senders).to.deep.equal(["no-reply@gov.example"]);
    expect(parts).to.have.length(3);
    expect(parts[0]?.content.toString("utf8").replaceAll("\r\n", "\n").trimEnd()).to.equal(text);
    for (const [index, { name, type, content }] of attachments.entries()) {
      const part = parts[index + 1];
      expect(part?.filename).to.equal(name);
      expect(part?.headers.get("content-type")).to.match(new RegExp(`^${type}`, "u"));
      expect(part?.content.equals(content), name).to.equal(true);
    }
    expect(log.text()).to.equal("");
  });

  it("tells who cannot be reached at all from who may be later", async () => {
    const cases: [code: number, words: string, reason: string, retry: boolean, detail: string][] = [
      [550, `5.1.1 <${TO}> no such user`, "address", false, "RCPT TO 550 5.1.1"],
      [550, `mailbox ${TO} unavailable`, "address", false, "RCPT TO 550"],
      [554, "5.7.1 relay denied", "refused", false, "RCPT TO 554 5.7.1"],
      [450, `4.2.0 <${TO}> greylisted`, "refused", true, "RCPT TO 450 4.2.0"],
    ];
    for (const [code, words, reason, retry, detail] of cases) {
      const { port, taken } = await serverOf({ onRcptTo: (_, __, callback) => callback(saying(code, words)) });
      const { mailer, log } = mailerTo(port);
      const delivery = await mailer.send(mail());
      expect(delivery).to.deep.equal({ result: "failed", reason, detail, retry });
      expect(taken).to.deep.equal([]);
      quietly(delivery, log);
      expect(log.text()).to.include(detail);
    }
  });

  it("tells a message refused for good from one put off", async () => {
    for (const [answer, retry] of [
      [`554 5.6.0 spam from no-reply to ${TO}`, false],
      ["451 4.3.0 disk full", true],
      ["421 closing down", true],
    ] as const) {
      const { mailer, log } = mailerTo(await scripted("220 hello", { ...TAKES, ".": answer }));
      const delivery = await mailer.send(mail());
      expect(delivery, answer).to.deep.include({ result: "failed", reason: "refused", retry });
      quietly(delivery, log);
    }
  });

  it("asks no server about what is not one address", async () => {
    const { port, taken } = await serverOf();
    const { mailer } = mailerTo(port);
    for (const to of ["", "wang", "a@b,c@d", "a@b.example\r\nBcc: c@d.example", "<a@b.example>", "a b@c.example", `${"a".repeat(65)}@b.example`])
      expect(await mailer.send(mail({ to })), to).to.deep.equal({ result: "failed", reason: "address", detail: "not an address", retry: false });
    expect(taken).to.deep.equal([]);
  });

  it("may be tried again when the server is away", async () => {
    const { mailer, log } = mailerTo(await deadPort(net.createServer()));
    const delivery = await mailer.send(mail());
    expect(delivery).to.deep.equal({ result: "failed", reason: "unreachable", detail: "ECONNREFUSED", retry: true });
    quietly(delivery, log);
  });

  it("may be tried again after silence, unless the message was handed over already", async () => {
    for (const [port, retry] of [
      [await scripted(null), true],
      [await scripted("220 hello", { EHLO: "250 there", "MAIL FROM": "250 ok" }), true],
      [await scripted("220 hello", TAKES), false],
    ] as const) {
      const { mailer, log } = mailerTo(port, {}, SHORT);
      const delivery = await mailer.send(mail());
      expect(delivery).to.deep.equal({ result: "failed", reason: "timeout", detail: "ETIMEDOUT", retry });
      quietly(delivery, log);
    }
  });

  it("ends in time though a server never falls silent", async () => {
    const port = await listening(
      net.createServer((socket) => {
        socket.write("220-hello\r\n");
        const timer = setInterval(() => socket.write("220-still here\r\n"), 20);
        socket.on("close", () => clearInterval(timer));
      }),
    );
    const { mailer } = mailerTo(port, {}, { connectMs: 20_000, silentMs: 20_000, totalMs: 200 });
    const begun = performance.now();
    expect(await mailer.send(mail())).to.deep.equal({ result: "failed", reason: "timeout", detail: "deadline", retry: true });
    expect(performance.now() - begun).to.be.lessThan(10_000);
  });

  it("may be tried again after a lost connection, unless the message was handed over already", async () => {
    for (const [answers, retry] of [
      [{ ...TAKES, "RCPT TO": null }, true],
      [{ ...TAKES, ".": null }, false],
    ] as const) {
      const { mailer, log } = mailerTo(await scripted("220 hello", answers));
      const delivery = await mailer.send(mail());
      expect(delivery).to.deep.include({ result: "failed", reason: "unreachable", retry });
      quietly(delivery, log);
    }
  });

  it("is not taken for delivered by what speaks no SMTP", async () => {
    for (const greeting of ["HTTP/1.1 400 Bad Request\r\n\r\n", "\u0000\u0001garbage", "999 what"]) {
      const { mailer, log } = mailerTo(await scripted(greeting), {}, SHORT);
      const delivery = await mailer.send(mail());
      expect(delivery).to.include({ result: "failed", retry: true });
      quietly(delivery, log);
    }
    const { mailer } = mailerTo(await scripted("220 hello", { ...TAKES, ".": "oops" }));
    expect(await mailer.send(mail()), "nobody knows what that means").to.include({ result: "failed", retry: false });
  });

  it("signs in, and a wrong password is a matter of the installation", async () => {
    const tried: string[] = [];
    const server = await serverOf({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, callback) => {
        tried.push(`${username}:${password}`);
        callback(password === PASSWORD ? null : saying(535, `5.7.8 ${username} ${password} wrong`), { user: username });
      },
    });
    const right = mailerTo(server.port, { auth: { user: "zhisu", pass: PASSWORD } });
    expect(await right.mailer.send(mail())).to.include({ result: "sent" });
    const wrong = mailerTo(server.port, { auth: { user: "zhisu", pass: `${PASSWORD}x` } });
    const delivery = await wrong.mailer.send(mail());
    expect(delivery).to.deep.include({ result: "failed", reason: "refused", retry: true });
    quietly(delivery, wrong.log);
    expect(tried).to.deep.equal([`zhisu:${PASSWORD}`, `zhisu:${PASSWORD}x`]);
  });

  it("sends no password in the clear to another machine", async () => {
    const tried: string[] = [];
    const server = await serverOf({
      allowInsecureAuth: true,
      onAuth: ({ username }, _, callback) => {
        tried.push(String(username));
        callback(null, { user: username });
      },
    });
    // An address of this machine that does not read like one.
    const { mailer } = mailerTo(server.port, { host: "0.0.0.0", auth: { user: "zhisu", pass: PASSWORD } });
    expect(await mailer.send(mail())).to.include({ result: "failed", retry: true });
    expect(tried).to.deep.equal([]);
    expect(server.taken).to.deep.equal([]);
  });

  it("believes no certificate that nobody vouches for", async () => {
    const { port, taken } = await serverOf({ disabledCommands: [] });
    for (const secure of [false, true]) {
      const { mailer } = mailerTo(port, { secure }, SHORT);
      expect(await mailer.send(mail()), String(secure)).to.include({ result: "failed", reason: "unreachable", retry: true });
    }
    expect(taken).to.deep.equal([]);
  });

  it("of a demonstration goes to nobody, and what it would have been can be read", async () => {
    const messages = { publicUrl: "http://127.0.0.1", publicName: "质诉", smtp: undefined, sms: undefined };
    const mailer = createMailer({ demo: true, messages }, keptLog());
    expect(mailer).to.include({ ready: true, kind: "demo" });
    for (let count = 1; count <= 201; count += 1)
      expect(await mailer.send(mail({ subject: `第${count}封` }))).to.deep.equal({ result: "sent", reference: `demo-${count}` });
    expect(mailer.sent()).to.have.length(200);
    expect(mailer.sent()[0]?.subject).to.equal("第2封");
    expect(mailer.sent().at(-1)).to.deep.equal(mail({ subject: "第201封" }));

    const none = createMailer({ demo: false, messages }, keptLog());
    expect(none).to.include({ ready: false, kind: "none" });
    expect(await none.send(mail())).to.deep.equal({ result: "failed", reason: "notConfigured", detail: "", retry: false });
  });
});
