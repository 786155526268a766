import type { Status } from "../../../../shared/tickets/status.ts";
import { isOpen } from "../../../../shared/tickets/status.ts";
import type { EntryView, LinkView, RowView, TicketView } from "../../../../shared/tickets/views.ts";
import { categoryName } from "../lookups.ts";
import { may } from "../session.ts";
import { t } from "../words.ts";

/** Words of what a case has to do with others: joined, linked, split, a joint complaint. */
export const membersOf = ({ links }: TicketView): LinkView[] => links.filter(({ relation }) => relation === "member");
export const leadOf = ({ links }: TicketView): LinkView | undefined => links.find(({ relation }) => relation === "lead");
/** Everything that is not the lead and its members: by relation, in this order. */
const OTHERS: readonly LinkView["relation"][] = ["continues", "continuedBy", "splitFrom", "splitInto", "parent", "child", "related"];
export const othersOf = ({ links }: TicketView): { relation: LinkView["relation"]; links: LinkView[] }[] =>
  OTHERS.map((relation) => ({ relation, links: links.filter((link) => link.relation === relation) })).filter((group) => group.links.length > 0);

const ANSWERED: readonly Status[] = ["replied", "closed", "archived"];
/** The lead was answered and this one was not: somebody has to look. */
export const stayedBehind = (member: LinkView, lead: Pick<TicketView, "status">): boolean =>
  ANSWERED.includes(lead.status) && member.status !== null && isOpen(member.status);

/** Who may link may take a link of this case back; where it was split from stays. */
export const canUnlink = ({ own, relation }: LinkView, { actions }: TicketView): boolean =>
  own && (relation === "related" || relation === "parent") && actions.some(({ type, disabledRule }) => type === "link" && disabledRule === null);

/** Why a case cannot be chosen, as far as its row tells; the server knows the rest. */
export const unfitRow = (row: RowView, ticket: TicketView, type: "join" | "link"): string | null => {
  if (row.id === ticket.id) return "case-itself";
  if (row.kind === "report" && ticket.kind !== "report") return "report-stays";
  if (type === "link") return ticket.links.some(({ id, own }) => own && id === row.id) ? "already-linked" : null;
  if (row.kind !== ticket.kind) return "join-kind";
  if (!isOpen(row.status)) return "join-ended";
  if ((row.department?.id ?? null) === (ticket.department?.id ?? null)) return null;
  // Sent along to another department it is only by a dispatcher, and only what was not taken up yet.
  const sends = may("ticket.dispatch") && row.department !== null && ticket.status !== "accepted";
  return sends ? null : "join-department";
};

/** The number of the case that was split off last. */
export const splitNo = ({ timeline }: TicketView): string | undefined => timeline.findLast(({ type }) => type === "split")?.details.otherNo;

const codeName = (code: string | null): string => (code === null ? t("desk.fact.uncategorised") : categoryName(code));

/** What an act between cases says in the record. Empty for every other entry. */
export const kinLine = ({ type, details }: EntryView): string => {
  const { otherNo: no = "", relation = "related", amount, changed = [] } = details;
  switch (type) {
    case "joined":
      return t("desk.entry.joined", { no });
    case "unjoined":
      return t("desk.entry.unjoined");
    case "linked":
      return t("desk.entry.linked", { no, relation: t(`desk.links.${relation}`) });
    case "unlinked":
      return t("desk.entry.unlinked", { no });
    case "split":
      return t("desk.entry.split", { no });
    case "grouped":
      return t("desk.entry.grouped", { n: amount ?? 0 });
    case "reclassified":
      return changed.map(({ field, from, to }) => t(`desk.entry.changed.${field}`, { from: codeName(from), to: codeName(to) })).join(t("desk.comma"));
    default:
      return "";
  }
};
