import { can } from "../shared/can.ts";
import { createAuth, hashPassword } from "./auth/index.ts";
import { catalogueRoutes } from "./catalogue/routes.ts";
import { createCatalogue } from "./catalogue/service.ts";
import { createCatalogueStore } from "./catalogue/store.ts";
import { createDepartments } from "./departments/index.ts";
import { createDocuments } from "./documents/index.ts";
import { createFiles } from "./files/index.ts";
import { type Channels, channelsOf, createNotices } from "./notices/index.ts";
import { createBullBus, createLocalBus } from "./platform/bus.ts";
import { createClock } from "./platform/clock.ts";
import type { Config } from "./platform/config.ts";
import { openDatabase } from "./platform/database.ts";
import { addressKey, createLimit } from "./platform/limits.ts";
import type { Log } from "./platform/log.ts";
import { createSchedule } from "./platform/schedule.ts";
import { createSeal } from "./platform/seal.ts";
import { catalogueSeeds, officialForms, routesInWords, seedOrganisationOf } from "./seeding.ts";
import { systemRoutes } from "./system-routes.ts";
import { createImportDoor } from "./tickets/import-door.ts";
import { createTickets } from "./tickets/index.ts";
import { createUsers } from "./users/index.ts";
import { joinAudit } from "./wire-audit.ts";
import { joinDemo } from "./wire-demo.ts";
import { joinDispatch } from "./wire-dispatch.ts";
import { joinDisputes } from "./wire-disputes.ts";
import { openDoors } from "./wire-doors.ts";
import { joinMany } from "./wire-many.ts";
import { joinOversight } from "./wire-oversight.ts";
import { joinRemedies } from "./wire-remedies.ts";
import { joinRules } from "./wire-rules.ts";
import { joinSupervisors } from "./wire-supervisors.ts";
import { addTasks } from "./wire-tasks.ts";
import { joinTogether, LIVE, type Live } from "./wire-together.ts";

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
  startAt,
  channels = channelsOf(config, log),
  live = LIVE,
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
  /** Case time at the start, when it is not to be the real time. */
  startAt?: Date;
  channels?: Channels;
  live?: Live;
}) => {
  const database = await openDatabase({ uri: mongoUri, log, ...(databaseName === undefined ? {} : { name: databaseName }) });
  const clock = await createClock(database, startAt);
  const seal = createSeal(config.seal);
  const bus =
    redisAddress === null ? createLocalBus(log) : createBullBus({ address: redisAddress, prefix: `zhisu:${database.connection.name}`, log });
  const schedule = createSchedule(log);

  const auditing = await joinAudit({ database, seal, dataDir: config.dataDir, log });
  const { audit, record } = auditing;

  const catalogueStore = await createCatalogueStore(database);
  const catalogue = await createCatalogue(catalogueStore, catalogueSeeds(), clock.now);

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
    isSkill: (code) => catalogue.category(code)?.level === 1,
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
  const held = async (ids: string[]): Promise<Set<string>> => {
    const found = await Promise.all([tickets.store.heldFiles(ids), supervisors.heldFiles(ids), remedies.heldFiles(ids), disputes.heldFiles(ids)]);
    return new Set(found.flatMap((each) => [...each]));
  };
  const files = await createFiles({
    database,
    seal,
    log,
    publicLimits: [publicLimit.handler],
    heldFiles: held,
    mayRead: async (actor, fileId) =>
      (can(actor, "ticket.read") && (await tickets.queries.holdsFile(fileId, actor))) ||
      (await supervisors.mayRead(actor, fileId)) ||
      remedies.mayReadFile(actor, fileId),
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
      colleague: (id) => users.actor(id),
      files,
      papers: {
        forCitizen: (ticketId, locale) => documents.forCitizen(ticketId, locale),
        told: (ticketId, documentId) => documents.told(ticketId, documentId),
      },
      audit: (records) => audit.append(records),
      intakeDepartmentId: INTAKE,
      reviews: config.reviewReplies,
      callBackPercent: config.callBackPercent,
      publicUrl: config.messages.publicUrl,
      routes: routesInWords(),
      log,
    },
  });
  const documents = await createDocuments({
    database,
    settingsRows: catalogueStore,
    forms: officialForms(),
    cases: tickets.papers,
    seal,
    now: clock.now,
    nameOf: (id) => users.directory.get(id)?.name ?? "",
    audit: record,
    log,
  });

  const notices = await createNotices({ database, cases: tickets.notices, channels, auto: config.autoNotice, now: clock.now, log });

  const dispatch = joinDispatch({ config, catalogue, departments, tickets, now: clock.now });

  const nameOf = (id: string): string => users.directory.get(id)?.name ?? "";
  const { counting, procedures } = await joinRules({ database, catalogue, tickets, audit: record, now: clock.now, log, nameOf });

  const oversight = await joinOversight({ database, catalogue, tickets, users, departments, documents, audit: record, now: clock.now, log });
  const parts = { database, tickets, auth, departments, seal, audit: record, nameOf, now: clock.now, log };
  const supervisors = await joinSupervisors({ ...parts, files, users, catalogue, documents, assisted: (id) => disputes.assisted(id) });
  const many = await joinMany({ ...parts, tell: (...told) => gateway.jobChanged(...told) });
  const { publicUrl } = config.messages;
  const limited = { publicUrl, intake: INTAKE, publicLimits: [publicLimit.handler] };
  const remedies = await joinRemedies({ ...parts, ...limited, catalogue, files, leads: (id, actor) => disputes.leads(id, actor) });
  const together = await joinTogether({ ...{ database, tickets, users, departments, auth, bus, log, live }, audit: record, now: clock.now });
  const disputes = await joinDisputes({
    ...{ ...parts, config, users, documents, files, supervisors, performed: remedies.fromAgreement, gateway: together.gateway },
    ...{ sms: channels.sms, routes: routesInWords(), fileLimits: [publicLimit.handler] },
  });

  const demo = config.demo ? await joinDemo({ database, tickets, users, remedies, now: clock.now, log }) : null;

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
    ...oversight.endpoints,
    ...counting.endpoints,
    ...procedures.endpoints,
    ...notices.endpoints,
    ...documents.endpoints,
    ...supervisors.endpoints,
    ...many.endpoints,
    ...together.endpoints,
    ...disputes.endpoints,
    ...remedies.endpoints,
    ...auditing.endpoints,
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
  const { app, httpServer } = openDoors({
    config,
    log,
    version,
    endpoints,
    auth,
    tickets,
    parties: disputes,
    ...(clientDir === undefined ? {} : { clientDir }),
  });
  const gateway = together.listen(httpServer, { party: disputes.admit, rooms: disputes.roomsOf, partyRooms: disputes.roomsOfParty });
  bus.subscribe(disputes.subscriber);
  bus.subscribe(auditing.subscriber);
  bus.subscribe(notices.subscriber);
  bus.subscribe(oversight.subscriber);

  addTasks(schedule, {
    relay: () => tickets.relay.sweep(),
    caches: () => Promise.all([departments.refresh(), users.refresh(), catalogue.refresh(), documents.refresh(), clock.refresh()]),
    warnings: tickets.warnings.sweep,
    notices: () => notices.sweep(),
    documents: () => documents.sweep(),
    recomputes: counting.goOn,
    bulk: many.bulk.goOn,
    disputes: disputes.sweep,
    files: () => files.sweep(new Date()),
    remedies: () => remedies.repair(),
    sessions: auth.sweep,
  });

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
    notices,
    documents,
    supervisors,
    bulk: many.bulk,
    disputes,
    remedies,
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
      await Promise.all([demo?.stop(), counting.stop(), many.bulk.stop()]);
      await gateway.close();
      await new Promise<void>((done) => httpServer.close(() => done()));
      httpServer.closeAllConnections();
      await tickets.relay.drained();
      await bus.close();
      await notices.stop();
      await auditing.close();
      await database.close();
    },
  };
};
export type Product = Awaited<ReturnType<typeof wire>>;
