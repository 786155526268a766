import { translate } from "../../shared/messages/index.ts";
import type { Config } from "../platform/config.ts";
import type { Delivery } from "../platform/delivery.ts";
import { createLog } from "../platform/log.ts";
import { createMailer } from "../platform/mailer.ts";
import { toE164 } from "../platform/phone.ts";
import { createSms } from "../platform/sms.ts";

export type Finding = { level: "ok" | "warn" | "fail"; text: string };
type Asked = { mail: string | undefined; sms: string | undefined };

/** Which channels there are; a test message only to whom the one at the terminal names. */
export const inspectMessages = async (config: Config, asked: Asked, locale: "zh-CN" | "en"): Promise<Finding[]> => {
  const say = (key: string, params: Record<string, string | number> = {}): string => translate(locale, key, params);
  const { smtp, sms: gateway, publicName, publicUrl } = config.messages;
  const log = createLog("silent");
  const mailer = createMailer(config, log);
  const sms = createSms(config, log);
  const described = (kind: "mail" | "sms", how: string, where: string): Finding => ({
    level: how === "none" ? "warn" : "ok",
    text: say(`doctor.${kind}.${how === "none" || how === "demo" ? how : "ok"}`, { where, publicUrl }),
  });
  const tried = (kind: "mail" | "sms", how: string, delivery: Delivery): Finding => {
    if (how === "demo") return { level: "fail", text: say("doctor.tried.demo", { channel: say(`doctor.channel.${kind}`) }) };
    if (delivery.result === "sent")
      return { level: "ok", text: say("doctor.tried.sent", { channel: say(`doctor.channel.${kind}`), reference: delivery.reference }) };
    const why = say(`doctor.delivery.${delivery.reason}`);
    return { level: "fail", text: say("doctor.tried.failed", { channel: say(`doctor.channel.${kind}`), why, detail: delivery.detail }) };
  };

  const findings = [
    described("mail", mailer.kind, smtp === undefined ? "" : `${smtp.host}:${smtp.port}`),
    described("sms", sms.kind, gateway === undefined ? "" : new URL(gateway.url).host),
  ];
  const words = { name: publicName, url: publicUrl };
  const ref = `doctor-${Date.now()}`;
  if (asked.mail !== undefined) {
    const mail = { to: asked.mail, subject: say("doctor.test.subject", words), text: say("doctor.test.text", words), messageId: ref };
    findings.push(tried("mail", mailer.kind, await mailer.send(mail)));
  }
  if (asked.sms !== undefined) {
    const message = { to: toE164(asked.sms) ?? asked.sms, text: say("doctor.test.text", words), ref };
    findings.push(tried("sms", sms.kind, await sms.send(message)));
  }
  await Promise.all([mailer.close(), sms.close()]);
  return findings;
};
