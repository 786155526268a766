import { expect } from "chai";
import * as seed from "../server/seed/index.ts";
import { CHANNELS } from "../shared/tickets/schema.ts";

const departments = new Map(seed.seedDepartments().map((row) => [row.code, row]));
const categories = new Map(seed.seedCategories().rows.map((row) => [row.code, row]));
const { rows } = seed.seedDispatch();
const { lexicon } = seed.seedKeywords();
const hotlines = seed.seedHotlines();
const objects = ["goods", "services"];

const unique = (name: string, values: readonly string[]): void => {
  const twice = values.filter((value, at) => values.indexOf(value) !== at);
  expect(twice, `${name} given twice`).to.deep.equal([]);
};
const known = (name: string, values: readonly string[], has: (value: string) => boolean): void => {
  const strange = values.filter((value) => !has(value));
  expect(strange, `${name}: unknown`).to.deep.equal([]);
};

describe("seed of the dispatch catalogue", () => {
  it("resolves every code", () => {
    unique(
      "rows",
      rows.map(({ id }) => id),
    );
    const regions = new Set(seed.seedRegions().map(({ code }) => code));
    const procedures = new Set(seed.seedProcedures().procedures.map(({ code }) => code));
    for (const row of rows) {
      known(`${row.id} departments`, [row.lead, ...row.coHandlers, ...(row.target === null ? [] : [row.target])], (id) => departments.has(id));
      known(`${row.id} region`, [row.region], (code) => regions.has(code));
      known(`${row.id} procedures`, row.procedures, (code) => procedures.has(code));
      known(`${row.id} channel`, row.channel === null ? [] : [row.channel], (code) => (CHANNELS as readonly string[]).includes(code));
      known(`${row.id} category`, row.category === null ? [] : [row.category], (code) => !objects.includes(categories.get(code)?.group ?? "goods"));
      known(`${row.id} object`, row.object === null ? [] : [row.object], (code) => objects.includes(categories.get(code)?.group ?? ""));
    }
  });

  it("sends only to departments that can hold a case, never twice to one", () => {
    for (const { id, lead, coHandlers } of rows) {
      known(`${id} holders`, [lead, ...coHandlers], (code) => departments.get(code)?.canHold === true && !departments.get(code)?.external);
      unique(`${id} holders`, [lead, ...coHandlers]);
    }
  });

  it("names whose matter it is and what to tell, in both languages, when it is not ours", () => {
    for (const { id, scope, target, tellZh, tellEn, reasonZh, reasonEn } of rows) {
      if (scope !== "in") expect(target, id).not.to.equal(null);
      if (scope === "out") expect(tellZh, id).not.to.equal("");
      expect(tellEn === "", id).to.equal(tellZh === "");
      expect((reasonEn ?? "") === "", id).to.equal(reasonZh === "");
      expect(`${tellEn}${reasonEn ?? ""}`, id).not.to.match(/\p{Script=Han}/u);
    }
  });

  it("rests on laws of the table and numbered tasks of the policy", () => {
    const laws = new Set(seed.seedCodes().laws.map(({ code }) => code));
    const lines = new Set(seed.seedPolicyLines().map(({ id }) => id));
    for (const { id, basis } of rows) {
      expect(basis, id).not.to.have.length(0);
      known(
        `${id} laws`,
        basis.map(({ source }) => source),
        (code) => laws.has(code),
      );
      known(
        `${id} lines`,
        basis.flatMap(({ source, ref }) => (source === "POLICY" ? [ref] : [])),
        (ref) => lines.has(ref),
      );
    }
  });
});

describe("seed of the word lists", () => {
  it("names categories, each once, those of others apart from ours", () => {
    const own = lexicon.categories.map(({ category }) => category);
    unique("categories", own);
    const isOthers = (code: string): boolean => rows.some((row) => row.category === code && row.scope === "out");
    known("categories", own, (code) => categories.has(code) && !isOthers(code));
    known(
      "of others",
      lexicon.outOfScope.map(({ category }) => category),
      isOthers,
    );
    for (const { category, words } of lexicon.categories)
      unique(
        category,
        words.map(({ word }) => word),
      );
  });

  it("has a sentence for the citizen in both languages or in none, and none that suspects anybody", () => {
    unique(
      "risks",
      lexicon.risk.map(({ code }) => code),
    );
    for (const { code, tellZh, tellEn, call } of lexicon.risk) {
      expect(tellZh === null, code).to.equal(tellEn === null);
      if (call.length > 0)
        expect(
          call.some((number) => tellZh?.includes(number)),
          code,
        ).to.equal(true);
    }
    expect(lexicon.risk.find(({ code }) => code === "extortion")?.tellZh).to.equal(null);
  });
});

describe("seed of the hotlines", () => {
  it("has every channel of a case, and the old numbers that take nothing new", () => {
    const codes = hotlines.rows.map(({ code }) => code);
    unique("hotlines", codes);
    expect(hotlines.rows.filter(({ acceptsNew }) => acceptsNew).map(({ code }) => code)).to.have.members([...CHANNELS]);
    for (const { code, mapsTo, wasZh, wasEn } of hotlines.rows) {
      known(code, mapsTo, (number) => codes.includes(number));
      expect(wasEn === "", code).to.equal(wasZh === "");
    }
  });
});
