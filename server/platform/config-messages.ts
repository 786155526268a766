import { z } from "zod";

/** How people are told things outside the product, and what messages say of it. */
export type MessageConfig = {
  /** Base address of links in messages, without a slash at its end. */
  publicUrl: string;
  /** The name the product bears in messages. */
  publicName: string;
  smtp: SmtpSettings | undefined;
  sms: SmsSettings | undefined;
};
export type SmtpSettings = {
  host: string;
  port: number;
  /** TLS from the first byte (smtps). */
  secure: boolean;
  auth: { user: string; pass: string } | undefined;
  from: { name: string; address: string };
};
export type SmsSettings = {
  url: string;
  token: string | undefined;
  /** JSON with the placeholders {to}, {national}, {text}, {ref} in its strings. */
  body: string;
  ok: RegExp | undefined;
  id: string | undefined;
};

const SMS_BODY = '{"mobile":"{to}","content":"{text}","ref":"{ref}"}';
const FROM = /^(?:\s*"?([^<>"@\p{C}]{0,60}?)"?\s*<([^\s<>@,;\p{C}]+@[^\s<>@,;\p{C}]+)>|([^\s<>@,;\p{C}]+@[^\s<>@,;\p{C}]+))$/u;

const urlOf = (value: string): URL | undefined => {
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
};
/** Percent signs that stand for nothing are a fault, not an exception. */
const decoded = (value: string): string | undefined => {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
};
const isSmtp = (value: string): boolean => {
  const url = urlOf(value);
  if (url === undefined || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") return false;
  if (url.search !== "" || url.hash !== "" || !["", "/"].includes(url.pathname)) return false;
  return decoded(url.username) !== undefined && decoded(url.password) !== undefined && (url.username === "") === (url.password === "");
};
const isHttp = (value: string): boolean => {
  const url = urlOf(value);
  return url !== undefined && ["http:", "https:"].includes(url.protocol) && url.username === "" && url.password === "" && url.hash === "";
};
const isTemplate = (value: string): boolean => {
  try {
    const template: unknown = JSON.parse(value);
    return typeof template === "object" && template !== null && /\{(?:to|national)\}/u.test(value) && value.includes("{text}");
  } catch {
    return false;
  }
};
const isPattern = (value: string): boolean => {
  try {
    return new RegExp(value, "u") instanceof RegExp;
  } catch {
    return false;
  }
};

/** What the environment may say about messages; no fault quotes its value, for some hold passwords. */
export const messageEnvironment = {
  AUTO_NOTICE: z.enum(["0", "1"], "must be 0 or 1").default("1"),
  CALLBACK_PERCENT: z.coerce.number("must be 0 to 100").int("must be 0 to 100").min(0, "must be 0 to 100").max(100, "must be 0 to 100").default(100),
  REVIEW_REPLIES: z.enum(["0", "1"], "must be 0 or 1").default("0"),
  SMTP_URL: z.string().refine(isSmtp, "must be smtp://USER:PASSWORD@HOST:PORT or smtps://…, % and @ in the password percent-encoded").optional(),
  MAIL_FROM: z.string().regex(FROM, "must be an address, or NAME <ADDRESS>").optional(),
  SMS_URL: z.string().refine(isHttp, "must begin with https:// or http:// and hold no password").optional(),
  SMS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/u, "must be visible ASCII characters without spaces")
    .optional(),
  SMS_BODY: z
    .string()
    .refine(isTemplate, 'must be JSON with {to} or {national}, and {text}, inside quotes: {"mobile":"{to}","content":"{text}"}')
    .optional(),
  SMS_OK: z.string().refine(isPattern, "must be a regular expression").optional(),
  SMS_ID: z
    .string()
    .regex(/^[\w-]+(?:\.[\w-]+)*$/u, "must be a path such as data.id")
    .optional(),
  PUBLIC_URL: z
    .string()
    .refine((value) => isHttp(value) && !value.includes("?"), "must begin with https:// or http:// and have no query")
    .optional(),
  PUBLIC_NAME: z
    .string()
    .regex(/^[^\p{C}<>"]{1,40}$/u, 'must be 1 to 40 characters without < > "')
    .default("质诉"),
};

type Values = z.output<z.ZodObject<typeof messageEnvironment>>;

/** The settings of messages from checked values; what does not fit together is told to `say`. */
export const messagesOf = (
  values: Values,
  { production, host, port }: { production: boolean; host: string; port: number },
  say: (name: string, message: string) => void,
): MessageConfig => {
  if (values.SMTP_URL !== undefined && values.MAIL_FROM === undefined) say("MAIL_FROM", "is missing: mail through SMTP_URL needs a sender");
  if (values.SMTP_URL === undefined && values.MAIL_FROM !== undefined) say("SMTP_URL", "is missing: MAIL_FROM alone sends nothing");
  if (values.SMS_URL === undefined)
    for (const name of ["SMS_TOKEN", "SMS_BODY", "SMS_OK", "SMS_ID"] as const)
      if (values[name] !== undefined) say("SMS_URL", `is missing: ${name} alone sends nothing`);
  if (production && values.SMS_URL !== undefined && !safe(values.SMS_URL))
    say("SMS_URL", "must be https: numbers and texts would go in the clear (http only to this machine)");
  if (production && values.PUBLIC_URL === undefined && (values.SMTP_URL !== undefined || values.SMS_URL !== undefined))
    say("PUBLIC_URL", "is missing: links in messages to citizens need the address they reach this product at");
  return {
    publicUrl: (values.PUBLIC_URL ?? ownUrl(host, port)).replace(/\/+$/u, ""),
    publicName: values.PUBLIC_NAME,
    smtp: smtpOf(values),
    sms:
      values.SMS_URL === undefined
        ? undefined
        : {
            url: values.SMS_URL,
            token: values.SMS_TOKEN,
            body: values.SMS_BODY ?? SMS_BODY,
            ok: values.SMS_OK === undefined ? undefined : new RegExp(values.SMS_OK, "u"),
            id: values.SMS_ID,
          },
  };
};

const safe = (value: string): boolean => {
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u.test(hostname);
};

/** An address to listen on everywhere is none to link to. */
const ownUrl = (host: string, port: number): string => {
  const name = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
};

const smtpOf = ({ SMTP_URL, MAIL_FROM, PUBLIC_NAME }: Values): SmtpSettings | undefined => {
  if (SMTP_URL === undefined || MAIL_FROM === undefined) return undefined;
  const url = new URL(SMTP_URL);
  const secure = url.protocol === "smtps:";
  const [, name = "", named, bare] = FROM.exec(MAIL_FROM) ?? [];
  return {
    host: url.hostname.replace(/^\[|\]$/gu, ""),
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    auth: url.username === "" ? undefined : { user: decoded(url.username) ?? "", pass: decoded(url.password) ?? "" },
    from: { name: name === "" ? PUBLIC_NAME : name, address: named ?? bare ?? "" },
  };
};
