import { expect } from "chai";
import fc from "fast-check";
import { chosenOf, type Person, rankOf } from "../../shared/assignment/rank.ts";
import { LOAD_TONES, type LoadTone, noLoad, totalOf } from "../../shared/workload/load.ts";

const someone = (id: string, over: Partial<Person> = {}): Person => ({
  ...{ id, disabled: false, onLeave: false, handles: true, skills: [], load: noLoad(), lastAt: null },
  ...over,
});
const give = (people: readonly Person[], wanted: readonly string[], at: number, tone: LoadTone): Person[] => {
  const chosen = chosenOf(rankOf(people, wanted));
  return people.map((one) =>
    one.id === chosen?.id ? { ...one, load: { ...one.load, [tone]: one.load[tone] + 1 }, lastAt: new Date(at * 60_000) } : one,
  );
};
const crew = (size: fc.Arbitrary<number>) => size.map((n) => Array.from({ length: n }, (_, i) => someone(`p${i}`)));

describe("fair assignment", () => {
  it("asks first who knows the matter, then who has least to do, then who waited longest, then by id", () => {
    const people = [
      someone("a", { load: { ...noLoad(), ok: 1 } }),
      someone("b", { skills: ["TS05"], load: { ...noLoad(), late: 4 } }),
      someone("c", { lastAt: new Date(2) }),
      someone("d", { lastAt: new Date(1) }),
      someone("e"),
    ];
    expect(rankOf(people, ["TS05"]).map(({ id }) => id)).to.deep.equal(["b", "e", "d", "c", "a"]);
    expect(chosenOf(rankOf(people, ["TS05"]))).to.deep.equal({ id: "b", by: "skill" });
    expect(chosenOf(rankOf(people, []))).to.deep.equal({ id: "e", by: "turn" });
    expect(chosenOf(rankOf([someone("x", { load: { ...noLoad(), due: 1 } }), someone("y", { load: { ...noLoad(), ok: 1 } })], []))).to.deep.equal({
      id: "y",
      by: "load",
    });
    expect(chosenOf(rankOf([someone("x"), someone("y", { onLeave: true })], []))).to.deep.equal({ id: "x", by: "only" });
    expect(chosenOf(rankOf([someone("x", { disabled: true }), someone("y", { handles: false })], []))).to.equal(null);
  });

  it("never chooses who is on leave, disabled or handles nothing, and says so", () => {
    const person = fc.record({
      id: fc.uuid(),
      disabled: fc.boolean(),
      onLeave: fc.boolean(),
      handles: fc.boolean(),
      skills: fc.subarray(["TS01", "TS05", "SP01"]),
      load: fc.record({ late: fc.nat(5), due: fc.nat(5), warn: fc.nat(5), ok: fc.nat(5), paused: fc.nat(5), none: fc.nat(5) }),
      lastAt: fc.option(fc.date({ noInvalidDate: true })),
    });
    fc.assert(
      fc.property(fc.uniqueArray(person, { selector: ({ id }) => id, maxLength: 8 }), fc.subarray(["TS01", "SP01"]), (people, wanted) => {
        const ranked = rankOf(people, wanted);
        const chosen = chosenOf(ranked);
        const able = people.filter(({ disabled, onLeave, handles }) => !disabled && !onLeave && handles).map(({ id }) => id);
        expect(ranked).to.have.length(people.length);
        expect(ranked.filter(({ unfit }) => unfit === null).map(({ id }) => id)).to.have.members(able);
        expect(chosen === null).to.equal(able.length === 0);
        if (chosen !== null) expect(able).to.include(chosen.id);
        expect(rankOf([...people].reverse(), wanted), "whatever order they come in").to.deep.equal(ranked);
      }),
    );
  });

  it("keeps the loads of those who know the same within one of each other, and passes over who is away", () => {
    fc.assert(
      fc.property(crew(fc.integer({ min: 2, max: 6 })), fc.array(fc.nat(9), { minLength: 1, maxLength: 60 }), (people, cases) => {
        let now = people;
        for (const [at] of cases.entries()) {
          now = give(now, [], at, "ok");
          const loads = now.map(({ load }) => totalOf(load));
          expect(Math.max(...loads) - Math.min(...loads)).to.be.at.most(1);
        }
      }),
    );
    fc.assert(
      fc.property(
        crew(fc.integer({ min: 2, max: 6 })),
        fc.array(fc.constantFrom(...LOAD_TONES), { maxLength: 60 }),
        fc.nat(5),
        (people, tones, away) => {
          let now = people.map((one, i) => ({ ...one, onLeave: i > 0 && i === away }));
          for (const [at, tone] of tones.entries()) now = give(now, [], at, tone) as typeof now;
          for (const { onLeave, load } of now) if (onLeave) expect(totalOf(load)).to.equal(0);
          const weights = rankOf(now, []).flatMap(({ weight, unfit }) => (unfit === null ? [weight] : []));
          expect(Math.max(...weights) - Math.min(...weights), "no more apart than the heaviest case").to.be.at.most(3);
        },
      ),
    );
  });
});
