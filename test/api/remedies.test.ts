import { expect } from "chai";
import type { AppraisalView, ClaimView, PartnerView, PromiseView, UseView } from "../../shared/remedies/views.ts";
import { createOffice, file, type Office } from "../support/office.ts";
import { complaint, report } from "../support/product.ts";

describe("remedies of a case", function () {
  this.timeout(120_000);
  let office: Office;
  let id = "";
  const send = async (method: "get" | "post" | "put", path: string, who: string, body?: object, key?: string) => {
    const call = office.product.request[method](`/api${path}`).set(await office.product.as(who));
    const keyed = key === undefined ? call : call.set("idempotency-key", key);
    return body === undefined ? keyed : keyed.send(body);
  };
  const ok = async <T>(...args: Parameters<typeof send>): Promise<T> => {
    const { status, body } = await send(...args);
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  };
  const ruleOf = async (...args: Parameters<typeof send>): Promise<string> => {
    const { body } = await send(...args);
    return body.error?.rule ?? body.error?.code ?? "none";
  };
  const accepted = async (over: Record<string, unknown> = {}): Promise<string> => {
    const made = await file(office, complaint(over));
    await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    for (const action of [{ type: "sign" }, { type: "accept" }]) await office.act(made.id, "mf.liu", action);
    return made.id;
  };
  const promise = (over: object = {}) => ({
    ...{ no: "首负-2026-001", firm: "海悦家居广场", place: "滨海路 66 号", scope: "场内商户销售的家居商品有质量问题的，由广场先行赔付" },
    ...{ categoryCodes: [], cap: 10_000, deposit: 30_000, displayedOn: "2026-03-15", payDays: 7, ...over },
  });
  const policy = (over: object = {}) => ({
    ...{ no: "CPLI-2026-01", insurer: "安澜财产保险", insured: "海悦家居广场", scope: "场内销售的家居商品" },
    ...{ from: "2026-01-01", to: "2026-12-31", limitAccident: 50_000, limitTotal: 80_000, ...over },
  });
  const claim = (policyId: string, over: object = {}) => ({
    ...{ policyId, product: "布艺沙发", accidentOn: "2026-11-10", loss: 60_000, happened: "沙发扶手断裂，王小梅 摔伤手腕" },
    ...{ documents: ["购物发票", "病历"], ...over },
  });
  const audited = async (kind: string, subject = id): Promise<number> => {
    const { body } = await office.product.request.get(`/api/audit?limit=200&subject=${subject}`).set(await office.product.as("audit.zhou"));
    return (body.items as { kind: string }[]).filter((each) => each.kind === kind).length;
  };

  before(async () => {
    office = await createOffice("remedies", "2026-11-16T09:00:00+08:00");
    id = await accepted({ respondent: { name: "海悦家居广场", address: "滨海路66号" } });
  });

  it("begin with a sum, refused by the name of the field", async () => {
    const { body } = await send("post", "/remedies/compute", "mf.liu", { kind: "fraud3", facts: { price: 6800 } });
    expect(body).to.deep.include({ amount: 27_200 });
    expect(body.lines[0].words).to.equal("6,800 元 × 3 ＝ 20,400 元");
    expect(body.articles[0].words).to.equal("《消费者权益保护法》第五十五条第一款");
    const wrong = await send("post", "/remedies/compute", "mf.liu", { kind: "fraud3", facts: {} });
    expect(wrong.body.error.fields).to.have.all.keys("facts.price");
  });

  it("pay first by promise: within cap and scope, and ten payments at once never exceed the deposit", async () => {
    const { id: promiseId } = await ok<PromiseView>("post", "/promises", "mf.head", promise(), "p1");
    expect((await ok<PromiseView>("post", "/promises", "mf.head", promise(), "p1")).id).to.equal(promiseId);
    const uses = `/tickets/${id}/remedies/uses`;
    expect(await ruleOf("post", uses, "mf.liu", { promiseId, amount: 10_000.01, reason: "沙发塌陷" })).to.equal("promise-above-cap");
    const narrow = await ok<PromiseView>("post", "/promises", "mf.head", promise({ no: "首负-2026-002", categoryCodes: ["TS10"] }));
    expect(await ruleOf("post", uses, "mf.liu", { promiseId: narrow.id, amount: 100, reason: "沙发塌陷" })).to.equal("promise-scope");
    await ok("post", `/promises/${narrow.id}/withdraw`, "mf.head", { version: 1, reason: "停业" });
    expect(await ruleOf("post", uses, "mf.liu", { promiseId: narrow.id, amount: 100, reason: "沙发塌陷" })).to.equal("promise-withdrawn");
    expect((await send("post", uses, "js.mu", { promiseId, amount: 100, reason: "x" })).status, "not of this department").to.equal(404);

    const all = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const use = await ok<UseView>("post", uses, "mf.liu", { promiseId, amount: 7000, reason: "沙发塌陷" });
        return ok<UseView>("post", `/remedies/uses/${use.id}/actions`, "mf.liu", { type: "approve", amount: 7000 });
      }),
    );
    const paid = await Promise.all(
      all.map((use) =>
        ruleOf("post", `/remedies/uses/${use.id}/actions`, "mf.liu", { type: "pay", amount: 7000, day: "2026-11-16" }, `pay-${use.id}`),
      ),
    );
    expect(paid.filter((rule) => rule === "none")).to.have.length(4);
    expect(paid.filter((rule) => rule === "promise-deposit-spent")).to.have.length(6);
    const after = ((await send("get", "/promises", "mf.liu")).body.items as PromiseView[]).find((each) => each.id === promiseId);
    expect(after).to.include({ left: 2000, spent: 28_000, uses: 10 });
    expect(await audited("promise.pay.refused"), "what was refused is on the record").to.equal(6);
    const first = all[paid.indexOf("none")]?.id ?? "";
    const steps = `/remedies/uses/${first}/actions`;
    expect(await ruleOf("post", steps, "mf.liu", { type: "pay", amount: 7000, day: "2026-11-16" }, `pay-${first}`), "once more").to.equal("none");
    expect(await ruleOf("post", steps, "mf.liu", { type: "pay", amount: 7000, day: "2026-11-16" })).to.equal("remedy-step");
    await ok("post", steps, "mf.liu", { type: "openRecourse", reason: "向供货商追偿" });
    expect(await ruleOf("post", steps, "mf.liu", { type: "recover", amount: 8000, day: "2026-11-16" })).to.equal("recourse-above-paid");
    expect((await ok<UseView>("post", steps, "mf.liu", { type: "recover", amount: 5000, day: "2026-11-16" })).state).to.equal("recovered");
    expect(await ruleOf("put", `/promises/${promiseId}`, "mf.head", { ...promise({ deposit: 20_000 }), version: after?.version })).to.equal(
      "promise-deposit-below",
    );
  });

  it("give back what a crash left drawn and not paid", async () => {
    const { service } = office.product.remedies;
    const made = await ok<PromiseView>("post", "/promises", "mf.head", promise({ no: "首负-2026-003" }));
    const store = service.store.promises;
    expect(await store.reserve(made.id, "nobody", 500_000)).to.equal("held");
    expect(await store.reserve(made.id, "nobody", 500_000), "twice is once").to.equal("held");
    expect((await store.get(made.id))?.left).to.equal(2_500_000);
    await office.product.remedies.repair(new Date(Date.now() + 1000));
    expect(await store.get(made.id)).to.deep.include({ left: 3_000_000, spent: 0, held: [] });
  });

  it("claim on insurance within the policy's period and limits", async () => {
    const { id: policyId } = await ok<{ id: string }>("post", "/policies", "mf.head", policy());
    const claims = `/tickets/${id}/remedies/claims`;
    expect(await ruleOf("post", claims, "mf.liu", claim(policyId, { accidentOn: "2025-12-31" }))).to.equal("policy-period");
    const ready = async (): Promise<string> => {
      const made = await ok<ClaimView>("post", claims, "mf.liu", claim(policyId));
      return (await ok<ClaimView>("post", `/remedies/claims/${made.id}/actions`, "mf.liu", { type: "complete" })).id;
    };
    const [one, two] = [await ready(), await ready()];
    const decide = (which: string, amount: number) => ruleOf("post", `/remedies/claims/${which}/actions`, "mf.liu", { type: "decide", amount });
    expect(await decide(one, 50_000.01)).to.equal("policy-limit-accident");
    expect((await Promise.all([decide(one, 45_000), decide(two, 45_000)])).sort()).to.deep.equal(["none", "policy-limit-total"]);
    const decided = (await send("get", `/tickets/${id}/remedies`, "mf.liu")).body.claims.find(
      (each: ClaimView) => each.state === "decided",
    ) as ClaimView;
    expect(decided.clocks.map((clock) => `${clock.id} ${clock.due}`)).to.deep.equal(["decide 2026-12-16", "pay 2026-11-26"]);
    const pay = `/remedies/claims/${decided.id}/actions`;
    expect(await ruleOf("post", pay, "mf.liu", { type: "pay", amount: 45_001, day: "2026-11-16" })).to.equal("claim-above-decided");
    const paid = await ok<ClaimView>("post", pay, "mf.liu", { type: "pay", amount: 40_000, day: "2026-11-16" });
    expect(paid.policy.left, "what is not paid is free again").to.equal(40_000);
  });

  it("let a partner in by link: to one thing, until it ends or is taken back", async () => {
    const { request, remedies } = office.product;
    const look = (token: string) => request.get("/api/public/partner").set("authorization", `Partner ${token}`);
    const step = (token: string, body: object) => request.post("/api/public/partner/actions").send({ token, ...body });
    const { body: all } = await send("get", `/tickets/${id}/remedies`, "mf.liu");
    const policyId = all.policies[0].id as string;
    const [mine, other] = await Promise.all([0, 1].map(() => ok<ClaimView>("post", `/tickets/${id}/remedies/claims`, "mf.liu", claim(policyId))));
    const linkTo = async (what: string, which: string): Promise<string> => {
      const { url } = await ok<{ url: string }>("post", `/remedies/${what}/${which}/link`, "mf.liu", { days: 7 });
      return url.split("#")[1] ?? "";
    };
    const [token, others] = [await linkTo("claims", mine?.id ?? ""), await linkTo("claims", other?.id ?? "")];
    const seen = (await look(token).expect(200)).body as PartnerView;
    expect(seen.claim?.no).to.equal(mine?.no);
    expect(JSON.stringify(seen), "names of people are masked")
      .to.include("王*梅")
      .and.not.match(/王小梅|13800136021/u);
    await step(token, { type: "complete" }).expect(200);
    expect((await step(token, { type: "receive" })).status, "not a step of a claim").to.equal(422);
    expect(((await look(others)).body as PartnerView).state, "another's token opens another's claim").to.equal("reported");
    const stored = JSON.stringify(await remedies.service.store.claims.get(mine?.id ?? ""));
    expect(stored).not.to.include(token);

    expect((await look("A".repeat(43))).body.error.code).to.equal("partnerWrong");
    await send("post", `/remedies/claims/${mine?.id}/link/revoke`, "mf.liu", {});
    expect((await look(token)).body.error.code).to.equal("partnerRevoked");
    const row = await remedies.service.store.claims.get(other?.id ?? "");
    const links = (row?.links ?? []).map((each) => ({ ...each, expiresAt: new Date(Date.now() - 1000) }));
    await remedies.service.store.claims.change(other?.id ?? "", row?.version ?? 0, { links });
    const late = await step(others, { type: "complete" });
    expect([late.status, late.body.error.code]).to.deep.equal([401, "partnerExpired"]);
    expect([await audited("partner.refused"), await audited("partner.refused", "partner")]).to.deep.equal([2, 1]);

    const made = await ok<AppraisalView>("post", `/tickets/${id}/remedies/appraisals`, "mf.liu", {
      item: "沙发扶手",
      question: "断裂是否因材质缺陷",
    });
    const acts = (body: object) => ok<AppraisalView>("post", `/remedies/appraisals/${made.id}/actions`, "mf.liu", body);
    await acts({ type: "name", body: "滨海质检院", by: "agreed", cma: "家具力学性能", costs: "双方各半" });
    const handed = await acts({ type: "handOver", seal: "封签 0031", who: "王小梅", day: "2026-11-16" });
    expect(handed.handedOver?.who).to.equal("王*梅");
    const lab = await linkTo("appraisals", made.id);
    await step(lab, { type: "accept" }).expect(200);
    const pdf = Buffer.from(
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    );
    const fileId = (await request.post("/api/public/uploads").attach("file", pdf, "鉴定报告.pdf").expect(201)).body.id as string;
    const done = await step(lab, { type: "report", conclusion: "材质不符合标准", reportNo: "ZJ-2026-77", fileId });
    expect(done.body.appraisal?.report, JSON.stringify(done.body)).to.deep.include({ no: "ZJ-2026-77", file: "鉴定报告.pdf" });
    expect((await send("get", `/files/${fileId}`, "mf.liu")).status).to.equal(200);
    expect((await send("get", `/files/${fileId}`, "js.mu")).status).to.equal(404);
  });

  it("count what was recovered by department, and no report has any", async () => {
    await accepted();
    await ok("post", `/tickets/${id}/remedies/recoveries`, "mf.liu", { kind: "agreement", amount: 300.5, day: "2026-11-16" });
    const { body } = await send("get", "/remedies/recovered?from=2026-11-01&to=2026-11-30", "mf.head");
    expect(body.departments[0]).to.deep.include({ amount: 68_300.5, n: 1, of: 2 });
    expect(body.departments[0].byKind).to.deep.equal({ agreement: 300.5, promise: 28_000, insurance: 40_000, other: 0 });
    const hidden = await file(office, report());
    await office.act(hidden.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    expect(await ruleOf("post", `/tickets/${hidden.id}/remedies/recoveries`, "mf.liu", { kind: "other", amount: 1, day: "2026-11-16" })).to.equal(
      "remedy-complaint",
    );
    expect((await send("get", `/tickets/${hidden.id}/remedies`, "insp.fu")).status, "a report is not there for others").to.equal(404);
  });
});
