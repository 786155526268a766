import type { CLOSINGS, CONTACT_WAYS, REFUSALS, RETURN_REASONS, TERMINATIONS } from "../../shared/tickets/schema.ts";
import type { Story, StoryEvent, World } from "./story.ts";

/** A code that a note begins with, and the words after it. */
export const coded = (note: string, pattern: RegExp): { code: string | null; rest: string } => {
  const code = pattern.exec(note)?.[0] ?? null;
  return { code, rest: code === null ? note : note.slice(code.length).replace(/^[：:，,]/u, "") };
};

/** What the file says of an event that is no act of its own yet, for those who work on the case. */
export const noteOf = ({ event, actor, note }: StoryEvent, world: World): string => {
  const what = world.event(event) ?? event;
  const who = whoIs(actor, world);
  const said = plain(note, world);
  // 回访满意：满意 says it twice.
  return `${what}${who === null ? "" : `（${who}）`}${said === "" || what.endsWith(said) ? "" : `：${said}`}`;
};

/** A note as the citizen is told it. */
export const toldOf = (note: string): string => {
  const ended = /[。！？]$/u.test(note) ? note : `${note}。`;
  return note.includes("。") ? ended : `您反映的事项办理进展：${ended}`;
};

export const REPORT_ANSWER =
  "您举报的问题经核查已立案，将依照法定程序办理。依照规定应当告知的结果会在本页告诉您；您的身份信息由承办单位保密，不会出现在投诉件里。";

export const RETURNED: readonly (typeof RETURN_REASONS)[number][] = ["RT1", "RT2", "RT3", "RT4", "RT5", "RT6", "RT7", "RT8", "RT9"];
export const REFUSED: readonly (typeof REFUSALS)[number][] = ["REF1", "REF2", "REF3", "REF4", "REF5", "REF6", "REF7"];

export const TERMINATED: readonly (typeof TERMINATIONS)[number][] = ["TERM1", "TERM2", "TERM3", "TERM4", "TERM5", "TERM6", "TERM7", "TERM8"];

/** Our closings by the codes of the catalogue. */
export const closingOf = (code: string | null): (typeof CLOSINGS)[number] => CLOSED_AS[code ?? ""] ?? "answered";
const CLOSED_AS: Record<string, (typeof CLOSINGS)[number]> = {
  CL01: "solved",
  CL02: "settled",
  CL03: "settled",
  CL04: "settled",
  CL05: "solved",
  CL06: "unsolved",
  CL07: "refused",
  CL10: "transferred",
  CL12: "transferred",
  CL20: "solved",
  CL22: "partly",
  CL30: "referred",
  CL32: "noContact",
  CL33: "transferred",
};

/** How somebody was told, by the words of the note. */
export const wayOf = (note: string): { way: (typeof CONTACT_WAYS)[number]; result: "sent" | "reached" } => {
  if (/短信/u.test(note)) return { way: "sms", result: "sent" };
  if (/信函|寄出|决定书/u.test(note)) return { way: "letter", result: "sent" };
  return { way: "phone", result: "reached" };
};

/** Under which name the mail or call of a case goes out. */
export const partyOf = ({ person }: Story): "agent" | "complainant" => (person.represents === null ? "complainant" : "agent");

const OTHERS: Record<string, string> = {
  respondent: "被投诉人",
  complainant: "投诉人",
  citizen: "诉求人",
  partner: "检测、保险等机构",
  system: "系统",
};

/** The one whose doing it was, when somebody else writes it down. */
const whoIs = (actor: string, world: World): string | null => {
  const supervisor = world.supervisor(actor);
  if (supervisor !== null) return `社会质量监督员${supervisor}`;
  const person = world.people.find(({ username }) => username === actor);
  if (person?.roles.includes("mediator")) return `调解员${person.name}`;
  return OTHERS[actor] ?? null;
};

/** Codes of the catalogue in a note, in words. */
const plain = (note: string, world: World): string => note.replace(/\b(?:TERM|EX|CL|RT|REF)\d{1,2}(?!\d)/gu, (code) => world.code(code) ?? code);
