import type { Action } from "../../shared/tickets/actions.ts";
import type { Scene } from "./scene.ts";
import type { ActStep, Story } from "./story.ts";
import { instantOf } from "./times.ts";

/** Whose cases several hands work on as the demonstration begins, by story: what each of them did last, in order. */
type Deed = { by: string; body: Action };
const DEEDS: Record<string, readonly Deed[]> = {
  // An answer waits for the reviewer.
  D012: [
    {
      by: "mf.tan",
      body: {
        type: "submitReply",
        interim: false,
        text: "经现场核对小票和后厨出品记录，店方承认两道菜用料与菜单不符，当场退还差价96元并致歉，我局已责令其改正菜单标示。",
      },
    },
  ],
  // Tasks of co-handlers: one to be answered, one answered.
  D051: [{ by: "js.mu", body: { type: "setTask", departmentId: "SZJ", dueDay: "2026-11-25", text: "请派人围挡坠落区并测量脱落面积，附照片反馈。" } }],
  D059: [
    { by: "hb.bi", body: { type: "setTask", departmentId: "NJJ", dueDay: "2026-11-25", text: "请核实上游三户养殖场粪污去向。" } },
    { by: "hb.bi", body: { type: "setTask", departmentId: "SZJ", dueDay: "2026-11-24", text: "请排查该河沟雨污混接口。" } },
  ],
  // Nobody alone can settle it: it went up, and a conference is called.
  D008: [
    { by: "mf.tan", body: { type: "raise", to: "hotline", reason: "四位会员情况相同，预付卡监管、场地租赁涉及多部门，需统一口径。" } },
    {
      by: "lead.wang",
      body: {
        type: "callConference",
        departmentIds: ["SWJ", "SCJG"],
        at: "2026-11-25T01:30:00.000Z",
        place: "热线中心三楼会议室",
        text: "商定预付卡退费口径和场地方的配合事项，请带各自受理清单。",
      },
    },
  ],
  // The same merchant closed: answered together, each under its own number.
  D007: [{ by: "disp.gao", body: { type: "join", ticketId: "D006", reason: "同一健身房停业退费" } }],
};

/** Done on the last afternoon of work, after everything else: some of it names cases of other stories. */
export const teamworkOf = (story: Story): ActStep[] =>
  (DEEDS[story.id] ?? []).map(({ by, body }, i) => ({
    does: "act",
    story: story.id,
    part: "case",
    key: `demo:${story.id}:t${i + 1}`,
    at: new Date(instantOf(LAST).getTime() + i * 20 * 60_000),
    by: { type: "staff", username: by },
    body,
    last: true,
  }));
const LAST = "2026-11-20T16:20";

/** Is this answer reviewed before the next one is written? */
export const reviewedNext = ({ next, walk, event }: Scene): boolean => {
  const then = next.find((later) => later.event === "replyReviewed" || later.event === "replied");
  return event.event === "replied" && then?.event === "replyReviewed" && walk.kind !== "report";
};
export const replyReviewed = ({ walk, event }: Scene): boolean => {
  const submitted = walk.steps.findLast((step) => step.body.type === "submitReply" || step.body.type === "reply")?.body.type === "submitReply";
  if (!submitted || walk.at.status !== "accepted") return false;
  walk.push(instantOf(event.at), walk.staff("rev.qu"), { type: "reviewReply", approve: true });
  walk.at.status = "replied";
  return true;
};

/** 关联 of the case that the note names. */
export const linked = ({ walk, event }: Scene): boolean => {
  const other = /\bD\d{3}(?!\d)/u.exec(event.note)?.[0];
  if (other === undefined) return false;
  walk.push(instantOf(event.at), walk.staff(event.actor), { type: "link", ticketId: other, relation: "related", reason: event.note });
  return true;
};
