import { v7 } from "uuid";

/** Time-ordered id (UUIDv7): new documents land at the end of the index. */
export const newId = (): string => v7();
