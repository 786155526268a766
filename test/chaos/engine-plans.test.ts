import { expect } from "chai";
import { testDatabase } from "../support/engine.ts";

describe("a query whose plans all sort long before they answer", function plans() {
  this.timeout(60_000);
  it("is answered: the embedded engine ranks such plans without what its build leaves out", async () => {
    const { connection } = await testDatabase("plans");
    const rows = connection.collection<{ a: number; b: number; n: number }>("rows");
    const count = 15_000;
    await rows.createIndex({ a: 1 });
    await rows.createIndex({ b: 1 });
    await rows.insertMany(Array.from({ length: count }, (_, n) => ({ a: 1, b: 1, n: (n * 7919) % count })));
    const found = await rows.find({ a: 1, b: 1 }).sort({ n: 1 }).limit(3).toArray();
    expect(found.map(({ n }) => n)).to.deep.equal([0, 1, 2]);
  });
});
