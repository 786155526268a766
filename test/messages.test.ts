import fs from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { ROLES } from "../shared/actor.ts";
import { PERMISSIONS } from "../shared/can.ts";
import { RULES } from "../shared/decision.ts";
import { COMMON } from "../shared/messages/common.ts";
import { catalogue, LOCALES, OFFICE } from "../shared/messages/index.ts";
import { CHANNELS, CLOSINGS, DEMANDS, ID_TYPES, RETURN_REASONS, VIEWS } from "../shared/tickets/schema.ts";
import { ACTION_TYPES, KINDS, STATUSES } from "../shared/tickets/status.ts";
import { ENTRY_TYPES } from "../shared/tickets/views.ts";

const root = path.resolve(import.meta.dirname, "..");
const CLIENT = path.join(root, "client/src/messages");
const read = (file: string): Record<string, string> => JSON.parse(fs.readFileSync(file, "utf8"));
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? "").sort();
const sources = (folder: string): { file: string; text: string }[] =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:ts|vue)$/u.test(file))
    .map((file) => ({ file: `${folder}/${file}`, text: fs.readFileSync(path.join(root, folder, file), "utf8") }));
/** Keys said in the code, with where. */
const said = (folders: readonly string[], pattern: RegExp, prefix = ""): [key: string, file: string][] =>
  folders.flatMap(sources).flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([, key]): [string, string] => [`${prefix}${key}`, file]));

const catalogues: [name: string, zh: Record<string, string>, en: Record<string, string>][] = [
  ["shared", catalogue("zh-CN"), catalogue("en")],
  ...fs
    .readdirSync(CLIENT)
    .filter((file) => file.endsWith(".zh-CN.json"))
    .map((file): [string, Record<string, string>, Record<string, string>] => [
      file.split(".")[0] ?? "",
      read(path.join(CLIENT, file)),
      read(path.join(CLIENT, file.replace("zh-CN", "en"))),
    ]),
];

describe("the words of the product", () => {
  it("are there for the portal and the desk, in pairs of languages", () => {
    expect(catalogues.map(([name]) => name)).to.include.members(["shared", "portal", "desk"]);
    expect(fs.readdirSync(CLIENT)).to.have.length((catalogues.length - 1) * LOCALES.length);
  });

  for (const [name, zh, en] of catalogues)
    it(`of ${name} are the same in both languages: keys, placeholders, nothing empty`, () => {
      expect(Object.keys(zh)).to.have.members(Object.keys(en));
      for (const [key, text] of Object.entries(zh)) {
        const other = en[key] ?? "";
        for (const each of [text, other]) expect(each, key).to.be.a("string").and.match(/\S/u);
        expect(placeholders(other), `${key}: ${text} | ${other}`).to.deep.equal(placeholders(text));
      }
    });

  it("of one catalogue are not said again in another", () => {
    const owners = new Map<string, string>();
    for (const [name, zh] of catalogues)
      for (const key of Object.keys(zh)) {
        if (name !== "shared" && owners.get(key) === "shared") expect.fail(`${key} is in ${name} and in shared`);
        owners.set(key, name);
      }
  });

  it("of the office are not the public's, and no public page asks for them", () => {
    const families = [...new Set(Object.keys(OFFICE["zh-CN"]).map((key) => key.split(".")[0]))];
    for (const locale of LOCALES) expect(Object.keys(COMMON[locale]).filter((key) => key in OFFICE[locale])).to.deep.equal([]);
    const asked = said(
      ["client/src/portal", "client/src/components", "client/src/platform"],
      new RegExp(`["'\`]((?:${families.join("|")})\\.[\\w$-]+)`, "gu"),
    );
    expect(asked.filter(([key]) => key in catalogue("zh-CN") || key.includes("$"))).to.deep.equal([]);
  });

  it("are English in the English catalogue", () => {
    for (const [key, text] of Object.entries(catalogue("en"))) expect(text, key).not.to.match(/\p{Script=Han}/u);
  });

  it("name every rule, status, role and all other codes a person meets", () => {
    const lists: Record<string, readonly string[]> = {
      rule: RULES,
      status: STATUSES,
      kind: KINDS,
      action: ACTION_TYPES,
      role: ROLES,
      entry: ENTRY_TYPES,
      view: VIEWS,
      demand: DEMANDS,
      channel: CHANNELS,
      closing: CLOSINGS,
      returnReason: RETURN_REASONS,
      idType: ID_TYPES,
      permission: Object.keys(PERMISSIONS),
    };
    for (const locale of LOCALES)
      for (const [prefix, values] of Object.entries(lists))
        for (const value of values) expect(catalogue(locale), locale).to.have.property(`${prefix}.${value}`);
  });

  it("answer to every key that the server and the rules say", () => {
    const keys = [
      ...said(["shared", "server"], /"(field\.[A-Za-z0-9]+)"/gu),
      ...said(["shared", "server"], /"((?:error|rule|reason)\.[A-Za-z0-9-]+)"/gu),
      ...said(["shared", "server"], /new AppError\(\s*\d{3},\s*"(\w+)"/gu, "error."),
      ...said(["shared", "server"], /\bno\("([\w-]+)"/gu, "rule."),
      ...said(["server"], /refusedBy\("([\w-]+)"/gu, "rule."),
    ];
    expect(keys.length).to.be.greaterThan(100);
    const missing = keys.filter(([key]) => !(key in catalogue("zh-CN"))).map(([key, file]) => `${key} in ${file}`);
    expect(missing).to.deep.equal([]);
  });

  it("answer to every key that the pages say outright", () => {
    const [, shared] = catalogues[0] ?? [];
    const known = new Set(Object.keys(shared ?? {}));
    for (const [, zh] of catalogues) for (const key of Object.keys(zh)) known.add(key);
    const keys = said(["client/src"], /[^\w.]\$?t\(\s*"([\w.-]+)"/gu);
    expect(keys.length).to.be.greaterThan(100);
    expect(keys.filter(([key]) => !known.has(key)).map(([key, file]) => `${key} in ${file}`)).to.deep.equal([]);
  });

  it("have no error code that nothing says", () => {
    const code = ["shared", "server"]
      .flatMap(sources)
      .map(({ text }) => text)
      .join("\n");
    const idle = Object.keys(catalogue("zh-CN")).filter(
      (key) => key.startsWith("error.") && !code.includes(`"${key.slice(6)}"`) && !code.includes(key),
    );
    expect(idle).to.deep.equal([]);
  });
});
