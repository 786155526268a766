import { addDays } from "../../shared/calendar.ts";
import { filerOf } from "./filing.ts";
import type { Doer, Part, Person, Story, StoryEvent, World } from "./story.ts";
import { instantOf, laterBy, minuteOf } from "./times.ts";

/**
 * The events of a part of a case: those the seed tells, or, where it tells none, a plausible course of things up to the
 * state the case is in.
 */
export const eventsOf = (story: Story, part: Part, world: World): StoryEvent[] => {
  const told = story.history.filter(({ event }) => event !== "filed" && event !== "received");
  // What happens to the report of a mixed paper is never told on its complaint.
  const own = story.mixed === null ? (part === "case" ? told : []) : told.filter(({ event }) => OF_REPORT.has(event) === (part === "report"));
  const settledBefore = own.some(({ event }) => event === "odrSettled");
  if (own.some(({ event }) => SENDING.has(event)) || story.state === "registered" || settledBefore) return own;
  const planned = plan(story, part, world, own);
  return [...planned, ...own].sort((a, b) => instantOf(a.at).getTime() - instantOf(b.at).getTime());
};

export type End = "registered" | "dispatched" | "signed" | "accepted" | "replied" | "closed";

/** Where a part of a case is in the end. */
export const endOf = (story: Story, part: Part): End => {
  // What becomes of the report of a mixed paper goes on when its complaint is closed.
  if (part === "report") return "accepted";
  // A case was opened: it goes on until the decision is made.
  if (story.state === "filedCase") return story.history.some(({ event }) => event === "decisionMade") ? "replied" : "accepted";
  const end = END[story.state];
  if (end === undefined) throw new Error(`demo ${story.id}: no end for ${story.state}`);
  return end;
};

const END: Record<string, End> = {
  registered: "registered",
  routed: "dispatched",
  // Taken up again and sent out: it waits for a signature.
  rework: "dispatched",
  signed: "signed",
  accepted: "accepted",
  handling: "accepted",
  mediating: "accepted",
  verifying: "accepted",
  suspended: "accepted",
  replied: "replied",
  callback: "replied",
  merged: "closed",
  closed: "closed",
};

const usernameOf = (by: Doer): string | null => (by.type === "staff" ? by.username : null);

const OF_REPORT = new Set(["split", "verificationStarted", "verified", "caseFiled", "reporterTold", "decisionMade", "decisionServed"]);
const SENDING = new Set(["dispatched", "redispatched", "designated"]);
const TEAMS: Record<string, string> = { "CL-GYM": "mf.tan", "CL-SEAFOOD": "mf.tan", "CL-HEATER": "mf.liu" };

const plan = (story: Story, part: Part, world: World, told: readonly StoryEvent[]): StoryEvent[] => {
  const { expected, id } = story;
  const n = Number(id.slice(1));
  const received = story.receivedAt.slice(0, 16);
  const end = endOf(story, part);
  const clerk = n % 2 === 0 ? "disp.zhao" : "disp.gao";
  if (part === "case" && expected.scope === "out" && story.kind !== "complaint")
    return [{ at: laterBy(received, 14), event: "referred", actor: usernameOf(filerOf(story)) ?? "lead.wang", note: "" }];

  const handler = handlerOf(story, part, world, n);
  const after = (from: string, minutes: number): string => minuteOf(from, minutes, world.workday);
  const urgent = expected.urgency !== "U3";
  const sentAt = urgent ? laterBy(received, 18) : after(received, 22 + (n % 4) * 6);
  const events: StoryEvent[] = [];
  const add = (at: string, event: string, actor: string, note = "") => void events.push({ at, event, actor, note });
  add(sentAt, "dispatched", urgent && sentAt !== after(sentAt, 0) ? "lead.wang" : clerk);
  if (end === "dispatched") return events;
  // Life and limb do not wait for the office to open.
  const now = expected.urgency === "U1";
  const signedAt = now ? laterBy(sentAt, 25) : urgent ? after(sentAt, 25) : after(sentAt, 70 + (n % 5) * 35);
  add(signedAt, "signed", handler);
  if (end === "signed") return events;
  const formal = story.kind === "complaint" && expected.lead === "SCJG" && part === "case";
  const acceptedAt = formal ? onDay(signedAt, 1 + (n % 3), "10:00", n, world) : now ? laterBy(signedAt, 40) : after(signedAt, 45);
  add(acceptedAt, "accepted", handler);
  // Some have still to be told, so that the duty and its clock can be seen.
  if (formal && (n % 3 !== 0 || end !== "accepted"))
    add(laterBy(acceptedAt, 12), "informed", handler, n % 2 === 0 ? "短信告知承办人姓名电话" : "电话告知承办人姓名电话");
  if (told.length > 0) return events;
  if (story.progress !== null && part === "case") {
    const due = onDay(received, urgent ? 1 : 3, "15:10", n, world);
    add(due > acceptedAt ? due : after(acceptedAt, 60), "interimReply", handler, story.progress);
  }
  const course = COURSE[part === "report" ? "verifying" : story.state] ?? [];
  for (const [days, event, note] of course) add(onDay(acceptedAt, days, "09:40", n, world), event, handler, note);
  if (end === "accepted") return events;
  return [...events, ...ending(story, acceptedAt, handler, n, end, world)];
};

/** The answer inside its limit, the reply checked and the citizen called before the case is closed. */
const ending = (story: Story, acceptedAt: string, handler: string, n: number, end: End, world: World): StoryEvent[] => {
  const asked = story.kind === "inquiry";
  const days = ANSWERED_AFTER[story.id] ?? 2 + (n % 2);
  const repliedAt = asked ? minuteOf(acceptedAt, 50, world.workday) : onDay(acceptedAt, days, "15:30", n, world);
  const replied = { at: repliedAt, event: "replied", actor: handler, note: "" };
  if (end === "replied") return [replied];
  const calledAt = onDay(repliedAt, 1, "10:05", n, world);
  return [
    replied,
    ...(story.kind === "report" ? [] : [{ at: calledAt, event: "callbackSatisfied", actor: "cb.qi", note: asked ? "已听明白，满意" : "满意" }]),
    { at: laterBy(calledAt, 20), event: "closed", actor: handler, note: CLOSED_AS[story.kind] ?? (story.expected.target === null ? "CL20" : "CL30") },
  ];
};

const CLOSED_AS: Partial<Record<Story["kind"], string>> = { inquiry: "CL23", suggestion: "CL24" };
/** Working days from acceptance to the answer, where the answer itself names its day. */
const ANSWERED_AFTER: Record<string, number> = { D044: 14, D047: 16, D053: 9, D056: 8, D058: 19, D061: 0 };

/** What lies between acceptance and where the case is, in working days from acceptance. */
const COURSE: Record<string, readonly (readonly [number, string, string])[]> = {
  mediating: [
    [1, "consentAsked", "已向双方说明调解自愿、不收费"],
    [3, "consentGiven", "双方同意调解"],
    [6, "meetingNoticed", "已商定线上调解，材料双方互看"],
  ],
  suspended: [
    [1, "consentGiven", "双方同意调解，费用由主张方垫付"],
    [3, "appraisalStarted", "样品当面封存后送鉴定"],
  ],
  verifying: [[1, "verificationStarted", "两人到场检查，制作笔录并拍照"]],
  filedCase: [
    [1, "verificationStarted", "两人到场检查，设备封停"],
    [10, "caseFiled", "问题属实"],
  ],
};

const handlerOf = ({ cluster, kind, expected }: Story, part: Part, { people }: World, n: number): string => {
  const department = part === "report" ? (expected.tickets.find((each) => each.kind === "report")?.lead ?? expected.lead) : expected.lead;
  const team = cluster === null ? undefined : TEAMS[cluster];
  if (part === "report" || (kind === "report" && department === "SCJG")) return "mf.song";
  if (team !== undefined) return team;
  const able = people.filter((person: Person) => person.departmentId === department && person.roles.includes("handler"));
  // The desk for publication also holds the role; it takes no complaints of its own.
  const own = able.filter(({ username }) => !username.startsWith("pub."));
  const chosen = own[n % own.length];
  if (chosen === undefined) throw new Error(`demo: nobody handles cases at ${department}`);
  return chosen.username;
};

/** `days` working days after a minute, at about `time`. */
const onDay = (from: string, days: number, time: string, n: number, world: World): string => {
  let day = from.slice(0, 10);
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (world.workday(day)) left -= 1;
  }
  while (!world.workday(day)) day = addDays(day, 1);
  const at = laterBy(`${day}T${time}`, (n * 7) % 50);
  return at > from ? at : minuteOf(from, 30, world.workday);
};
