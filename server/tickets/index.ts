import type { RequestHandler } from "express";
import type { Bus } from "../platform/bus.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/database.ts";
import { createActing } from "./acting.ts";
import { createAssignDoor } from "./assign-door.ts";
import { createCaseDoor } from "./case-door.ts";
import { createCoarse } from "./coarse.ts";
import type { TicketDeps } from "./deps.ts";
import { createDisputeDoor } from "./dispute-door.ts";
import { createFiling } from "./filing.ts";
import { createFollowing } from "./following.ts";
import { createHandOver } from "./hand-over.ts";
import { createHeard } from "./heard.ts";
import type { ImportDoor } from "./import-door.ts";
import { openTickets } from "./indexes.ts";
import { createJourneys } from "./journeys.ts";
import { createLoads } from "./loads.ts";
import { createMonth } from "./month.ts";
import { monthRoutes } from "./month-routes.ts";
import { createNoticeWords } from "./notice-words.ts";
import { createNoticeDoor } from "./notices.ts";
import { createNumbers } from "./numbers.ts";
import { createPaperDoor } from "./paper-door.ts";
import { createParts } from "./parts.ts";
import { createPresenter } from "./present.ts";
import { publicRoutes, trackLimits } from "./public-routes.ts";
import { createQueries } from "./queries.ts";
import { createRecompute } from "./recompute.ts";
import { createRecords } from "./records.ts";
import { createRelatives } from "./relatives.ts";
import { createRelay } from "./relay.ts";
import { createRemedyDoor } from "./remedy-door.ts";
import { createReveal } from "./reveal.ts";
import { ticketRoutes } from "./routes.ts";
import { createSimilar } from "./similar.ts";
import { createTicketStore } from "./store.ts";
import { createTogetherDoor } from "./together-door.ts";
import { citizenMayRead, createTrackPresenter } from "./track-present.ts";
import { createTracking } from "./tracking.ts";
import { createTwins, twinSubscriber } from "./twin.ts";
import { createWarnings } from "./warnings.ts";

/** Cases: filing, acting, tracking, lists, and the relay of what happened. */
export const createTickets = async ({
  database,
  config,
  bus,
  limits,
  publicLimits,
  importDoor,
  deps: given,
}: {
  database: Database;
  config: Pick<Config, "jwt">;
  bus: Bus;
  limits: { perNumber: number; perAddress: number };
  publicLimits: RequestHandler[];
  importDoor: ImportDoor;
  deps: Omit<TicketDeps, "store" | "relay" | "numbers">;
}) => {
  const collection = await openTickets(database);
  const store = createTicketStore(collection);
  const relay = createRelay({ store, bus, log: given.log });
  const deps: TicketDeps = { ...given, store, relay, numbers: await createNumbers(database) };
  const queries = createQueries({ tickets: collection, seal: deps.seal, now: deps.clock.now });
  const twins = createTwins(deps);
  const filing = createFiling(deps, twins);
  bus.subscribe(twinSubscriber(store, twins));
  const parts = createParts(deps);
  const acting = createActing(deps, parts);
  bus.subscribe(parts.subscriber);
  bus.subscribe(createFollowing(deps, acting).subscriber);
  const tracking = createTracking(deps, acting, config);
  const present = createPresenter(deps);
  const noticeWords = createNoticeWords(deps);

  return {
    endpoints: [
      // Before the cases: their path would take "due" for an id.
      ...monthRoutes(createMonth({ tickets: collection, catalogue: deps.catalogue, now: deps.clock.now })),
      ...ticketRoutes({
        store,
        queries,
        filing,
        acting,
        reveal: createReveal(deps),
        similar: createSimilar({ tickets: collection, seal: deps.seal }),
        present,
        relatives: createRelatives(store),
        noticeWords,
      }),
      ...publicRoutes({
        filing,
        tracking,
        present: createTrackPresenter(deps),
        papers: deps.papers,
        clock: deps.clock,
        fileLimits: publicLimits,
        importDoor,
        limits: trackLimits(limits.perNumber, limits.perAddress),
      }),
    ],
    store,
    relay,
    queries,
    journeys: createJourneys(collection),
    heard: createHeard(collection),
    coarse: createCoarse(collection),
    loads: createLoads({ tickets: collection, catalogue: deps.catalogue, now: deps.clock.now }),
    /** For checks and notices of criticism: records without words and names. */
    records: createRecords({ tickets: collection, catalogue: deps.catalogue }),
    assigning: createAssignDoor(deps, acting),
    tracking,
    filing,
    acting,
    handOver: createHandOver(deps, acting),
    recompute: createRecompute(deps),
    warnings: createWarnings(deps),
    /** For official papers: who may see a case, its facts in full, its record. */
    papers: createPaperDoor(deps, acting.act),
    /** For mediations: what stands on the case, its parties in full, acts done there. */
    disputes: createDisputeDoor(deps, acting),
    /** For remedies beside a case. */
    remedies: createRemedyDoor(collection, store, deps),
    /** For acts on many cases, and several acts on one. */
    cases: createCaseDoor(deps, acting),
    /** For those who work on one case at the same time: who may see it and act on it, what it is called. */
    together: createTogetherDoor({ store, queries, present }),
    /** For the sending of word that is owed. */
    notices: createNoticeDoor(deps, acting, noticeWords, present),
    /** Filing and acting at another time than now, for what happened before it came in here. */
    actingAt: (now: () => Date) => {
      const then: TicketDeps = { ...deps, clock: { ...deps.clock, now } };
      return { filing: createFiling(then, twins), acting: createActing(then, createParts(then)) };
    },
    empty: async (): Promise<boolean> => (await collection.exists({})) === null,
    citizenMayRead: async (ticketId: string, fileId: string): Promise<boolean> => {
      const row = await store.full(ticketId);
      return row !== null && citizenMayRead(row, fileId);
    },
  };
};
