import net from "node:net";
import { expect } from "chai";
import { SMTPServer } from "smtp-server";
import { inspectMessages } from "../../server/cli/doctor-messages.ts";
import { closeAll, deadPort, listening } from "../support/listening.ts";
import { testConfig } from "../support/product.ts";

const NOTHING = { mail: undefined, sms: undefined };
const messages = testConfig().messages;

describe("the doctor's word on messages", () => {
  afterEach(closeAll);

  it("is that nobody is told anything where no channel is configured", async () => {
    const demo = await inspectMessages(testConfig(), NOTHING, "en");
    expect(demo.map(({ level, text }) => `${level} ${/SM\w_URL|SMTP_URL/u.exec(text)?.[0]}`)).to.deep.equal(["ok SMTP_URL", "ok SMS_URL"]);
    const none = await inspectMessages(testConfig({ demo: false }), NOTHING, "zh-CN");
    expect(none.map(({ level }) => level)).to.deep.equal(["warn", "warn"]);
    const asked = await inspectMessages(testConfig(), { mail: "a@b.example", sms: "13800136021" }, "en");
    expect(
      asked.slice(2).map(({ level }) => level),
      "a demonstration's own yes is none",
    ).to.deep.equal(["fail", "fail"]);
  });

  it("is proved by a message only when asked", async () => {
    const to: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      logger: false,
      onRcptTo: ({ address }, _, callback) => {
        to.push(address);
        callback();
      },
    });
    const port = await listening(server.server);
    const smtp = { host: "127.0.0.1", port, secure: false, auth: undefined, from: { name: "质诉", address: "zs@gov.example" } };
    const url = `http://127.0.0.1:${await deadPort(net.createServer())}/`;
    const sms = { url, token: "geheim", body: '{"m":"{to}","t":"{text}"}', ok: undefined, id: undefined };
    const config = testConfig({ demo: false, messages: { ...messages, smtp, sms } });
    const quiet = await inspectMessages(config, NOTHING, "en");
    expect(quiet.map(({ level }) => level)).to.deep.equal(["ok", "ok"]);
    expect(quiet[0]?.text).to.include(`127.0.0.1:${port}`);
    expect(to).to.deep.equal([]);
    const asked = await inspectMessages(config, { mail: "a@b.example", sms: "13800136021" }, "en");
    expect(asked.map(({ level }) => level)).to.deep.equal(["ok", "ok", "ok", "fail"]);
    expect(asked[3]?.text).to.include("ECONNREFUSED").and.not.include("geheim");
    expect(to).to.deep.equal(["a@b.example"]);
  });
});
