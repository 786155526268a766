import { spawnSync } from "node:child_process";
import fs from "node:fs";

/** What the tests need from the machine besides Node, and the Debian package that brings it. */
type Need = { what: string; apt: string; present: () => boolean };

const onPath = (names: readonly string[]): string | undefined =>
  (process.env.PATH ?? "")
    .split(":")
    .flatMap((dir) => names.map((name) => `${dir}/${name}`))
    .find((file) => fs.existsSync(file));

const SHELL = "chromium-headless-shell";
/** The browser that people have, which draws papers (PDF) as well. */
export const chromium = (): string | undefined => onPath(["chromium", "chromium-browser"]);
/** The browser of most browser tests: the one without a window where there is one, which takes a quarter less of the processor. */
export const plainBrowser = (): string | undefined => onPath([SHELL]) ?? chromium();

const NEEDS: readonly Need[] = [
  { what: "chromium", apt: "chromium", present: () => chromium() !== undefined },
  {
    what: "Chinese fonts",
    apt: "fonts-noto-cjk",
    present: () => /\S/u.test(spawnSync("fc-list", [":lang=zh", "family"], { encoding: "utf8" }).stdout ?? ""),
  },
  { what: "redis-server", apt: "redis-server", present: () => onPath(["redis-server", "valkey-server"]) !== undefined },
];

// Services that a package starts by itself are not wanted: the tests run their own.
const APT_ENV = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
const apt = (args: readonly string[]) => spawnSync("apt-get", args, { env: APT_ENV, encoding: "utf8" });
const mayInstall = (): boolean => process.getuid?.() === 0 && onPath(["apt-get"]) !== undefined;

/** Debian has the browser without a window as a package of its own, Ubuntu has not: where it cannot be had, chromium does. */
const preferShell = (say: (line: string) => void): void => {
  if (onPath([SHELL]) !== undefined || !mayInstall()) return;
  apt(["update"]);
  const installed = apt(["install", "-y", "--no-install-recommends", SHELL]).status === 0;
  say(installed ? `Installed: ${SHELL}` : `${SHELL} is not to be had here; the browser tests run in chromium.`);
};

/** Installs what is missing where that is possible, and says so; otherwise says the one line to type. Answers whether all is there. */
export const prepareMachine = (say: (line: string) => void): boolean => {
  preferShell(say);
  const missing = NEEDS.filter((need) => !need.present());
  if (missing.length === 0) return true;
  const packages = missing.map(({ apt }) => apt);
  const line = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  say(`The tests need ${missing.map(({ what }) => what).join(", ")}.`);
  if (!mayInstall()) {
    say(`As root, type:\n  ${line}`);
    return false;
  }
  say(`Installing: ${packages.join(" ")} …`);
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    const run = apt(args);
    if (run.status !== 0) {
      say(`apt-get ${args[0]} failed:\n${(run.stderr ?? "").slice(-2000)}\nAs root, type:\n  ${line}`);
      return false;
    }
  }
  const still = NEEDS.filter((need) => !need.present());
  for (const { what } of still) say(`${what} is still missing after the installation`);
  return still.length === 0;
};
