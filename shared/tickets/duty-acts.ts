import { type Day, dayOf } from "../calendar.ts";
import { type Decision, no } from "../decision.ts";
import type { Action } from "./actions.ts";
import type { DecideContext } from "./decide.ts";
import { entry, type Outcome, outcome, staffId } from "./outcome.ts";
import { decideTell } from "./owed.ts";
import type { Order, TicketState } from "./ticket.ts";

type Of<T extends Action["type"]> = Extract<Action, { type: T }>;
export type DutyAction = Of<"tell" | "documentIssued" | "urge" | "supervise" | "answerOrder">;

/** Acts on what is owed beside the course of the case: word to the parties, papers, answers to an order. */
export const decideDuty = (ticket: TicketState, action: DutyAction, context: DecideContext): Decision<Outcome> => {
  const { now, actor, book } = context;
  switch (action.type) {
    case "tell": {
      const row = ticket.owed.find(({ id }) => id === action.owed);
      const { hash, text } = context.words?.(action) ?? { hash: "", text: "" };
      const found = decideTell(ticket, action, { now, by: staffId(actor), hash, book });
      if (!found.ok) return found;
      const details = {
        owed: action.owed,
        ...(row === undefined ? {} : { notice: row.notice, addressee: row.to }),
        channel: action.channel,
        told: action.result,
        hash,
        ...(action.at === undefined ? {} : { happenedAt: new Date(action.at).toISOString() }),
        ...(action.reference === undefined ? {} : { reference: action.reference }),
        ...(action.documentId === undefined ? {} : { documentId: action.documentId }),
      };
      const words = action.note === undefined ? text : `${text}\n\n${action.note}`.trim();
      return outcome({ ...ticket, ...found.value }, "stay", entry("told", "internal", details, words === "" ? undefined : words));
    }
    case "documentIssued": {
      const { documentId, form, docNo, hash } = action;
      return outcome(ticket, "stay", entry("documentIssued", "internal", { documentId, form, docNo, hash }));
    }
    case "urge":
      return outcome(ticket, "stay", entry("urged", "internal", {}, action.text));
    case "supervise": {
      if (action.answerBy < dayOf(now)) return no("answer-by", { day: dayOf(now) }, "answerBy");
      const order = newOrder(ticket, action.ground, action.answerBy, now, staffId(actor));
      const details = { order: order.id, ground: action.ground, answerBy: action.answerBy };
      return outcome({ ...ticket, orders: [...ticket.orders, order] }, "stay", entry("supervised", "internal", details, action.text));
    }
    case "answerOrder": {
      const order = ticket.orders.find(({ id }) => id === action.order);
      if (order === undefined) return no("no-such-order", {}, "order");
      if (order.answeredAt !== null) return no("order-answered", {}, "order");
      const orders = ticket.orders.map((one) => (one === order ? { ...order, answeredAt: now } : one));
      return outcome({ ...ticket, orders }, "stay", entry("orderAnswered", "internal", { order: order.id }, action.text, action.attachmentIds));
    }
  }
};

/** A 督办单, to be answered by the end of that day. */
export const newOrder = (ticket: TicketState, ground: string, dueDay: Day, at: Date, by: string | null): Order => ({
  id: `${ticket.version + 1}`,
  ground,
  at,
  by,
  dueDay,
  answeredAt: null,
});

export const openOrders = (orders: readonly Order[]): Order[] => orders.filter(({ answeredAt }) => answeredAt === null);
