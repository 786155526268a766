import { expect } from "chai";
import { scriptFor, scriptOf } from "../server/demo/script.ts";
import type { Part, Step } from "../server/demo/story.ts";
import { minuteOf, shiftOf } from "../server/demo/times.ts";
import * as seed from "../server/seed/index.ts";
import { demoStories } from "../server/seeding.ts";
import { actionSchema } from "../shared/tickets/actions.ts";
import { fileSchema, registerSchema } from "../shared/tickets/schema.ts";
import { STATUS_TABLE, type Status } from "../shared/tickets/status.ts";

const { stories, world } = demoStories();
const codesOf = (rows: readonly { code: string }[]): Set<string> => new Set(rows.map(({ code }) => code));

const ENDS: Record<string, Status> = {
  registered: "registered",
  routed: "dispatched",
  rework: "dispatched",
  signed: "signed",
  accepted: "accepted",
  handling: "accepted",
  mediating: "accepted",
  verifying: "accepted",
  suspended: "accepted",
  replied: "replied",
  callback: "replied",
  merged: "closed",
  closed: "closed",
};

/** Follows the status table; says where the acts of one part of a case lead. */
const walked = (steps: readonly Step[], part: Part): Status => {
  let status: Status = "registered";
  for (const step of steps) {
    if (step.does !== "act" || step.part !== part) continue;
    const { from, to } = STATUS_TABLE[step.body.type];
    expect(from, `${step.key} ${step.body.type}`).to.include(status);
    if (step.body.type === "odrOutcome" && step.body.settled) status = "closed";
    if (step.body.type === "reviewReply" && step.body.approve) status = "replied";
    if (to !== "stay" && !(step.body.type === "reply" && step.body.interim)) status = to;
  }
  return status;
};

const textsOf = (steps: readonly Step[]): string[] =>
  steps.flatMap(({ body }) => Object.entries(body).flatMap(([name, value]) => (/^(?:text|reason|note|message)$/u.test(name) ? [String(value)] : [])));

describe("the cases of the demonstration", () => {
  it("name events, states, people, regions and enterprises that exist", () => {
    const { events, states } = seed.seedProcedures();
    const { users, enterprises, supervisors } = seed.seedOrganisation();
    const actors = new Set([
      ...users.map(({ username }) => username),
      ...supervisors.map(({ id }) => id),
      ...["citizen", "complainant", "respondent", "partner", "system"],
    ]);
    const { cases, features } = seed.seedCases();
    for (const row of cases) {
      expect(codesOf(states), row.id).to.include(row.state);
      expect(codesOf(seed.seedRegions()), row.id).to.include(row.region);
      for (const { event, actor } of row.history) {
        expect(codesOf(events), row.id).to.include(event);
        expect(actors, row.id).to.include(actor);
      }
      if (row.respondent?.enterprise != null) expect(enterprises.map(({ id }) => id)).to.include(row.respondent.enterprise);
      expect(row.history.length > 0, row.id).to.equal(features.withHistory?.includes(row.id));
      if (["closed", "replied", "callback", "merged", "filedCase"].includes(row.state)) expect(row.answer, row.id).to.be.a("string");
    }
  });

  it("say nothing twice: every answer and every word of progress is the case's own", () => {
    const words = stories.flatMap(({ answer, progress }) => [answer ?? [], progress ?? []].flat());
    expect(new Set(words).size).to.equal(words.length);
    expect(words.length).to.be.at.least(50);
  });
});

describe("the script of the demonstration", () => {
  for (const story of stories)
    it(`${story.id} ends ${story.state}: ${story.title}`, () => {
      const steps = scriptOf(story, world);
      for (const step of steps) {
        // Another case is named by its story until it has an id.
        const body = "ticketId" in step.body ? { ...step.body, ticketId: "0192f0c1-0000-7000-8000-000000000001" } : step.body;
        const parsed = step.does === "file" ? registerSchema.safeParse(body) : actionSchema.safeParse(body);
        expect(parsed.error?.issues, step.key).to.equal(undefined);
        // Nothing is defaulted or dropped on the way: what is played is what is written.
        expect(parsed.data, step.key).to.deep.equal(body);
      }
      const [first] = steps;
      if (first?.does !== "file") expect.fail("does not begin with its filing");
      const { channel, ...own } = first.body;
      if (first.by.type === "citizen" && channel === "WEB") expect(fileSchema.safeParse(own).success).to.equal(true);

      for (const part of story.mixed === null ? (["case"] as const) : (["case", "report"] as const)) {
        const times = steps.filter((step) => step.does === "file" || step.part === part).map(({ at }) => at.getTime());
        for (const [i, time] of times.entries()) if (i > 0) expect(time, `${part} ${i}`).to.be.greaterThan(times[i - 1]!);
        expect(times.at(-1)).to.be.lessThan(new Date(`${world.today}T00:00:00+08:00`).getTime());
      }
      // A case that was opened goes on until a decision is made of it.
      const concluded = story.history.some(({ event }) => event === "decisionMade");
      const end = story.state === "filedCase" ? (concluded ? "replied" : "accepted") : ENDS[story.state];
      expect(walked(steps, "case")).to.equal(end);
      if (story.mixed !== null) expect(walked(steps, "report")).to.equal("accepted");
      expect(new Set(steps.map(({ key }) => key)).size).to.equal(steps.length);
    });

  it("tells every event of the seed, none silently left out", () => {
    for (const story of stories) {
      const told = story.history.filter(({ event }) => event !== "filed" && event !== "received").length;
      const acts = scriptOf(story, world).length - 1;
      expect(acts, story.id).to.be.at.least(told);
    }
  });

  it("shows nobody a code that only the seed knows", () => {
    for (const story of stories)
      for (const text of textsOf(scriptOf(story, world))) expect(text, story.id).not.to.match(/\b(?:TERM|EX|CL|RT|REF|SV|ENT|F|U)\d|undefined|null/u);
  });

  it("keeps the report of a mixed paper off its complaint", () => {
    for (const story of stories.filter(({ mixed }) => mixed !== null)) {
      const steps = scriptOf(story, world).filter((step) => step.does === "act" && step.part === "case");
      for (const text of textsOf(steps)) expect(text, story.id).not.to.match(/举报|立案/u);
    }
  });

  it("decides and answers inside the limits, but for the few that are to be seen late", () => {
    const days = (from: Date, to: Date): number => {
      let count = 0;
      for (let at = from.getTime() + 86_400_000; at < to.getTime(); at += 86_400_000)
        if (world.workday(new Date(at + 8 * 3_600_000).toISOString().slice(0, 10))) count += 1;
      return count;
    };
    const late = stories.flatMap((story) => {
      const steps = scriptOf(story, world);
      const decided = steps.find(({ does, body }) => does === "act" && "type" in body && /^(?:accept|refuse|refer)$/u.test(body.type));
      return decided !== undefined && days(steps[0]!.at, decided.at) > 7 ? [story.id] : [];
    });
    expect(late).to.deep.equal([]);
  });

  it("is moved by whole weeks, never into the future, and keeps weekdays", () => {
    expect(shiftOf("2026-11-23", "2026-11-23")).to.equal(0);
    expect(shiftOf("2026-11-23", "2026-11-29")).to.equal(0);
    expect(shiftOf("2026-11-23", "2026-11-30")).to.equal(7);
    expect(shiftOf("2026-11-23", "2026-11-22")).to.equal(-7);
    const begun = new Date("2027-03-04T15:00:00+08:00");
    const moved = scriptFor(stories, world, begun);
    const still = scriptFor(stories, world, new Date("2026-11-26T15:00:00+08:00"));
    expect(moved.map(({ key }) => key)).to.deep.equal(still.map(({ key }) => key));
    expect(moved.map(({ at }, i) => at.getTime() - still[i]!.at.getTime()).every((ms) => ms === 98 * 86_400_000)).to.equal(true);
    for (const [i, { at }] of moved.entries()) if (i > 0) expect(at.getTime()).to.be.at.least(moved[i - 1]!.at.getTime());
    const transferred = moved.find(({ key }) => key === "demo:D028");
    expect(transferred?.does === "file" && transferred.body.no12345).to.equal("WH12345-20270217-028");
    const early = scriptFor(stories, world, new Date("2020-01-01T00:00:00+08:00"));
    expect(early.length).to.equal(still.length);
    expect(early.every(({ at }) => at <= new Date("2020-01-01T00:00:00+08:00"))).to.equal(true);
  });

  it("counts office hours over nights, weekends and holidays", () => {
    expect(minuteOf("2026-11-20T17:10", 40, world.workday)).to.equal("2026-11-23T08:50");
    expect(minuteOf("2026-10-01T09:00", 10, world.workday)).to.equal("2026-10-08T08:40");
    expect(minuteOf("2026-11-19T07:50", 5, world.workday)).to.equal("2026-11-19T08:35");
  });
});
