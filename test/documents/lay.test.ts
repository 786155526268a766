import { expect } from "chai";
import { breakLines } from "../../server/documents/lines.ts";
import { paginate, type Strip, TEXT_HEIGHT } from "../../server/documents/sheet.ts";
import type { Form } from "../../shared/documents/form.ts";
import { faultsOf, lay } from "../../shared/documents/lay.ts";
import { type Paper, textsOf } from "../../shared/documents/paper.ts";
import { contextOf, forms, fullValues, leastValues, paperOf } from "./sample.ts";

const formOf = (no: number): Form => forms()[no - 1]!;
const wordsOf = (paper: Paper): string => textsOf(paper).join("\n");

describe("laying a paper", () => {
  it("marks the item of the law that applies, and no other", () => {
    const items = paperOf(formOf(6), fullValues(formOf(6))).blocks.flatMap((block) => (block.kind === "items" ? block.items : []));
    expect(items.filter(({ marked }) => marked).map(({ no }) => no)).to.deep.equal(["（五）"]);
    expect(items.map(({ text }) => text.at(-1)).join("")).to.equal("；；；；；；。");
  });

  it("writes days, times, choices and lists as a Chinese paper does", () => {
    const meeting = wordsOf(paperOf(formOf(7), fullValues(formOf(7))));
    expect(meeting)
      .to.include("请于2026年5月6日9时30分到")
      .and.to.include("1. 身份证明材料；2. 购物凭证；3. 涉案商品。")
      .and.to.include("之日起3日内");
    expect(wordsOf(paperOf(formOf(7), { time: "2026-05-06T09:00" }))).to.include("请于2026年5月6日9时到");
    const register = wordsOf(paperOf(formOf(1), fullValues(formOf(1))));
    expect(register).to.include("☑是　□否\n").and.to.include("□是　☑否\n").and.to.include("退货、赔偿损失\n退还价款299元");
    expect(wordsOf(paperOf(formOf(10), fullValues(formOf(10))))).to.include("根据《中华人民共和国食品安全法》第一百一十五条规定");
    expect(paperOf(formOf(3), { matterKind: "report" }).title).to.equal("举报分送通知书");
  });

  it("leaves room to write where nothing is known, and leaves out agents and provisions that are not named", () => {
    const draft = lay(formOf(5), {}, { ...contextOf(formOf(5)), docNo: null });
    expect(wordsOf(draft))
      .to.include("　　市监　　〔　　〕第　　号")
      .and.to.include("我局于　　　年　　月　　日收到你关于　　　　的投诉")
      .and.not.to.match(/[{}]|undefined|null/u);
    expect(wordsOf(paperOf(formOf(1), leastValues(formOf(1))))).not.to.include("代理人");
    expect(wordsOf(paperOf(formOf(6), leastValues(formOf(6))))).not.to.include("所依据的规定");
  });

  it("drops what no file can hold and keeps the paragraphs", () => {
    const paper = paperOf(formOf(10), { ...fullValues(formOf(10)), result: "一\u0007\r\n\r\n二\ud800" });
    expect(paper.blocks.flatMap((block) => (block.kind === "paragraph" ? [block.text] : []))).to.include.members(["一", "二\ufffd"]);
  });
});

describe("faults of a paper", () => {
  it("finds none with all values and none with the required ones", () => {
    for (const form of forms())
      for (const values of [fullValues(form), leastValues(form)])
        expect(faultsOf(form, values, contextOf(form).items), `form ${form.no}`).to.deep.equal({});
  });

  it("names each required field that is missing, and nothing that is put on by hand", () => {
    for (const form of forms()) {
      const faults = faultsOf(form, {});
      const typed = form.fields.filter(({ type, required }) => required && !["docNumber", "seal", "signature"].includes(type)).map(({ key }) => key);
      expect(Object.keys(faults), `form ${form.no}`).to.have.members(typed);
      for (const fault of Object.values(faults)) expect(fault).to.deep.equal({ key: "field.required" });
    }
    expect(faultsOf(formOf(4), { ...fullValues(formOf(4)), list: [" "] })).to.have.property("list");
  });

  it("asks for the provision when the law's last item is taken", () => {
    const values = { ...leastValues(formOf(6)), itemNo: "REF7" };
    expect(faultsOf(formOf(6), values)).to.deep.equal({ legalBasis: { key: "field.required" } });
    expect(faultsOf(formOf(8), { ...leastValues(formOf(8)), itemNo: "TERM6" })).to.have.all.keys("legalBasis");
    expect(faultsOf(formOf(8), { ...leastValues(formOf(8)), itemNo: "TERM2" })).to.deep.equal({});
  });

  it("refuses what is too long, of another kind, unknown or not to be shown", () => {
    const faultOf = (no: number, key: string, value: string | number | boolean | string[]) =>
      faultsOf(formOf(no), { ...fullValues(formOf(no)), [key]: value }, contextOf(formOf(no)).items)[key]?.key;
    expect(faultsOf(formOf(5), { ...fullValues(formOf(5)), about: "字".repeat(201) }).about).to.deep.equal({
      key: "field.tooLong",
      params: { max: 200 },
    });
    expect(faultOf(4, "list", ["字".repeat(201)])).to.equal("field.tooLong");
    expect(
      faultOf(
        4,
        "list",
        Array.from({ length: 21 }, () => "件"),
      ),
    ).to.equal("field.tooMany");
    expect(faultOf(5, "received", "2026-02-30")).to.equal("field.day");
    expect(faultOf(7, "time", "2026-05-06T25:00")).to.equal("field.form");
    expect(faultOf(3, "pieces", "三")).to.equal("field.number");
    expect(faultOf(1, "consentEntrust", "是")).to.equal("field.boolean");
    expect(faultOf(1, "idType", "libraryCard")).to.equal("field.choice");
    expect(faultOf(6, "itemNo", "REF8")).to.equal("field.choice");
    expect(faultOf(6, "routes", ["X1", "X9"])).to.equal("field.choice");
    expect(faultOf(5, "about", "电热\u0007水壶")).to.equal("field.characters");
    expect(faultOf(5, "colour", "red")).to.equal("field.unknown");
  });
});

describe("setting a paper", () => {
  const em = (): number => 1000;

  it("begins no line with a closing mark and ends none with an opening one", () => {
    const text = "甲乙丙丁戊，己庚辛“壬癸”子丑（寅卯）辰巳。午未".repeat(9);
    for (let width = 60; width < 160; width += 7) {
      const lines = breakLines(text, 10, width, 20, em);
      expect(lines.map((line) => line.text).join("")).to.equal(text);
      for (const line of lines.slice(1)) expect(line.text, `at ${width}`).not.to.match(/^[，。”）]/u);
      for (const line of lines.slice(0, -1)) expect(line.text, `at ${width}`).not.to.match(/[“（]$/u);
    }
  });

  it("keeps numbers whole unless they are longer than a line", () => {
    expect(breakLines("电话13800000001止", 10, 120, 0, em).map(({ text }) => text)).to.deep.equal(["电话", "13800000001止"]);
    expect(breakLines("1234567890", 10, 40, 0, em).map(({ text }) => text)).to.deep.equal(["1234", "5678", "90"]);
  });

  it("moves what belongs together to the next page together, and cuts what no page can hold", () => {
    const strip = (height: number, keep: boolean): Strip => ({ height, keep, frame: null, draw: () => undefined });
    const page = TEXT_HEIGHT;
    const pages = paginate([strip(page - 50, false), strip(30, true), strip(30, false), strip(20, false)]);
    expect(pages.map(({ length }) => length)).to.deep.equal([1, 3]);
    const long = Array.from({ length: 30 }, (_none, at) => strip(page / 10, at < 29));
    expect(paginate(long).map(({ length }) => length)).to.deep.equal([10, 10, 10]);
  });
});
