import { addDays } from "../../shared/calendar.ts";
import * as calling from "./calling.ts";
import * as mediation from "./mediating.ts";
import { endOf, eventsOf } from "./plan.ts";
import type { Scene } from "./scene.ts";
import type { ActStep, Doer, Part, Story, World } from "./story.ts";
import * as teamwork from "./teamwork.ts";
import { instantOf } from "./times.ts";
import { createWalk, type Walk } from "./walk.ts";
import { closingOf, coded, noteOf, partyOf, REFUSED, REPORT_ANSWER, RETURNED, TERMINATED, toldOf, wayOf } from "./words.ts";

/** What is done to one part of a case after its filing, event by event, up to the state its story ends in. */
export const actsOf = (story: Story, part: Part, world: World): ActStep[] => {
  const walk = createWalk(story, part, instantOf(story.receivedAt.slice(0, 16)), world);
  const events = eventsOf(story, part, world);
  for (const [i, event] of events.entries()) (ACTS[event.event] ?? noted)({ story, part, world, walk, event, next: events.slice(i + 1) });
  const end = endOf(story, part);
  if (walk.at.status !== end) throw new Error(`demo ${story.id}: ends ${walk.at.status}, not ${end}`);
  return walk.steps;
};

const CITIZEN: Doer = { type: "citizen" };

const sent = (scene: Scene): void => scene.walk.send(instantOf(scene.event.at), scene.event.actor, holderOf(scene), scene.event.note);

const signed = ({ walk, event }: Scene): void => {
  walk.reach("dispatched", instantOf(event.at), event.actor, "");
  walk.sign(instantOf(event.at), event.actor);
};

const replied =
  (interim: boolean) =>
  (scene: Scene): void => {
    const { walk, event } = scene;
    // A report is not ended by an answer, nor is a complaint whose mediation has ended.
    if (walk.at.status === "replied" || (walk.kind === "report" && !interim)) return void noted(scene);
    walk.reach("accepted", instantOf(event.at), event.actor, "");
    const text = interim ? toldOf(event.note) : answerOf(scene);
    walk.push(instantOf(event.at), handlerOf(walk), { type: teamwork.reviewedNext(scene) ? "submitReply" : "reply", interim, text });
  };

const supplemented = ({ walk, event }: Scene): void => walk.push(instantOf(event.at), CITIZEN, { type: "supplement", text: event.note });
const withdrawn = ({ walk, event }: Scene): void =>
  walk.push(instantOf(event.at), CITIZEN, { type: "withdraw", ...(event.note === "" ? {} : { reason: event.note }) });

/** Nobody is asked whether they are content before they have an answer; of what is nobody's to ask a note is kept. */
const calledBack =
  (happy: boolean) =>
  (scene: Scene): void => {
    if (scene.walk.at.status !== "closed") scene.walk.reach("replied", instantOf(scene.event.at), scene.event.actor, answerOf(scene));
    if (!calling.calledBack(happy, scene)) noted(scene);
  };

/** The department of whoever signs or returns it next; the one the catalogue names when nobody does. */
const holderOf = ({ next, walk }: Scene): string | undefined => {
  const until = next.findIndex(({ event }) => ["dispatched", "redispatched", "designated"].includes(event));
  const taken = (until < 0 ? next : next.slice(0, until)).find(({ event }) => event === "signed" || event === "returned");
  return taken === undefined ? undefined : walk.person(taken.actor)?.departmentId;
};

const handlerOf = (walk: Walk): Doer => walk.staff(walk.at.handler ?? "");
/** The seed's answer is the last one; one that was followed by another is in the notes. */
const answerOf = ({ story, part, event, next }: Scene): string => {
  if (part === "report") return REPORT_ANSWER;
  const again = next.some((later) => later.event === "replied" || later.event === "reporterTold");
  if (again || story.answer === null) return toldOf(event.note);
  return story.answer;
};

/** Whoever works on a case sent to them has signed it. */
const signFirst = ({ walk, event }: Scene): void => {
  const person = walk.person(event.actor);
  if (walk.at.status === "dispatched" && person?.departmentId === walk.at.departmentId && person.roles.includes("handler"))
    walk.reach("signed", instantOf(event.at), event.actor, "");
};

const noted = (scene: Scene): void => {
  const { world, walk, event } = scene;
  signFirst(scene);
  const by = walk.writer(event.actor, "ticket.note");
  // A mediator, say, has no account that writes here: whose doing it was is said in the note.
  walk.push(instantOf(event.at), walk.staff(by), { type: "note", text: noteOf(event, world) });
};

const returned = ({ walk, event }: Scene): void => {
  const { code, rest } = coded(event.note, /^RT\d/u);
  const reasonCode = RETURNED.find((each) => each === code) ?? "RT9";
  walk.push(instantOf(event.at), walk.staff(event.actor), {
    type: "return",
    reasonCode,
    reason: rest,
    evidence: "三定方案和派单目录载明不属本单位职责",
  });
  walk.at.gaveBack = walk.at.departmentId;
  walk.release();
};

/** 派单异议 of a department that has the case; what the dispatcher notes of one is a note. */
const objected = (scene: Scene): void => {
  const { walk, event } = scene;
  const holds = walk.person(event.actor)?.departmentId === walk.at.departmentId;
  if (!holds || (walk.at.status !== "dispatched" && walk.at.status !== "signed")) return void noted(scene);
  const proposed = walk.at.gaveBack === null ? {} : { proposedId: walk.at.gaveBack };
  walk.push(instantOf(event.at), walk.staff(event.actor), { type: "objectDispatch", reason: event.note, ...proposed });
};

/** 指定承办 of what came back: the lead of the hotline decides, and it stays there. */
const designated = (scene: Scene): void => {
  const { walk, event } = scene;
  if (walk.at.gaveBack === null) return void sent(scene);
  walk.send(instantOf(event.at), event.actor, holderOf(scene), event.note, true);
};

const accepted = (scene: Scene): void => {
  const { walk, event } = scene;
  // Taken up before the formal decision, because it was urgent: the decision is on file as a note.
  const before = walk.at.status === "accepted";
  if (!before) {
    walk.reach("signed", instantOf(event.at), event.actor, "");
    walk.push(instantOf(event.at), handlerOf(walk), { type: "accept" });
  }
  const note = before && event.note === "" ? "受理决定已制作" : event.note;
  if (note !== "") noted({ ...scene, event: { ...event, note } });
};

const refused = (scene: Scene): void => {
  const { story, walk, event } = scene;
  walk.reach("signed", instantOf(event.at), event.actor, "");
  const { code, rest } = coded(event.note, /^REF\d/u);
  const refusal = REFUSED.find((each) => each === code) ?? "REF7";
  walk.push(instantOf(event.at), handlerOf(walk), { type: "refuse", refusal, reason: story.answer ?? rest });
  if (rest !== "") noted({ ...scene, event: { ...event, note: rest } });
};

const contacted = (scene: Scene): void => {
  const { story, walk, event } = scene;
  signFirst(scene);
  const by = walk.staff(walk.writer(event.actor, "ticket.contact"));
  const told = event.event === "informed" ? wayOf(event.note) : ({ way: "phone", result: "reached" } as const);
  const text = event.note === "" ? {} : { text: event.note };
  walk.push(instantOf(event.at), by, { type: "contact", party: partyOf(story), direction: "out", ...told, ...text });
};

const referred = ({ story, walk, event }: Scene): void => {
  const by = walk.staff(walk.writer(event.actor, "ticket.refer"));
  walk.push(instantOf(event.at), by, { type: "refer", targetId: story.expected.target ?? "", text: story.answer ?? event.note, transferred: false });
};

const closed = (scene: Scene): void => {
  const { walk, event } = scene;
  if (walk.at.status === "closed") return void noted(scene);
  if (walk.at.status !== "refused") walk.reach("replied", instantOf(event.at), event.actor, answerOf(scene));
  const { code, rest } = coded(event.note, /^CL\d\d/u);
  walk.push(instantOf(event.at), handlerOf(walk), { type: "close", closing: closingOf(code), ...(rest === "" ? {} : { note: rest }) });
};

/** 终止调解, 达成协议: the end of a consumers' dispute; of another matter it is only noted. */
const ended =
  (how: "terminate" | "agree") =>
  (scene: Scene): void => {
    const { walk, event, story } = scene;
    if (walk.kind !== "complaint" || walk.at.status === "replied" || walk.at.odr) return void noted(scene);
    walk.reach("accepted", instantOf(event.at), event.actor, "");
    const { code, rest } = coded(event.note, /^TERM\d/u);
    const termination = TERMINATED.find((each) => each === code) ?? "TERM3";
    const reason = story.answer ?? (rest === "" ? "双方意见差距较大，未能达成一致。" : rest);
    walk.push(
      instantOf(event.at),
      handlerOf(walk),
      how === "agree" ? { type: "agree", text: answerOf(scene) } : { type: "terminate", termination, reason },
    );
  };

/** 立案: the handler proposes, the head decides. */
const filed = (scene: Scene): void => {
  const { walk, event } = scene;
  if (walk.kind !== "report") return void noted(scene);
  const time = instantOf(event.at);
  walk.reach("accepted", time, event.actor, "");
  const reason = event.note === "" ? "经核查，违法事实初步成立，建议立案。" : event.note;
  walk.push(walk.between(time), handlerOf(walk), { type: "proposeFiling", filing: "file", reason });
  walk.push(time, walk.staff(walk.headOf()), { type: "decideFiling", approve: true });
};

const concluded = (scene: Scene): void => {
  const { walk, event } = scene;
  if (walk.kind !== "report") return void noted(scene);
  const text = event.note === "" ? "作出行政处罚决定，责令改正，没收违法所得并处罚款。" : event.note;
  walk.push(instantOf(event.at), handlerOf(walk), { type: "concludeCase", text, served: false });
};

const served = (scene: Scene): void => {
  const { walk, event } = scene;
  if (walk.kind !== "report" || walk.at.status !== "replied") return void noted(scene);
  const evidence = event.note === "" ? "当事人签收送达回证" : event.note;
  walk.push(instantOf(event.at), handlerOf(walk), { type: "serveDecision", way: "direct", evidence });
};

/** The merchant was asked first and settled: the matter is over before it became a complaint. */
const odrSettled = (scene: Scene): void => {
  const { walk, event } = scene;
  if (!walk.at.odr) return void noted(scene);
  const by = walk.staff(walk.writer(event.actor, "ticket.contact"));
  walk.push(instantOf(event.at), by, { type: "odrOutcome", settled: true, text: answerOf(scene) });
};

const answered = (scene: Scene): void => {
  const { walk, event, story } = scene;
  const touring = story.expected.dispatch.includes("TOUR") || story.channel === "12301";
  if (!touring || walk.at.status !== "accepted" || event.note === "") return void noted(scene);
  walk.push(instantOf(event.at), handlerOf(walk), { type: "respondentReplied", text: event.note });
};

const LAB = /送([^，。]*?中心)/u;

/** An appraisal stands C3 still (art. 22), unless the case was answered before it. */
const appraised =
  (type: "pauseClock" | "resumeClock") =>
  (scene: Scene): void => {
    const { walk, event } = scene;
    const on = { clock: "C3", evidence: event.note };
    const lab = LAB.exec(event.note)?.[1] ?? "胶东质量检验检测中心";
    if (walk.at.status !== "accepted") noted(scene);
    else walk.push(instantOf(event.at), handlerOf(walk), type === "pauseClock" ? { type, reason: "PS1", lab, ...on } : { type, ...on });
  };

/** 限期提供身份证明, asked for by whoever has signed; what came is the citizen's to send and the handler's to check. */
const identityAsked = (scene: Scene): void => {
  const { walk, event, next } = scene;
  walk.reach("signed", instantOf(event.at), event.actor, "");
  const shown = next.find((later) => later.event === "idProofReceived");
  const dueOn = addDays(event.at.slice(0, 10), 5);
  const open = walk.kind === "complaint" && (walk.at.status === "signed" || walk.at.status === "accepted");
  if (!open) return void contacted(scene);
  const by = shown !== undefined && shown.at.slice(0, 10) > dueOn ? shown.at.slice(0, 10) : dueOn;
  walk.push(instantOf(event.at), handlerOf(walk), { type: "askIdentity", dueOn: by, text: event.note });
  walk.at.identity = true;
};
const identityShown = (scene: Scene): void => {
  supplemented(scene);
  const { walk, event } = scene;
  if (!walk.at.identity) return;
  const time = new Date(instantOf(event.at).getTime() + 30 * 60_000);
  walk.push(time, handlerOf(walk), { type: "identityShown", text: "已核对原件，复印件存档。" });
};

/** A note of it is kept where it is no act here. */
const orNoted =
  (act: (scene: Scene) => boolean) =>
  (scene: Scene): void => {
    if (!act(scene)) noted(scene);
  };
const step = (act: (scene: Scene) => void) => mediation.mediating(act, noted);

/** Acts by the event of the seed; whatever is no act yet is kept as a note. */
const ACTS: Record<string, (scene: Scene) => void> = {
  dispatched: sent,
  redispatched: sent,
  objected,
  designated,
  signed,
  returned,
  accepted,
  refused,
  interimReply: replied(true),
  replied: replied(false),
  replyReviewed: orNoted(teamwork.replyReviewed),
  linked: orNoted(teamwork.linked),
  terminated: ended("terminate"),
  agreementReached: ended("agree"),
  caseFiled: filed,
  decisionMade: concluded,
  decisionServed: served,
  odrSettled,
  respondentReplied: answered,
  contacted,
  idProofRequested: identityAsked,
  informed: contacted,
  idProofReceived: identityShown,
  supplemented,
  appraisalStarted: appraised("pauseClock"),
  appraisalReported: appraised("resumeClock"),
  consentAsked: step(mediation.consentAsked),
  consentGiven: step(mediation.consentGiven),
  consentRefused: step(mediation.consentRefused),
  entrusted: step(mediation.entrusted),
  meetingNoticed: step(mediation.meetingNoticed),
  meetingHeld: step(mediation.meetingHeld),
  recusalAsked: step(mediation.recusalAsked),
  recusalDecided: step(mediation.recusalDecided),
  clueFound: step(mediation.clueFound),
  withdrawn,
  referred,
  callbackSatisfied: calledBack(true),
  callbackUnsatisfied: calledBack(false),
  scoreAppealed: calling.scoreAppealed,
  scoreDecided: calling.scoreDecided,
  reworked: orNoted(calling.reworked),
  closed,
};
