import http from "node:http";
import net from "node:net";
import { expect } from "chai";
import type { SmsSettings } from "../../server/platform/config-messages.ts";
import type { Delivery } from "../../server/platform/delivery.ts";
import { createSms, fillTemplate, type SmsMessage } from "../../server/platform/sms.ts";
import { closeAll, deadPort, keptLog, listening } from "../support/listening.ts";

const TO = "+8613800136021";
const TOKEN = "t0ken-geheim";
const BODY = '{"mobile":"{to}","content":"{text}","ref":"{ref}"}';
const TEXT = "【质诉】您的投诉“健身房”已受理。";
const sms = (over: Partial<SmsMessage> = {}): SmsMessage => ({ to: TO, text: TEXT, ref: "case-1.accepted", ...over });

describe("text messages", () => {
  afterEach(closeAll);

  const smsTo = (port: number, over: Partial<SmsSettings> = {}, limitMs?: number) => {
    const log = keptLog();
    const settings = { url: `http://127.0.0.1:${port}/v1/send?app=7`, token: TOKEN, body: BODY, ok: undefined, id: undefined, ...over };
    const messages = { publicUrl: "http://127.0.0.1", publicName: "质诉", smtp: undefined, sms: settings };
    return { channel: createSms({ demo: false, messages }, log, limitMs), log };
  };
  type Asked = { method: string | undefined; url: string | undefined; headers: http.IncomingHttpHeaders; body: string };
  /** A gateway that gives one answer to all and keeps what it was asked. */
  const gateway = async (
    status: number,
    answer: string | Buffer,
    headers: http.OutgoingHttpHeaders = {},
  ): Promise<{ port: number; asked: Asked[] }> => {
    const asked: Asked[] = [];
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        asked.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
        response.writeHead(status, headers).end(answer);
      });
    });
    return { port: await listening(server), asked };
  };
  const quietly = (delivery: Delivery, log: { text: () => string }): void => {
    for (const text of [JSON.stringify(delivery), log.text()])
      for (const secret of [TO, "13800136021", TOKEN, "健身房", "已受理"]) expect(text).not.to.include(secret);
  };

  it("are posted as the template says and known by the gateway's id", async () => {
    const { port, asked } = await gateway(200, '{"code":0,"data":{"list":[{"id":90071}]}}');
    const { channel, log } = smsTo(port, { ok: /"code":0\b/u, id: "data.list.0.id" });
    expect(channel).to.include({ ready: true, kind: "http" });
    expect(await channel.send(sms())).to.deep.equal({ result: "sent", reference: "90071" });
    expect(asked).to.have.length(1);
    expect(asked[0]).to.include({ method: "POST", url: "/v1/send?app=7" });
    expect(asked[0]?.headers).to.include({ authorization: `Bearer ${TOKEN}`, "content-type": "application/json; charset=utf-8" });
    expect(JSON.parse(asked[0]?.body ?? "")).to.deep.equal({ mobile: TO, content: TEXT, ref: "case-1.accepted" });
    expect(log.text()).to.equal("");
  });

  it("keep every character, and words bring no placeholders or fields in", async () => {
    const { port, asked } = await gateway(204, "");
    const { channel } = smsTo(port, { token: undefined });
    const texts = ['他说："退钱"\n第二行\\n\t', '","mobile":"+8613900000000', "{to} {ref} {text} $& $1", "\u0000\u2028𠮷👍", ""];
    for (const text of texts) expect(await channel.send(sms({ text }))).to.deep.equal({ result: "sent", reference: "case-1.accepted" });
    expect(asked.map(({ body }) => JSON.parse(body))).to.deep.equal(texts.map((content) => ({ mobile: TO, content, ref: "case-1.accepted" })));
    expect(asked[0]?.headers).not.to.have.property("authorization");
  });

  it("fit gateways with other bodies", () => {
    const template = '{"phones":["{national}"],"sign":7,"urgent":true,"none":null,"params":{"content":"{text}","all":"{ref}/{to}/{other}"}}';
    expect(JSON.parse(fillTemplate(template, sms({ text: 'a"b' })))).to.deep.equal({
      phones: ["13800136021"],
      sign: 7,
      urgent: true,
      none: null,
      params: { content: 'a"b', all: `case-1.accepted/${TO}/{other}` },
    });
    expect(JSON.parse(fillTemplate('{"n":"{national}","t":"{text}"}', sms({ to: "+442079460958" }))).n).to.equal("+442079460958");
  });

  it("are refused by status, or by what the answer says; with the gateway's code where there is one", async () => {
    const cases: [status: number, answer: string, detail: string, retry: boolean][] = [
      [400, `{"code":"isv.MOBILE_NUMBER_ILLEGAL","message":"${TO} ${TEXT}"}`, "http 400, code isv.MOBILE_NUMBER_ILLEGAL", false],
      [401, `token ${TOKEN} unknown`, "http 401", false],
      [429, "{}", "http 429", true],
      [500, '{"errcode":-42}', "http 500, code -42", false],
      [503, "", "http 503", false],
      [200, '{"code":1001,"msg":"余额不足"}', "http 200, code 1001", false],
      [200, `{"code":"${TO.slice(1)}"}`, "http 200", false],
      [200, "<html>welcome</html>", "http 200", false],
    ];
    for (const [status, answer, detail, retry] of cases) {
      const { port } = await gateway(status, answer);
      const { channel, log } = smsTo(port, { ok: /"code":0\b/u });
      const delivery = await channel.send(sms());
      expect(delivery, answer).to.deep.equal({ result: "failed", reason: "refused", detail, retry });
      quietly(delivery, log);
      expect(log.text()).to.include(detail);
    }
    const { port } = await gateway(400, '{"code":"482913"}');
    expect(await smsTo(port).channel.send(sms({ text: "查询码 482913" })), "a code that is a word of the text").to.include({ detail: "http 400" });
  });

  it("follow no redirect", async () => {
    const other = await gateway(200, "{}");
    for (const status of [301, 302, 307, 308]) {
      const { port } = await gateway(status, "", { location: `http://127.0.0.1:${other.port}/` });
      const delivery = await smsTo(port).channel.send(sms());
      expect(delivery).to.deep.equal({ result: "failed", reason: "refused", detail: `http ${status}`, retry: false });
    }
    expect(other.asked).to.deep.equal([]);
  });

  it("go through no proxy of the environment", async () => {
    const proxy = await gateway(200, "{}");
    const { port, asked } = await gateway(200, "{}");
    const names = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "NODE_USE_ENV_PROXY"];
    const before = names.map((name) => process.env[name]);
    try {
      for (const name of names) process.env[name] = name.startsWith("NODE") ? "1" : `http://127.0.0.1:${proxy.port}`;
      expect(await smsTo(port).channel.send(sms())).to.include({ result: "sent" });
    } finally {
      for (const [index, name] of names.entries())
        if (before[index] === undefined) delete process.env[name];
        else process.env[name] = before[index];
    }
    expect([proxy.asked.length, asked.length]).to.deep.equal([0, 1]);
  });

  it("read no answer without end", async () => {
    let written = 0;
    const port = await listening(
      http.createServer((_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write("x".repeat(16_384))) written += 16_384;
        };
        response.writeHead(200).on("drain", more);
        more();
      }),
    );
    expect(await smsTo(port).channel.send(sms())).to.include({ result: "sent" });
    expect(await smsTo(port, { ok: /never/u }).channel.send(sms())).to.include({ result: "failed", reason: "refused" });
    expect(written).to.be.lessThan(50_000_000);
  });

  it("may be tried again when the gateway is away", async () => {
    const { channel, log } = smsTo(await deadPort(net.createServer()));
    const delivery = await channel.send(sms());
    expect(delivery).to.deep.equal({ result: "failed", reason: "unreachable", detail: "ECONNREFUSED", retry: true });
    quietly(delivery, log);
  });

  it("may be tried again when no connection came about in time, but not once the gateway was asked", async () => {
    const silent = await listening(http.createServer(() => undefined));
    const asked = smsTo(silent, {}, 150);
    const delivery = await asked.channel.send(sms());
    expect(delivery).to.deep.equal({ result: "failed", reason: "timeout", detail: "no answer", retry: false });
    quietly(delivery, asked.log);
    // Connects, but the handshake of TLS is never answered: nothing was asked yet.
    const mute = smsTo(0, { url: `https://127.0.0.1:${await listening(net.createServer())}/` }, 150);
    expect(await mute.channel.send(sms())).to.deep.equal({ result: "failed", reason: "timeout", detail: "no connection", retry: true });
  });

  it("are not taken for delivered by what speaks no HTTP, hangs up or stops half-way", async () => {
    const answers = ["garbage\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"];
    for (const answer of answers) {
      const port = await listening(net.createServer((socket) => socket.once("data", () => socket.end(answer))));
      const { channel, log } = smsTo(port);
      const delivery = await channel.send(sms());
      expect(delivery, answer).to.include({ result: "failed", reason: "unreachable", retry: false });
      quietly(delivery, log);
    }
  });

  it("ask no gateway about what is no number in E.164", async () => {
    const { port, asked } = await gateway(200, "{}");
    const { channel } = smsTo(port);
    for (const to of ["", "13800136021", "12315", "+0631", "+86 138 0013 6021", `${TO}\n`, "+1234567890123456"])
      expect(await channel.send(sms({ to })), to).to.deep.equal({
        result: "failed",
        reason: "address",
        detail: "not a number in E.164",
        retry: false,
      });
    expect(asked).to.deep.equal([]);
  });

  it("of a demonstration go to nobody", async () => {
    const messages = { publicUrl: "http://127.0.0.1", publicName: "质诉", smtp: undefined, sms: undefined };
    const demo = createSms({ demo: true, messages }, keptLog());
    expect(demo).to.include({ ready: true, kind: "demo" });
    expect(await demo.send(sms())).to.deep.equal({ result: "sent", reference: "demo-1" });
    expect(demo.sent()).to.deep.equal([sms()]);
    const none = createSms({ demo: false, messages }, keptLog());
    expect(none).to.include({ ready: false, kind: "none" });
    expect(await none.send(sms())).to.include({ result: "failed", reason: "notConfigured", retry: false });
  });
});
