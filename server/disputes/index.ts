import type { RequestHandler } from "express";
import type { StaffActor } from "../../shared/actor.ts";
import { audiencesOf, staffViewer } from "../../shared/disputes/access.ts";
import type { Audience } from "../../shared/disputes/dispute.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/database.ts";
import { createAssignment } from "./assignment.ts";
import { verifyDispute } from "./chain.ts";
import { createChoosing } from "./choosing.ts";
import { playMediation } from "./demo.ts";
import type { DisputeDeps } from "./deps.ts";
import { createFollowing } from "./follow.ts";
import { createLinks } from "./links.ts";
import { openMessages } from "./messages.ts";
import { createOpening } from "./opening.ts";
import { createPapers } from "./papers.ts";
import { partyRoutes } from "./party-routes.ts";
import { createPresenter } from "./present.ts";
import { createReading } from "./reading.ts";
import { disputeRoutes } from "./routes.ts";
import { stateOf } from "./row.ts";
import { createSaving } from "./saving.ts";
import { createDisputeService } from "./service.ts";
import { openDisputes } from "./store.ts";
import { createSync } from "./sync.ts";

export type { DisputeDeps } from "./deps.ts";

const QUIET_MS = 5000;

/** Mediations: their rooms, their parties without accounts, what is agreed in them and how it is performed. */
export const createDisputes = async ({
  database,
  config,
  fileLimits,
  ...deps
}: DisputeDeps & { database: Database; config: Pick<Config, "jwt">; fileLimits: RequestHandler[] }) => {
  const store = await openDisputes(database);
  const messages = await openMessages(database, deps.seal);
  const save = createSaving(deps, store);
  const following = createFollowing(deps, store);
  const sync = createSync(deps, store, save, createOpening(deps, store), async (row) => void (await following.follow(row)), deps.again);
  const links = createLinks(deps, store, config);
  const choosing = createChoosing(deps, store);
  const service = createDisputeService({ deps, store, save, sync, following, links, choosing });
  const present = createPresenter(deps, messages);
  const papers = createPapers(deps);
  const reading = createReading(deps, store, messages, service, present);
  const assignment = createAssignment(deps, store, save, following, present);

  return {
    endpoints: [
      ...disputeRoutes({ deps, service, reading, present, papers, sync, assignment }),
      ...partyRoutes({ deps, store, links, service, reading, present, papers, fileLimits }),
    ],
    subscriber: sync.subscriber,
    /** Who a pass lets in; throws 401. */
    admit: links.admit,
    /** Which rooms a person hears; none when the dispute is not for them. */
    roomsOf: async (id: string, actor: StaffActor): Promise<readonly Audience[]> => {
      const row = await store.byId(id);
      const viewer = row === null ? null : staffViewer(stateOf(row), actor);
      return viewer === null ? [] : audiencesOf(viewer);
    },
    roomsOfParty: async (id: string, partyId: string): Promise<readonly Audience[]> => {
      const row = await store.byId(id);
      const party = row?.parties.find((one) => one.id === partyId && one.goneAt === null);
      return party === undefined ? [] : audiencesOf({ kind: "party", party });
    },
    /** Does this person lead the mediation of that case? */
    leads: async (ticketId: string, actor: StaffActor): Promise<boolean> => {
      const row = await store.ofTicket(ticketId);
      return row !== null && staffViewer(stateOf(row), actor)?.as === "leads";
    },
    heldFiles: store.heldFiles,
    /** For a demonstration: the mediation of one of its cases, begun. */
    play: (ticketId: string, leader: StaffActor) => playMediation({ store, sync, service, reading, now: deps.now }, ticketId, leader),
    assisted: assignment.assisted,
    loads: choosing.loads,
    act: service.act,
    sync,
    store,
    /** What broke off in between is done again. */
    sweep: async (): Promise<void> => {
      for (const row of await store.pending(new Date(Date.now() - QUIET_MS))) {
        await following.follow(row);
        await sync.ofTicket(row.ticketId, false);
      }
    },
    verify: async (): Promise<ReturnType<typeof verifyDispute>> => {
      const faults: ReturnType<typeof verifyDispute> = [];
      await store.each((row) => void faults.push(...verifyDispute(row, deps.seal)));
      return faults;
    },
  };
};
export type Disputes = Awaited<ReturnType<typeof createDisputes>>;
