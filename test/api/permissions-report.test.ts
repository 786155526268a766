import { expect } from "chai";
import { ROLES } from "../../shared/actor.ts";
import { complaint, report, startProduct, type TestProduct, until } from "../support/product.ts";
import { ACCOUNT } from "../support/roles.ts";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const NOWHERE = { no: "990101-9999", id: "01900000-0000-7000-8000-000000000000", file: "01900000-0000-7000-8000-000000000001" };
const MERCHANT = "蓬莱仙阁海参行";
const PHONE = "13977778888";
const NO_12345 = "WH2026112699999";

/**
 * Two worlds, one without the report and one with it: whoever is not on the report must not be able to tell them apart
 * by anything the product answers.
 */
describe("a report and those who are not on it", function suite() {
  this.timeout(120_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("permissions-report");
    await product.request.post("/api/public/tickets").send(complaint());
  });

  const people = [...Object.values(ACCOUNT), "mf.song", "js.mu", "disp.gao"];
  const asked = ({ no, id, file }: typeof NOWHERE): string[] => [
    ...["all", "mine", "queue", "toSign", "toDecide"].map((view) => `/tickets?view=${view}&limit=200`),
    "/tickets?sort=-updated&limit=1",
    "/tickets?kind=report",
    "/tickets?departmentId=SCJG",
    ...[no, MERCHANT, "海参", PHONE, NO_12345, id].map((q) => `/tickets?q=${encodeURIComponent(q)}`),
    "/tickets/views",
    "/tickets/due",
    `/tickets/${id}`,
    `/files/${file}`,
    "/departments",
    "/users?departmentId=SCJG",
    "/users/colleagues?departmentId=SCJG",
  ];
  /** All a person can learn, and what acts on the case itself are answered. */
  const world = async (who: string, place: typeof NOWHERE): Promise<string[]> => {
    const headers = await product.as(who);
    const answers = await Promise.all(
      asked(place).map(async (path, i) => {
        const answer = await fetch(`${product.url}/api${path}`, { headers });
        return `${i} ${answer.status} ${answer.headers.get("content-length")} ${await answer.text()}`;
      }),
    );
    const acts = [
      [`/tickets/${place.id}/actions`, { type: "note", text: "看看" }],
      [`/tickets/${place.id}/actions`, { type: "sign", version: 1 }],
      [`/tickets/${place.id}/reveal`, { field: "phone", reason: "看看" }],
      ["/tickets", { kind: "help", text: "借用附件", complainant: { phone: "13800136021" }, attachmentIds: [place.file] }],
    ] as const;
    for (const [path, body] of acts) {
      const answer = await product.request.post(`/api${path}`).set(headers).send(body);
      answers.push(`${path.split("/").at(-1)} ${answer.status} ${answer.text}`);
    }
    return answers;
  };
  const worlds = async (who: readonly string[], place: typeof NOWHERE) =>
    new Map(await Promise.all(who.map(async (each) => [each, await world(each, place)] as const)));

  it("cannot tell that it is there", async () => {
    const without = await worlds(people, NOWHERE);
    const { body: uploaded } = await product.request.post("/api/public/uploads").attach("file", PNG, "冷库.png");
    const { body: filed } = await product.request.post("/api/public/tickets").send(
      report({
        text: "该店用过期海参。",
        complainant: { name: "赵报信", phone: PHONE },
        respondent: { name: MERCHANT, address: "怡园街道渔港路8号" },
        no12345: NO_12345,
        attachmentIds: [uploaded.id],
      }),
    );
    const place = { no: filed.no as string, id: (await product.tickets.store.byNo(filed.no))?._id ?? "", file: uploaded.id as string };
    let version = 1;
    const act = async (who: string, body: object) => {
      const { status, text } = await product.request
        .post(`/api/tickets/${place.id}/actions`)
        .set(await product.as(who))
        .send({ version, ...body });
      expect(status, text).to.equal(200);
      version += 1;
    };
    const check = async (stage: string, on: readonly string[]) => {
      const off = people.filter((who) => !on.includes(who));
      for (const [who, answers] of await worlds(off, place)) {
        // The ids asked for differ, and nothing else may.
        expect(answers, `${who} while the report is ${stage}`).to.deep.equal(without.get(who));
        for (const secret of [MERCHANT, place.no, place.id]) expect(answers.join("\n"), who).not.to.include(secret);
      }
      for (const who of on) {
        const found = await product.request.get(`/api/tickets?q=${place.no}`).set(await product.as(who));
        expect(found.body.items, `${who} while the report is ${stage}`).to.have.length(1);
        expect((await product.request.get(`/api/files/${place.file}`).set(await product.as(who))).status).to.equal(200);
      }
    };
    await check("registered", ["disp.zhao", "disp.gao", "lead.wang"]);
    await act("disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await check("dispatched", ["mf.liu", "mf.song", "mf.head"]);
    await act("mf.liu", { type: "sign" });
    await act("mf.liu", { type: "note", text: "先不声张。" });
    await check("signed", ["mf.liu", "mf.head"]);
  });

  it("leave nothing of it in what they were offered while they were on it", async () => {
    const { body: filed } = await product.request.post("/api/public/tickets").send(report());
    const id = (await product.tickets.store.byNo(filed.no))?._id ?? "";
    const zhao = await product.as("disp.zhao");
    const list = await product.request.get("/api/tickets?sort=received&limit=1").set(zhao);
    const cursor = list.body.next as string;
    const dispatched = await product.request
      .post(`/api/tickets/${id}/actions`)
      .set(zhao)
      .send({ type: "dispatch", version: 1, departmentId: "SCJG" });
    expect(dispatched.status).to.equal(200);
    const page = await product.request.get(`/api/tickets?sort=received&cursor=${cursor}`).set(zhao);
    expect(page.text).not.to.include(filed.no);
    for (const body of [
      { type: "dispatch", version: 1, departmentId: "JSJ" },
      { type: "note", text: "再看一眼" },
    ])
      expect((await product.request.post(`/api/tickets/${id}/actions`).set(zhao).send(body)).status).to.equal(404);
  });

  it("read no personal value of it on the audit log either", async () => {
    const { body: filed } = await product.request.post("/api/public/tickets").send(report({ complainant: { name: "赵报信", phone: PHONE } }));
    const id = (await product.tickets.store.byNo(filed.no))?._id ?? "";
    const head = await product.as("disp.zhao");
    const opened = await product.request.post(`/api/tickets/${id}/reveal`).set(head).send({ field: "phone", reason: "核实线索" });
    expect(opened.body.value).to.equal(PHONE);
    const auditor = await product.as("audit.zhou");
    const log = await until(async () => {
      const { body, text } = await product.request.get(`/api/audit?subject=${id}`).set(auditor);
      return (body.items as { kind: string }[]).some(({ kind }) => kind === "ticket.revealed") && text;
    }, "the look on record");
    for (const secret of [PHONE, "赵报信", filed.no, filed.code, "过期肉制品", "渔港人家"]) expect(log).not.to.include(secret);
    for (const role of ROLES.filter((each) => each !== "auditor"))
      expect((await product.request.get(`/api/audit?subject=${id}`).set(await product.as(ACCOUNT[role]))).status, role).to.equal(403);
  });
});
