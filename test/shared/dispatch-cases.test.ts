import { expect } from "chai";
import { z } from "zod";
import data from "../../server/seed/cases.json" with { type: "json" };
import { choose, coHandlersOf, proceduresOf } from "../../shared/dispatch/choose.ts";
import { problemsOf } from "../../shared/dispatch/recognise.ts";
import { SCOPES } from "../../shared/dispatch/row.ts";
import { CHANNELS } from "../../shared/tickets/schema.ts";
import { KINDS, URGENCIES } from "../../shared/tickets/status.ts";
import { groupOf, hear, isObject, rows, townOf, world } from "../support/dispatch-world.ts";

const code = z.string().nullable();
const ticket = z.object({ kind: z.enum(KINDS), category: z.string(), object: code, dispatch: z.string(), lead: z.string() });
const file = z.object({
  cases: z
    .array(
      z.object({
        id: z.string(),
        kind: z.enum(KINDS),
        channel: z.enum(CHANNELS),
        region: z.string(),
        title: z.string(),
        text: z.string(),
        expected: z.object({
          category: z.string(),
          object: code,
          dispatch: z.string(),
          lead: z.string(),
          coHandlers: z.array(z.string()),
          scope: z.enum(SCOPES),
          target: code,
          procedures: z.array(z.string()),
          urgency: z.enum(URGENCIES),
          tickets: z.array(ticket).min(1),
        }),
      }),
    )
    .length(62),
});
const { cases } = file.parse(data);

describe("the dispatch rule over invented cases", () => {
  for (const { id, kind, channel, region, title, expected } of cases)
    it(`${id} ${title}: ${expected.dispatch}`, () => {
      const matter = { kind, category: expected.category, object: expected.object, region, channel };
      const { outcome, row } = choose(rows, matter, world.parentOf);
      if (row === null) expect.fail(outcome);
      expect({
        dispatch: row.id,
        lead: row.lead,
        coHandlers: coHandlersOf(row, region, townOf),
        scope: row.scope,
        target: row.target,
        procedures: proceduresOf(row, matter),
        urgency: row.urgency,
      }).to.deep.equal({
        dispatch: expected.dispatch,
        lead: expected.lead,
        coHandlers: expected.coHandlers,
        scope: expected.scope,
        target: expected.target,
        procedures: expected.procedures,
        urgency: expected.urgency,
      });
    });

  it("sends the report of a mixed paper its own way", () => {
    const mixed = cases.filter(({ expected }) => expected.tickets.length > 1);
    expect(mixed.map(({ id }) => id)).to.deep.equal(["D015", "D016", "D017"]);
    for (const { id, region, channel, expected } of mixed)
      for (const { kind, category, object, dispatch, lead } of expected.tickets) {
        const { row } = choose(rows, { kind, category, object, region, channel }, world.parentOf);
        expect([row?.id, row?.lead], `${id} ${kind}`).to.deep.equal([dispatch, lead]);
      }
  });

  it("finds the lead of most of them from the words alone", () => {
    const right = cases.filter(({ kind, channel, region, title, text, expected }) => {
      const heard = hear(`${title}\n${text}`);
      const object = heard.categories.find((each) => isObject(each.code))?.code ?? null;
      const { row } = choose(rows, { kind, category: problemsOf(heard, kind, groupOf).guess, object, region, channel }, world.parentOf);
      return row?.lead === expected.lead;
    });
    expect(right.length).to.be.at.least(52);
  });

  it("hears what is dangerous in them", () => {
    const risksOf = (wanted: string): string[] => {
      const found = cases.find(({ id }) => id === wanted);
      return hear(`${found?.title}\n${found?.text}`).risks.map(({ risk }) => risk.code);
    };
    expect(risksOf("D002")).to.have.members(["fire", "minors"]);
    expect(risksOf("D023")).to.have.members(["fire", "injury"]);
    expect(risksOf("D041")).to.have.members(["injury"]);
    expect(risksOf("D047")).to.have.members(["equipment"]);
    expect(risksOf("D051")).to.have.members(["collapse", "minors"]);
  });
});
