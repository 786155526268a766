import { computed, onBeforeUnmount, ref } from "vue";
import { type ApiFault, call } from "../../platform/api.ts";
import { useLine } from "../online.ts";
import { newKey, troubleOf } from "../trouble.ts";
import { useLive } from "./live.ts";
import type { RatingBody } from "./rating.ts";
import { dropSession, openCase, type Seen, sessionFor } from "./session.ts";

const WARN_MS = 5 * 60_000;

/** One case as its citizen sees it: opened, kept up to date, supplemented, withdrawn. */
export const useCase = () => {
  const seen = ref<Seen | null>(null);
  const trouble = ref<ApiFault | null>(null);
  const busy = ref(false);
  /** Why the code is asked for again: the two hours are over. */
  const ended = ref(false);
  const endsSoon = ref(false);
  const { seenAt } = useLine();
  const token = ref("");
  let expiresAt = 0;
  const withdrawKey = newKey();
  const secrecyKey = newKey();
  // What is said again in other words, or of another answer after a rework, is another rating.
  let rated = { key: newKey(), body: "" };

  const path = (rest = ""): string => `/public/tickets/${encodeURIComponent(seen.value?.ticket.no ?? "")}${rest}`;

  const close = (because: "ended" | "left"): void => {
    dropSession();
    live.stop();
    token.value = "";
    endsSoon.value = false;
    ended.value = because === "ended";
  };

  const show = (next: Seen): void => {
    if (seen.value?.ticket.no === next.ticket.no && next.ticket.version < seen.value.ticket.version) return;
    seen.value = next;
    seenAt.value = next.now;
    trouble.value = null;
  };

  const refetch = async (version: number | null): Promise<void> => {
    if (seen.value === null || token.value === "" || version === seen.value.ticket.version) return;
    try {
      show(await call<Seen>(path(), { token: token.value }));
    } catch (error) {
      const fault = troubleOf(error);
      if (fault.status === 401) close("ended");
      else if (fault.code !== "offline") trouble.value = fault;
    }
  };
  const live = useLive({ changed: (version) => void refetch(version), ended: () => close("ended") });

  const begin = (no: string): void => {
    const session = sessionFor(no);
    if (session === null) return;
    token.value = session.token;
    expiresAt = Date.parse(session.expiresAt);
    ended.value = false;
    endsSoon.value = false;
    void live.start(no, session.token);
  };
  const clock = window.setInterval(() => {
    if (token.value === "") return;
    const left = expiresAt - Date.now();
    endsSoon.value = left > 0 && left < WARN_MS;
  }, 15_000);
  onBeforeUnmount(() => {
    window.clearInterval(clock);
    seenAt.value = null;
  });

  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    busy.value = true;
    trouble.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      trouble.value = troubleOf(error);
      if (trouble.value.status === 401 && token.value !== "") close("ended");
      return false;
    } finally {
      busy.value = false;
    }
  };

  return {
    seen,
    trouble,
    busy,
    ended,
    endsSoon,
    live: live.live,
    token: computed(() => token.value),
    refetch: (): Promise<void> => refetch(null),
    leave: (): void => {
      close("left");
      seen.value = null;
      seenAt.value = null;
    },
    open: (no: string, code: string): Promise<boolean> =>
      attempt(async () => {
        show(await openCase(no, code));
        begin(seen.value?.ticket.no ?? no);
      }),
    /** After a reload: the right kept for this tab. Answers whether there was one. */
    resume: async (no: string): Promise<boolean> => {
      const session = sessionFor(no);
      if (session === null) return false;
      const done = await attempt(async () => show(await call<Seen>(`/public/tickets/${encodeURIComponent(no)}`, { token: session.token })));
      if (done) begin(no);
      else if (trouble.value?.status === 401) close("ended");
      return done || trouble.value?.status !== 401;
    },
    supplement: (text: string, attachmentIds: readonly string[], key: string): Promise<boolean> =>
      attempt(async () => {
        const body = { text, ...(attachmentIds.length === 0 ? {} : { attachmentIds }) };
        show(await call<Seen>(path("/supplement"), { body, token: token.value, idempotencyKey: key }));
      }),
    withdraw: (reason: string): Promise<boolean> =>
      attempt(async () => {
        const body = reason.trim() === "" ? {} : { reason };
        show(await call<Seen>(path("/withdraw"), { body, token: token.value, idempotencyKey: withdrawKey }));
      }),
    rate: (body: RatingBody): Promise<boolean> =>
      attempt(async () => {
        const written = JSON.stringify(body);
        if (rated.body !== written) rated = { key: newKey(), body: written };
        show(await call<Seen>(path("/rating"), { body, token: token.value, idempotencyKey: rated.key }));
        rated = { key: newKey(), body: "" };
      }),
    secrecy: (reason: string): Promise<boolean> =>
      attempt(async () => {
        const body = reason.trim() === "" ? {} : { reason };
        show(await call<Seen>(path("/secrecy"), { body, token: token.value, idempotencyKey: secrecyKey }));
      }),
  };
};
export type Case = ReturnType<typeof useCase>;
