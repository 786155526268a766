import { computed, ref } from "vue";
import type { Uploaded } from "../../../shared/files/schema.ts";
import { currentLocale } from "../platform/i18n.ts";
import type { Fault } from "./words.ts";

/** One file on its way, there, or not taken. `fault` says why; a file that was sent keeps its id only. */
export type Upload = {
  key: number;
  name: string;
  size: number;
  progress: number;
  state: "sending" | "done" | "failed";
  id: string | null;
  fault: Fault | null;
};

type Answer = Partial<Uploaded> & { error?: { message?: string; fields?: Record<string, string> } };

/** Sends one file. XMLHttpRequest, because fetch tells no progress of what goes up. */
const send = (file: File, onProgress: (share: number) => void): { done: Promise<Uploaded>; stop: () => void } => {
  const request = new XMLHttpRequest();
  const done = new Promise<Uploaded>((resolve, reject) => {
    request.open("POST", "/api/public/uploads");
    request.setRequestHeader("accept-language", currentLocale());
    request.responseType = "json";
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject({ key: "portal.trouble.offline" } satisfies Fault);
    request.onload = () => {
      const answer = request.response as Answer | null;
      if (request.status === 201 || request.status === 200) {
        if (answer?.id !== undefined)
          return resolve({ id: answer.id, name: answer.name ?? file.name, type: answer.type ?? "", size: answer.size ?? file.size });
      }
      const words = answer?.error?.fields?.file ?? answer?.error?.message;
      reject((words === undefined ? { key: "portal.trouble.unreadable" } : { text: words }) satisfies Fault);
    };
  });
  const body = new FormData();
  body.append("file", file);
  request.send(body);
  return { done, stop: () => request.abort() };
};

/** The files of one form: added, shown with their progress, taken away, tried again. */
export const useUploads = () => {
  const items = ref<Upload[]>([]);
  const files = new Map<number, File>();
  const stops = new Map<number, () => void>();
  let last = 0;

  const change = (key: number, patch: Partial<Upload>): void => {
    const item = items.value.find((one) => one.key === key);
    if (item !== undefined) Object.assign(item, patch);
  };

  const start = async (key: number): Promise<void> => {
    const file = files.get(key);
    if (file === undefined) return;
    change(key, { state: "sending", progress: 0, fault: null });
    const { done, stop } = send(file, (progress) => change(key, { progress }));
    stops.set(key, stop);
    try {
      const { id } = await done;
      change(key, { state: "done", progress: 1, id });
      files.delete(key);
    } catch (fault) {
      change(key, { state: "failed", fault: fault as Fault });
    }
    stops.delete(key);
  };

  /** The limits are looked at here first, so that nobody waits for 60 MB to be refused. Answers what could not be added. */
  const add = async (chosen: readonly File[]): Promise<Fault | null> => {
    const limits = await import("../../../shared/files/schema.ts").catch(() => null);
    let refused: Fault | null = null;
    for (const file of chosen) {
      if (limits !== null && items.value.length >= limits.MAX_FILES) {
        refused = { key: "field.tooManyFiles" };
        break;
      }
      last += 1;
      const audio = file.type.startsWith("audio/") || /\.(?:mp3|m4a|amr|wav)$/iu.test(file.name);
      const tooLarge = limits !== null && file.size > (audio ? limits.MAX_AUDIO_BYTES : limits.MAX_FILE_BYTES);
      const fault: Fault | null = file.size === 0 ? { key: "field.fileEmpty" } : tooLarge ? { key: "field.fileSize" } : null;
      items.value.push({ key: last, name: file.name, size: file.size, progress: 0, state: fault === null ? "sending" : "failed", id: null, fault });
      if (fault !== null) continue;
      files.set(last, file);
      void start(last);
    }
    return refused;
  };

  const remove = (key: number): void => {
    stops.get(key)?.();
    files.delete(key);
    items.value = items.value.filter((one) => one.key !== key);
  };

  /** Files sent earlier, of a draft. */
  const restore = (sent: readonly { id: string; name: string; size: number }[]): void => {
    items.value = sent.map((one) => {
      last += 1;
      return { key: last, name: one.name, size: one.size, progress: 1, state: "done", id: one.id, fault: null };
    });
  };

  const sent = computed(() => items.value.flatMap((one) => (one.id === null ? [] : [{ id: one.id, name: one.name, size: one.size }])));
  return {
    items,
    add,
    remove,
    restore,
    sent,
    again: (key: number): void => void start(key),
    canRetry: (key: number): boolean => files.has(key),
    sending: computed(() => items.value.filter((one) => one.state === "sending").length),
    failed: computed(() => items.value.filter((one) => one.state === "failed").length),
  };
};
export type Uploads = ReturnType<typeof useUploads>;

export const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
