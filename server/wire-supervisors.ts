import type { StaffActor } from "../shared/actor.ts";
import { translate } from "../shared/messages/index.ts";
import type { Action } from "../shared/tickets/actions.ts";
import type { Catalogue } from "./catalogue/service.ts";
import type { createDocuments } from "./documents/index.ts";
import type { Files } from "./files/index.ts";
import type { Database } from "./platform/database.ts";
import type { Seal } from "./platform/seal.ts";
import { demoSupervisors } from "./seeding.ts";
import { playSupervisors } from "./supervisors/demo.ts";
import type { SupervisorsDeps } from "./supervisors/deps.ts";
import { createSupervisors } from "./supervisors/index.ts";
import type { createTickets } from "./tickets/index.ts";
import type { Users } from "./users/index.ts";

type Parts = {
  database: Database;
  seal: Seal;
  files: Files;
  users: Users;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  catalogue: Catalogue;
  documents: Awaited<ReturnType<typeof createDocuments>>;
  nameOf: (userId: string) => string;
  now: () => Date;
  audit: SupervisorsDeps["audit"];
  /** Disputes in which a supervisor assists; none until disputes have a place of their own. */
  assisted?: SupervisorsDeps["assisted"];
};

type FileCase = SupervisorsDeps["fileCase"];
/** As a filing: the supervisor is the reporter, and no entry of the case names who wrote it. */
export const supervisorFiling =
  ({ filing }: Pick<Parts["tickets"], "filing">): FileCase =>
  ({ kind, place, words, respondent, region, happenedOn, attachmentIds, person }, idempotency) =>
    filing.file(
      {
        ...{ kind, channel: "SUPERVISOR", attachmentIds, complainant: person },
        text: translate("zh-CN", "supervisor.caseText", { place, words }),
        ...(respondent === undefined ? {} : { respondent: { name: respondent, address: place } }),
        ...(region === undefined ? {} : { region }),
        ...(happenedOn === undefined ? {} : { happenedOn }),
      },
      null,
      idempotency,
    );

/** What the office did with a suggestion, hour by hour, from the day it came in. */
const OFFICE: readonly { by: string; hours: number; action: Action }[] = [
  { by: "disp.zhao", hours: 1, action: { type: "dispatch", departmentId: "SCJG" } },
  { by: "mf.liu", hours: 3, action: { type: "sign" } },
  { by: "mf.liu", hours: 5, action: { type: "accept" } },
  { by: "mf.liu", hours: 78, action: { type: "reply", interim: false, text: "市场已换新公平秤并经检定，管理员每日校准。" } },
  { by: "cb.qi", hours: 100, action: { type: "callBack", way: "phone", reached: true, contacted: true, solved: "SOLVED", grade: 5 } },
  { by: "mf.liu", hours: 102, action: { type: "close", closing: "solved" } },
];

/** Social quality supervisors: what they see becomes a case, and they are asked into disputes. */
export const joinSupervisors = async (parts: Parts) => {
  const { database, seal, files, users, tickets, catalogue, documents, nameOf, now, audit, assisted } = parts;
  const deps: SupervisorsDeps & { database: Database } = {
    ...{ database, seal, files, nameOf, now, audit },
    account: (id) => {
      const card = users.directory.get(id);
      return card === null || card.disabled ? null : card;
    },
    region: catalogue.region,
    fileCase: supervisorFiling(tickets),
    coarse: tickets.coarse,
    assisted: assisted ?? (async () => ({ open: 0, ended: 0, settled: 0 })),
    sheet: documents.sheet,
  };
  const supervisors = await createSupervisors(deps);
  const staff = (username: string): StaffActor | null => {
    const card = users.directory.all().find((each) => each.username === username);
    return card === undefined
      ? null
      : { type: "staff", id: card.id, name: card.name, roles: card.roles, departmentId: card.departmentId, deputyFor: [] };
  };
  const finish = async (no: string, from: Date): Promise<void> => {
    for (const [i, { by, hours, action }] of OFFICE.entries()) {
      const row = await tickets.store.byNo(no);
      const actor = staff(by);
      if (row === null || actor === null || row.timeline.some(({ idem }) => idem?.key === `supervisor:${no}:${i}`)) continue;
      const { acting } = tickets.actingAt(() => new Date(from.getTime() + hours * 3_600_000));
      const idempotency = { caller: "demo", key: `supervisor:${no}:${i}`, hash: "demo" };
      await acting.act({ id: row._id, action: { ...action, version: row.version }, actor, idempotency });
    }
  };
  return {
    ...supervisors,
    /** For a demonstration, after its cases. */
    play: () =>
      playSupervisors({
        ...demoSupervisors(),
        ...{ now, staff, finish },
        at: (then) => supervisors.at({ ...deps, now: then, fileCase: supervisorFiling(tickets.actingAt(then)) }),
      }),
  };
};
