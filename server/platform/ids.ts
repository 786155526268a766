import { v7 } from "uuid";

/** Time-ordered id (UUIDv7): new documents land at the end of the index. */
export const newId = (): string => v7();

/** Real time at which an id was made, in milliseconds. */
export const bornAt = (id: string): number => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
