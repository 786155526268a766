import { expect } from "chai";
import type { Acts } from "../../server/demo/deps.ts";
import { demoStories } from "../../server/seeding.ts";
import type { TicketRow } from "../../server/tickets/row.ts";
import { verifyTicket } from "../../server/tickets/verify.ts";
import { VIEWS, type View } from "../../shared/tickets/schema.ts";
import type { Status } from "../../shared/tickets/status.ts";
import { complaint, startProduct, type TestProduct, until } from "../support/product.ts";

/** A Tuesday, with the desk open: the seed's own days are not moved. */
const BEGUN = new Date("2026-11-24T10:00:00+08:00");
const { stories } = demoStories();
const MIXED = stories.filter(({ mixed }) => mixed !== null).length;

const rowsOf = async (product: TestProduct): Promise<TicketRow[]> => {
  const rows: TicketRow[] = [];
  await product.tickets.store.each((row) => void rows.push(row));
  return rows;
};
const demoOf = (product: TestProduct) => {
  if (product.demo === null) throw new Error("no demonstration");
  return product.demo;
};
/** Entries but for the warnings, which the sweep of limits adds while a test goes on. */
const entriesOf = (rows: readonly TicketRow[]): number =>
  rows.reduce((sum, { timeline }) => sum + timeline.filter(({ type }) => type !== "warned").length, 0);

/** Filing and acting that break as a lost line would, after so many of them. */
const breakingAfter = (acts: number, actingAt: (now: () => Date) => Acts): ((now: () => Date) => Acts) => {
  let left = acts;
  return (now) => {
    const real = actingAt(now);
    const broken = (): boolean => {
      left -= 1;
      return left < 0;
    };
    return {
      file: (...input) => (broken() ? Promise.reject(new Error("the line broke")) : real.file(...input)),
      act: (input) => (broken() ? Promise.reject(new Error("the line broke")) : real.act(input)),
    };
  };
};
const actingAtOf =
  (product: TestProduct) =>
  (now: () => Date): Acts => {
    const { filing, acting } = product.tickets.actingAt(now);
    return { file: filing.file, act: acting.act };
  };

describe("the demonstration's cases", function () {
  this.timeout(120_000);
  let product: TestProduct;
  let rows: TicketRow[];

  before(async () => {
    product = await startProduct("demo-cases");
    expect(await rowsOf(product), "a test's product begins empty").to.deep.equal([]);
    const { played } = await demoOf(product).play(() => undefined, { now: () => BEGUN });
    expect(played?.left).to.deep.equal([]);
    expect(played?.finished).to.equal(true);
    expect(played?.filed).to.equal(stories.length);
    rows = await rowsOf(product);
  });

  it("are all there, each where its story says, none of tomorrow", () => {
    expect(rows).to.have.length(stories.length + MIXED);
    const count = (status: Status) => rows.filter((row) => row.status === status).length;
    const told = (...states: string[]) => stories.filter(({ state }) => states.includes(state)).length;
    expect({
      registered: count("registered"),
      dispatched: count("dispatched"),
      signed: count("signed"),
      closed: count("closed"),
      // Reports go on until a decision is made: one is, where a case was opened.
      replied: count("replied"),
      accepted: count("accepted"),
    }).to.deep.equal({
      registered: told("registered"),
      dispatched: told("routed", "rework"),
      signed: told("signed"),
      closed: told("closed", "merged"),
      replied: told("replied", "callback") + 1,
      accepted: told("accepted", "handling", "mediating", "verifying", "suspended", "filedCase") - 1 + MIXED,
    });
    for (const { no, receivedAt, timeline } of rows) {
      expect(timeline.at(-1)!.at, no).to.be.at.most(BEGUN);
      expect(timeline[0]!.at.getTime(), no).to.equal(receivedAt.getTime());
      // The number carries the day of filing, not the day of playing.
      expect(no.slice(0, 6)).to.equal(new Date(receivedAt.getTime() + 8 * 3_600_000).toISOString().slice(2, 10).replaceAll("-", ""));
    }
  });

  it("have chains that verify, and every entry is on the audit log", async () => {
    expect(rows.flatMap((row) => verifyTicket(row, product.seal))).to.deep.equal([]);
    await until(async () => (await rowsOf(product)).every(({ pending }) => !pending), "all events to be handled", 60_000);
    const blocks = await product.database.connection.collection<{ records: { kind: string }[] }>("audit").find({}).toArray();
    const logged = blocks.flatMap(({ records }) => records).filter(({ kind }) => kind.startsWith("ticket.") && kind !== "ticket.warned");
    expect(logged).to.have.length(entriesOf(rows));
  });

  it("come in once, however often the product starts", async () => {
    const again = await demoOf(product).play();
    expect(again.played).to.equal(null);
    expect(again.sample?.no).to.match(/^261111-\d{4}$/u);
    expect(entriesOf(await rowsOf(product))).to.equal(entriesOf(rows));
  });

  it("name each other by their numbers", async () => {
    const texts = rows.flatMap(({ contents }) => contents.map(({ plain }) => plain ?? ""));
    expect(texts.filter((text) => /\bD\d{3}/u.test(text))).to.deep.equal([]);
    expect(texts.some((text) => /与\d{6}-\d{4}同批次/u.test(text))).to.equal(true);
  });

  it("fill the views of a dispatcher and of a handler", async () => {
    const filled = async (username: string, views: readonly View[]) => {
      const { body } = await product.request
        .get("/api/tickets/views")
        .set(await product.as(username))
        .expect(200);
      const counts = new Map<View, number>(body.views.map(({ view, count }: { view: View; count: number }) => [view, count]));
      for (const view of views) expect(counts.get(view), `${username} ${view}`).to.be.greaterThan(0);
    };
    // What is due soon depends on the day, and orders come with the first sweep of lapsed limits.
    const timeless = VIEWS.filter((view) => view !== "dueSoon" && view !== "ordered");
    await filled(
      "disp.zhao",
      timeless.filter((view) => view !== "mine" && view !== "helping"),
    );
    await filled("sz.zou", ["helping"]);
    await filled(
      "mf.liu",
      timeless.filter((view) => view !== "queue" && view !== "toTell" && view !== "helping"),
    );
    // What is due soon depends on the day one looks: on any day of that week at noon, something is.
    const dues = rows.filter(({ open }) => open).map(({ dueAt }) => dueAt.getTime());
    for (const day of ["23", "24", "25", "26"]) {
      const noon = new Date(`2026-11-${day}T12:00:00+08:00`).getTime();
      expect(
        dues.some((due) => due > noon && due <= noon + 36 * 3_600_000),
        day,
      ).to.equal(true);
    }
  });

  it("open to the citizen by number and code", async () => {
    const { sample } = await demoOf(product).play();
    const { body } = await product.request.post(`/api/public/tickets/${sample?.no}/track`).send({ code: sample?.code }).expect(200);
    expect(body.ticket.stage).to.equal("accepted");
    expect(body.ticket.timeline.length).to.be.greaterThan(4);
  });

  it("keep a report among those who work on it", async () => {
    const secret = rows.find((row) => row.kind === "report" && row.handlerId !== null);
    for (const username of ["disp.zhao", "mf.liu"])
      await product.request
        .get(`/api/tickets/${secret?._id}`)
        .set(await product.as(username))
        .expect(404);
  });
});

describe("a demonstration that was broken off", function () {
  this.timeout(60_000);

  it("goes on where it was, and the days stay those of its first start", async () => {
    const product = await startProduct("demo-broken");
    const demo = demoOf(product);
    const actingAt = actingAtOf(product);
    // While the cases come in; at the first act; in the middle of their stories.
    for (const acts of [10, stories.length + 3, stories.length + 200]) {
      const fault = await demo.play(() => undefined, { now: () => BEGUN, actingAt: breakingAfter(acts, actingAt) }).catch((error: unknown) => error);
      expect(fault).to.be.an("error").with.property("message", "the line broke");
    }
    const half = await rowsOf(product);
    const { played, sample } = await demo.play(() => undefined, { now: () => new Date(BEGUN.getTime() + 30 * 86_400_000) });
    expect(played).to.deep.include({ left: [], finished: true });
    const rows = await rowsOf(product);
    expect(entriesOf(half)).to.be.lessThan(entriesOf(rows));
    expect(rows).to.have.length(stories.length + MIXED);
    expect(rows.flatMap((row) => verifyTicket(row, product.seal))).to.deep.equal([]);
    const keys = rows.flatMap(({ timeline }) => timeline.flatMap(({ idem }) => idem?.key ?? []));
    expect(new Set(keys).size).to.equal(keys.length);
    expect(sample).not.to.equal(null);
  });

  it("leaves alone a case that a visitor has taken elsewhere, and ends", async () => {
    const product = await startProduct("demo-visited");
    const real = actingAtOf(product);
    const visited = (now: () => Date): Acts => ({
      ...real(now),
      // Somebody closes the road on the first dispatch: the citizen has withdrawn meanwhile.
      act: async (input) => {
        if (input.idempotency.key === "demo:D005:1") {
          const actor = { type: "citizen", ticketId: input.id } as const;
          await product.tickets.acting.act({ id: input.id, action: { type: "withdraw" }, actor, idempotency: undefined });
        }
        return real(now).act(input);
      },
    });
    const { played } = await demoOf(product).play(() => undefined, { now: () => BEGUN, actingAt: visited });
    expect(played?.finished).to.equal(true);
    expect(played?.left[0]).to.equal("demo:D005:1");
    expect(played?.left.every((key) => key.startsWith("demo:D005:"))).to.equal(true);
  });

  it("does not come into an installation that had cases, nor where there is none", async () => {
    const product = await startProduct("demo-late");
    await product.request.post("/api/public/tickets").send(complaint()).expect(201);
    expect(await demoOf(product).play()).to.deep.equal({ played: null, sample: null });
    expect(await rowsOf(product)).to.have.length(1);
    const plain = await startProduct("demo-none", { config: { ...product.config, demo: false } });
    expect(plain.demo).to.equal(null);
  });
});
