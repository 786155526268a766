import type { Action } from "../../shared/tickets/actions.ts";
import type { Owed } from "../../shared/tickets/ticket.ts";

type Telling = Extract<Action, { type: "tell" }>;

/** How the demonstration's offices tell: what needs the whole text by registered letter, the rest by telephone. */
export const tellingOf = (row: Owed, no: string): Telling => {
  const common = { type: "tell", owed: row.id, result: "done" } as const;
  const byLetter = row.to === "respondent" || BY_LETTER.includes(row.notice);
  if (!byLetter) return { ...common, channel: "phone", note: SAID[row.to] };
  // A posting number is not a number of this office: it is made from the case's, and leads nowhere.
  return { ...common, channel: "letter", reference: `演示挂号 ${no.replace("-", "")}${row.id.replace(".", "")}` };
};

const BY_LETTER: readonly string[] = ["N-REFUSED", "N-TERMINATED", "N-AGREED", "N-FOOD-TRANSFER"];
const SAID: Record<Owed["to"], string> = {
  complainant: "本人接听，已告知结果、承办人姓名和联系电话",
  respondent: "单位值班人员接听，已告知",
  reporter: "本人接听，核对编号后告知",
  hotline: "已向转办的热线反馈",
  target: "已与受移送单位联系，对方收到材料",
};
