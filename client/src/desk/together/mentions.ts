import { reactive } from "vue";
import type { MentionView } from "../../../../shared/mentions/schema.ts";
import { api } from "../session.ts";

type Answer = { items: MentionView[]; unread: number };

/** Where colleagues named me: the bell and its list read the same. */
export const mentions = reactive<Answer>({ items: [], unread: 0 });

const take = ({ items, unread }: Answer): void => {
  mentions.items = items;
  mentions.unread = unread;
};
export const loadMentions = async (): Promise<void> => take(await api<Answer>("/mentions"));
export const readMentions = async (ids?: readonly string[]): Promise<void> =>
  take(await api<Answer>("/mentions/read", { body: ids === undefined ? {} : { ids } }));
