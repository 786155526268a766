import type { Role } from "../../shared/actor.ts";
import type { Leave } from "./row.ts";
import type { UserStore } from "./store.ts";

/** A person as other parts of the product may know them. */
export type UserCard = {
  id: string;
  username: string;
  name: string;
  roles: readonly Role[];
  departmentId: string;
  phone: string | null;
  disabled: boolean;
  onLeave: Leave | null;
  skills: readonly string[];
  version: number;
};

export type UserDirectory = {
  /** The name, or the id of somebody unknown. */
  name: (id: string) => string;
  get: (id: string) => UserCard | null;
  /** In the order of their names. */
  all: () => readonly UserCard[];
};

/** Everybody's card in memory, so that presenters ask at once; read again on a change and from time to time. */
export const createUserDirectory = (store: UserStore): UserDirectory & { refresh: () => Promise<void> } => {
  let cards: readonly UserCard[] = [];
  let byId = new Map<string, UserCard>();
  let reads = 0;
  let newest = 0;
  return {
    name: (id) => byId.get(id)?.name ?? id,
    get: (id) => byId.get(id) ?? null,
    all: () => cards,
    refresh: async () => {
      const read = ++reads;
      const rows = await store.all();
      // A slow reading must not replace what a later one found.
      if (read < newest) return;
      newest = read;
      cards = rows.map(({ _id: id, username, name, roles, departmentId, phone, disabled, onLeave, skills = [], version }) => ({
        id,
        username,
        name,
        roles,
        departmentId,
        phone,
        disabled,
        onLeave,
        skills,
        version,
      }));
      byId = new Map(cards.map((card) => [card.id, card]));
    },
  };
};
