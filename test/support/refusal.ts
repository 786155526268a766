import { expect } from "chai";
import { LOCALES, type Locale, translate } from "../../shared/messages/index.ts";

/** A fault as the catalogue knows it: its key, and the numbers or words in it. */
export type Fault = string | readonly [key: string, params: Record<string, string | number>];
export type Refused = { status: number; code: string; fields?: Record<string, Fault> };
export type Answer = { status: number; text: string };

/** What no answer may hold: stacks, files, the database's or a library's words, ids of documents. */
const INNARDS =
  /\bat \S+ \(|node_modules|\.[jt]s:\d|\/(?:home|root|tmp|usr|srv|var)\/|mongo|bson|E11000|\bcast\b|zod|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-/iu;
const HAN = /\p{Script=Han}/u;

/** Sends a faulty request in each language and checks that the whole answer says what is wrong, in that language, and nothing else. */
export const expectRefused = async (
  send: (headers: { "accept-language": string }) => Promise<Answer>,
  expected: Refused,
  what = "",
): Promise<void> => {
  for (const locale of LOCALES) checkRefusal(await send({ "accept-language": locale }), locale, expected, what);
};

const checkRefusal = ({ status, text }: Answer, locale: Locale, expected: Refused, what: string): void => {
  const where = `${what} [${locale}] ${text.slice(0, 300)}`;
  expect(status, where).to.equal(expected.status);
  expect(text, where).not.to.match(INNARDS);
  const { error, ...rest } = JSON.parse(text) as { error: { code: string; message: string; fields?: Record<string, string> } };
  expect(rest, where).to.deep.equal({});
  expect(error.code, where).to.equal(expected.code);
  const fields = error.fields ?? {};
  expect(Object.keys(fields).sort(), where).to.deep.equal(Object.keys(expected.fields ?? {}).sort());
  for (const [path, fault] of Object.entries(expected.fields ?? {})) {
    const [key, params] = typeof fault === "string" ? [fault, {}] : fault;
    expect(fields[path], `${where} ${path}`)
      .to.equal(translate(locale, key, params))
      .and.not.equal(key);
  }
  for (const said of [error.message, ...Object.values(fields)]) {
    expect(said, where).not.to.match(/^(?:error|field|rule)\.|\{\w+\}/u);
    expect(HAN.test(said), `${where}: the language of “${said}”`).to.equal(locale === "zh-CN");
  }
};

/** POSTs the exact bytes, whatever they are. */
export const postBytes = async (url: string, body: string | Buffer | undefined, headers: Record<string, string>): Promise<Answer> => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
  });
  return { status: answer.status, text: await answer.text() };
};
