import { expect } from "chai";
import type { Action } from "../../../shared/tickets/actions.ts";
import { shownToCitizen, wordsToCitizen } from "../../../shared/tickets/audience.ts";
import type { DecideContext } from "../../../shared/tickets/decide.ts";
import { acted, refusedBy, tried } from "../../support/deciding.ts";
import { OTHER } from "../../support/samples.ts";
import { inStatus, people, readyFor } from "../../support/states.ts";

const JOIN: Action = { type: "join", ticketId: OTHER.id };
const LINK: Action = { type: "link", ticketId: OTHER.id, relation: "related" };
const seen = (over: Partial<DecideContext> = {}): Partial<DecideContext> => ({ other: OTHER, members: [], ...over });
const other = (over: object): Partial<DecideContext> => seen({ other: { ...OTHER, ...over } });
const accepted = inStatus("accepted");

describe("joined cases (并单)", () => {
  it("are a pointer: status, department, clocks and what is owed stay the case's own", () => {
    const joined = acted(accepted, JOIN, people.handler, seen());
    expect(joined.kin?.joined).to.include({ id: OTHER.id, no: OTHER.no, by: "liu" });
    expect(joined).to.deep.include({ status: accepted.status, procedures: accepted.procedures, owed: accepted.owed, departmentId: "SCJG" });
    expect(refusedBy(joined, JOIN, people.handler, seen())).to.equal("already-joined");
    expect(acted(joined, { type: "unjoin", reason: "不是同一事项" }, people.dispatcher).kin?.joined).to.equal(null);
    expect(refusedBy(accepted, { type: "unjoin", reason: "-" }, people.dispatcher)).to.equal("not-joined");
  });
  it("have one lead, of the same kind, that is still worked on", () => {
    const lead = { joined: { id: "x", no: "261118-0003", at: new Date(), by: null } };
    expect(refusedBy(accepted, JOIN, people.handler, other(lead))).to.equal("join-to-lead ticketId");
    expect(refusedBy(accepted, JOIN, people.handler, other({ kind: "inquiry" }))).to.equal("join-kind ticketId");
    expect(refusedBy(accepted, JOIN, people.handler, other({ status: "closed" }))).to.equal("join-ended ticketId");
    expect(refusedBy(accepted, JOIN, people.handler, other({ id: "t1" }))).to.equal("case-itself ticketId");
    expect(refusedBy(accepted, JOIN, people.handler, seen({ members: ["t7"] }))).to.equal("has-members");
    expect(refusedBy(accepted, JOIN, people.handler, seen({ other: null }))).to.equal("no-such-case ticketId");
  });
  it("go to the lead's department by a dispatcher alone (O121 41)", () => {
    const elsewhere = other({ departmentId: "JSJ" });
    expect(refusedBy(accepted, JOIN, people.handler, elsewhere)).to.equal("join-department ticketId");
    expect(refusedBy(accepted, JOIN, people.dispatcher, elsewhere), "worked on already").to.equal("join-department ticketId");
    const answer = tried(inStatus("registered"), JOIN, people.dispatcher, elsewhere);
    if (!answer.ok) throw new Error(answer.rule);
    expect(answer.value.next).to.include({ status: "dispatched", departmentId: "JSJ" });
    expect(answer.value.entries).to.have.length(1);
    expect(answer.value.entries[0]).to.deep.include({ type: "joined", details: { departmentId: "JSJ", otherNo: OTHER.no, status: "dispatched" } });
  });
  it("are never reports, which nobody learns of from another case (art. 37)", () => {
    expect(refusedBy(inStatus("accepted", "report"), JOIN, people.handler, seen())).to.equal("report-stays");
    expect(refusedBy(accepted, JOIN, people.handler, other({ accessClass: "report" }))).to.equal("no-such-case ticketId");
  });
  it("the citizen hears that it is handled together, not with whose", () => {
    const entry = { type: "joined", audience: "citizen", actor: { type: "staff" } } as const;
    expect(shownToCitizen(accepted, entry)).to.equal(true);
    expect(wordsToCitizen(accepted, entry)).to.equal(false);
  });
});

describe("linked cases (关联)", () => {
  it("are linked once and unlinked again; a report may point to a case, never a case to a report", () => {
    const linked = acted(accepted, LINK, people.handler, seen());
    expect(linked.kin?.links).to.have.length(1);
    expect(refusedBy(linked, LINK, people.handler, seen())).to.equal("already-linked ticketId");
    expect(acted(linked, { type: "unlink", ticketId: OTHER.id }, people.handler).kin?.links).to.deep.equal([]);
    expect(refusedBy(accepted, LINK, people.handler, other({ accessClass: "report" }))).to.equal("report-stays ticketId");
    expect(refusedBy(inStatus("accepted", "report"), LINK, people.handler, seen())).to.equal("allowed");
    expect(refusedBy(accepted, LINK, people.other, seen())).to.equal("not-your-department");
  });
  it("what a case was split from stays", () => {
    const origin = { id: OTHER.id, no: OTHER.no, relation: "splitFrom", at: new Date(), by: null } as const;
    const part = { ...accepted, kin: { joined: null, group: null, links: [origin] } };
    expect(refusedBy(part, { type: "unlink", ticketId: OTHER.id })).to.equal("not-linked");
  });
});

describe("split, joint and reclassified cases", () => {
  const SPLIT: Action = { type: "split", kind: "inquiry", text: "另问营业执照如何查询", reason: "两件事" };
  const part = { part: { id: "p", no: "261118-0009" } };

  it("a report is not split off a complaint: they are told apart at filing (O121 9)", () => {
    expect(refusedBy(accepted, { ...SPLIT, kind: "report" } as Action, people.dispatcher, part)).to.equal("split-report kind");
    expect(refusedBy(inStatus("accepted", "report"), SPLIT, people.handler, part)).to.equal("report-stays");
    const answer = tried(accepted, SPLIT, people.dispatcher, part);
    expect(answer.ok && answer.value.entries[0]).to.deep.include({ type: "split", details: { otherNo: "261118-0009" } });
  });
  it("a joint complaint has two complainants at least and representatives among them (O121 12)", () => {
    const FORM: Action = { type: "formGroup", representatives: [OTHER.id], text: "书面推选" };
    expect(refusedBy(accepted, FORM, people.handler, { members: [] })).to.equal("group-alone");
    expect(refusedBy(accepted, FORM, people.handler, { members: ["somebody"] })).to.equal("representative-outside representatives");
    const grouped = acted(accepted, FORM, people.handler, { members: [OTHER.id] });
    expect(grouped.kin?.group?.representatives).to.deep.equal([OTHER.id]);
    expect(refusedBy(grouped, FORM, people.handler, { members: [OTHER.id] })).to.equal("group-formed");
    expect(refusedBy(inStatus("accepted", "help"), FORM, people.handler, { members: [OTHER.id] })).to.equal("complaints-only");
  });
  it("its representatives settle only with the consent of all they speak for (O121 12-3)", () => {
    const grouped = {
      ...readyFor("agree", accepted),
      kin: { joined: null, links: [], group: { representatives: [OTHER.id], at: new Date(), by: null } },
    };
    expect(refusedBy(grouped, { type: "agree", text: "退一赔三" })).to.equal("represented-consent represented");
    expect(refusedBy(grouped, { type: "agree", text: "退一赔三", represented: "全体书面同意" })).to.equal("allowed");
  });
  it("a change of classification says from what to what and moves no limit", () => {
    const facts = { facts: { categoryCode: "TS0801", objectCode: null }, category: (code: string) => code !== "XX" };
    const change = (categoryCode: string): Action => ({ type: "reclassify", categoryCode, reason: "诉求实为质量" });
    expect(refusedBy(accepted, change("XX"), people.dispatcher, facts)).to.equal("no-such-category categoryCode");
    expect(refusedBy(accepted, change("TS0801"), people.dispatcher, facts)).to.equal("nothing-changed");
    const answer = tried(accepted, change("TS0101"), people.dispatcher, facts);
    if (!answer.ok) throw new Error(answer.rule);
    expect(answer.value.entries[0]?.details.changed).to.deep.equal([{ field: "categoryCode", from: "TS0801", to: "TS0101" }]);
    expect(answer.value.next.procedures).to.deep.equal(accepted.procedures);
  });
});
