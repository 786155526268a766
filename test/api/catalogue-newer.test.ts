import { expect } from "chai";
import { createCatalogue } from "../../server/catalogue/service.ts";
import { createCatalogueStore } from "../../server/catalogue/store.ts";
import { catalogueSeeds } from "../../server/seeding.ts";
import { testDatabase } from "../support/engine.ts";

describe("tables of a newer product", function tables() {
  this.timeout(60_000);
  const now = () => new Date("2026-11-26T02:00:00Z");

  it("a newer product brings its tables; what the office has changed stays, and stays through the next", async () => {
    const store = await createCatalogueStore(await testDatabase("tables-newer"));
    const seeds = catalogueSeeds();
    const old = await createCatalogue(store, seeds, now);
    const { version: base, data } = old.tables().clockRules;
    const edited = data.map((rule) => (rule.key === "H1" ? { ...rule, limit: 4 } : rule));
    const note = { by: "x", reason: "提速", source: "" };
    expect(await old.replace("clockRules", edited, { base, note }, async () => undefined)).not.to.equal(null);
    const before = old.book().rules.find(({ key }) => key === "H1");
    const newer = (version: string, consequenceZh: string) => ({
      ...seeds,
      clockRules: { version, data: seeds.clockRules.data.map((rule) => (rule.key === "H1" ? { ...rule, consequenceZh } : rule)) },
    });
    for (const [version, words] of [
      ["2099.1", "新的后果"],
      ["2099.2", "更新的后果"],
    ] as const) {
      const { book, tables } = await createCatalogue(store, newer(version, words), now);
      expect(tables().clockRules.version).to.equal(`${version}.here`);
      expect(book().rules.find(({ key }) => key === "H1")).to.deep.equal({ ...before, consequenceZh: words });
    }
    const { tables } = await createCatalogue(store, newer("2099.2", "更新的后果"), now);
    expect(tables().clockRules.version, "a second start changes nothing").to.equal("2099.2.here");
  });
});
