import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";

const dist = path.resolve(import.meta.dirname, "../../dist/client");

/** JavaScript that a page loads before anything is shown: its entry, and all that the entry imports. Bytes, gzip. */
const firstLoad = (page: string): number => {
  const html = fs.readFileSync(path.join(dist, page), "utf8");
  // The desk's entry only sees to it that no library evaluates code, and loads the app at once.
  const app = page === "desk.html" ? fs.readdirSync(path.join(dist, "assets")).filter((file) => /^start-.*\.js$/u.test(file)) : [];
  const named = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/gu)].map(([, file]) => file ?? "");
  const waiting = [...named, ...app.map((file) => `assets/${file}`)];
  const seen = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const code = fs.readFileSync(path.join(dist, file), "utf8");
    // Static imports only: `import(…)` is loaded with its page.
    for (const [, other] of code.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+\s*from\s*)?["']\.\/([^"']+\.js)["']/gu))
      if (other !== undefined) waiting.push(path.join(path.dirname(file), other));
  }
  return [...seen].reduce((sum, file) => sum + gzipSync(fs.readFileSync(path.join(dist, file))).length, 0);
};

describe("what a page loads first", () => {
  it("of the portal is light enough for a telephone: at most 120 kB", () => {
    expect(firstLoad("index.html")).to.be.within(20_000, 120_000);
  });
  it("of the desk at most 400 kB", () => {
    expect(firstLoad("desk.html")).to.be.within(20_000, 400_000);
  });
});
