import fs from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { breaches } from "./support/boundaries.ts";

const root = path.resolve(import.meta.dirname, "..");

/** All sources by their path from the root. */
const sources = (): Map<string, string> =>
  new Map(
    ["shared", "server", "client"].flatMap((folder) =>
      fs
        .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(?:ts|vue)$/u.test(file) && !file.endsWith(".d.ts"))
        .map((file): [string, string] => [`${folder}/${file.split(path.sep).join("/")}`, fs.readFileSync(path.join(root, folder, file), "utf8")]),
    ),
  );

/** What is there for others to import, so that a seed breaks one rule only. */
const GROUND: [string, string][] = [
  ["shared/text.ts", ""],
  ["server/wire.ts", ""],
  ["server/helper.ts", ""],
  ["server/platform/http.ts", ""],
  ["server/tickets/service.ts", ""],
  ["server/tickets/store.ts", ""],
  ["server/users/index.ts", ""],
  ["server/engines/index.ts", ""],
  ["client/src/desk/App.vue", ""],
];
const of = (file: string, source: string): string[] => breaches(new Map([...GROUND, [file, source]]));

const BREACHES: [what: string, file: string, source: string, says: RegExp][] = [
  ["shared knows the server", "shared/a.ts", 'import { http } from "../server/platform/http.ts";', /shared imports server/u],
  ["shared knows the client", "shared/a.ts", 'import App from "../client/src/desk/App.vue";', /shared imports client/u],
  ["shared knows Node", "shared/a.ts", 'import fs from "node:fs";', /shared imports node:fs/u],
  ["shared knows a library", "shared/a.ts", 'export { parse } from "libphonenumber-js";', /shared imports libphonenumber-js/u],
  ["shared knows a library's type", "shared/a.ts", 'import type { Express } from "express";', /shared imports express/u],
  ["shared asks the time", "shared/a.ts", "export const now = () => Date.now();", /not pure: Date\.now/u],
  ["shared makes a date of now", "shared/a.ts", "export const now = () => new Date();", /not pure: new Date/u],
  ["shared throws dice", "shared/a.ts", "export const id = () => Math.random();", /not pure: Math\.random/u],
  ["shared reads the environment", "shared/a.ts", "export const home = process.env.HOME;", /not pure: process/u],
  ["client knows the server", "client/src/desk/a.ts", 'import { wire } from "../../../server/wire.ts";', /client imports server/u],
  [
    "a page knows the server",
    "client/src/desk/A.vue",
    '<script setup lang="ts">\nimport { wire } from "../../../server/wire.ts";\n</script>',
    /client imports server/u,
  ],
  ["a page loads the server when it runs", "client/src/desk/a.ts", 'const late = () => import("../../../server/wire.ts");', /client imports server/u],
  ["client knows Node", "client/src/desk/a.ts", 'import path from "node:path";', /client imports node:path/u],
  ["client knows a library of the server", "client/src/desk/a.ts", 'import mongoose from "mongoose";', /client imports mongoose/u],
  ["server knows the client", "server/tickets/a.ts", 'import App from "../../client/src/desk/App.vue";', /server imports client/u],
  ["server knows a library of the client", "server/tickets/a.ts", 'import { ref } from "vue";', /server imports vue/u],
  ["a feature knows another", "server/tickets/a.ts", 'import { createUsers } from "../users/index.ts";', /feature tickets imports server\/users/u],
  [
    "a feature knows another's type",
    "server/tickets/a.ts",
    'import type { User } from "../users/index.ts";',
    /feature tickets imports server\/users/u,
  ],
  ["a feature hands another on", "server/tickets/a.ts", 'export * from "../users/index.ts";', /feature tickets imports server\/users/u],
  ["a feature knows the wiring", "server/tickets/a.ts", 'import { wire } from "../wire.ts";', /feature tickets imports server\/wire/u],
  ["a feature knows the engines", "server/tickets/a.ts", 'import { start } from "../engines/index.ts";', /feature tickets imports server\/engines/u],
  ["an inner folder knows another feature", "server/tickets/inner/a.ts", 'import { createUsers } from "../../users/index.ts";', /feature tickets/u],
  ["platform knows a feature", "server/platform/a.ts", 'import { file } from "../tickets/service.ts";', /platform imports server\/tickets/u],
  ["engines know a feature", "server/engines/a.ts", 'import { file } from "../tickets/service.ts";', /engines imports server\/tickets/u],
  ["another file of the root joins", "server/helper.ts", 'import { file } from "./tickets/service.ts";', /no place to join/u],
  ["another file of the root knows the wiring", "server/helper.ts", 'import { wire } from "./wire.ts";', /no place to join/u],
  ...["express", "mongoose", "bull", "socket.io", "nodemailer", "jsonwebtoken"].flatMap((library) =>
    ["service", "subscriber", "jobs"].map((role): [string, string, string, RegExp] => [
      `a ${role} knows ${library}`,
      `server/tickets/${role}.ts`,
      `import x from "${library}";`,
      new RegExp(`a ${role} imports ${library.replace(".", "\\.")}`, "u"),
    ]),
  ),
  ["routes know Mongoose", "server/tickets/routes.ts", 'import mongoose from "mongoose";', /routes\.ts imports mongoose/u],
  ["a feature knows sockets", "server/tickets/a.ts", 'import { Server } from "socket.io";', /socket\.io beside the gateway/u],
  ["a feature knows the queue", "server/tickets/a.ts", 'import Queue from "bull";', /bull outside platform/u],
  ["a feature reads the environment", "server/tickets/a.ts", "const port = process.env.PORT;", /reads the environment/u],
  ["platform reads the environment", "server/platform/log.ts", 'const level = process.env["LOG_LEVEL"];', /reads the environment/u],
  ["an import has no ending", "server/tickets/a.ts", 'import { x } from "./store";', /without its ending/u],
  ["an import leads nowhere", "server/tickets/a.ts", 'import { x } from "./gone.ts";', /not there/u],
];

const ALLOWED: [file: string, source: string][] = [
  ["shared/a.ts", 'import { z } from "zod";\nimport { line } from "./text.ts";\nexport const later = (now: Date) => new Date(now.getTime() + 1);'],
  ["shared/a.ts", '// import fs from "node:fs";\n/* Date.now() is not for here */\nexport const x = 1;'],
  ["client/src/desk/a.ts", 'import { ref } from "vue";\nimport { line } from "../../../shared/text.ts";\nexport const now = () => Date.now();'],
  ["client/src/desk/B.vue", '<script setup lang="ts">\nimport { ElButton } from "element-plus";\nimport App from "./App.vue";\n</script>'],
  [
    "server/tickets/a.ts",
    'import { http } from "../platform/http.ts";\nimport { line } from "../../shared/text.ts";\nimport { x } from "./store.ts";',
  ],
  ["server/tickets/store.ts", 'import mongoose from "mongoose";'],
  ["server/tickets/routes.ts", 'import type { Request } from "express";'],
  ["server/realtime/gateway.ts", 'import { Server } from "socket.io";'],
  ["server/platform/jobs.ts", 'import Queue from "bull";'],
  ["server/platform/config.ts", "export const port = process.env.PORT;"],
  ["server/engines/spawn.ts", "export const env = { ...process.env };"],
  ["server/wire.ts", 'import { file } from "./tickets/service.ts";\nimport { createUsers } from "./users/index.ts";'],
  ["server/cli/import.ts", 'import { wire } from "../wire.ts";'],
];

describe("who may know whom", () => {
  it("is kept by every file", () => {
    const files = sources();
    expect(files.size).to.be.greaterThan(150);
    expect(breaches(files)).to.deep.equal([]);
  });

  for (const [what, file, source, says] of BREACHES)
    it(`is broken when ${what}`, () => {
      const found = of(file, source);
      expect(found, found.join("\n")).to.have.length(1);
      expect(found[0]).to.match(says);
      expect(found[0]).to.match(new RegExp(`^${file.replaceAll(".", "\\.")}: `, "u"));
    });

  it("allows what the design allows", () => {
    for (const [file, source] of ALLOWED) expect(of(file, source), source).to.deep.equal([]);
  });
});
