import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { engineError } from "./log.ts";

// The kernel allows about 107 bytes; the private name used before the rename adds a process id.
const MAX_PATH_BYTES = 100;
const LONGEST_NAME = "/mongo.sock.4194304";

/** Creates `dataDir` when missing (0700) and returns its real absolute path, so that every spelling of it is one directory. */
export function openDataDir(dataDir: string): string {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return fs.realpathSync(dataDir);
}

/** Where the sockets of `dataDir` live: a short name made from a hash of its absolute path. Creates nothing. */
export function socketFolderOf(dataDir: string): string {
  const hash = createHash("sha256").update(path.resolve(dataDir)).digest("hex").slice(0, 12);
  const folder = path.join(os.tmpdir(), `zhisu-${hash}`);
  if (Buffer.byteLength(folder + LONGEST_NAME) <= MAX_PATH_BYTES || process.platform === "win32") return folder;
  return path.join("/tmp", `zhisu-${hash}`);
}

/**
 * Creates the private socket folder of `dataDir` when missing and returns its path.
 * Throws `ENGINE_SOCKET_FOLDER` unless it is a real directory of ours with mode 0700: the temporary directory is shared.
 */
export function openSocketFolder(dataDir: string): string {
  const folder = socketFolderOf(dataDir);
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!fs.existsSync(folder)) throw engineError("ENGINE_SOCKET_FOLDER", `cannot create ${folder}`, error);
  }
  const stat = fs.lstatSync(folder);
  const mode = stat.mode & 0o777;
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || mode !== 0o700) {
    throw engineError(
      "ENGINE_SOCKET_FOLDER",
      `${folder} is not a private folder of this user (uid ${stat.uid}, mode ${mode.toString(8)}): remove it and start again`,
    );
  }
  return folder;
}

const MAX_LOG_BYTES = 5 * 1024 * 1024;

/** Opens `<dataDir>/logs/<name>` for appending (0600) and returns the descriptor; past 5 MB the old one moves to `.1`. */
export function openLogFile(dataDir: string, name: string): { fd: number; file: string } {
  const folder = path.join(dataDir, "logs");
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, name);
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) fs.renameSync(file, `${file}.1`);
  return { fd: fs.openSync(file, "a", 0o600), file };
}
