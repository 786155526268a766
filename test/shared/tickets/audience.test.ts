import { expect } from "chai";
import { shownToCitizen, wordsToCitizen } from "../../../shared/tickets/audience.ts";
import { AUDIENCES, ENTRY_TYPES } from "../../../shared/tickets/views.ts";

describe("what a citizen may know", () => {
  const ordinary = { accessClass: "ordinary" } as const;
  const report = { accessClass: "report" } as const;
  const by = (type: "staff" | "citizen" | "system") => ({ actor: { type } });

  it("is never an internal entry, of whatever type and case", () => {
    for (const type of ENTRY_TYPES)
      for (const of of [ordinary, report]) {
        expect(shownToCitizen(of, { audience: "internal", type })).to.equal(false);
        for (const who of ["staff", "citizen", "system"] as const)
          expect(wordsToCitizen(of, { audience: "internal", type, ...by(who) })).to.equal(false);
      }
  });
  it("is the words of answers, not the reasons offices give each other", () => {
    const shown = ENTRY_TYPES.filter((type) => wordsToCitizen(ordinary, { audience: "citizen", type, ...by("staff") }));
    expect(shown).to.deep.equal([
      "accepted",
      "refused",
      "replied",
      "interimReplied",
      "supplemented",
      "referred",
      "terminated",
      "agreed",
      "odrEnded",
      "identityAsked",
      "consentAsked",
      "meetingCalled",
      "recusalDecided",
    ]);
    const own = ENTRY_TYPES.filter((type) => wordsToCitizen(ordinary, { audience: "citizen", type, ...by("citizen") }));
    expect(own).to.include.members(["withdrawn", "noContact", "supplemented", "secrecyAsked"]);
  });
  it("is for a reporter coarse states, their own words, and whose matter it is (O121 34)", () => {
    for (const audience of AUDIENCES)
      for (const type of ENTRY_TYPES)
        expect(wordsToCitizen(report, { audience, type, ...by("staff") }), type).to.equal(audience === "citizen" && type === "referred");
    expect(ENTRY_TYPES.filter((type) => shownToCitizen(report, { audience: "citizen", type }))).to.deep.equal(
      ["filed", "accepted", "replied", "reopened", "supplemented", "noContact", "referred", "secrecyAsked", "filingDecided", "caseConcluded"].sort(
        (a, b) => ENTRY_TYPES.indexOf(a as never) - ENTRY_TYPES.indexOf(b as never),
      ),
    );
  });
});
