import { reactive } from "vue";
import type { Page } from "../../../../shared/page.ts";
import type { View } from "../../../../shared/tickets/schema.ts";
import type { EntryType, RowView, TicketView } from "../../../../shared/tickets/views.ts";
import { api, me } from "../session.ts";
import { countOf } from "./counts.ts";

/** Work that came to me while the desk was open, until I looked: cases by id. */
export const fresh = reactive(new Set<string>());

/** Lists whose cases are this person's work, or their department's to take. */
const WORK: readonly View[] = ["mine", "toSign"];
const MOST = 100;
const PRESSING: readonly EntryType[] = ["urged", "supervised"];

type Seen = { version: number; mine: boolean };
let known: Map<string, Seen> | null = null;
let counted = "";
const heard = new Set<string>();

const handles = (): boolean => me.value.roles.some((role) => role === "handler" || role === "deptLead");
const counts = (): string => WORK.map((view) => countOf(view)?.count ?? 0).join();

/** Somebody else's session, or a line that was away: what is there then is not news. */
export const forgetNews = (): void => {
  known = null;
  heard.clear();
};
export const hear = (id: string): void => void heard.add(id);

const lists = async (): Promise<Map<string, Seen>> => {
  const found = new Map<string, Seen>();
  for (const view of WORK) {
    const { items } = await api<Page<RowView>>("/tickets", { query: { view, limit: MOST } });
    for (const { id, version } of items) found.set(id, { version, mine: view === "mine" });
  }
  return found;
};
/** Did somebody press for it since? Words and lists do not say so, only the record does. */
const pressed = async (id: string, after: number): Promise<boolean> => {
  const { timeline } = await api<TicketView>(`/tickets/${id}`);
  return timeline.some(({ seq, type, actor }) => seq > after && PRESSING.includes(type) && actor.name !== me.value.name);
};

/**
 * Called when the numbers were asked anew: answers whether work came that was not there before. Only what was heard of by
 * the line counts, so that neither the first look nor a list that moved on rings.
 */
export const lookForNews = async (onScreen: string | null): Promise<boolean> => {
  if (!handles()) return false;
  const before = known;
  const changed = [...heard];
  heard.clear();
  if (before !== null && counts() === counted && !changed.some((id) => before.has(id))) return false;
  counted = counts();
  const now = await lists();
  known = now;
  if (before === null) return false;
  const came: string[] = [];
  for (const id of changed) {
    const [was, is] = [before.get(id), now.get(id)];
    // The case before one's eyes is no news.
    if (is === undefined || id === onScreen) continue;
    if (was === undefined) came.push(id);
    else if (is.mine && is.version > was.version && (await pressed(id, was.version))) came.push(id);
  }
  for (const id of came) fresh.add(id);
  for (const id of [...fresh]) if (!now.has(id)) fresh.delete(id);
  return came.length > 0;
};
