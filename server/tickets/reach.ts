import type { NoticeChannel } from "../../shared/catalogue/notice.ts";
import type { Reach } from "../../shared/tickets/owed.ts";
import type { LightRow, PersonRow, RespondentRow } from "./row.ts";

/** By which channels each party of a case can be reached; who left no contact is not owed word that cannot arrive. */
export const reachOf =
  (row: Pick<LightRow, "complainant" | "reporter" | "respondent">): Reach =>
  (party) => {
    if (party === "hotline" || party === "target") return ["phone", "letter", "internet"];
    if (party === "respondent") return row.respondent === null ? [] : ofRespondent(row.respondent);
    return ofPerson(party === "reporter" ? row.reporter : row.complainant);
  };

const ofPerson = (person: PersonRow | null): NoticeChannel[] => {
  const ways: NoticeChannel[] = [];
  if (person?.phone !== undefined) ways.push("sms", "phone");
  if (person?.email !== undefined) ways.push("email");
  if (person?.address !== undefined) ways.push("letter");
  return ways.length === 0 ? [] : [...ways, "internet", "handover"];
};

const ofRespondent = ({ phone, address }: RespondentRow): NoticeChannel[] => [
  ...(phone === undefined ? [] : (["sms", "phone"] as const)),
  ...(address === null ? [] : (["letter"] as const)),
  "handover",
];
