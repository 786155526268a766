import { expect } from "chai";
import * as seed from "../server/seed/index.ts";
import { carries, templateFor } from "../shared/catalogue/notice.ts";
import { noticeText, unknownPlaceholders } from "../shared/tickets/notice-text.ts";
import { everyWalk } from "./support/walk.ts";

const { rows } = seed.seedNotices();
const catalogue = seed.seedProcedures();
const codesOf = (list: readonly { code: string }[]): string[] => list.map(({ code }) => code);

/** A message of 500 characters is what gateways take; a link and a name take their share. */
const SMS_MAX = 300;

describe("seeded notices (告知)", () => {
  it("have codes of their own, and events, procedures and laws that there are", () => {
    const codes = codesOf(rows);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).to.deep.equal([]);
    for (const rule of rows) {
      expect(codesOf(catalogue.events), rule.code).to.include(rule.event);
      expect(codesOf(catalogue.procedures), rule.code).to.include.members(rule.procedures);
      expect(codesOf(seed.seedCodes().laws), rule.code).to.include.members(rule.articles.map(({ source }) => source));
    }
  });

  it("name limits that there are, and end them only under procedures that have them", () => {
    // C2 is a day the authority sets itself: it is no limit that is measured.
    const clocks = seed.seedClockRules();
    const unmeasured = seed.seedUnmeasuredRules().map(({ key }) => key);
    for (const { code, clock, stopsClock, procedures } of rows) {
      if (clock === null) expect(stopsClock, code).to.equal(false);
      else if (!stopsClock) expect([...clocks.map(({ key }) => key), ...unmeasured], code).to.include(clock);
      else {
        const own = clocks.filter(({ id }) => id === clock.split("@")[0]);
        for (const procedure of procedures)
          expect(
            own.some((rule) => rule.procedures.includes(procedure)),
            `${code} under ${procedure}`,
          ).to.equal(true);
      }
    }
  });

  it("have words for everybody they are addressed to, with nothing between braces that nobody fills in", () => {
    for (const rule of rows) {
      for (const { smsZh, smsEn, letterZh, letterEn } of rule.templates)
        for (const text of [smsZh, smsEn, letterZh, letterEn]) {
          expect(unknownPlaceholders(text), `${rule.code}: ${text}`).to.deep.equal([]);
          expect(text.replace(/\{\w+\}/gu, ""), "a brace alone").not.to.match(/[{}]/u);
        }
      for (const to of rule.addressees) {
        expect(templateFor(rule, to), `${rule.code} ${to}`).not.to.equal(undefined);
        expect(noticeText(rule, to, "sms", {}).length, `${rule.code} ${to}`).to.be.within(10, SMS_MAX);
      }
    }
  });

  it("can be told at all: by one channel at least that carries the whole", () => {
    for (const rule of rows) expect(rule.channels.filter((channel) => carries(rule, channel)).length, rule.code).to.be.above(0);
  });

  it("tell of a report nobody but its reporter and the authority it went to (O121 37)", () => {
    const ofReports = new Set(
      catalogue.procedures.filter(({ appliesToKinds }) => appliesToKinds.every((kind) => kind === "report")).map(({ code }) => code),
    );
    for (const { code, procedures, addressees } of rows)
      if (procedures.some((procedure) => ofReports.has(procedure))) expect(["reporter", "target"], code).to.include.members(addressees);
  });
});

describe("what can happen to a case", function suite() {
  this.timeout(60_000);
  let found: ReturnType<typeof everyWalk>;
  before(() => {
    found = everyWalk();
  });
  /** Phases of the catalogue that no case comes to, and why. */
  const UNREACHED: Record<string, string> = {
    "P-O121 idCheck": "proof of identity is asked for by whoever signed, not at the intake desk",
    "P-O121 negotiating": "asking the merchant first comes before acceptance: P-ODR",
    "P-O20 mediating": "its later steps are taken under the new law, unless the office reads it otherwise",
    "P-O20 suspended": "its later steps are taken under the new law, unless the office reads it otherwise",
    "P-12345 merged": "a joined case keeps its course and its limits: joining is a pointer",
    "P-TOUR transferred": "a complaint is decided, not passed on (O121 15)",
  };

  it("takes it through every phase of its procedures, but those that are named with a reason", () => {
    const missing = catalogue.procedures
      .filter(({ code }) => found.phases.has(code))
      .flatMap(({ code, states }) => states.filter((state) => found.phases.get(code)?.has(state) !== true).map((state) => `${code} ${state}`));
    expect(missing).to.have.members(Object.keys(UNREACHED));
    for (const { code, states } of catalogue.procedures) expect(states, code).to.include.members([...(found.phases.get(code) ?? [])]);
  });
  it("runs it under these procedures", () => {
    const all = ["P-O121", "P-O20", "P-REF", "P-REPORT", "P-REPORT-OLD", "P-FOOD", "P-12345", "P-ODR", "P-TOUR", "P-URGENT", "P-OUT"];
    expect([...found.phases.keys()]).to.have.members(all);
  });
  it("makes all word of the catalogue owed", () => {
    expect(codesOf(rows).filter((code) => !found.notices.has(code))).to.deep.equal([]);
  });
});
