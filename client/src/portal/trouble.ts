import { type ApiFault, faultOf } from "../platform/api.ts";
import type { Fault, Faults } from "./words.ts";

/** Whatever went wrong, as a fault. An answer that is no API answer (a gateway's page) is code "unreadable". */
export const troubleOf = (error: unknown): ApiFault => faultOf(error) ?? { status: 0, code: "unreadable", message: "", fields: {} };

/** The sentence for the visitor. */
export const troubleWords = (trouble: ApiFault): Fault => {
  if (trouble.code === "offline") return { key: "portal.trouble.offline" };
  if (trouble.code === "unreadable" || trouble.message === "") return { key: "portal.trouble.unreadable" };
  return { text: trouble.message };
};

export const serverFaults = (trouble: ApiFault): Faults => Object.fromEntries(Object.entries(trouble.fields).map(([path, text]) => [path, { text }]));

/** A key for acts that may be sent again. `randomUUID` is missing on plain http, so it is drawn by hand. */
export const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
