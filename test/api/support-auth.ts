import express from "express";
import request from "supertest";
import { type AuditEntry, type Auth, createAuth, hashPassword } from "../../server/auth/index.ts";
import type { Limits } from "../../server/auth/throttle.ts";
import { createDepartments } from "../../server/departments/index.ts";
import { answerErrors } from "../../server/platform/error-answer.ts";
import { mount } from "../../server/platform/http.ts";
import { createUsers, type HandedOver, type SeedUser } from "../../server/users/index.ts";
import type { Role } from "../../shared/actor.ts";
import type { SignedIn } from "../../shared/auth/schema.ts";
import { quiet, testDatabase } from "../support/engine.ts";

export const PASSWORD = "right-horse-battery";
export const JWT = { kid: "k1", secret: "s".repeat(43), issuer: "zhisu", audience: "zhisu-staff" };

const DEPARTMENTS = [
  { id: "RXZX", name: "热线中心", nameEn: "Hotline centre", kind: "centre", parentId: null, canHold: true },
  { id: "SCJG", name: "市场监管局", nameEn: "Market regulation", kind: "bureau", parentId: null, canHold: true },
  { id: "JSJ", name: "建设局", nameEn: null, kind: "bureau", parentId: null, canHold: true },
] as const;

const person = (username: string, name: string, roles: Role[], departmentId: string): SeedUser => ({ username, name, roles, departmentId });
const PEOPLE = [
  person("ad.gao", "高明", ["admin"], "RXZX"),
  person("ad.su", "苏静", ["admin"], "RXZX"),
  person("op.lin", "林晓禾", ["operator"], "RXZX"),
  person("hd.zhao", "赵一", ["handler"], "SCJG"),
  person("hd.qian", "钱二", ["handler"], "SCJG"),
  person("dl.sun", "孙三", ["deptLead"], "SCJG"),
];

export type Staff = Awaited<ReturnType<typeof staffApp>>;

/** Sign-in, users and departments behind one small app, with cases, time and audit in the test's hands. */
export const staffApp = async (name: string, throttle: Limits | false = false, secureCookies = false) => {
  const database = await testDatabase(name);
  const time = { case: 0, real: 0 };
  const now = (): Date => new Date(Date.now() + time.real);
  const clock = { now: () => new Date(Date.now() + time.case) };
  const records: AuditEntry[] = [];
  const audit = async (entry: AuditEntry): Promise<void> => void records.push(entry);
  const cases = { byUser: new Map<string, number>(), byDepartment: new Map<string, number>() };
  const handedOver: { fromUserId: string; toUserId: string; by: string }[] = [];
  let auth: Auth;

  const departments = await createDepartments({
    database,
    openCases: async () => cases.byDepartment,
    userCounts: (ids) => users.activeCounts(ids),
    audit,
  });
  const users = await createUsers({
    database,
    departments: { exists: departments.exists, name: departments.directory.name },
    hashPassword,
    handOver: async ({ fromUserId, toUserId, actor }): Promise<HandedOver> => {
      handedOver.push({ fromUserId, toUserId, by: actor.id });
      return { moved: 2, failed: [{ no: "20261115-000003", message: "已满" }] };
    },
    openCases: async () => cases.byUser,
    clock,
    audit,
    onChanged: (change) => auth.userChanged(change),
    isSkill: (code) => /^[A-Z]{2}\d\d$/u.test(code),
  });
  auth = await createAuth({ database, config: { jwt: JWT, secureCookies }, clock, log: quiet, users: users.accounts, audit, now, throttle });
  await departments.seed(DEPARTMENTS);
  await users.seed(PEOPLE, PASSWORD);

  const app = express().set("trust proxy", 1);
  const router = express.Router();
  const tracker = (): Promise<never> => Promise.reject(new Error("no tracking here"));
  mount(router, [...auth.endpoints, ...users.endpoints, ...departments.endpoints], { staff: auth.authenticate, tracker, party: tracker }, true);
  app.use(express.json({ limit: "256kb" }));
  app.use("/api", router);
  app.use(answerErrors(quiet));

  const call = (method: "get" | "post" | "patch", path: string, token?: string) => {
    const test = request(app)[method](`/api${path}`).set("accept-language", "en");
    return token === undefined ? test : test.set("authorization", `Bearer ${token}`);
  };
  const signIn = async (username: string, password = PASSWORD): Promise<SignedIn & { cookie: string }> => {
    const answer = await call("post", "/auth/sign-in").send({ username, password }).expect(200);
    return { ...(answer.body as SignedIn), cookie: cookieOf(answer) };
  };
  const idOf = (username: string): string => users.directory.all().find((card) => card.username === username)?.id ?? "";

  return { app, database, auth, users, departments, time, records, cases, handedOver, call, signIn, idOf };
};

/** The refresh cookie of an answer as `name=value`, ready to be sent back. */
export const cookieOf = (answer: request.Response): string => rawCookieOf(answer).split(";")[0] ?? "";
export const rawCookieOf = (answer: request.Response): string =>
  ((answer.get("Set-Cookie") ?? []) as string[]).find((cookie) => cookie.startsWith("zhisu_refresh=")) ?? "";
