import { expect } from "chai";
import fc from "fast-check";
import { choose, coHandlersOf, type Matter, matches, mostUrgent, placeCodes, proceduresOf } from "../../shared/dispatch/choose.ts";
import { ANY_REGION, type DispatchRow } from "../../shared/dispatch/row.ts";
import { unreachable } from "../../shared/dispatch/unreachable.ts";
import { rows, world } from "../support/dispatch-world.ts";

const row = (id: string, over: Partial<DispatchRow> = {}): DispatchRow => ({
  id,
  nameZh: id,
  nameEn: id,
  kinds: ["complaint"],
  category: null,
  object: null,
  region: ANY_REGION,
  channel: null,
  scope: "in",
  lead: "AA",
  coHandlers: [],
  coByRegion: false,
  target: null,
  procedures: [],
  urgency: "U3",
  priority: 0,
  basis: [],
  reasonZh: "",
  tellZh: "",
  tellEn: "",
  setting: false,
  ...over,
});
const matter = (over: Partial<Matter> = {}): Matter => ({ kind: "complaint", category: "C11", object: null, region: null, channel: null, ...over });
/** C1 and O1 are above C11, C12, O11, O12. */
const parentOf = (code: string): string | null => (code.length === 3 ? code.slice(0, 2) : null);
const ids = (list: readonly DispatchRow[]): string[] => list.map(({ id }) => id);

describe("choosing a dispatch row", () => {
  it("takes a row that asks for nothing, the category itself or the one above", () => {
    for (const category of [null, "C11", "C1"]) expect(choose([row("a", { category })], matter(), parentOf).row?.id, String(category)).to.equal("a");
    for (const category of ["C12", "C2"]) expect(choose([row("a", { category })], matter(), parentOf).outcome, category).to.equal("none");
    expect(matches(row("a", { category: "C11" }), matter({ category: "C1" }), parentOf), "a row below").to.equal(false);
    expect(matches(row("a", { object: "O1" }), matter({ object: "O11" }), parentOf)).to.equal(true);
    expect(matches(row("a", { object: "O1" }), matter(), parentOf), "object not known").to.equal(false);
  });

  it("asks for kind, region and channel when the row names them", () => {
    const near = row("a", { kinds: ["report"], region: "R-1", channel: "ODR" });
    expect(matches(near, matter({ kind: "report", region: "R-1", channel: "ODR" }), parentOf)).to.equal(true);
    expect(matches(near, matter({ region: "R-1", channel: "ODR" }), parentOf)).to.equal(false);
    expect(matches(near, matter({ kind: "report", region: "R-2", channel: "ODR" }), parentOf)).to.equal(false);
    expect(matches(near, matter({ kind: "report", region: "R-1" }), parentOf)).to.equal(false);
  });

  it("lets the highest priority win and shows what else there was, best first", () => {
    const all = [row("low", { priority: 1 }), row("high", { priority: 9 }), row("mid", { priority: 5 }), row("mid2", { priority: 5 })];
    const { outcome, row: won, candidates } = choose(all, matter(), parentOf);
    expect([outcome, won?.id, ids(candidates)]).to.deep.equal(["match", "high", ["mid", "mid2", "low"]]);
  });

  it("leaves equals to the dispatcher, at most five", () => {
    const {
      outcome,
      row: won,
      candidates,
    } = choose(
      ["f", "e", "d", "c", "b", "a"].map((id) => row(id, { priority: 7 })),
      matter(),
      parentOf,
    );
    expect([outcome, won, ids(candidates)]).to.deep.equal(["tie", null, ["a", "b", "c", "d", "e"]]);
  });

  it("offers the nearest rows when none takes the case", () => {
    const all = [
      row("far", { category: "C2", kinds: ["help"] }),
      row("above", { category: "C1", kinds: ["help"] }),
      row("there", { category: "C11", kinds: ["help"] }),
      row("place", { category: "C11", region: "R-9" }),
    ];
    expect(ids(choose(all, matter(), parentOf).candidates)).to.deep.equal(["place", "there", "above"]);
    expect(choose(all, matter({ category: null }), parentOf).candidates).to.deep.equal([]);
  });

  it("adds the town of the place once, where the row asks for it", () => {
    const townOf = (region: string): string | null => (region === "R-1" ? "T1" : null);
    const of = (over: Partial<DispatchRow>, region: string | null) => coHandlersOf(row("a", { coHandlers: ["BB"], ...over }), region, townOf);
    expect(of({ coByRegion: true }, "R-1")).to.deep.equal(["BB", "T1"]);
    expect(of({ coByRegion: false }, "R-1")).to.deep.equal(["BB"]);
    expect(of({ coByRegion: true, coHandlers: ["T1", "BB"] }, "R-1")).to.deep.equal(["T1", "BB"]);
    expect(of({ coByRegion: true, lead: "T1" }, "R-1")).to.deep.equal(["BB"]);
    for (const region of [null, "R-OUT"]) expect(of({ coByRegion: true }, region)).to.deep.equal(["BB"]);
  });

  it("runs 12345's procedure beside the row's, and a decision for a complaint that is nobody's here", () => {
    const out = row("a", { scope: "out", procedures: ["P-OUT"] });
    expect(proceduresOf(out, { kind: "complaint", channel: "12315" })).to.deep.equal(["P-O121", "P-OUT"]);
    expect(proceduresOf(out, { kind: "help", channel: "12345" })).to.deep.equal(["P-OUT", "P-12345"]);
    expect(proceduresOf(row("b", { procedures: ["P-12345"] }), { kind: "help", channel: "12345" })).to.deep.equal(["P-12345"]);
  });

  it("tells what is wrong from what it is about, in whichever field it came", () => {
    const isObject = (code: string): boolean => code.startsWith("O");
    expect(placeCodes({ category: "C1", object: "O1" }, isObject)).to.deep.equal({ category: "C1", object: "O1" });
    expect(placeCodes({ category: "O1", object: null }, isObject)).to.deep.equal({ category: null, object: "O1" });
    expect(placeCodes({ category: "C1", object: "C2" }, isObject), "a public matter stands for itself").to.deep.equal({
      category: "C2",
      object: null,
    });
    expect(mostUrgent("U3", ["U2", "U1", "U3"])).to.equal("U1");
    expect(mostUrgent("U2", [])).to.equal("U2");
  });
});

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const anyRow = fc
  .record({
    kinds: fc.subarray<"complaint" | "report">(["complaint", "report"], { minLength: 1 }),
    category: some(null, "C1", "C11", "C12"),
    object: some(null, "O1", "O11"),
    region: some(ANY_REGION, "R-1"),
    channel: some(null, "ODR"),
    priority: fc.nat(4),
  })
  .map((over) => over as Partial<DispatchRow>);
const anyRows = fc.array(anyRow, { maxLength: 8 }).map((list) => list.map((over, at) => row(`r${at}`, over)));
const small = {
  kinds: ["complaint", "report"] as const,
  categories: ["C1", "C11", "C12", "C2"],
  objects: ["O1", "O11", "O12"],
  regions: ["R-1", "R-2"],
  channels: ["ODR", "WEB"],
  parentOf,
};
const everyMatter: Matter[] = small.kinds.flatMap((kind) =>
  [null, ...small.categories].flatMap((category) =>
    [null, ...small.objects].flatMap((object) =>
      [null, ...small.regions].flatMap((region) => [null, ...small.channels].map((channel) => ({ kind, category, object, region, channel }))),
    ),
  ),
);

describe("any dispatch catalogue", () => {
  it("chooses the same whatever the order of its rows, and never a row that is beaten", () => {
    fc.assert(
      fc.property(anyRows, fc.constantFrom(...everyMatter), (list, each) => {
        const choice = choose(list, each, parentOf);
        expect(choose(list.toReversed(), each, parentOf)).to.deep.equal(choice);
        const taking = list.filter((one) => matches(one, each, parentOf));
        const top = Math.max(...taking.map(({ priority }) => priority));
        const winners = taking.filter(({ priority }) => priority === top);
        expect(choice.outcome).to.equal(["none", "match"][winners.length] ?? "tie");
        expect(choice.row?.id ?? null).to.equal(winners.length === 1 ? winners[0]?.id : null);
        expect(choice.candidates.length).to.be.at.most(5);
      }),
      { numRuns: 300 },
    );
  });

  it("has the unreachable rows that trying every case finds", () => {
    fc.assert(
      fc.property(anyRows, (list) => {
        const won = new Set(everyMatter.map((each) => choose(list, each, parentOf).row?.id));
        expect(ids(unreachable(list, small))).to.deep.equal(ids(list).filter((id) => !won.has(id)));
      }),
      { numRuns: 150 },
    );
  });
});

describe("the dispatch catalogue we begin with", () => {
  it("has no row that cannot win", () => {
    const began = performance.now();
    expect(ids(unreachable(rows, world))).to.deep.equal([]);
    expect(performance.now() - began).to.be.lessThan(5000);
  });

  it("has a row for every complaint and every report", () => {
    for (const kind of ["complaint", "report"] as const)
      for (const category of [null, ...world.categories])
        expect(choose(rows, { kind, category, object: null, region: null, channel: null }, world.parentOf).outcome, `${kind} ${category}`).to.equal(
          "match",
        );
  });

  it("leaves food poisoning at an operator outside the zone to the dispatcher", () => {
    const { outcome, candidates } = choose(
      rows,
      { kind: "complaint", category: "CP0401", object: null, region: "R-OUT", channel: null },
      world.parentOf,
    );
    expect([outcome, ids(candidates).slice(0, 2)]).to.deep.equal(["tie", ["PD-C-OUTAREA", "PD-P-CP0401"]]);
  });
});
