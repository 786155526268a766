import { expect } from "chai";
import type { DepartmentView } from "../../shared/departments/schema.ts";
import { type Staff, staffApp } from "./support-auth.ts";

describe("departments", function () {
  this.timeout(60_000);
  let staff: Staff;
  let admin: string;
  before(async () => {
    staff = await staffApp("departments");
    admin = (await staff.signIn("ad.gao")).accessToken;
  });
  beforeEach(() => {
    staff.records.length = 0;
    staff.cases.byDepartment.clear();
  });

  const create = (body: object, key?: string) => {
    const test = staff.call("post", "/departments", admin);
    return (key === undefined ? test : test.set("idempotency-key", key)).send(body);
  };
  const change = (id: string, set: object) => staff.call("patch", `/departments/${id}`, admin).send(set);
  const list = async (query = "") =>
    (await staff.call("get", `/departments${query}`, admin).expect(200)).body as { items: DepartmentView[]; next: string | null };
  const fieldsOf = (body: { error: { fields: object } }) => Object.keys(body.error.fields);

  it("are listed in pinyin order with people and open cases, page by page", async () => {
    staff.cases.byDepartment.set("SCJG", 12);
    const { items, next } = await list();
    expect(next).to.equal(null);
    expect(items.map(({ id, users, openCases }) => [id, users, openCases])).to.deep.equal([
      ["JSJ", 0, 0],
      ["RXZX", 3, 0],
      ["SCJG", 3, 12],
    ]);
    const first = await list("?limit=2");
    expect(first.items.map(({ id }) => id)).to.deep.equal(["JSJ", "RXZX"]);
    const second = await list(`?limit=2&cursor=${first.next}`);
    expect([second.items.map(({ id }) => id), second.next]).to.deep.equal([["SCJG"], null]);
    await staff.call("get", "/departments?cursor=x", admin).expect(400);
    await staff.call("get", "/departments", (await staff.signIn("op.lin")).accessToken).expect(200);
  });

  it("are added by the administrator and known at once", async () => {
    const { body } = await create({ id: "HBJ", name: "环保局", nameEn: "Environment", kind: "bureau", parentId: "RXZX", phone: "0631-1" }).expect(
      201,
    );
    expect(body).to.deep.equal({
      id: "HBJ",
      version: 1,
      name: "环保局",
      nameEn: "Environment",
      kind: "bureau",
      parentId: "RXZX",
      phone: "0631-1",
      canHold: true,
      autoAssign: "off",
      disabled: false,
      users: 0,
      openCases: 0,
    });
    expect(await staff.departments.exists("HBJ")).to.equal(true);
    expect(staff.departments.get("HBJ")).to.include({ id: "HBJ", name: "环保局", canHold: true, disabled: false });
    expect(staff.departments.directory.name("HBJ")).to.equal("环保局");
    expect(staff.departments.directory.name("NONE")).to.equal("NONE");
    expect(staff.departments.get("NONE")).to.equal(null);
    expect(staff.records[0]).to.deep.include({ kind: "department.created", subject: "HBJ" });

    const taken = await create({ id: "HBJ", name: "另一个", kind: "bureau" }).expect(409);
    expect(taken.body.error).to.deep.include({ code: "duplicate", fields: { id: "HBJ is already in use" } });
    const faulty = await create({ id: "small", name: "", kind: "shop", colour: "red" }).expect(400);
    expect(fieldsOf(faulty.body)).to.have.members(["id", "name", "kind", "colour"]);
    expect(fieldsOf((await create({ id: "LONE", name: "无上级", kind: "bureau", parentId: "NONE" }).expect(400)).body)).to.deep.equal(["parentId"]);
    const { accessToken } = await staff.signIn("dl.sun");
    await staff.call("post", "/departments", accessToken).send({ id: "XX", name: "某", kind: "bureau" }).expect(403);
  });

  it("are made once by a repeated request", async () => {
    const body = { id: "SLJ", name: "水利局", kind: "bureau" };
    const answers = await Promise.all([create(body, "d-1"), create(body, "d-1")]);
    expect(answers.map(({ status }) => status)).to.deep.equal([201, 201]);
    expect(answers[0]?.body).to.deep.equal(answers[1]?.body);
    expect((await create({ ...body, name: "别的" }, "d-1").expect(422)).body.error.code).to.equal("idempotencyMismatch");
  });

  it("are changed under the version seen, and by their code always the same", async () => {
    await create({ id: "JTJ", name: "交通局", kind: "bureau" }).expect(201);
    const { body } = await change("JTJ", { version: 1, name: "交通运输局", canHold: false, nameEn: "Transport" }).expect(200);
    expect(body).to.include({ version: 2, name: "交通运输局", canHold: false, nameEn: "Transport" });
    expect(staff.departments.get("JTJ")).to.include({ name: "交通运输局", canHold: false });
    const late = await change("JTJ", { version: 1, name: "旧" }).expect(409);
    expect(late.body.error).to.deep.include({ code: "stale", conflict: { version: 2, changedBy: "高明" } });
    expect((await change("JTJ", { version: 2, name: "交通运输局" }).expect(200)).body.version).to.equal(2);
    expect(fieldsOf((await change("JTJ", { version: 2, id: "NEW", kind: "town" }).expect(400)).body)).to.have.members(["id", "kind"]);
    await change("NONE", { version: 1, name: "无" }).expect(404);
  });

  it("never lie below themselves", async () => {
    await create({ id: "AA", name: "甲", kind: "group" }).expect(201);
    await create({ id: "BB", name: "乙", kind: "group", parentId: "AA" }).expect(201);
    await create({ id: "CC", name: "丙", kind: "group", parentId: "BB" }).expect(201);
    for (const parentId of ["AA", "BB", "CC"])
      expect(fieldsOf((await change("AA", { version: 1, parentId }).expect(400)).body), parentId).to.deep.equal(["parentId"]);
    await change("CC", { version: 1, parentId: "AA" }).expect(200);
    await change("CC", { version: 2, parentId: null }).expect(200);
  });

  it("are disabled only when nobody and nothing is in them", async () => {
    const refusal = async (id: string) =>
      (await change(id, { version: 1, disabled: true }).expect(422)).body.error as { code: string; message: string };
    staff.cases.byDepartment.set("JSJ", 4);
    expect(await refusal("JSJ")).to.include({ code: "departmentInUse" });
    expect((await refusal("JSJ")).message).to.include("4 open cases");
    expect((await refusal("SCJG")).message).to.include("3 active people");
    staff.cases.byDepartment.clear();
    await change("JSJ", { version: 1, disabled: true }).expect(200);
    expect(await staff.departments.exists("JSJ")).to.equal(false);
    const { body } = await staff
      .call("post", "/users", admin)
      .send({ username: "to.nowhere", name: "某", roles: ["handler"], departmentId: "JSJ" })
      .expect(400);
    expect(fieldsOf(body)).to.deep.equal(["departmentId"]);
    await change("JSJ", { version: 2, disabled: false }).expect(200);
  });

  it("see what another process added, at the latest on refresh", async () => {
    const rows = staff.database.connection.collection<{ _id: string }>("departments");
    const one = await rows.findOne({ _id: "SCJG" });
    const { idem: _idem, ...rest } = (one ?? {}) as Record<string, unknown>;
    await rows.insertOne({ ...rest, _id: "ELSE", name: "外来" } as never);
    expect(await staff.departments.exists("ELSE")).to.equal(true);
    await rows.updateOne({ _id: "ELSE" }, { $set: { name: "改过" } } as never);
    expect(staff.departments.directory.name("ELSE")).to.equal("外来");
    await staff.departments.refresh();
    expect(staff.departments.directory.name("ELSE")).to.equal("改过");
  });
});
