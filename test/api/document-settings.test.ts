import { expect } from "chai";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";

describe("settings of the official papers", function settings() {
  this.timeout(120_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("document-settings");
  });
  const send = async (who: string, method: "get" | "post", path: string, body?: object) => {
    const request = product.request[method](`/api${path}`).set(await product.as(who));
    return body === undefined ? request : request.send(body);
  };
  const ok = async (who: string, method: "get" | "post", path: string, body?: object, status = 200) => {
    const answer = await send(who, method, path, body);
    expect(answer.status, `${method} ${path}: ${answer.text}`).to.equal(status);
    return answer.body;
  };
  const accepted = async (): Promise<string> => {
    const { body } = await product.request.post("/api/public/tickets").send(complaint());
    const id = (await product.tickets.store.byNo(body.no))?._id ?? "";
    await ok("disp.zhao", "post", `/tickets/${id}/actions`, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await ok("mf.liu", "post", `/tickets/${id}/actions`, { type: "sign", version: 2 });
    await ok("mf.liu", "post", `/tickets/${id}/actions`, { type: "accept", version: 3 });
    return id;
  };

  it("name and words of the papers are settings in versions", async () => {
    const before = await ok("mf.liu", "get", "/documents/settings");
    expect(before.authority).to.equal("威海火炬高技术产业开发区市场监督管理局");
    expect(before.forms.find(({ form }: { form: number }) => form === 5).sample).to.match(/^威高市监受〔\d{4}〕第1号$/u);
    const change = { version: before.version, authority: before.authority, prefix: "高新", kindWords: before.kindWords, reason: "机关代字批复" };
    expect((await send("mf.liu", "post", "/documents/settings", change)).status).to.equal(403);
    const twice = await send("admin.luan", "post", "/documents/settings", { ...change, kindWords: { ...before.kindWords, 5: "调" } });
    expect(twice.body.error.fields).to.have.property("kindWords.5");
    const after = await ok("admin.luan", "post", "/documents/settings", change, 201);
    expect(after.version).not.to.equal(before.version);
    expect((await send("admin.luan", "post", "/documents/settings", change)).status).to.equal(409);
    const draft = await ok("mf.liu", "post", `/tickets/${await accepted()}/documents`, { form: 5 }, 201);
    const issued = await ok("mf.liu", "post", `/documents/${draft.id}/issue`, { version: draft.version });
    expect(issued.docNo).to.match(/^高新市监受〔\d{4}〕第1号$/u);
  });
});
