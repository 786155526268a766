import { addDays } from "../../shared/calendar.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import type { Side } from "../../shared/tickets/steps.ts";
import type { Scene } from "./scene.ts";
import { instantOf } from "./times.ts";

const ROOM = "政务服务中心二楼消费纠纷调解室";
const BRING = "身份证件、购买凭证、协议和有关证据材料";
const HOUR = 3_600_000;

/** Steps of a mediation are taken while it is under way; of what was told at another time a note is kept. */
export const mediating =
  (step: (scene: Scene) => void, otherwise: (scene: Scene) => void) =>
  (scene: Scene): void => {
    const { walk } = scene;
    if (walk.kind === "complaint" && walk.at.status === "accepted" && walk.at.mediated) step(scene);
    else otherwise(scene);
  };

const push = ({ walk, event }: Scene, body: Action, before = 0): void =>
  walk.push(new Date(instantOf(event.at).getTime() - before), walk.staff(walk.at.handler ?? ""), body);

const said = (scene: Scene, about: "consent" | "entrusting", party: Side, agrees: boolean, text: string, before = 0): void =>
  push(scene, { type: "recordConsent", about, party, agrees, text }, before);

export const consentAsked = (scene: Scene): void => {
  push(scene, { type: "askConsent", answerBy: addDays(scene.event.at.slice(0, 10), 7) });
  scene.walk.at.asked = true;
};

/** The complainant answered before the merchant did. Where nothing more is told, both are called to a meeting that is to come. */
export const consentGiven = (scene: Scene): void => {
  const { event, next, world, walk } = scene;
  if (!walk.at.asked) consentAsked(scene);
  said(scene, "consent", "complainant", true, "来电表示同意调解。", 2 * HOUR);
  said(scene, "consent", "respondent", true, event.note === "" ? "电话答复同意调解。" : event.note);
  if (next.some((later) => later.event !== "noteAdded" && later.event !== "interimReply")) return;
  let day = world.today;
  // The stories end on the Monday of the week in which the demonstration begins: the meeting is in the next.
  for (let ahead = 0; ahead < 7; ) {
    day = addDays(day, 1);
    if (world.workday(day)) ahead += 1;
  }
  called(scene, `${day}T14:00`, "", -26 * HOUR);
};

export const consentRefused = (scene: Scene): void => {
  if (!scene.walk.at.asked) consentAsked(scene);
  said(scene, "consent", "respondent", false, scene.event.note === "" ? "明确表示不同意调解。" : scene.event.note);
};

export const entrusted = (scene: Scene): void => {
  const body = scene.event.note.replace(/^委托/u, "");
  push(scene, { type: "askConsent", answerBy: addDays(scene.event.at.slice(0, 10), 3), body });
  said(scene, "entrusting", "complainant", true, "书面同意委托。", -HOUR);
  said(scene, "entrusting", "respondent", true, "书面同意委托。", -2 * HOUR);
};

const called = (scene: Scene, at: string, mediator: string, before = 0): void => {
  const { walk } = scene;
  const leads = walk.person(mediator) ?? walk.person(walk.at.handler ?? "");
  const mediators = leads?.name ?? "";
  push(scene, { type: "callMeeting", way: "onSite", at: `${at}:00+08:00`, place: ROOM, mediators, bring: BRING, recusalDays: 3 }, before);
  walk.at.called = true;
};

export const meetingNoticed = (scene: Scene): void => {
  const held = scene.next.find(({ event }) => event === "meetingHeld");
  called(scene, held?.at ?? `${addDays(scene.event.at.slice(0, 10), 5)}T09:30`, held?.actor ?? scene.event.actor);
};

export const meetingHeld = (scene: Scene): void => {
  const { event, walk } = scene;
  if (!walk.at.called) called(scene, event.at, event.actor, 26 * HOUR);
  const text = event.note === "" ? "双方到场，陈述了事实和请求，核对了证据。" : event.note;
  push(scene, { type: "meetingHeld", came: ["complainant", "respondent"], text }, -HOUR);
  walk.at.called = false;
};

export const recusalAsked = (scene: Scene): void => {
  const party = scene.event.actor === "respondent" ? "respondent" : "complainant";
  push(scene, { type: "askRecusal", party, decideBy: addDays(scene.event.at.slice(0, 10), 3), text: scene.event.note });
};

/** Decided by whoever leads the department, never by the one who wrote it down. */
export const recusalDecided = ({ walk, event }: Scene): void => {
  const granted = /更换|同意/u.test(event.note);
  walk.push(instantOf(event.at), walk.staff(event.actor), { type: "decideRecusal", granted, text: event.note });
  if (granted) walk.at.called = false;
};

export const clueFound = (scene: Scene): void => push(scene, { type: "clueFound", text: scene.event.note });
