import { createHash } from "node:crypto";
import { expect } from "chai";
import { verifyTicket } from "../../server/tickets/verify.ts";
import type { PaperView } from "../../shared/documents/views.ts";
import { complaint, report, startProduct, type TestProduct } from "../support/product.ts";

const NAME = "欧阳测印";
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ID_NO = "11010519491231002X";

type Method = "get" | "post" | "put" | "delete";
type Filed = { id: string; no: string; code: string };

describe("official papers of a case", function papers() {
  this.timeout(120_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("documents");
  });

  const send = async (who: string, method: Method, path: string, body?: object) => {
    const request = product.request[method](`/api${path}`).set(await product.as(who));
    return body === undefined ? request : request.send(body);
  };
  const ok = async (who: string, method: Method, path: string, body?: object, status = 200) => {
    const answer = await send(who, method, path, body);
    expect(answer.status, `${method} ${path}: ${answer.text}`).to.equal(status);
    return answer.body;
  };
  const bytes = async (who: string, path: string) =>
    product.request
      .get(`/api${path}`)
      .set(await product.as(who))
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part)).on("end", () => done(null, Buffer.concat(parts)));
      });
  const act = (who: string, id: string, action: object) => ok(who, "post", `/tickets/${id}/actions`, action);
  const filed = async (body: object): Promise<Filed> => {
    const { body: answer } = await product.request.post("/api/public/tickets").send(body);
    const row = await product.tickets.store.byNo(answer.no);
    return { id: row?._id ?? "", no: answer.no, code: answer.code };
  };
  const person = { name: NAME, phone: "13800136021", address: "怡园街道火炬八街19号", idType: "idCard", idNo: ID_NO };
  const signed = async (body: object = complaint({ complainant: person, consentPublic: true, consentEntrust: false })): Promise<Filed> => {
    const made = await filed(body);
    await act("disp.zhao", made.id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await act("mf.liu", made.id, { type: "sign", version: 2 });
    return made;
  };
  const refused = async (): Promise<Filed> => {
    const made = await signed();
    await act("mf.liu", made.id, { type: "refuse", version: 3, refusal: "REF3", reason: "不是为生活消费需要购买。" });
    return made;
  };
  const accepted = async (body?: object): Promise<Filed> => {
    const made = await signed(body);
    await act("mf.liu", made.id, { type: "accept", version: 3 });
    return made;
  };
  const draft = (id: string, form: number, who = "mf.liu"): Promise<PaperView> => ok(who, "post", `/tickets/${id}/documents`, { form }, 201);
  const issue = (paper: Pick<PaperView, "id" | "version">, who = "mf.liu"): Promise<PaperView> =>
    ok(who, "post", `/documents/${paper.id}/issue`, { version: paper.version });
  const seqOf = (docNo: string | null): number => Number(/第(\d+)号/u.exec(docNo ?? "")?.[1]);

  it("offers first what the case stands at, and fills in what it says", async () => {
    const made = await refused();
    const list = await ok("mf.liu", "get", `/tickets/${made.id}/documents`);
    expect(list.open).to.equal(true);
    expect(list.offers.filter(({ first }: { first: boolean }) => first).map(({ form }: { form: number }) => form)).to.deep.equal([6, 1]);
    expect(list.offers.map(({ form }: { form: number }) => form)).to.have.members([1, 3, 4, 5, 6, 7, 8, 9]);
    const paper = await draft(made.id, 6);
    expect(paper.values).to.deep.include({ complainantName: NAME, itemNo: "REF3", reason: "不是为生活消费需要购买。" });
    expect(paper.values.routes).to.have.length(5);
    expect(paper.values.received).to.match(/^\d{4}-\d\d-\d\d$/u);
    expect(paper.fields.map(({ key }) => key)).not.to.include.members(["docNo", "issuedAt", "seal"]);
    const register = await draft(made.id, 1);
    expect(register.values).to.deep.include({ idType: "idCard", idNo: ID_NO, no: made.no, request: ["refund", "compensate"] });
    // The look at who it is went on the audit log first.
    const seen = (await product.audit.about(made.id, 50)).filter(({ kind }) => kind === "ticket.revealed");
    expect(seen.map(({ details }) => details.form)).to.include.members([6, 1]);
    // What is not of this kind of case is refused.
    expect((await send("mf.liu", "post", `/tickets/${made.id}/documents`, { form: 10 })).body.error.rule).to.equal("form-unfit");
  });

  it("saves a draft in any state of completeness, under its version, and issues only what is complete", async () => {
    const made = await signed();
    const paper = await draft(made.id, 4, "op.lin");
    const values = { ...paper.values, list: ["身份证复印件"], address: "" };
    const saved = await ok("op.lin", "put", `/documents/${paper.id}`, { version: 1, values });
    expect(saved.version).to.equal(2);
    const late = await send("mf.liu", "put", `/documents/${paper.id}`, { version: 1, values });
    expect(late.status).to.equal(409);
    expect(late.body.error.conflict.version).to.equal(2);
    const long = await send("mf.liu", "put", `/documents/${paper.id}`, { version: 2, values: { ...values, address: "长".repeat(301) } });
    expect(long.status).to.equal(400);
    expect(long.body.error.fields).to.have.property("address");
    const unknown = await send("mf.liu", "put", `/documents/${paper.id}`, { version: 2, values: { docNo: "假号" } });
    expect(unknown.body.error.fields).to.have.property("docNo");
    const early = await send("mf.liu", "post", `/documents/${paper.id}/issue`, { version: 2 });
    expect(early.status).to.equal(400);
    expect(Object.keys(early.body.error.fields)).to.have.members(["due", "address"]);
    const shown = await bytes("op.lin", `/documents/${paper.id}/preview`);
    expect(shown.headers["content-type"]).to.equal("application/pdf");
    expect(shown.body.subarray(0, 5).toString()).to.equal("%PDF-");
    expect((await send("mf.liu", "get", `/documents/${paper.id}/file`)).body.error.rule).to.equal("paper-not-issued");
    await ok("mf.liu", "delete", `/documents/${paper.id}?version=2`, undefined, 204);
    expect((await send("mf.liu", "get", `/documents/${paper.id}`)).status).to.equal(404);
  });

  it("issues once: number, files and hash; nothing changes it any more, a void keeps its number", async () => {
    const made = await refused();
    const paper = await draft(made.id, 6);
    const issued = await issue(paper);
    expect(issued.docNo).to.match(/^威高市监不受〔\d{4}〕第1号$/u);
    const pdf = await bytes("mf.liu", `/documents/${paper.id}/file?type=pdf`);
    expect(createHash("sha256").update(pdf.body).digest("hex")).to.equal(issued.hash);
    expect(pdf.headers["content-type"]).to.equal("application/pdf");
    expect(pdf.headers["content-disposition"]).to.match(/^attachment; filename=".+\.pdf"; filename\*=UTF-8''%E6/u);
    expect(pdf.headers["cache-control"]).to.include("no-store");
    const docx = await bytes("mf.liu", `/documents/${paper.id}/file?type=docx`);
    expect(docx.headers["content-type"]).to.equal(DOCX);
    expect(docx.body.subarray(0, 2).toString()).to.equal("PK");
    for (const [method, path, body] of [
      ["put", "", { version: 2, values: paper.values }],
      ["post", "/issue", { version: 2 }],
      ["delete", "?version=2", undefined],
    ] as const) {
      const answer = await send("mf.liu", method, `/documents/${paper.id}${path}`, body);
      expect(answer.body.error?.rule, `${method} ${path}`).to.equal("paper-fixed");
    }
    const row = (await product.tickets.store.full(made.id))!;
    expect(row.timeline.at(-1)).to.deep.include({ type: "documentIssued", audience: "internal" });
    expect(row.timeline.at(-1)?.details).to.deep.equal({ documentId: paper.id, form: 6, docNo: issued.docNo, hash: issued.hash });
    expect(verifyTicket(row, product.seal)).to.deep.equal([]);
    const stale = await send("mf.liu", "post", `/documents/${paper.id}/void`, { version: 1, reason: "错字" });
    expect(stale.status).to.equal(409);
    const gone = await ok("mf.liu", "post", `/documents/${paper.id}/void`, { version: 2, reason: "事由写错" });
    expect(gone).to.include({ state: "void", docNo: issued.docNo, voidWhy: "事由写错" });
    expect((await bytes("mf.liu", `/documents/${paper.id}/file`)).body.equals(pdf.body)).to.equal(true);
    expect((await product.tickets.store.full(made.id))?.timeline.at(-1)).to.include({ type: "noted" });
    // The number is gone for good: the next paper takes the next one.
    expect(seqOf((await issue(await draft(made.id, 6))).docNo)).to.equal(2);
  });

  it("a repeated request makes one thing", async () => {
    const made = await refused();
    const headers = { ...(await product.as("mf.liu")), "idempotency-key": "once-and-again" };
    const again = (path: string, body: object) => product.request.post(`/api${path}`).set(headers).send(body);
    const one = await again(`/tickets/${made.id}/documents`, { form: 6 });
    const two = await again(`/tickets/${made.id}/documents`, { form: 6 });
    expect(two.body.id).to.equal(one.body.id);
    const issued = await again(`/documents/${one.body.id}/issue`, { version: 1 });
    const repeated = await again(`/documents/${one.body.id}/issue`, { version: 1 });
    expect(repeated.status, repeated.text).to.equal(200);
    expect(repeated.body.docNo).to.equal(issued.body.docNo);
  });

  it("numbers without a gap when twenty are issued at once, and one twice", async () => {
    const made = await accepted();
    const drafts = await Promise.all(Array.from({ length: 20 }, () => draft(made.id, 5)));
    const twice = drafts[0]!;
    const answers = await Promise.all([...drafts, twice].map((paper) => send("mf.liu", "post", `/documents/${paper.id}/issue`, { version: 1 })));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(20);
    const list = await ok("mf.liu", "get", `/tickets/${made.id}/documents`);
    const seqs = list.items.map(({ docNo }: { docNo: string }) => seqOf(docNo)).sort((a: number, b: number) => a - b);
    expect(seqs).to.deep.equal(Array.from({ length: 20 }, (_none, at) => at + 1));
    const entries = (await product.tickets.store.full(made.id))?.timeline.filter(({ type }) => type === "documentIssued") ?? [];
    expect(entries).to.have.length(20);
  });

  it("loses nothing when it stops between the issue and the record", async () => {
    const made = await accepted();
    const paper = await draft(made.id, 7);
    const filled = { time: "2026-12-01T09:30", place: "火炬路159号调解室", bring: ["身份证"], recusalDays: 3, mediator: "顾明远" };
    const ready = await ok("mf.liu", "put", `/documents/${paper.id}`, { version: 1, values: { ...paper.values, ...filled } });
    const { papers } = product.tickets;
    const { note } = papers;
    papers.note = () => Promise.reject(new Error("killed"));
    let issued: PaperView;
    try {
      issued = await issue(ready);
    } finally {
      papers.note = note;
    }
    expect(seqOf(issued.docNo)).to.equal(1);
    const entries = async () => ((await product.tickets.store.full(made.id))?.timeline ?? []).filter(({ type }) => type === "documentIssued");
    expect(await entries()).to.have.length(0);
    const later = new Date(Date.now() + 365 * 86_400_000);
    expect(await product.documents.sweep(later)).to.equal(1);
    expect(await product.documents.sweep(later)).to.equal(0);
    const [entry, ...more] = await entries();
    expect(more).to.deep.equal([]);
    expect(entry?.details).to.include({ documentId: paper.id, docNo: issued.docNo, hash: issued.hash });
    expect(entry?.actor).to.include({ type: "system", id: "documents" });
    // The next one goes on behind it.
    const next = await draft(made.id, 7);
    const done = await ok("mf.liu", "put", `/documents/${next.id}`, { version: 1, values: { ...next.values, ...filled } });
    expect(seqOf((await issue(done)).docNo)).to.equal(2);
  });

  it("papers of a report, and of one who asked for secrecy, are only for those who may know who it is", async () => {
    const made = await accepted(report());
    const paper = await draft(made.id, 2);
    expect(paper.values).to.include({ reporterName: "赵报信", targetName: "渔港人家海鲜酒楼" });
    expect((await send("mf.liu", "post", `/tickets/${made.id}/documents`, { form: 5 })).body.error.rule).to.equal("form-unfit");
    const issued = await issue(paper);
    expect(issued.docNo).to.equal(made.no);
    for (const who of ["op.lin", "audit.zhou", "insp.fu", "boss.sun", "head.teng"]) {
      for (const path of [`/documents/${paper.id}`, `/documents/${paper.id}/preview`, `/documents/${paper.id}/file`, `/tickets/${made.id}/documents`])
        expect((await send(who, "get", path)).status, `${who} ${path}`).to.equal(404);
    }
    const secret = await accepted(complaint({ complainant: person, confidential: true }));
    const letter = await issue(await draft(secret.id, 5));
    const list = await ok("audit.zhou", "get", `/tickets/${secret.id}/documents`);
    expect(list).to.deep.equal({ open: false, items: [], offers: [] });
    for (const who of ["audit.zhou", "op.lin"]) expect((await send(who, "get", `/documents/${letter.id}/file`)).status, who).to.equal(404);
    expect((await send("op.lin", "post", `/tickets/${secret.id}/documents`, { form: 1 })).body.error.rule).to.equal("confidential-identity");
    // Where nothing is kept secret, whoever reads papers reads it; who decides is another question.
    const open = await accepted();
    const plain = await issue(await draft(open.id, 5));
    expect((await bytes("audit.zhou", `/documents/${plain.id}/file`)).status).to.equal(200);
    expect((await send("op.lin", "post", `/tickets/${open.id}/documents`, { form: 5 })).body.error.rule).to.equal("not-your-department");
    expect((await send("audit.zhou", "post", `/tickets/${open.id}/documents`, { form: 1 })).status).to.equal(403);
  });

  it("keeps what is personal sealed where it lies", async () => {
    const made = await refused();
    await issue(await draft(made.id, 6));
    await draft(made.id, 1);
    const reported = await accepted(report());
    await issue(await draft(reported.id, 2));
    const dump = JSON.stringify(await product.database.connection.collection("documents").find({}).toArray());
    for (const word of [NAME, ID_NO, "13800136021", "赵报信", "过期肉制品", "不是为生活消费"]) {
      expect(dump, word).not.to.include(word);
      expect(dump, word).not.to.include(Buffer.from(word).toString("base64").slice(0, 12));
    }
    expect(dump).to.include("威高市监不受");
  });

  it("telling with the paper is its hash, and ends the limit of C1", async () => {
    const made = await refused();
    const other = await refused();
    const issued = await issue(await draft(made.id, 6));
    const foreign = await issue(await draft(other.id, 6));
    const row = (await product.tickets.store.full(made.id))!;
    const owed = row.owed.find(({ clock }) => clock === "C1")!;
    const tell = { type: "tell", owed: owed.id, channel: "letter", reference: "XA12345678937" };
    const wrong = await send("mf.liu", "post", `/tickets/${made.id}/actions`, { ...tell, documentId: foreign.id });
    expect(wrong.status).to.equal(422);
    expect(wrong.body.error.rule).to.equal("no-such-document");
    await act("mf.liu", made.id, { ...tell, documentId: issued.id });
    const after = (await product.tickets.store.full(made.id))!;
    expect(after.owed.find(({ id }) => id === owed.id)?.told).to.deep.include.members([
      { ...after.owed.find(({ id }) => id === owed.id)!.told[0]!, hash: issued.hash, documentId: issued.id },
    ]);
    expect(after.procedures.flatMap(({ clocks }) => clocks).find(({ id }) => id === "C1")?.metAt).to.be.a("date");
    expect(after.contents.at(-1)?.plain).to.include(issued.docNo!).and.to.include("投诉不予受理决定书");
    expect(verifyTicket(after, product.seal)).to.deep.equal([]);
  });

  it("the citizen finds form 6 on the page, and nothing else", async () => {
    const made = await refused();
    const letter = await issue(await draft(made.id, 6));
    const register = await issue(await draft(made.id, 1));
    const unfinished = await draft(made.id, 5);
    const tracked = await product.request.post(`/api/public/tickets/${made.no}/track`).send({ code: made.code });
    expect(tracked.body.ticket.documents).to.deep.equal([
      { id: letter.id, form: 6, name: "投诉不予受理决定书", docNo: letter.docNo, issuedAt: letter.issuedAt },
    ]);
    const fetch = (id: string, no = made.no) =>
      product.request.get(`/api/public/tickets/${no}/documents/${id}`).set({ authorization: `Bearer ${tracked.body.token}` });
    const got = await fetch(letter.id);
    expect(got.status).to.equal(200);
    expect(got.headers["content-type"]).to.equal("application/pdf");
    expect(createHash("sha256").update(got.body).digest("hex")).to.equal(letter.hash);
    for (const id of [register.id, unfinished.id]) expect((await fetch(id)).status).to.equal(404);
    const other = await refused();
    const foreign = await issue(await draft(other.id, 6));
    expect((await fetch(foreign.id)).status).to.equal(404);
    expect((await fetch(foreign.id, other.no)).status).to.equal(401);
    await ok("mf.liu", "post", `/documents/${letter.id}/void`, { version: 2, reason: "重做" });
    expect((await fetch(letter.id)).status).to.equal(404);
  });

  it("a specimen of each form can be looked at", async () => {
    expect((await bytes("admin.luan", "/documents/specimen/9")).headers["content-type"]).to.equal("application/pdf");
    expect((await send("admin.luan", "get", "/documents/specimen/11")).status).to.equal(404);
  });
});
