import type { StaffActor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import type { ColleagueView, MentionView } from "../../shared/mentions/schema.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import { notFound } from "../platform/errors.ts";
import { pinyinKey } from "../platform/pinyin.ts";
import type { MentionDeps, Opened } from "./deps.ts";
import type { MentionStore } from "./store.ts";

const MOST_COLLEAGUES = 20;
const MOST_SHOWN = 50;
/** Read beyond what is shown: some may be of cases that are out of sight by now. */
const MOST_READ = 200;

export const createMentions = (store: MentionStore, { cases, people, nameOf, department }: MentionDeps) => {
  /** People who see the case, to be named on it: those who work on it first. */
  const colleagues = async (id: string, q: string, actor: StaffActor, locale: Locale): Promise<ColleagueView[]> => {
    const found = await cases.open(id, actor);
    if (found === null) throw notFound();
    return people()
      .filter((person) => person.id !== actor.id && can(person, "ticket.read") && mayAccess(person, found) && sounds(person.name, q))
      .map((person) => ({ person, far: distance(person, found, actor) }))
      .sort((a, b) => a.far - b.far)
      .slice(0, MOST_COLLEAGUES)
      .map(({ person }) => ({ id: person.id, name: person.name, department: department(person.departmentId, locale) }));
  };

  /** What is of a case that is out of sight does not exist, in the list and in the count. */
  const mine = async (actor: StaffActor, locale: Locale): Promise<{ items: MentionView[]; unread: number }> => {
    const rows = await store.newest(actor.id, MOST_READ);
    const names = await cases.names([...new Set(rows.map(({ ticketId }) => ticketId))], actor, locale);
    const items = rows.flatMap(({ _id: id, ticketId, seq, byId, at, read }): MentionView[] => {
      const of = names.get(ticketId);
      return of === undefined ? [] : [{ id, ticketId, seq, no: of.no, title: of.title, by: nameOf(byId), at: at.toISOString(), read }];
    });
    const shown = items.slice(0, MOST_SHOWN);
    return { items: shown, unread: shown.filter(({ read }) => !read).length };
  };

  const read = async (ids: readonly string[] | undefined, actor: StaffActor, locale: Locale) => {
    await store.markRead(actor.id, ids);
    return mine(actor, locale);
  };

  return { colleagues, mine, read };
};
export type Mentions = ReturnType<typeof createMentions>;

const distance = (person: StaffActor, { handlerId, departmentId, intakeDepartmentId, coDepartmentIds }: Opened, actor: StaffActor): number => {
  if (person.id === handlerId) return 0;
  if (person.departmentId === (departmentId ?? intakeDepartmentId)) return 1;
  return coDepartmentIds.includes(person.departmentId) || person.departmentId === actor.departmentId ? 2 : 3;
};

const syllables = new Map<string, string[]>();
/** By characters, by whole sounds or by their first letters: 刘振, liuzhen, lzd. */
const sounds = (name: string, q: string): boolean => {
  const asked = q.trim().toLowerCase().replace(/\s+/gu, "");
  if (asked === "" || name.toLowerCase().includes(asked)) return true;
  const known = syllables.get(name) ?? pinyinKey(name, "person").split(" ").slice(0, -1);
  syllables.set(name, known);
  const initials = known.map((each) => each.slice(0, 1)).join("");
  return known.join("").startsWith(asked) || initials.startsWith(asked);
};
