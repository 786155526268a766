import type { Scene } from "./scene.ts";
import { instantOf } from "./times.ts";

/** 回访 as the seed tells it: whether they were content, in what words; what it leaves open is answered by a content caller. */
export const calledBack = (happy: boolean, { walk, event }: Scene): boolean => {
  const answered = walk.at.status === "replied" || walk.at.status === "closed";
  if (!answered || walk.kind === "report" || walk.at.calledBack) return false;
  const said = happy ? ({ solved: "SOLVED", grade: event.note.includes("满意") ? 5 : 4 } as const) : ({ solved: "UNSOLVED", grade: 2 } as const);
  const text = event.note === "" ? {} : { text: event.note };
  walk.push(instantOf(event.at), walk.staff("cb.qi"), { type: "callBack", way: "phone", reached: true, contacted: true, ...said, ...text });
  walk.at.calledBack = true;
  walk.at.unhappy = !happy;
  return true;
};

/** 二次交办: back to the department whose answer did not settle it. */
export const reworked = ({ walk, event }: Scene): boolean => {
  if (!walk.at.unhappy) return false;
  walk.push(instantOf(event.at), walk.staff(event.actor), { type: "rework", reason: event.note === "" ? "回访不满意，二次交办" : event.note });
  Object.assign(walk.at, { handler: null, calledBack: false, unhappy: false, gaveBack: null });
  return true;
};

export const scoreAppealed = ({ walk, event }: Scene): void =>
  walk.push(instantOf(event.at), walk.staff(event.actor), { type: "appealScore", reason: event.note });

export const scoreDecided = ({ walk, event }: Scene): void =>
  walk.push(instantOf(event.at), walk.staff(event.actor), { type: "decideAppeal", upheld: event.note.startsWith("采纳"), reason: event.note });
