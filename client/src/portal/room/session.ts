import { forget, keep, readKept } from "../kept.ts";

/** The right to one side of a mediation, for two hours. Kept for this tab, so that a reload stays open; never in an address. */
export type RoomSession = { token: string; expiresAt: string };
const NAME = "zhisu.portal.room";
let memory: RoomSession | null = null;

export const roomSession = (): RoomSession | null => {
  const kept = memory ?? (readKept("session", NAME) as RoomSession | null);
  return kept !== null && typeof kept.token === "string" ? kept : null;
};
export const keepRoom = (session: RoomSession): void => {
  memory = session;
  keep("session", NAME, session);
};
export const dropRoom = (): void => {
  memory = null;
  forget("session", NAME);
};
