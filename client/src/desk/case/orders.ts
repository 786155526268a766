import type { OrderView } from "../../../../shared/tickets/duty-views.ts";
import type { EntryType, TicketView } from "../../../../shared/tickets/views.ts";
import { t } from "../words.ts";

/** Who gave the order: a person, or the limit that lapsed. */
export const orderBy = ({ by }: OrderView): string => by ?? t("desk.order.auto");

const said = (type: EntryType, { id }: OrderView, ticket: TicketView) =>
  ticket.timeline.findLast((entry) => entry.type === type && entry.details.order === id);

/** What the order asks, and what was answered: in the record, not in the order itself. */
export const orderText = (order: OrderView, ticket: TicketView): string => said("supervised", order, ticket)?.text ?? "";
export const orderAnswer = (order: OrderView, ticket: TicketView) => said("orderAnswered", order, ticket);
