import { expect } from "chai";
import { differences, newEntries } from "../../../shared/tickets/differences.ts";
import type { EntryView, TicketView } from "../../../shared/tickets/views.ts";

const entry = (seq: number, type: EntryView["type"], details: EntryView["details"] = {}) => ({ seq, type, details }) as EntryView;
const clock = (over: object = {}) => ({ key: "H1", id: "H1", name: "答复", metAt: null, tone: "ok", dueDay: "2026-12-01", ...over });
const view = (over: object = {}) =>
  ({
    ...{ version: 3, status: "signed", department: { id: "SCJG", name: "市场监管局" }, coDepartments: [], handler: { id: "a", name: "刘振东" } },
    ...{ urgency: "U3", confidential: false, designated: false, objected: false, returned: false, referredTo: null, mediation: null, filing: null },
    ...{ no12345: null, platformNo12315: null, clocks: [clock()], timeline: [] },
    ...over,
  }) as unknown as TicketView;

describe("what differs between two views of a case", () => {
  it("is nothing between equal ones", () => {
    expect(differences(view(), view())).to.deep.equal([]);
  });

  it("is said field by field, with the entry that made it so", () => {
    const after = view({
      version: 6,
      ...{ status: "accepted", handler: { id: "b", name: "宋佳宁" }, no12345: "WH1", clocks: [clock({ tone: "met", metAt: "x" })] },
      timeline: [
        entry(3, "signed", { status: "signed" }),
        entry(4, "assigned", { handler: { id: "b", name: "宋佳宁" } }),
        entry(5, "numbersSet", { no12345: "WH1" }),
        entry(6, "accepted", { status: "accepted" }),
      ],
    });
    expect(differences(view(), after)).to.deep.equal([
      { field: "status", name: null, from: "signed", to: "accepted", seq: 6 },
      { field: "handler", name: null, from: "刘振东", to: "宋佳宁", seq: 4 },
      { field: "no12345", name: null, from: null, to: "WH1", seq: 5 },
      { field: "clock", name: "答复", from: "2026-12-01", to: "met", seq: null },
    ]);
  });

  it("counts a moved day, a pause and a clock that began, each by the clock's own entry", () => {
    const paused = view({ version: 4, clocks: [clock({ tone: "paused", dueDay: null })], timeline: [entry(4, "clockPaused", { clock: "H1" })] });
    expect(differences(view(), paused)).to.deep.equal([{ field: "clock", name: "答复", from: "2026-12-01", to: "paused", seq: 4 }]);
    const begun = view({ version: 4, clocks: [clock(), clock({ key: "C3", name: "调解" })], timeline: [entry(4, "accepted")] });
    expect(differences(view(), begun)).to.deep.equal([{ field: "clock", name: "调解", from: null, to: "2026-12-01", seq: 4 }]);
  });

  it("leaves out what the product noted by itself", () => {
    const after = view({ version: 5, timeline: [entry(4, "warned"), entry(5, "noted")] });
    expect(newEntries(view(), after).map(({ seq }) => seq)).to.deep.equal([5]);
  });
});
