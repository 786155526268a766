import path from "node:path";

/** Where the server's parts are joined; nothing else at its root may know a feature. */
const JOINERS = [
  "wire",
  "wire-audit",
  "wire-demo",
  "wire-dispatch",
  "wire-disputes",
  "wire-doors",
  "wire-many",
  "wire-oversight",
  "wire-remedies",
  "wire-rules",
  "wire-supervisors",
  "wire-tasks",
  "wire-together",
  "main",
  "app",
  "seeding",
  "system-routes",
];
/** Folders of the server that are no feature. */
const COMMON = ["platform", "engines", "seed", "cli"];
const CLIENT_LIBRARIES = ["vue", "vue-router", "vue-i18n", "element-plus", "socket.io-client", "@element-plus/icons-vue", "echarts", "uqr", "zod"];
const TRANSPORTS = ["express", "mongoose", "bull", "socket.io", "nodemailer", "jsonwebtoken"];

const IMPORT =
  /(?:^|[\n;}])\s*(?:import|export)\s(?:[^"'`;]*?\sfrom\s*)?["']([^"']+)["']|\bimport\(\s*["'`]([^"'`]+)["'`]\s*\)|\brequire\(\s*["']([^"']+)["']\s*\)/gu;
const IMPURE = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\.now\(|\bcrypto\.randomUUID\(|\bconsole\./u;

const libraryOf = (name: string): string =>
  name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");

/** The file without its comments, so that words about code are not taken for code. Strings keep their places. */
const withoutComments = (source: string): string =>
  source.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(),])\/\/[^\n]*/gu,
    (_whole, text?: string) => text ?? "",
  );

/** The feature of a file of the server: the first folder below `server/`, when that is a feature. */
const featureOf = (file: string): string | null => {
  const [top, folder, rest] = file.split("/");
  return top === "server" && rest !== undefined && folder !== undefined && !COMMON.includes(folder) ? folder : null;
};

/**
 * Every import and every use that breaks the rules of who may know whom, as `file: what is wrong`. `files` holds sources
 * by their path from the root (`shared/…`, `server/…`, `client/…`).
 */
export const breaches = (files: ReadonlyMap<string, string>): string[] => {
  const found: string[] = [];
  for (const [file, raw] of files) {
    const source = withoutComments(raw);
    const say = (what: string): void => void found.push(`${file}: ${what}`);
    for (const match of source.matchAll(IMPORT)) {
      const name = match[1] ?? match[2] ?? match[3] ?? "";
      const what = name.startsWith(".")
        ? wrongFile(file, path.posix.normalize(path.posix.join(path.posix.dirname(file), name)), name, files)
        : wrongLibrary(file, name);
      if (what !== null) say(what);
    }
    if (file.startsWith("shared/") && IMPURE.test(source)) say(`is not pure: ${IMPURE.exec(source)?.[0]}`);
    if (file.startsWith("server/") && file !== "server/platform/config.ts" && !file.startsWith("server/engines/") && /\bprocess\.env\b/u.test(source))
      say("reads the environment");
  }
  return found;
};

const wrongFile = (file: string, target: string, name: string, files: ReadonlyMap<string, string>): string | null => {
  const [top = ""] = file.split("/");
  const [targetTop = "", targetFolder = ""] = target.split("/");
  if (!/\.(?:ts|vue|json|css|svg|html)$/u.test(name) && !/\?(?:url|raw)$/u.test(name)) return `imports ${name} without its ending`;
  if (/\.(?:ts|vue)$/u.test(target) && !files.has(target)) return `imports ${name}, which is not there`;
  if (top === "shared") return targetTop === "shared" ? null : `shared imports ${target}`;
  if (top === "client") return targetTop === "client" || targetTop === "shared" ? null : `client imports ${target}`;
  if (targetTop === "client") return `server imports ${target}`;
  if (targetTop !== "server") return null;
  return wrongInServer(file, target, targetFolder);
};

const wrongInServer = (file: string, target: string, targetFolder: string): string | null => {
  const [, folder = "", ...rest] = file.split("/");
  const atRoot = rest.length === 0;
  const targetFeature = featureOf(target);
  const targetAtRoot = target.split("/").length === 2;
  if (atRoot) {
    const joins = JOINERS.includes(folder.replace(/\.ts$/u, ""));
    return joins || (targetFeature === null && !(targetAtRoot && target !== file)) ? null : `is no place to join parts, and imports ${target}`;
  }
  if (folder === "cli") return null;
  if (folder === targetFolder) return null;
  if (folder === "platform") return `platform imports ${target}`;
  if (folder === "engines" || folder === "seed") return `${folder} imports ${target}`;
  return targetFolder === "platform" ? null : `feature ${folder} imports ${target}`;
};

const wrongLibrary = (file: string, name: string): string | null => {
  const [top = "", folder = ""] = file.split("/");
  const library = libraryOf(name);
  if (top === "shared") return library === "zod" ? null : `shared imports ${name}`;
  if (top === "client") return CLIENT_LIBRARIES.includes(library) || isBuildFile(file) ? null : `client imports ${name}`;
  const inner = featureOf(file) !== null && /\/(?:service|subscriber|jobs)\.ts$/u.test(file);
  if (inner && TRANSPORTS.includes(library)) return `a ${path.posix.basename(file, ".ts")} imports ${name}`;
  if (featureOf(file) !== null && library === "mongoose" && !/\/(?:store|queries)\.ts$/u.test(file))
    return `${path.posix.basename(file)} imports mongoose`;
  if (library === "socket.io" && file !== "server/realtime/gateway.ts") return "imports socket.io beside the gateway";
  if (library === "bull" && folder !== "platform") return "imports bull outside platform";
  if (CLIENT_LIBRARIES.includes(library) && library !== "zod") return `server imports ${name}`;
  return null;
};

/** Runs when the client is built, not in a browser. */
const isBuildFile = (file: string): boolean => file === "client/vite.config.ts";
