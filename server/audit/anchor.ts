import fs from "node:fs";
import path from "node:path";
import type { Head } from "./verify.ts";

/** The newest head of the audit log, kept outside the database: cutting off the log's end is then noticed. */
export const createAnchor = (dataDir: string) => {
  const file = path.join(dataDir, "audit-head.json");
  let waiting: Head | null = null;
  let timer: NodeJS.Timeout | undefined;

  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === null) return;
    fs.writeFileSync(`${file}.tmp`, JSON.stringify(waiting), { mode: 0o600 });
    fs.renameSync(`${file}.tmp`, file);
    waiting = null;
  };
  return {
    /** Heads come many times a second; once a second is kept. */
    set: (head: Head): void => {
      waiting = head;
      timer ??= setTimeout(write, 1000).unref();
    },
    flush: write,
    read: (): Head | null => (fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Head) : null),
  };
};
