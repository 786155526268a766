import type { AccessClass } from "./status.ts";
import type { Audience, EntryType } from "./views.ts";

/**
 * What of a case's record a citizen may know: an entry must be meant for the citizen and of a type shown; its words
 * leave only for types whose words are meant for the citizen. The reasons of a dispatch or a return stay inside.
 */
const SHOWN: readonly EntryType[] = [
  "filed",
  "dispatched",
  "signed",
  "returned",
  "designated",
  "calledBack",
  "joined",
  "unjoined",
  "split",
  "reworked",
  "assigned",
  "accepted",
  "refused",
  "replied",
  "interimReplied",
  "closed",
  "reopened",
  "supplemented",
  "withdrawn",
  "noContact",
  "contacted",
  "referred",
  "secrecyAsked",
  "clockPaused",
  "clockResumed",
  "extensionDecided",
  "terminated",
  "agreed",
  "odrEnded",
  "identityAsked",
  "identityShown",
  "consentAsked",
  "meetingCalled",
  "meetingHeld",
  "recusalDecided",
];
const WORDS_SHOWN: readonly EntryType[] = [
  "supplemented",
  "accepted",
  "refused",
  "replied",
  "interimReplied",
  "referred",
  "terminated",
  "agreed",
  "odrEnded",
  "identityAsked",
  "consentAsked",
  "meetingCalled",
  "recusalDecided",
];
/** What staff write here says how they made sure of the caller: only the citizen's own words are shown back. */
const OWN_WORDS_SHOWN: readonly EntryType[] = ["calledBack", "withdrawn", "noContact", "secrecyAsked"];

/** A reporter sees coarse states only (令121号 art. 37): received, being checked, done. */
const SHOWN_TO_REPORTER: readonly EntryType[] = [
  "filed",
  "accepted",
  "replied",
  "reopened",
  "supplemented",
  "noContact",
  "referred",
  "secrecyAsked",
  "filingDecided",
  "caseConcluded",
];

type Case = { accessClass: AccessClass };
type Entry = { audience: Audience; type: EntryType };

/** May the citizen know of this entry at all? */
export const shownToCitizen = ({ accessClass }: Case, { audience, type }: Entry): boolean =>
  audience === "citizen" && (accessClass === "report" ? SHOWN_TO_REPORTER : SHOWN).includes(type);

/** Do its words, too, reach the citizen? A reporter reads back only their own. */
export const wordsToCitizen = (of: Case, entry: Entry & { actor: { type: "staff" | "citizen" | "system" } }): boolean => {
  if (!shownToCitizen(of, entry)) return false;
  const own = entry.actor.type === "citizen";
  // Whose matter it is has to reach the reporter as well (art. 34).
  if (of.accessClass === "report") return own || entry.type === "referred";
  return WORDS_SHOWN.includes(entry.type) || (own && OWN_WORDS_SHOWN.includes(entry.type));
};
