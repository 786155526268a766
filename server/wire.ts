import { createServer } from "node:http";
import { can } from "../shared/can.ts";
import { mayAccess } from "../shared/tickets/access.ts";
import { createApp } from "./app.ts";
import { createAnchor } from "./audit/anchor.ts";
import { auditRoutes } from "./audit/routes.ts";
import { createAudit } from "./audit/service.ts";
import { createAuditStore } from "./audit/store.ts";
import { auditSubscriber } from "./audit/subscriber.ts";
import { createAuth, hashPassword } from "./auth/index.ts";
import { catalogueRoutes } from "./catalogue/routes.ts";
import { createCatalogue } from "./catalogue/service.ts";
import { createCatalogueStore } from "./catalogue/store.ts";
import { createCounting } from "./counting/index.ts";
import { createDemo, createDemoRuns } from "./demo/index.ts";
import { createDepartments } from "./departments/index.ts";
import { createDispatch } from "./dispatch/index.ts";
import { createFiles } from "./files/index.ts";
import { createBullBus, createLocalBus } from "./platform/bus.ts";
import { createClock } from "./platform/clock.ts";
import type { Config } from "./platform/config.ts";
import { openDatabase } from "./platform/database.ts";
import { addressKey, createLimit } from "./platform/limits.ts";
import type { Log } from "./platform/log.ts";
import { createSchedule } from "./platform/schedule.ts";
import { createSeal } from "./platform/seal.ts";
import { createGateway } from "./realtime/gateway.ts";
import { realtimeSubscriber } from "./realtime/subscriber.ts";
import { catalogueSeeds, demoStories, dispatchWords, seedOrganisationOf } from "./seeding.ts";
import { systemRoutes } from "./system-routes.ts";
import { createImportDoor } from "./tickets/import-door.ts";
import { createTickets } from "./tickets/index.ts";
import { bearer } from "./tickets/tracking.ts";
import { createUsers } from "./users/index.ts";

export type Limits = { trackPerNumber: number; trackPerAddress: number; throttleSignIn: boolean };
export const LIMITS: Limits = { trackPerNumber: 10, trackPerAddress: 50, throttleSignIn: true };

const INTAKE = "RXZX";

/**
 * Builds the product and joins its parts: the one place where a feature gets from another what it needs, as a
 * function, and where subscribers and repeated tasks are registered.
 */
export const wire = async ({
  config,
  mongoUri,
  databaseName,
  redisAddress,
  log,
  version,
  clientDir,
  limits = LIMITS,
}: {
  config: Config;
  mongoUri: string;
  databaseName?: string;
  /** redis:// URL or socket path; null runs events and jobs in this process. */
  redisAddress: string | null;
  log: Log;
  version: string;
  clientDir?: string;
  limits?: Limits;
}) => {
  const database = await openDatabase({ uri: mongoUri, log, ...(databaseName === undefined ? {} : { name: databaseName }) });
  const clock = await createClock(database);
  const seal = createSeal(config.seal);
  const bus =
    redisAddress === null ? createLocalBus(log) : createBullBus({ address: redisAddress, prefix: `zhisu:${database.connection.name}`, log });
  const schedule = createSchedule(log);

  const anchor = createAnchor(config.dataDir);
  const audit = createAudit({ store: await createAuditStore(database), hmac: seal.hmac, log, anchor: anchor.set });
  const record = ({
    actorId,
    ...entry
  }: {
    kind: string;
    actorId: string | null;
    subject: string;
    details: Record<string, string | number | boolean | null>;
  }) => audit.append([{ ...entry, actor: actorId ?? "unknown" }]);

  const catalogue = await createCatalogue(await createCatalogueStore(database), catalogueSeeds(), clock.now);

  const departments = await createDepartments({
    database,
    openCases: (ids) => tickets.queries.openBy("departmentId", ids),
    userCounts: (ids) => users.activeCounts(ids),
    audit: record,
  });
  const users = await createUsers({
    database,
    departments: { exists: departments.exists, name: departments.directory.name },
    hashPassword,
    handOver: (input) => tickets.handOver(input),
    openCases: (ids) => tickets.queries.openBy("handlerId", ids),
    clock,
    audit: record,
    onChanged: (change) => auth.userChanged(change),
  });
  const auth = await createAuth({
    database,
    config,
    clock,
    log,
    users: users.accounts,
    audit: record,
    ...(limits.throttleSignIn ? {} : { throttle: false as const }),
  });

  const importDoor = createImportDoor(auth.authenticate);
  const publicLimit = createLimit({
    name: "public",
    minutes: 10,
    limit: config.publicPer10Minutes,
    key: addressKey,
    skip: (req) => importDoor.accountOf(req) !== null,
  });
  const files = await createFiles({
    database,
    seal,
    log,
    publicLimits: [publicLimit.handler],
    heldFiles: (ids) => tickets.store.heldFiles(ids),
    mayRead: async (actor, fileId) => can(actor, "ticket.read") && tickets.queries.holdsFile(fileId, actor),
    citizenMayRead: (ticketId, fileId) => tickets.citizenMayRead(ticketId, fileId),
  });
  const tickets = await createTickets({
    database,
    config,
    bus,
    limits: { perNumber: limits.trackPerNumber, perAddress: limits.trackPerAddress },
    publicLimits: [publicLimit.handler],
    importDoor,
    deps: {
      seal,
      clock,
      catalogue,
      directory: { department: departments.directory.get, user: users.directory.get },
      files,
      audit: (records) => audit.append(records),
      intakeDepartmentId: INTAKE,
      log,
    },
  });

  // Asked while somebody writes: it must not use up what the address may file.
  const hintLimit = createLimit({ name: "hints", minutes: 10, limit: config.publicPer10Minutes, key: addressKey });
  const dispatch = createDispatch({
    ...dispatchWords(config.demo),
    rows: catalogue.dispatch,
    hotlines: catalogue.hotlines,
    recognise: catalogue.recognise,
    category: catalogue.category,
    region: catalogue.region,
    department: departments.directory.get,
    departments: departments.directory.all,
    publicLimits: [hintLimit.handler],
  });

  const counting = await createCounting({
    database,
    book: catalogue.book,
    calendars: catalogue.calendars,
    counting: catalogue.counting,
    basis: catalogue.basis,
    publish: catalogue.publish,
    rule: catalogue.rule,
    cases: { ...tickets.recompute, waiting: tickets.queries.waiting },
    audit: record,
    now: clock.now,
    log,
    nameOf: (id) => users.directory.get(id)?.name ?? "",
  });

  const demo = config.demo
    ? createDemo({
        ...demoStories(),
        runs: await createDemoRuns(database),
        now: clock.now,
        noCases: tickets.empty,
        actingAt: (now) => {
          const { filing, acting } = tickets.actingAt(now);
          return { file: filing.file, act: acting.act };
        },
        standing: async (which) => {
          const row = await ("id" in which ? tickets.store.full(which.id) : tickets.store.byNo(which.no));
          if (row === null) return null;
          return { id: row._id, version: row.version, done: new Set(row.timeline.flatMap(({ idem }) => idem?.key ?? [])) };
        },
        staff: (username) => {
          const card = users.directory.all().find((each) => each.username === username);
          if (card === undefined) return null;
          const { id, name, roles, departmentId } = card;
          return { type: "staff", id, name, roles, departmentId, deputyFor: [] };
        },
        log,
      })
    : null;

  const office = () => {
    const card = departments.directory.get(INTAKE);
    return { name: card?.name ?? "", nameEn: card?.nameEn ?? "", phone: card?.phone ?? null, hotline: "12315" };
  };
  const endpoints = [
    ...auth.endpoints,
    ...users.endpoints,
    ...departments.endpoints,
    ...files.endpoints,
    ...tickets.endpoints,
    ...catalogueRoutes(catalogue),
    ...dispatch.endpoints,
    ...counting.endpoints,
    ...auditRoutes(audit),
    ...systemRoutes({
      version,
      mongo: database.alive,
      redis: bus.state,
      office,
      clock,
      movable: config.demo,
      moved: (actorId, minutes) => record({ kind: "clock.moved", actorId, subject: "clock", details: { minutes } }),
    }),
  ];
  const doors = {
    staff: auth.authenticate,
    tracker: (req: { get: (name: string) => string | undefined }) => tickets.tracking.admit(bearer(req.get("authorization"))),
  };
  const app = createApp({ config, log, endpoints, doors, version, ...(clientDir === undefined ? {} : { clientDir }) });

  const httpServer = createServer(app);
  const gateway = createGateway({
    httpServer,
    log,
    staff: auth.authenticateToken,
    track: (token) => tickets.tracking.admit(token),
    compare: tickets.queries.compare,
    maySee: async (id, actor) => {
      const loaded = can(actor, "ticket.read") ? await tickets.store.load(id) : null;
      return loaded !== null && mayAccess(actor, loaded.row);
    },
  });
  auth.onEnded(gateway.endUser);
  bus.subscribe(auditSubscriber(audit));
  bus.subscribe(realtimeSubscriber(gateway));

  schedule.add({ name: "relay", everyMs: 5000, run: () => tickets.relay.sweep() });
  schedule.add({
    name: "caches",
    everyMs: 10_000,
    run: () => Promise.all([departments.refresh(), users.refresh(), catalogue.refresh(), clock.refresh()]),
  });
  schedule.add({ name: "warnings", everyMs: 20_000, run: tickets.warnings.sweep });
  schedule.add({ name: "recomputes", everyMs: 60_000, run: counting.goOn });
  schedule.add({ name: "files", everyMs: 60 * 60_000, run: () => files.sweep(new Date()) });
  schedule.add({ name: "sessions", everyMs: 10 * 60_000, run: auth.sweep });

  return {
    app,
    httpServer,
    endpoints,
    tickets,
    users,
    departments,
    catalogue,
    dispatch,
    counting,
    audit,
    clock,
    seal,
    database,
    bus,
    gateway,
    /** Cases of a demonstration; null where there is none. */
    demo,
    /** Fills an empty installation: departments always, demo accounts only where they are allowed. */
    seed: () => seedOrganisationOf({ departments, users, demo: config.demo }),
    stop: async () => {
      await schedule.stop();
      await demo?.stop();
      await counting.stop();
      await gateway.close();
      await new Promise<void>((done) => httpServer.close(() => done()));
      httpServer.closeAllConnections();
      await tickets.relay.drained();
      await bus.close();
      await audit.close();
      anchor.flush();
      await database.close();
    },
  };
};
export type Product = Awaited<ReturnType<typeof wire>>;
