/** What the browser keeps for the visitor. Storage may be switched off or full: then nothing is kept and nothing breaks. */
const area = (name: "local" | "session"): Storage | null => {
  try {
    return name === "local" ? window.localStorage : window.sessionStorage;
  } catch {
    return null;
  }
};

/** The object kept under a name, or null. The caller checks its shape. */
export const readKept = (where: "local" | "session", name: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(area(where)?.getItem(name) ?? "null");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

/** Answers whether it could be kept. */
export const keep = (where: "local" | "session", name: string, value: unknown): boolean => {
  try {
    const store = area(where);
    store?.setItem(name, JSON.stringify(value));
    return store !== null;
  } catch {
    return false;
  }
};

export const forget = (where: "local" | "session", name: string): void => {
  try {
    area(where)?.removeItem(name);
  } catch {
    // Nothing was kept.
  }
};
