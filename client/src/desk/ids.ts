/** A key for a request that may be sent twice. `crypto.randomUUID` is missing where the page came over plain http. */
export const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The same body keeps its key until it was accepted, so that pressing again after a lost line makes one thing, not two. */
export const keyring = () => {
  let held: { body: string; key: string } | null = null;
  return {
    for: (body: unknown): string => {
      const text = JSON.stringify(body);
      if (held?.body !== text) held = { body: text, key: newKey() };
      return held.key;
    },
    done: (): void => {
      held = null;
    },
  };
};
