import { expect } from "chai";
import { ROLES, type Role } from "../../shared/actor.ts";
import { ACTION_TYPES, type ActionType, CLOCK_ACTS } from "../../shared/tickets/status.ts";
import { complaint, report, startProduct, type TestProduct } from "../support/product.ts";
import { ACCOUNT } from "../support/roles.ts";

/** Whose act each one is by the rules of the office, written down apart from the product's own table. */
const WHOSE: Record<ActionType, string> = {
  dispatch: "dispatcher lead",
  sign: "handler deptLead",
  return: "handler deptLead",
  assign: "handler deptLead",
  accept: "handler deptLead",
  refuse: "handler deptLead",
  reply: "handler deptLead",
  close: "handler deptLead",
  reopen: "dispatcher lead callback inspector",
  archive: "lead deptLead",
  note: "operator dispatcher lead handler deptLead head reviewer callback inspector",
  supplement: "operator dispatcher lead handler deptLead callback",
  withdraw: "operator dispatcher lead",
  setNumbers: "operator dispatcher lead handler deptLead",
  reissueCode: "operator dispatcher lead",
  contact: "operator dispatcher lead handler deptLead callback inspector",
  refer: "operator dispatcher lead",
  secrecy: "operator dispatcher lead handler deptLead callback",
  pauseClock: "handler deptLead",
  resumeClock: "handler deptLead",
  askExtension: "handler deptLead",
  decideExtension: "head dispatcher lead",
};
/** A status in which the act is possible. */
const IN: Record<ActionType, string> = {
  dispatch: "dispatched",
  sign: "dispatched",
  return: "signed",
  assign: "signed",
  accept: "signed",
  refuse: "signed",
  reply: "accepted",
  close: "replied",
  reopen: "closed",
  archive: "closed",
  note: "signed",
  supplement: "signed",
  withdraw: "signed",
  setNumbers: "signed",
  reissueCode: "signed",
  contact: "signed",
  refer: "registered",
  secrecy: "signed",
  pauseClock: "signed",
  resumeClock: "signed",
  askExtension: "signed",
  decideExtension: "signed",
};
const NEVER_READ: readonly Role[] = ["supervisor", "mediator", "importer"];
const SEE_ALL: readonly Role[] = ["operator", "dispatcher", "lead", "callback", "inspector", "leader", "admin", "auditor"];
const OF_SCJG: readonly Role[] = ["handler", "deptLead", "head"];

/** Setting the scene need not survive a crash. */
const UNSAFE = { writeConcern: { w: 1, j: false } };

type Outcome = "done" | "not found" | string;

describe("every act by every role", function suite() {
  this.timeout(120_000);
  let product: TestProduct;
  const person: Record<string, string> = {};
  before(async () => {
    product = await startProduct("permissions-actions");
    for (const username of ["mf.liu", "mf.song", "js.mu"]) person[username] = (await get(username, "/auth/me")).body.id;
  });

  const get = async (who: string, path: string) => product.request.get(`/api${path}`).set(await product.as(who));
  const words = "已了解情况，按规定办理。";
  const bodyOf = (type: ActionType): Record<string, unknown> => {
    const rest: Record<ActionType, object> = {
      dispatch: { departmentId: "SZJ" },
      sign: {},
      return: { reasonCode: "RT8", reason: words },
      assign: { userId: person["mf.song"] },
      accept: {},
      refuse: { refusal: "REF3", reason: words },
      reply: { text: words },
      close: { closing: "solved" },
      reopen: { reason: words },
      archive: {},
      note: { text: words },
      supplement: { text: words },
      withdraw: { reason: words },
      setNumbers: { no12345: "WH2026111800731" },
      reissueCode: { identityCheck: words },
      contact: { party: "complainant", result: "noAnswer", text: words },
      refer: { targetId: "EXFY", text: words },
      secrecy: {},
      // Of these the test asks who may: what clocks allow is asked of the clocks.
      pauseClock: { clock: "C9", reason: "PS1", evidence: words },
      resumeClock: { clock: "C9", evidence: words },
      askExtension: { clock: "C9", amount: 1, reason: words },
      decideExtension: { clock: "C9", approve: true },
    };
    return { type, ...rest[type] };
  };

  type Rows = { updateOne: (filter: object, update: object, options: object) => Promise<unknown> };
  const rows = () => product.database.connection.collection("tickets") as unknown as Rows;
  /** A case of the department, held by the handler, with the tokens that history would have left. */
  const caseAt = async (departmentId: string | null, handler: string | null, kind: "complaint" | "report" = "complaint") => {
    const { body } = await product.request.post("/api/public/tickets").send(kind === "report" ? report() : complaint());
    const id = (await product.tickets.store.byNo(body.no as string))?._id ?? "";
    const own = handler === null ? [] : [`u:${handler}`];
    const visibleTo = kind === "report" ? [...own, `d:${departmentId}:deptLead`] : ["ordinary", `d:${departmentId ?? "RXZX"}`, ...own];
    return { id, version: 1, state: { departmentId, handlerId: handler, visibleTo } };
  };
  type Case = Awaited<ReturnType<typeof caseAt>>;

  const tryAs = async (headers: { authorization: string }, place: Case, type: ActionType, status = IN[type]): Promise<Outcome> => {
    const { id, state } = place;
    const handlerId = status === "dispatched" || status === "registered" ? null : state.handlerId;
    await rows().updateOne({ _id: id }, { $set: { ...state, status, handlerId, no12345: null, confidential: false } }, UNSAFE);
    const answer = await fetch(`${product.url}/api/tickets/${id}/actions`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ ...bodyOf(type), version: place.version }),
    });
    const text = await answer.text();
    if (answer.status === 200) {
      // A refused act that changed something all the same would make the next one stale.
      place.version += 1;
      return "done";
    }
    expect(text, "no part of the case").not.to.include("timeline");
    return answer.status === 404 ? "not found" : `${answer.status} ${(JSON.parse(text) as { error: { rule?: string } }).error.rule}`;
  };
  /** A complaint is decided, not just shown the way. */
  const allowed = (type: ActionType): Outcome =>
    type === "refer" ? "422 complaint-needs-decision" : CLOCK_ACTS.includes(type) ? "422 clock-not-running" : "done";
  const refusalOf = (role: Role, type: ActionType): Outcome =>
    type === "dispatch" && (role === "handler" || role === "deptLead") ? "403 handlers-do-not-dispatch" : "403 permission";

  /** Every act by every role, each role on a case of its own in the same place. */
  const matrix = async (makeCase: () => Promise<Case>, expected: (role: Role, type: ActionType) => Outcome, status?: string) => {
    const found = await Promise.all(
      ROLES.map(async (role) => {
        const [headers, place] = [await product.as(ACCOUNT[role]), await makeCase()];
        const outcomes: string[] = [];
        for (const type of ACTION_TYPES) outcomes.push(`${role} ${type}: ${await tryAs(headers, place, type, status)}`);
        return outcomes;
      }),
    );
    const wanted = ROLES.flatMap((role) => ACTION_TYPES.map((type) => `${role} ${type}: ${expected(role, type)}`));
    expect(found.flat()).to.deep.equal(wanted);
  };

  it("on a case of one's own department", async () => {
    await matrix(
      () => caseAt("SCJG", person["mf.liu"] ?? ""),
      (role, type) => {
        if (NEVER_READ.includes(role)) return "403 permission";
        if (!SEE_ALL.includes(role) && !OF_SCJG.includes(role)) return "not found";
        return WHOSE[type].split(" ").includes(role) ? allowed(type) : refusalOf(role, type);
      },
    );
  });

  it("on a case of another department", async () => {
    await matrix(
      () => caseAt("JSJ", person["js.mu"] ?? ""),
      (role, type) => {
        if (NEVER_READ.includes(role)) return "403 permission";
        if (!SEE_ALL.includes(role)) return "not found";
        return WHOSE[type].split(" ").includes(role) ? allowed(type) : refusalOf(role, type);
      },
    );
  });

  it("on a case that the hotline has not dispatched", async () => {
    await matrix(
      () => caseAt(null, null),
      (role, type) => {
        if (NEVER_READ.includes(role)) return "403 permission";
        // The reviewer belongs to the hotline, which holds it.
        if (!SEE_ALL.includes(role) && role !== "reviewer") return "not found";
        if (role === "reviewer" && type === "close") return "403 not-your-department";
        if (!WHOSE[type].split(" ").includes(role)) return refusalOf(role, type);
        return type === "reopen" || type === "archive" || CLOCK_ACTS.includes(type) ? "422 status" : allowed(type);
      },
      "registered",
    );
  });

  it("on a report one is not on", async () => {
    await matrix(
      () => caseAt("JSJ", person["js.mu"] ?? "", "report"),
      (role) => (NEVER_READ.includes(role) ? "403 permission" : "not found"),
    );
  });

  it("on a case a colleague has signed", async () => {
    const place = await caseAt("SCJG", person["mf.liu"] ?? "");
    const song = await product.as("mf.song");
    for (const type of ["return", "accept", "refuse", "reply", "close", "assign"] as const)
      expect(await tryAs(song, place, type), type).to.equal("403 not-the-handler");
    for (const type of ["note", "supplement", "setNumbers"] as const) expect(await tryAs(song, place, type), type).to.equal("done");
    for (const type of ["return", "accept", "refuse", "reply", "close", "assign"] as const)
      expect(await tryAs(await product.as("mf.head"), place, type), `the lead may ${type}`).to.equal("done");
  });

  it("on a case that one sees by one role and may not touch by the other", async () => {
    const made = await product.request
      .post("/api/users")
      .set(await product.as("admin.luan"))
      .send({ username: "two.roles", name: "双岗", roles: ["inspector", "handler"], departmentId: "SCJG", password: "two-roles-2026" });
    expect(made.status, made.text).to.equal(201);
    const { body } = await product.request.post("/api/auth/sign-in").send({ username: "two.roles", password: "two-roles-2026" });
    const headers = { authorization: `Bearer ${body.accessToken}` };
    const theirs = await caseAt("JSJ", person["js.mu"] ?? "");
    for (const type of ["sign", "return", "assign", "accept", "refuse", "reply", "close"] as const)
      expect(await tryAs(headers, theirs, type), type).to.equal("403 not-your-department");
    expect(await tryAs(headers, theirs, "dispatch")).to.equal("403 handlers-do-not-dispatch");
    expect(await tryAs(headers, theirs, "note")).to.equal("done");
  });

  it("offers as a button only what the server then does", async () => {
    const place = await caseAt("SCJG", person["mf.liu"] ?? "");
    for (const status of ["dispatched", "signed", "accepted", "replied", "closed", "archived"])
      for (const role of ["dispatcher", "lead", "handler", "deptLead", "callback", "head", "admin"] as const) {
        const headers = await product.as(ACCOUNT[role]);
        await rows().updateOne({ _id: place.id }, { $set: { ...place.state, status } }, UNSAFE);
        const seen = await product.request.get(`/api/tickets/${place.id}`).set(headers);
        const offers = (seen.body.actions as { type: ActionType; disabledRule: string | null }[]).filter(({ disabledRule }) => disabledRule === null);
        for (const { type } of offers)
          expect(await tryAs(headers, place, type, status), `${role} was offered ${type} in ${status}`).to.match(
            type === "assign" ? /done|not-the-handler/u : /done/u,
          );
      }
  });
});
