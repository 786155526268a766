import { expect } from "chai";
import { renderDocx } from "../../server/documents/docx.ts";
import { missingCharacters, renderPdf } from "../../server/documents/pdf.ts";
import { outlinesOf } from "../../server/documents/typeface.ts";
import { seedCodes } from "../../server/seed/index.ts";
import { type Paper, textsOf } from "../../shared/documents/paper.ts";
import { readDocx, readPdf } from "./read.ts";
import { AUTHORITY, contextOf, forms, fullValues, leastValues, NARRATIVE, paperOf, RARE } from "./sample.ts";

/** Without spaces and line ends: lines are broken where the page ends. */
const bare = (text: string): string => text.replace(/\s/gu, "");
const barePieces = (paper: Paper): string[] =>
  textsOf(paper)
    .flatMap((text) => text.split("\n"))
    .map(bare);

const PAPERS: [name: string, paper: Paper][] = forms().flatMap((form): [string, Paper][] => [
  [`form ${form.no} full`, paperOf(form, fullValues(form))],
  [`form ${form.no} with the least`, paperOf(form, leastValues(form))],
  [`form ${form.no} empty`, paperOf(form, {})],
]);

describe("papers as Word files", () => {
  for (const [name, paper] of PAPERS)
    it(`${name}: the very text, in order`, async () => {
      const { text } = readDocx(await renderDocx(paper));
      const expected = barePieces(paper).join("");
      expect(bare(text)).to.equal(expected);
    });

  it("shares cells, keeps the seal with the text and numbers the pages", async () => {
    const { xml } = readDocx(await renderDocx(PAPERS[0]![1]));
    expect(xml)
      .to.match(/<w:vMerge w:val="restart"\/>/u)
      .and.to.match(/<w:vMerge w:val="continue"\/>/u);
    const letter = readDocx(await renderDocx(paperOf(forms()[4]!, fullValues(forms()[4]!)))).xml;
    expect(letter).to.match(/<w:keepNext\/>(?:(?!<w:p>).)*特此告知。/su);
    expect(letter).to.include('w:top="2098"').and.to.include('w:left="1587"').and.to.include('w:firstLine="704"');
  });
});

describe("papers as PDF", () => {
  for (const [name, paper] of PAPERS)
    it(`${name}: the very text, nothing lost at page ends`, async () => {
      const { pages, fonts } = readPdf(await renderPdf(paper));
      const text = bare(pages.join(""));
      for (const piece of barePieces(paper).filter((one) => [...one].length <= 20)) expect(text).to.include(piece);
      // Frames, marks and page numbers are drawn between the texts: every character must be there as often as it is said.
      const counts = countsOf(text);
      for (const [character, count] of countsOf(barePieces(paper).join(""))) expect(counts.get(character) ?? 0, character).to.be.at.least(count);
      expect(
        fonts.every((font) => /^[A-Z]{6}\+ZhisuSong/u.test(font)),
        fonts.join(),
      ).to.equal(true);
      expect(pages.map((page, at) => page.includes(`— ${at + 1} —`))).to.not.include(false);
    });

  it("says number, values, every item with the one that applies, and who signs", async () => {
    for (const no of [6, 8]) {
      const form = forms()[no - 1]!;
      const text = bare(readPdf(await renderPdf(paperOf(form, fullValues(form)))).pages.join(""));
      expect(text).to.include(contextOf(form).docNo).and.to.include(RARE).and.to.include(`${AUTHORITY}（印章）2026年5月8日`);
      const rows = no === 6 ? seedCodes().refusals : seedCodes().terminations;
      expect(rows).to.have.length(no === 6 ? 7 : 8);
      for (const { zh } of rows) expect(text).to.include(bare(zh));
      expect(text).to.include(no === 6 ? "√（五）未提供" : "√（六）市场监督管理部门受理投诉后");
      expect(text.match(/√/gu)).to.have.length(1);
      expect(text).to.include(no === 6 ? "以下第〔五〕项情形" : "以下第〔六〕项情形");
    }
  });

  it("flows a narrative of three thousand characters over pages, in a table as in a text", async () => {
    expect([...NARRATIVE].length).to.be.at.least(2900);
    for (const no of [1, 2, 9, 10]) {
      const form = forms()[no - 1]!;
      const { pages } = readPdf(await renderPdf(paperOf(form, fullValues(form))));
      expect(pages.length, `form ${no}`).to.be.at.least(4);
      // The shared cells at the left stand on every page, before its text; its number comes last.
      const text = pages
        .map((page) =>
          bare(page)
            .replace(no <= 2 ? GROUPS : "", "")
            .replace(/—\d+—$/u, ""),
        )
        .join("");
      expect(text, `form ${no}`).to.include(bare(NARRATIVE));
    }
  });

  it("sets titles and the item that applies in a heavier weight than the text", async () => {
    const inkOf = async (weight: 400 | 700): Promise<number> =>
      [...(await outlinesOf("国", weight)).values()].reduce(
        (sum, { contours }) => sum + Math.abs(contours.reduce((all, contour) => all + areaOf(contour), 0)),
        0,
      );
    expect(await inkOf(700)).to.be.above((await inkOf(400)) * 1.2);
  });

  it("prints 〓 for a character that the face lacks and says which it is", async () => {
    const form = forms()[4]!;
    const paper = paperOf(form, { ...fullValues(form), complainantName: "王\u{2b73f}\u200d" });
    expect(missingCharacters(paper)).to.deep.equal(["\u{2b73f}"]);
    expect(missingCharacters(paperOf(form, fullValues(form)))).to.deep.equal([]);
    const text = bare(readPdf(await renderPdf(paper)).pages.join(""));
    expect(text).to.include("王〓：").and.to.include("U+2B73F");
  });
});

/** Twice the signed area within the points of a contour. */
const areaOf = (contour: readonly { x: number; y: number }[]): number =>
  contour.reduce((sum, { x, y }, at) => {
    const next = contour[(at + 1) % contour.length]!;
    return sum + x * next.y - next.x * y;
  }, 0);

const GROUPS =
  /^(?:投诉人|代理人|被投诉人|消费者权益争议事实依据|投诉请求|举报人|被举报人|涉嫌违反市场监督管理法律、法规、规章的具体线索和相应的事实依据)+/u;

const countsOf = (text: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return counts;
};
