import { expect } from "chai";
import { ORDER, QUIET, WRITTEN } from "../client/src/desk/case/places.ts";
import deskEn from "../client/src/messages/desk.en.json" with { type: "json" };
import deskZh from "../client/src/messages/desk.zh-CN.json" with { type: "json" };
import portalEn from "../client/src/messages/portal.en.json" with { type: "json" };
import portalZh from "../client/src/messages/portal.zh-CN.json" with { type: "json" };
import { shownToCitizen } from "../shared/tickets/audience.ts";
import { ACTION_TYPES, CLOCK_ACTS } from "../shared/tickets/status.ts";
import { ENTRY_TYPES } from "../shared/tickets/views.ts";

/** Said by the issue of a paper alone. */
const NOBODYS = ["documentIssued"];

describe("what a person meets on a page", () => {
  it("has a place for every act: a next step, beside the title, in the composer, or on a clock", () => {
    const placed = [...ORDER, ...QUIET, ...WRITTEN, ...CLOCK_ACTS, ...NOBODYS];
    expect(ACTION_TYPES.filter((type) => !placed.includes(type))).to.deep.equal([]);
    expect(new Set(placed).size, "one place each, but for the answer, which is written as the next step").to.equal(placed.length - 1);
  });

  it("names every act on its button, its form and its answer", () => {
    const forms = [...ORDER, ...QUIET].filter((type) => !WRITTEN.includes(type) && type !== "sign");
    for (const words of [deskZh, deskEn])
      for (const type of forms) for (const part of ["act", "do", "title", "did"]) expect(words).to.have.property(`desk.${part}.${type}`);
  });

  it("says to the citizen in a sentence whatever the citizen is shown", () => {
    const shown = ENTRY_TYPES.filter((type) => shownToCitizen({ accessClass: "ordinary" }, { audience: "citizen", type }));
    expect(shown).to.have.length.greaterThan(20);
    for (const words of [portalZh, portalEn])
      for (const type of shown) for (const who of ["plain", "by", "person"]) expect(words).to.have.property(`portal.entry.${who}.${type}`);
  });
});
