import { expect } from "chai";
import { formsFile } from "../server/seed/form-schemas.ts";
import { seedForms } from "../server/seed/forms.ts";
import { seedCodes } from "../server/seed/index.ts";
import { docNoOf, type Form, formSchema, type Part } from "../shared/documents/form.ts";
import { DEMANDS, ID_TYPES, REFUSALS, TERMINATIONS } from "../shared/tickets/schema.ts";

const { forms, numbering } = seedForms();
const formOf = (no: number): Form => forms.find((form) => form.no === no)!;
const keysOf = (no: number): string[] => formOf(no).fields.map(({ key }) => key);
const codesOf = (no: number, key: string): string[] =>
  formOf(no)
    .fields.find((field) => field.key === key)
    ?.options?.map(({ code }) => code) ?? [];

const templatesOf = (part: Part): string[] => {
  if (part.kind === "head") return [part.left, part.right];
  if (part.kind === "table") return part.rows.flatMap(({ cells }) => cells.map(({ text }) => text));
  return "text" in part ? [part.text] : [];
};
/** Fields that a part prints or depends on. */
const usedBy = (part: Part): string[] => [
  ...templatesOf(part).flatMap((text) => [...text.matchAll(/\{([^}]*)\}/gu)].map(([, key = ""]) => key)),
  ...("key" in part ? [part.key] : []),
  ...("when" in part && part.when !== undefined ? [part.when] : []),
  ...(part.kind === "table" ? part.rows.flatMap(({ when }) => when ?? []) : []),
  ...(part.kind === "signatures" ? part.rows.flat().map(({ key }) => key) : []),
];
const textOf = (no: number): string => formOf(no).parts.flatMap(templatesOf).join("\n");

/** The fields of the official samples. */
const FIELDS: Record<number, string[]> = {
  1: [
    ...["registrar", "no", "complainantName", "complainantPhone", "idType", "idNo", "complainantAddress", "consentPublicity", "consentEntrust"],
    ...["respondentName", "respondentContact", "respondentAddress", "respondentPhone", "facts", "request", "complainantSign", "registrarSign"],
  ],
  2: [
    "registrar",
    "no",
    "reporterName",
    "reporterPhone",
    "reporterAddress",
    "reporterId",
    "targetName",
    "targetAddress",
    "clue",
    "reporterSign",
    "registrarSign",
  ],
  3: ["docNo", "unit", "person", "date", "about", "reportBy", "pieces", "pages", "seal", "issuedAt"],
  4: ["docNo", "complainantName", "due", "list", "phone", "address", "seal", "issuedAt"],
  5: ["docNo", "complainantName", "received", "about", "handler", "phone", "seal", "issuedAt"],
  6: ["docNo", "complainantName", "received", "about", "itemNo", "reason", "routes", "seal", "issuedAt"],
  7: ["docNo", "party", "about", "time", "place", "bring", "recusalDays", "mediator", "phone", "seal", "issuedAt"],
  8: ["docNo", "parties", "about", "itemNo", "seal", "issuedAt"],
  9: [
    ...["docNo", "complainantName", "complainantPhone", "complainantAddress", "complainantAgent", "complainantAgentPhone", "complainantAgentAddress"],
    ...[
      "respondentName",
      "legalRepresentative",
      "respondentPhone",
      "respondentAddress",
      "respondentAgent",
      "respondentAgentPhone",
      "respondentAgentAddress",
    ],
    ...["matter", "agreement", "performance", "complainantSign", "respondentSign", "mediatorSign", "seal", "issuedAt"],
  ],
  10: ["docNo", "reporter", "about", "law", "article", "result", "seal", "issuedAt"],
};

describe("seed of the official forms", () => {
  it("has the ten of April 2026 in their order, with every field of the samples", () => {
    expect(forms.map(({ no, zh }) => `${no} ${zh}`)).to.deep.equal([
      "1 投诉登记表",
      "2 举报登记表",
      "3 投诉/举报分送通知书",
      "4 限期提供身份证明材料通知书",
      "5 投诉受理决定书",
      "6 投诉不予受理决定书",
      "7 投诉调解通知书",
      "8 投诉终止调解决定书",
      "9 投诉调解书",
      "10 举报处理结果告知书",
    ]);
    for (const { no } of forms) expect(keysOf(no), `form ${no}`).to.include.members(FIELDS[no]!);
  });

  it("prints every field once at least and no field that it lacks", () => {
    for (const { no, fields, parts, sealPlace, numbered } of forms) {
      const used = new Set(parts.flatMap(usedBy));
      const own = fields.map(({ key }) => key);
      expect(
        [...used].filter((key) => !own.includes(key)),
        `form ${no} prints what it lacks`,
      ).to.deep.equal([]);
      const placed = ["docNo", "seal", "issuedAt"];
      expect(
        own.filter((key) => !used.has(key) && !placed.includes(key)),
        `form ${no} forgets`,
      ).to.deep.equal([]);
      expect(new Set(own).size, `form ${no} twice`).to.equal(own.length);
      expect(parts.some(({ kind }) => kind === "seal")).to.equal(sealPlace);
      expect(parts.some(({ kind }) => kind === "number")).to.equal(numbered);
      expect(own.includes("docNo")).to.equal(numbered);
    }
  });

  it("takes its codes from the law's lists and the case", () => {
    const codes = seedCodes();
    expect(codes.refusals.map(({ code }) => code)).to.deep.equal([...REFUSALS]);
    expect(codes.terminations.map(({ code }) => code)).to.deep.equal([...TERMINATIONS]);
    expect(formOf(6).parts).to.deep.include({ kind: "items", list: "refusals", key: "itemNo" });
    expect(formOf(8).parts).to.deep.include({ kind: "items", list: "terminations", key: "itemNo" });
    expect(codesOf(1, "idType")).to.deep.equal([...ID_TYPES]);
    // Only an authority investigates: what is asked of the merchant goes on the form.
    expect(codesOf(1, "request")).to.deep.equal(DEMANDS.filter((code) => code !== "investigate"));
    for (const { no, fields } of forms)
      for (const { key, requiredWhen } of fields) {
        if (requiredWhen === undefined) continue;
        const all: string[] = [...REFUSALS, ...TERMINATIONS];
        expect(all, `form ${no} ${key}`).to.include.members(requiredWhen.in);
        expect(keysOf(no)).to.include(requiredWhen.key);
      }
  });

  it("rests on laws of the table and says consequences and remedies in the words of the samples", () => {
    const laws = new Set(seedCodes().laws.map(({ code }) => code));
    for (const { no, articles, parts } of forms) {
      const cited = [...articles, ...parts.flatMap((part) => (part.kind === "paragraph" ? part.articles : []))];
      expect(
        cited.filter(({ source }) => !laws.has(source)),
        `form ${no}`,
      ).to.deep.equal([]);
    }
    expect(textOf(4)).to.include(
      "逾期未提供或提供虚假材料的，我局将根据《市场监督管理投诉举报处理办法》第十条、第十六条的规定，对投诉依法不予受理。",
    );
    expect(textOf(6)).to.include("你还可以按照《中华人民共和国消费者权益保护法》第三十九条规定的其他途径解决消费者权益争议");
    expect(textOf(7)).to.include("无正当理由不参加调解的，我局将依法终止调解。");
    for (const no of [8, 9]) expect(textOf(no)).to.include("第三十九条规定，通过民事诉讼、仲裁等其他途径解决消费者权益争议。");
  });

  it("counts papers in the number of the authority", () => {
    expect(docNoOf(numbering, { prefix: "高新", kindWord: formOf(5).kindWord, year: 2026, seq: 12 })).to.equal("高新市监受〔2026〕第12号");
    const words = forms.filter(({ numbered }) => numbered).map(({ kindWord }) => kindWord);
    expect(words.every((word) => word !== "")).to.equal(true);
    expect(new Set(words).size).to.equal(words.length);
  });

  it("refuses what it does not know", () => {
    const [first] = forms;
    expect(formSchema.safeParse({ ...first, colour: "red" }).success).to.equal(false);
    expect(formSchema.safeParse({ ...first, fields: [{ ...first!.fields[0], type: "essay" }] }).success).to.equal(false);
    expect(formsFile.safeParse({ ...seedForms(), forms: forms.slice(1) }).success).to.equal(false);
  });
});
