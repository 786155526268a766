import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { describeFaults, readConfig } from "../../server/platform/config.ts";
import type { MessageConfig } from "../../server/platform/config-messages.ts";

const secrets = () =>
  Object.fromEntries(["JWT", "SEAL", "REPORTER", "INDEX", "AUDIT"].map((name) => [`SECRET_${name}`, randomBytes(32).toString("base64url")]));
const production = (over: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ NODE_ENV: "production", EMBEDDED: "1", ...secrets(), ...over });
const SMTP = { SMTP_URL: "smtp://mail.example", MAIL_FROM: "no-reply@gov.example" };

describe("the configuration of messages", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "zhisu-config-"));
  });
  afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }));

  const read = (env: NodeJS.ProcessEnv) => readConfig({ DATA_DIR: dataDir, ...env });
  const good = (env: NodeJS.ProcessEnv): MessageConfig => {
    const result = read(env);
    if (!result.ok) throw new Error(describeFaults(result.faults));
    return result.config.messages;
  };
  const faults = (env: NodeJS.ProcessEnv): string[] => {
    const result = read(env);
    return result.ok ? [] : result.faults.map(({ name }) => name);
  };

  it("is empty unless given; links lead to where the product listens", () => {
    expect(good({})).to.deep.equal({ publicUrl: "http://127.0.0.1:3000", publicName: "质诉", smtp: undefined, sms: undefined });
    expect(good({ HOST: "0.0.0.0", DEMO: "1", PORT: "80" }).publicUrl).to.equal("http://127.0.0.1:80");
    expect(good({ HOST: "::1" }).publicUrl).to.equal("http://[::1]:3000");
    expect(good({ PUBLIC_URL: "https://zs.gov.example/", PUBLIC_NAME: "环翠质诉" })).to.include({
      publicUrl: "https://zs.gov.example",
      publicName: "环翠质诉",
    });
  });

  it("sends word by itself unless told otherwise", () => {
    const auto = (env: NodeJS.ProcessEnv) => {
      const result = read(env);
      return result.ok && result.config.autoNotice;
    };
    expect([auto({}), auto({ AUTO_NOTICE: "1" }), auto({ AUTO_NOTICE: "0" })]).to.deep.equal([true, true, false]);
    expect(faults({ AUTO_NOTICE: "yes" })).to.deep.equal(["AUTO_NOTICE"]);
  });

  it("lets answers go out unreviewed unless told otherwise", () => {
    const reviews = (env: NodeJS.ProcessEnv) => {
      const result = read(env);
      return result.ok && result.config.reviewReplies;
    };
    expect([reviews({}), reviews({ REVIEW_REPLIES: "1" }), reviews({ REVIEW_REPLIES: "0" })]).to.deep.equal([false, true, false]);
    expect(faults({ REVIEW_REPLIES: "yes" })).to.deep.equal(["REVIEW_REPLIES"]);
  });

  it("has every answer called back unless told how many in a hundred", () => {
    const percent = (env: NodeJS.ProcessEnv) => {
      const result = read(env);
      return result.ok && result.config.callBackPercent;
    };
    expect([percent({}), percent({ CALLBACK_PERCENT: "30" }), percent({ CALLBACK_PERCENT: "0" })]).to.deep.equal([100, 30, 0]);
    for (const wrong of ["101", "-1", "all", "1.5"]) expect(faults({ CALLBACK_PERCENT: wrong }), wrong).to.deep.equal(["CALLBACK_PERCENT"]);
  });

  it("takes a mail server with and without password, name and port", () => {
    expect(good({ ...SMTP }).smtp).to.deep.equal({
      host: "mail.example",
      port: 587,
      secure: false,
      auth: undefined,
      from: { name: "质诉", address: "no-reply@gov.example" },
    });
    expect(good({ SMTP_URL: "smtps://zs%40gov.example:p%40ss%2F%25@[::1]/", MAIL_FROM: '"环翠区 质诉" <zs@gov.example>' }).smtp).to.deep.equal({
      host: "::1",
      port: 465,
      secure: true,
      auth: { user: "zs@gov.example", pass: "p@ss/%" },
      from: { name: "环翠区 质诉", address: "zs@gov.example" },
    });
    expect(good({ ...SMTP, SMTP_URL: "smtp://127.0.0.1:2525" }).smtp).to.include({ port: 2525 });
  });

  it("takes a gateway with its template", () => {
    expect(good({ SMS_URL: "https://sms.example/send" }).sms).to.deep.equal({
      url: "https://sms.example/send",
      token: undefined,
      body: '{"mobile":"{to}","content":"{text}","ref":"{ref}"}',
      ok: undefined,
      id: undefined,
    });
    const all = { SMS_TOKEN: "t", SMS_BODY: '["{national}","{text}"]', SMS_OK: '"code":\\s*0\\b', SMS_ID: "data.0.message-id" };
    expect(good({ SMS_URL: "http://sms.example/send", ...all }).sms).to.deep.include({ token: "t", body: all.SMS_BODY, id: all.SMS_ID });
    expect(good({ SMS_URL: "http://sms.example/send", ...all }).sms?.ok?.test('{"code": 0}')).to.equal(true);
  });

  it("tells all faults in one go and quotes none", () => {
    const env = {
      PORT: "70000",
      SMTP_URL: "smtp://user:geheim@mail.example:99999",
      MAIL_FROM: "geheim",
      SMS_URL: "ftp://geheim",
      SMS_TOKEN: "ge heim",
      SMS_BODY: '{"mobile":{to},"geheim":"{text}"}',
      SMS_OK: "(geheim",
      SMS_ID: "geheim..id",
      PUBLIC_URL: "zs.gov.example?geheim",
      PUBLIC_NAME: "<geheim>",
    };
    const result = read(env);
    expect(faults(env)).to.have.members(Object.keys(env));
    expect(result.ok ? "" : describeFaults(result.faults)).not.to.include("geheim");
  });

  it("knows what is none of each", () => {
    const bad: Record<string, string[]> = {
      SMTP_URL: [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://user@mail.example",
        "smtp://u:%zz@mail.example",
        "smtp://m.example/?tls=0",
      ],
      MAIL_FROM: ["a@b, c@d", "name <a@b> <c@d>", "a@b\nBcc: c@d", "<a>"],
      SMS_URL: ["https://user:pass@sms.example", "sms.example"],
      SMS_BODY: ["{}", '"{to}{text}"', '{"a":"{to}"}', '{"a":"{text}"}', "a={to}&b={text}"],
    };
    const ground: NodeJS.ProcessEnv = { ...SMTP, SMS_URL: "https://sms.example" };
    expect(faults(ground)).to.deep.equal([]);
    for (const [name, values] of Object.entries(bad))
      for (const value of values) expect(faults({ ...ground, [name]: value }), value).to.deep.equal([name]);
  });

  it("is whole or not there", () => {
    expect(faults({ SMTP_URL: SMTP.SMTP_URL })).to.deep.equal(["MAIL_FROM"]);
    expect(faults({ MAIL_FROM: SMTP.MAIL_FROM })).to.deep.equal(["SMTP_URL"]);
    for (const [name, value] of Object.entries({ SMS_TOKEN: "t", SMS_OK: "ok", SMS_ID: "id" }))
      expect(faults({ [name]: value }), name).to.deep.equal(["SMS_URL"]);
  });

  it("of production sends numbers to no other machine in the clear, and links that lead somewhere", () => {
    const PUBLIC_URL = "https://zs.gov.example";
    expect(faults(production({ PUBLIC_URL, SMS_URL: "http://sms.example" }))).to.deep.equal(["SMS_URL"]);
    expect(faults(production({ PUBLIC_URL, SMS_URL: "http://127.0.0.1.example" }))).to.deep.equal(["SMS_URL"]);
    for (const SMS_URL of ["https://sms.example", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:1"])
      expect(faults(production({ PUBLIC_URL, SMS_URL })), SMS_URL).to.deep.equal([]);
    expect(faults(production({ ...SMTP }))).to.deep.equal(["PUBLIC_URL"]);
    expect(faults(production({}))).to.deep.equal([]);
  });
});
