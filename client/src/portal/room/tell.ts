import { OPEN_PHASES } from "../../../../shared/disputes/dispute.ts";
import type { RoomView } from "../../../../shared/disputes/views.ts";

/** What happens next, in one sentence: who has to do what, until when. Pure; days and instants are put into words by the page. */
export type Told = { key: string; day?: string; at?: string; name?: string };

export const otherOf = (room: RoomView): "complainant" | "respondent" => (room.you.side === "complainant" ? "respondent" : "complainant");
type Offer = RoomView["offers"][number];
/** An offer of somebody else that this person still has to answer. */
export const toAnswer = (room: RoomView): Offer | undefined =>
  room.offers.findLast(({ state, room: where, terms }) => state === "standing" && where === "joint" && terms.some(({ mayAnswer }) => mayAnswer));
export const nextMeeting = (room: RoomView) => room.hearings.findLast((one) => !one.void && one.heldAt === null);

export const tell = (room: RoomView): Told => {
  const { phase, you, consent, draft, recusal, duties } = room;
  const mine = you.side;
  switch (phase) {
    case "suspended":
      return { key: "room.next.suspended", ...(recusal === null ? {} : { day: recusal.decideBy }) };
    case "appraising":
      return { key: "room.next.appraising" };
    case "signing": {
      if (draft === null) return { key: "room.next.signing" };
      if (draft.mode === "onSite") return { key: "room.next.onSite" };
      if (mine !== null && draft.signed[mine] === null && you.binds) return { key: "room.next.sign" };
      return { key: mine !== null && draft.signed[mine] !== null ? "room.next.signed" : "room.next.signing" };
    }
    case "performing": {
      const open = duties.filter(({ state }) => state !== "done");
      if (open.some(({ state }) => state === "reported") && (mine === "complainant" || open.every(({ state }) => state === "reported")))
        return { key: mine === "complainant" ? "room.next.confirm" : "room.next.waitConfirm" };
      const first = open
        .map(({ by }) => by)
        .filter((by) => by !== null)
        .sort()[0];
      const who = mine === "respondent" ? "you" : "them";
      return first === undefined ? { key: `room.next.perform.${who}NoDay` } : { key: `room.next.perform.${who}`, day: first };
    }
    case "unperformed":
    case "done":
      return { key: `room.next.${phase}` };
    case "ended":
      return { key: "room.next.ended" };
    default:
      return open(room, consent);
  }
};

const open = (room: RoomView, consent: RoomView["consent"]): Told => {
  const { you, phase } = room;
  const due = room.clock.dueDay === null ? {} : { day: room.clock.dueDay };
  if (consent !== null && you.side !== null && you.binds && consent[you.side] === null) return { key: "room.next.consent", day: consent.answerBy };
  const answer = toAnswer(room);
  if (answer !== undefined) return { key: answer.side === null ? "room.next.middle" : "room.next.answer", at: answer.expiresAt };
  const meeting = nextMeeting(room);
  if (meeting !== undefined && meeting.yours === null) return { key: "room.next.coming", at: meeting.at };
  if (phase === "asking" && consent !== null) return { key: "room.next.waitConsent", day: consent.answerBy };
  if (phase === "asking") return { key: "room.next.asking" };
  if (meeting !== undefined) return { key: "room.next.meeting", at: meeting.at };
  const own = room.offers.findLast(({ side, state }) => side !== null && side === you.side && state === "standing");
  if (own !== undefined) return { key: "room.next.waitAnswer", at: own.expiresAt };
  return { key: due.day === undefined ? "room.next.talkNoDay" : "room.next.talk", ...due };
};

export const isOpen = (room: RoomView): boolean => OPEN_PHASES.includes(room.phase);
/** May words still be said here? The server asks the same. */
export const mayTalk = (room: RoomView): boolean =>
  (isOpen(room) && room.phase !== "suspended") || room.phase === "performing" || room.phase === "unperformed";
