import { expect } from "chai";
import { ROLES, type Role } from "../../shared/actor.ts";
import { addDays, dayOf } from "../../shared/calendar.ts";
import { startOn } from "../../shared/tickets/procedures.ts";
import { ACTION_TYPES, type ActionType, CLOCK_ACTS } from "../../shared/tickets/status.ts";
import { complaint, report, startProduct, type TestProduct } from "../support/product.ts";
import { ACCOUNT } from "../support/roles.ts";
import { book } from "../support/states.ts";
import { ELSEWHERE, IN, OF_SIGNER, WHOSE } from "../support/whose.ts";

const DUE_ON = addDays(dayOf(new Date()), 5);
/** What comes after an answer. */
const LATER: readonly ActionType[] = ["reopen", "archive", "callBack", "rework"];
const NEVER_READ: readonly Role[] = ["supervisor", "mediator", "importer"];
const SEE_ALL: readonly Role[] = ["operator", "dispatcher", "lead", "reviewer", "callback", "inspector", "leader", "admin", "auditor"];
const OF_SCJG: readonly Role[] = ["handler", "deptLead", "head"];

/** Refusals that only the words can bring: which person, which case, how far up. */
const OF_WORDS: Partial<Record<ActionType, string[]>> = {
  assign: ["not-the-handler"],
  join: ["join-department", "no-such-case"],
  link: ["no-such-case"],
  formGroup: ["group-alone"],
  raise: ["ladder-step"],
  reclassify: ["nothing-changed"],
};

/** Setting the scene need not survive a crash. */
const UNSAFE = { writeConcern: { w: 1, j: false } };

type Outcome = "done" | "not found" | string;

describe("every act by every role", function suite() {
  this.timeout(120_000);
  let product: TestProduct;
  const person: Record<string, string> = {};
  /** A case that waits at the hotline, to be joined or linked to. */
  let other = "";
  before(async () => {
    product = await startProduct("permissions-actions");
    const { body } = await product.request.post("/api/public/tickets").send(complaint());
    other = (await product.tickets.store.byNo(body.no as string))?._id ?? "";
    for (const username of ["mf.liu", "mf.song", "js.mu"]) person[username] = (await get(username, "/auth/me")).body.id;
  });

  const get = async (who: string, path: string) => product.request.get(`/api${path}`).set(await product.as(who));
  const words = "已了解情况，按规定办理。";
  const bodyOf = (type: ActionType): Record<string, unknown> => {
    const rest: Record<ActionType, object> = {
      dispatch: { departmentId: "SZJ" },
      sign: {},
      return: { reasonCode: "RT8", reason: words, evidence: words },
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
      terminate: { termination: "TERM2", reason: words },
      agree: { text: words },
      odrOutcome: { settled: false, text: words },
      proposeFiling: { filing: "decline", reason: words },
      decideFiling: { approve: true },
      concludeCase: { text: words, served: false },
      serveDecision: { way: "direct", evidence: words },
      respondentReplied: { text: words },
      askIdentity: { dueOn: DUE_ON, text: words },
      identityShown: { text: words },
      clueFound: { text: words },
      clueChecked: { text: words },
      newFacts: { text: words },
      askConsent: { answerBy: DUE_ON },
      recordConsent: { party: "respondent", agrees: true, text: words },
      callMeeting: { at: `${DUE_ON}T01:30:00Z`, place: words, mediators: words, recusalDays: 3 },
      meetingHeld: { came: [], text: words },
      askRecusal: { party: "complainant", decideBy: DUE_ON, text: words },
      decideRecusal: { granted: true, text: words },
      disputeJurisdiction: { text: words },
      settleJurisdiction: { settled: "ours", text: words },
      decideReward: { amount: 3000, text: words },
      objectDispatch: { reason: words },
      designate: { departmentId: "SZJ", reason: words },
      callBack: { reached: false },
      rework: { reason: words },
      appealScore: { reason: words },
      decideAppeal: { upheld: true, reason: words },
      submitReply: { text: words },
      reviewReply: { approve: false, reason: words },
      setTask: { departmentId: "SZJ", dueDay: DUE_ON, text: words },
      answerTask: { task: "1", text: words },
      dropTask: { task: "1", reason: words },
      callConference: { departmentIds: ["SZJ"], at: `${DUE_ON}T01:30:00Z`, place: words, text: words },
      conferenceHeld: { came: [], text: words },
      raise: { to: "hotline", reason: words },
      settleRaised: { text: words },
      join: { ticketId: other },
      unjoin: { reason: words },
      link: { ticketId: other },
      unlink: { ticketId: other },
      split: { kind: "inquiry", text: words, reason: words },
      formGroup: { representatives: [other], text: words },
      reclassify: { categoryCode: "TS0801", reason: words },
      tell: { owed: "1.1", channel: "phone", note: words },
      documentIssued: { documentId: "d1", form: 1, docNo: "威高市监告〔2026〕1号", hash: "0".repeat(64) },
      urge: { text: words },
      supervise: { ground: "SG1", answerBy: "2026-12-31", text: words },
      answerOrder: { order: "1", text: words },
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
    const row = await product.tickets.store.full(id);
    if (row === null) throw new Error("no case");
    const { receivedAt: at, urgency } = row;
    // A mediation runs, word is owed, an order waits: what there is to act on.
    const procedures = startOn(row.procedures, "accepted", { kind, urgency, receivedAt: at }, at, book);
    const open = { clock: null, required: false, since: at, told: [], metAt: null, droppedAt: null };
    const owed = [{ id: "1.1", notice: "N-ACCEPTED", to: "complainant", ...open }];
    const orders = [{ id: "1", ground: "SG1", at, by: null, dueDay: "2026-12-31", answeredAt: null }];
    return {
      id,
      version: 1,
      state: {
        departmentId,
        handlerId: handler,
        visibleTo,
        procedures,
        owed,
        orders,
        steps: null,
        objection: null,
        designatedAt: null,
        callBacks: [],
        team: null,
        kin: null,
      },
    };
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
  const allowed = (type: ActionType): Outcome => ELSEWHERE[type] ?? (CLOCK_ACTS.includes(type) ? "422 clock-not-running" : "done");
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
    // The two lists are long: what differs is easier to read alone.
    expect(found.flat().filter((line, i) => line !== wanted[i])).to.deep.equal(wanted.filter((line, i) => line !== found.flat()[i]));
    expect(wanted).to.have.length(found.flat().length);
  };

  it("on a case of one's own department", async () => {
    await matrix(
      () => caseAt("SCJG", person["mf.liu"] ?? ""),
      (role, type) => {
        if (NEVER_READ.includes(role)) return "403 permission";
        if (!SEE_ALL.includes(role) && !OF_SCJG.includes(role)) return "not found";
        if (role === "reviewer" && type === "close") return "403 not-your-department";
        if (!WHOSE[type].split(" ").includes(role)) return refusalOf(role, type);
        if (type === "raise" && !OF_SCJG.includes(role)) return "422 ladder-step";
        // What waits at the hotline is not theirs to see, nor to join to.
        if ((type === "join" || type === "link") && OF_SCJG.includes(role)) return "422 no-such-case";
        return type === "tell" && !OF_SCJG.includes(role) ? "403 not-your-department" : allowed(type);
      },
    );
  });

  it("on a case of another department", async () => {
    await matrix(
      () => caseAt("JSJ", person["js.mu"] ?? ""),
      (role, type) => {
        if (NEVER_READ.includes(role)) return "403 permission";
        if (!SEE_ALL.includes(role)) return "not found";
        if (role === "reviewer" && type === "close") return "403 not-your-department";
        if (!WHOSE[type].split(" ").includes(role)) return refusalOf(role, type);
        if (type === "raise") return "422 ladder-step";
        return type === "tell" ? "403 not-your-department" : allowed(type);
      },
    );
  });

  it("on a case that the hotline has not dispatched", async () => {
    await matrix(
      () => caseAt(null, null),
      (role, type) => {
        if (NEVER_READ.includes(role)) return "403 permission";
        if (!SEE_ALL.includes(role)) return "not found";
        if (role === "reviewer" && type === "close") return "422 status";
        if (!WHOSE[type].split(" ").includes(role)) return refusalOf(role, type);
        if (type === "join") return "done";
        if (type === "reviewReply") return "422 status";
        return LATER.includes(type) || CLOCK_ACTS.includes(type) || type === "raise" ? "422 status" : allowed(type);
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
    for (const type of [...OF_SIGNER, "assign"] as const) expect(await tryAs(song, place, type), type).to.equal("403 not-the-handler");
    for (const type of ["note", "supplement", "setNumbers", "tell", "answerOrder"] as const)
      expect(await tryAs(song, place, type), type).to.equal("done");
    for (const type of [...OF_SIGNER, "assign"] as const)
      expect(await tryAs(await product.as("mf.head"), place, type), `the lead may ${type}`).to.equal(allowed(type));
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
    for (const type of [...OF_SIGNER, "sign", "assign", "tell", "answerOrder"] as const)
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
            new RegExp(["done", ...(OF_WORDS[type] ?? [])].join("|"), "u"),
          );
      }
  });
});
