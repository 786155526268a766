import { ref } from "vue";
import type { Uploaded } from "../../../../shared/files/schema.ts";
import type { LogInput, SupervisorReport } from "../../../../shared/supervisors/schema.ts";
import { call, faultOf } from "../../platform/api.ts";
import { faultWords } from "../faults.ts";
import { newKey } from "../ids.ts";
import { api, me } from "../session.ts";
import { shelve, shelved, unshelve } from "./shelf.ts";

export type Photo = { key: string; name: string; blob: Blob };
/** Written, and not yet where it belongs: an entry of the log, something to be filed, or both of one thing seen. */
export type Waiting = {
  id: string;
  userId: string;
  writtenAt: string;
  log: Omit<LogInput, "attachmentIds"> | null;
  report: Omit<SupervisorReport, "attachmentIds"> | null;
  logged: boolean;
  photos: Photo[];
  /** Why it was not taken, in words; null while it only waits for a line. */
  fault: string | null;
};

export const waiting = ref<Waiting[]>([]);
export const sending = ref(false);
/** Grows with everything that arrived: lists look again. */
export const arrived = ref(0);
const AGAIN_MS = 20_000;

/** Entries travel with the person's name, pictures of a report with nobody's. */
const uploaded = async (photos: readonly Photo[], open: boolean): Promise<string[]> => {
  const ids: string[] = [];
  for (const { key, name, blob } of photos) {
    const body = new FormData();
    body.append("file", blob, name);
    const sent = open
      ? await call<Uploaded>("/public/uploads", { body, idempotencyKey: `${key}r` })
      : await api<Uploaded>("/uploads", { body, idempotencyKey: `${key}l` });
    ids.push(sent.id);
  }
  return ids;
};
/** Lines break, servers rest and sessions end: none of that says anything about the words. */
const passing = (error: unknown): boolean => {
  const status = faultOf(error)?.status ?? 0;
  return status === 0 || status >= 500 || status === 401 || status === 408 || status === 429;
};

const send = async (one: Waiting): Promise<void> => {
  if (one.log !== null && !one.logged) {
    await api("/supervisors/me/log", { body: { ...one.log, attachmentIds: await uploaded(one.photos, false) } });
    one.logged = true;
    await keep(one);
    arrived.value += 1;
  }
  if (one.report !== null) await api("/supervisors/me/reports", { body: { ...one.report, attachmentIds: await uploaded(one.photos, true) } });
  await drop(one.id);
  arrived.value += 1;
};
const keep = (one: Waiting): Promise<boolean> =>
  shelve({ ...one, photos: one.photos.map((photo) => ({ ...photo })), log: one.log && { ...one.log }, report: one.report && { ...one.report } });
export const drop = async (id: string): Promise<void> => {
  waiting.value = waiting.value.filter((each) => each.id !== id);
  await unshelve(id);
};

/** Sends what waits, in the order it was written; stops where there is no line. */
export const flush = async (): Promise<void> => {
  if (sending.value) return;
  sending.value = true;
  try {
    for (const one of [...waiting.value])
      try {
        one.fault = null;
        await send(one);
      } catch (error) {
        if (passing(error)) return;
        one.fault = faultWords(error);
        await keep(one);
      }
  } finally {
    sending.value = false;
  }
};

/** Takes what was written and tries to send it at once. Answers whether it has arrived. */
export const put = async ({ log, report, photos }: Pick<Waiting, "log" | "report" | "photos">, writtenAt: string): Promise<boolean> => {
  const one: Waiting = { id: log?.id ?? report?.id ?? newKey(), userId: me.value.id, writtenAt, log, report, logged: false, photos, fault: null };
  waiting.value = [...waiting.value, one];
  await keep(one);
  await flush();
  return !waiting.value.some(({ id }) => id === one.id);
};

/** While the page is open: what was left from before, and what comes, goes out as soon as there is a line. */
export const watchLine = async (): Promise<() => void> => {
  const go = (): void => void flush().catch(() => {});
  const left = (await shelved<Waiting>()).filter(({ userId }) => userId === me.value.id);
  waiting.value = left.sort((one, other) => (one.writtenAt < other.writtenAt ? -1 : 1));
  go();
  window.addEventListener("online", go);
  const timer = setInterval(() => {
    if (waiting.value.some(({ fault }) => fault === null)) go();
  }, AGAIN_MS);
  return () => {
    window.removeEventListener("online", go);
    clearInterval(timer);
  };
};
