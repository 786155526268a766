import type { TrackView } from "../../../../shared/tickets/track-views.ts";
import { lastAnswer, mediationEnd } from "./sentences.ts";

/** What there is to print of a case: the office's last word, from whom and when. Pure. */
export type Paper = { kind: "answer" | "refused" | "referred" | "agreed" | "terminated"; department: string | null; at: string; words: string };

export const paperOf = (ticket: TrackView): Paper | null => {
  const last = (type: "refused" | "referred") => ticket.timeline.findLast((entry) => entry.type === type);
  if (ticket.stage === "referred" && ticket.referredTo !== null) {
    // The department of that entry is whose matter it is, not who told so.
    return { kind: "referred", department: null, at: last("referred")?.at ?? ticket.receivedAt, words: ticket.referredTo.text };
  }
  if (ticket.refusal !== null && ["refused", "closed"].includes(ticket.stage)) {
    const entry = last("refused");
    return { kind: "refused", department: entry?.department ?? null, at: entry?.at ?? ticket.receivedAt, words: ticket.refusal.reason };
  }
  const ended = mediationEnd(ticket);
  if (ended !== null)
    return { kind: ticket.mediation === "agreed" ? "agreed" : "terminated", department: ended.department, at: ended.at, words: ended.text ?? "" };
  const answer = lastAnswer(ticket);
  return answer === null ? null : { kind: "answer", department: answer.department, at: answer.at, words: answer.text ?? "" };
};

/** Where the law still leads after a mediation (令121号 art. 25, 消法 art. 39), as keys of the portal's words. */
export const endRoutes = (kind: "agreed" | "terminated"): string[] =>
  kind === "agreed" ? [1, 2, 3].map((n) => `portal.agreed.route.${n}`) : ["portal.route.4", "portal.route.5", "portal.route.2"];
