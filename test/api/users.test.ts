import { expect } from "chai";
import { createdUserView, type UserView } from "../../shared/users/schema.ts";
import { PASSWORD, type Staff, staffApp } from "./support-auth.ts";

const NEXT = "another-long-password";

describe("users", function () {
  this.timeout(60_000);
  let staff: Staff;
  let admin: string;
  before(async () => {
    staff = await staffApp("users");
    admin = (await staff.signIn("ad.gao")).accessToken;
  });
  beforeEach(() => {
    staff.records.length = 0;
    staff.cases.byUser.clear();
  });

  let made = 0;
  const body = (more: object = {}) => ({ username: `new.person${++made}`, name: "新人", roles: ["handler"], departmentId: "SCJG", ...more });
  const create = (more: object = {}, key?: string) => {
    const test = staff.call("post", "/users", admin);
    return (key === undefined ? test : test.set("idempotency-key", key)).send(body(more));
  };
  const newcomer = async (more: object = {}): Promise<UserView> => (await create({ password: PASSWORD, ...more }).expect(201)).body.user as UserView;
  const change = (id: string, set: object, token = admin) => staff.call("patch", `/users/${id}`, token).send(set);
  const list = async (query: string, token = admin) =>
    (await staff.call("get", `/users?${query}`, token).expect(200)).body as { items: UserView[]; next: string | null };
  const card = async (username: string): Promise<UserView> => {
    const found = (await list(`q=${username}`)).items.find((user) => user.username === username);
    if (found === undefined) throw new Error(`no ${username}`);
    return found;
  };

  describe("opening an account", () => {
    it("makes a password that is shown once and must be changed before anything else", async () => {
      const answer = createdUserView.parse((await create({ phone: "0631-5621234" }).expect(201)).body);
      expect(answer.password).to.match(/^(?:[a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/u);
      expect(answer.user).to.deep.include({
        version: 1,
        mustChangePassword: true,
        departmentName: "市场监管局",
        phone: "0631-5621234",
        openCases: 0,
        onLeave: null,
      });
      expect(JSON.stringify(staff.records)).to.include("user.created").and.not.include(answer.password).and.not.include("5621234");

      const { accessToken, user } = await staff.signIn(answer.user.username, answer.password);
      expect(user.mustChangePassword).to.equal(true);
      const early = await staff.call("get", "/departments", accessToken).expect(403);
      expect(early.body.error.code).to.equal("passwordChangeNeeded");
      await staff.call("get", "/auth/me", accessToken).expect(200);
      const changed = await staff.call("post", "/auth/password", accessToken).send({ current: answer.password, next: NEXT }).expect(200);
      expect(changed.body.user.mustChangePassword).to.equal(false);
      await staff.call("get", "/departments", changed.body.accessToken).expect(200);
    });

    it("refuses by field", async () => {
      const fields = async (more: object) => Object.keys((await create(more).expect(400)).body.error.fields);
      expect(await fields({ departmentId: "NONE" })).to.deep.equal(["departmentId"]);
      expect(await fields({ username: "Big Name", roles: [], extra: 1 })).to.have.members(["username", "roles", "extra"]);
      expect(await fields({ username: "same.as.name", password: "same.as.name" })).to.deep.equal(["password"]);
      expect(await fields({ roles: ["king"] })).to.deep.equal(["roles.0"]);
      const taken = await create({ username: "op.lin" }).expect(409);
      expect(taken.body.error).to.deep.include({ code: "duplicate", fields: { username: "op.lin is already in use" } });
    });

    it("makes one account of a repeated request, and does not show the password again", async () => {
      const same = body();
      const post = (content: object) => staff.call("post", "/users", admin).set("idempotency-key", "key-1").send(content);
      const first = (await post(same).expect(201)).body;
      const second = (await post(same).expect(201)).body;
      expect(second).to.deep.equal({ user: first.user });
      const other = await post({ ...same, name: "别人" }).expect(422);
      expect(other.body.error.code).to.equal("idempotencyMismatch");
    });

    it("makes one account of the same request sent twice at once", async () => {
      const same = body();
      const answers = await Promise.all([1, 2, 3].map(() => staff.call("post", "/users", admin).set("idempotency-key", "key-2").send(same)));
      expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
      expect(new Set(answers.map((answer) => answer.body.user.id)).size).to.equal(1);
      expect(answers.filter((answer) => answer.body.password !== undefined)).to.have.length(1);
    });

    it("is the administrator's alone", async () => {
      const { accessToken } = await staff.signIn("dl.sun");
      await staff.call("get", "/users", accessToken).expect(200);
      const { body: refusal } = await staff.call("post", "/users", accessToken).send(body()).expect(403);
      expect(refusal.error).to.include({ code: "forbidden", rule: "permission" });
      await staff.call("get", "/users", (await staff.signIn("op.lin")).accessToken).expect(403);
      await staff.call("get", "/users").expect(401);
    });
  });

  describe("the list", () => {
    it("is in pinyin order, page by page", async () => {
      const names: string[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: UserView[]; next: string | null } = await list(`limit=4${cursor === null ? "" : `&cursor=${cursor}`}`);
        names.push(...page.items.map(({ name }) => name));
        cursor = page.next;
      } while (cursor !== null);
      const seeded = names.filter((name) => name !== "新人");
      expect(seeded).to.deep.equal(["高明", "林晓禾", "钱二", "苏静", "孙三", "赵一"]);
      expect(new Set(names).size).to.be.greaterThan(5);
      for (const broken of ["cursor=nonsense", "limit=0", "limit=201", "sort=name", "disabled=maybe"])
        await staff.call("get", `/users?${broken}`, admin).expect(400);
    });

    it("finds by part of a name, pinyin together or apart, and user name, and takes signs as signs", async () => {
      const found = async (q: string) => (await list(`q=${encodeURIComponent(q)}`)).items.map(({ username }) => username);
      expect(await found("晓禾")).to.deep.equal(["op.lin"]);
      expect(await found("linxiao")).to.deep.equal(["op.lin"]);
      expect(await found("Lin X")).to.deep.equal(["op.lin"]);
      expect(await found("hd.")).to.deep.equal(["hd.qian", "hd.zhao"]);
      expect(await found(".*")).to.deep.equal([]);
      expect((await list("departmentId=SCJG&q=dl")).items).to.have.length(1);
      await change((await newcomer()).id, { version: 1, disabled: true }).expect(200);
      const both = await Promise.all(["true", "false"].map((disabled) => list(`limit=200&disabled=${disabled}`)));
      expect(both.map(({ items }) => [...new Set(items.map(({ disabled }) => disabled))])).to.deep.equal([[true], [false]]);
    });

    it("never shows a hash, and counts open cases", async () => {
      staff.cases.byUser.set(staff.idOf("hd.zhao"), 7);
      const { items } = await list("limit=200");
      expect(JSON.stringify(items)).to.not.include("argon2").and.not.include("epoch");
      expect(items.find(({ username }) => username === "hd.zhao")?.openCases).to.equal(7);
    });

    it("of colleagues is open to all staff and leaves out who is disabled", async () => {
      const gone = await newcomer();
      await change(gone.id, { version: 1, disabled: true }).expect(200);
      const { accessToken } = await staff.signIn("op.lin");
      const own = await staff.call("get", "/users/colleagues", accessToken).expect(200);
      expect(own.body.items.map(({ name }: UserView) => name)).to.deep.equal(["高明", "林晓禾", "苏静"]);
      const others = (await staff.call("get", "/users/colleagues?departmentId=SCJG", accessToken).expect(200)).body.items as UserView[];
      expect(others.map(({ id }) => id))
        .to.include(staff.idOf("hd.zhao"))
        .and.not.include(gone.id);
      expect(others[0]).to.have.keys("id", "name", "roles", "departmentId", "onLeave");
    });
  });

  describe("changing", () => {
    it("needs the version seen", async () => {
      const user = await newcomer();
      const answer = await change(user.id, { version: 1, name: "张新", phone: "13812345678" }).expect(200);
      expect(answer.body).to.deep.equal({ ...user, version: 2, name: "张新", phone: "13812345678" });
      const late = await change(user.id, { version: 1, name: "李新" }).expect(409);
      expect(late.body.error).to.deep.include({ code: "stale", conflict: { version: 2, changedBy: "高明" } });
      expect(late.body.error.message).to.include("高明");
      await change(user.id, { name: "李新" }).expect(400);
      await change("nobody", { version: 1, name: "李新" }).expect(404);
      expect((await change(user.id, { version: 2, name: "张新" }).expect(200)).body.version).to.equal(2);
      expect(staff.users.directory.name(user.id)).to.equal("张新");
      expect(JSON.stringify(staff.records)).to.not.include("13812345678");
    });

    it("lets one of two changes made at once win", async () => {
      const user = await newcomer();
      const answers = await Promise.all(["甲", "乙", "丙"].map((name) => change(user.id, { version: 1, name })));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409]);
    });

    it("of roles, of the department, and disabling end every session of the person", async () => {
      for (const [set, now] of [
        [{ roles: ["deptLead"] }, 200],
        [{ departmentId: "JSJ" }, 200],
        [{ disabled: true }, 403],
      ] as const) {
        const user = await newcomer();
        const { accessToken, cookie } = await staff.signIn(user.username);
        await staff.call("get", "/auth/me", accessToken).expect(200);
        const heard: string[] = [];
        staff.auth.onEnded((userId) => heard.push(userId));
        await change(user.id, { version: 1, ...set }).expect(200);
        expect(heard).to.deep.equal([user.id]);
        expect((await staff.call("get", "/auth/me", accessToken).expect(401)).body.error.code).to.equal("sessionEnded");
        await staff.call("post", "/auth/refresh").set("cookie", cookie).expect(401);
        await staff.call("post", "/auth/sign-in").send({ username: user.username, password: PASSWORD }).expect(now);
      }
    });

    it("of a name leaves the sessions", async () => {
      const user = await newcomer();
      const { accessToken } = await staff.signIn(user.username);
      await change(user.id, { version: 1, name: "改名" }).expect(200);
      expect((await staff.call("get", "/auth/me", accessToken).expect(200)).body.name).to.equal("改名");
    });

    it("tells a disabled person so only after the right password", async () => {
      const user = await newcomer();
      await change(user.id, { version: 1, disabled: true }).expect(200);
      const attempt = (password: string) => staff.call("post", "/auth/sign-in").send({ username: user.username, password });
      expect((await attempt("wrong-wrong").expect(401)).body.error.code).to.equal("badCredentials");
      expect((await attempt(PASSWORD).expect(403)).body.error.code).to.equal("accountDisabled");
      await change(user.id, { version: 2, disabled: false }).expect(200);
      await attempt(PASSWORD).expect(200);
    });

    it("goes on when cases are still open, and says how many", async () => {
      const user = await newcomer();
      staff.cases.byUser.set(user.id, 3);
      expect((await change(user.id, { version: 1, disabled: true }).expect(200)).body).to.include({ disabled: true, openCases: 3 });
    });

    it("refuses unknown departments, deputies who cannot stand in, and leaves that end before they begin", async () => {
      const user = await newcomer();
      const gone = await newcomer();
      await change(gone.id, { version: 1, disabled: true }).expect(200);
      const fields = async (set: object) => Object.keys((await change(user.id, { version: 1, ...set }).expect(400)).body.error.fields);
      const leave = { from: "2026-11-20", to: "2026-11-21" };
      expect(await fields({ departmentId: "NONE" })).to.deep.equal(["departmentId"]);
      for (const deputyId of ["nobody", user.id, gone.id])
        expect(await fields({ onLeave: { ...leave, deputyId } })).to.deep.equal(["onLeave.deputyId"]);
      expect(await fields({ onLeave: { from: "2026-11-21", to: "2026-11-20" } })).to.deep.equal(["onLeave.to"]);
      expect(await fields({ onLeave: { from: "2026-02-30", to: "2026-03-01" } })).to.deep.equal(["onLeave.from"]);
      await change(user.id, { version: 1, onLeave: leave }).expect(200);
      expect((await change(user.id, { version: 2, onLeave: null }).expect(200)).body.onLeave).to.equal(null);
    });

    it("keeps administrators from locking themselves out", async () => {
      const self = await card("ad.gao");
      for (const set of [{ disabled: true }, { roles: ["operator"] }]) {
        const { body: refusal } = await change(self.id, { version: self.version, ...set }).expect(422);
        expect(refusal.error.code).to.equal("self");
      }
      await change(self.id, { version: self.version, roles: ["admin", "operator"] }).expect(200);
      admin = (await staff.signIn("ad.gao")).accessToken;
    });

    it("leaves an active administrator when two take the role from each other at once", async () => {
      const two = await staffApp("users-two-admins");
      const [gao, su] = await Promise.all([two.signIn("ad.gao"), two.signIn("ad.su")]);
      const disable = (id: string, token: string) => two.call("patch", `/users/${id}`, token).send({ version: 1, disabled: true });
      await Promise.all([disable(su.user.id, gao.accessToken), disable(gao.user.id, su.accessToken)]);
      const active = await two.database.connection.collection("users").countDocuments({ roles: "admin", disabled: false });
      expect(active).to.be.greaterThan(0);
    });
  });

  it("resets a password: shown once, sessions end, to be changed", async () => {
    const user = await newcomer();
    const { accessToken } = await staff.signIn(user.username);
    const { password } = (await staff.call("post", `/users/${user.id}/reset-password`, admin).expect(200)).body as { password: string };
    await staff.call("get", "/auth/me", accessToken).expect(401);
    expect((await staff.signIn(user.username, password)).user.mustChangePassword).to.equal(true);
    expect(JSON.stringify(staff.records)).to.include("user.passwordReset").and.not.include(password);
    await staff.call("post", `/users/${staff.idOf("ad.gao")}/reset-password`, admin).expect(422);
    await staff.call("post", "/users/nobody/reset-password", admin).expect(404);
  });

  it("hands over open cases to an active colleague", async () => {
    const from = await newcomer();
    const gone = await newcomer();
    await change(gone.id, { version: 1, disabled: true }).expect(200);
    const toUserId = staff.idOf("hd.zhao");
    const handOver = (to: string) => staff.call("post", `/users/${from.id}/hand-over`, admin).send({ toUserId: to });
    const { body: result } = await handOver(toUserId).expect(200);
    expect(result).to.deep.equal({ moved: 2, failed: [{ no: "20261115-000003", message: "已满" }] });
    expect(staff.handedOver).to.deep.equal([{ fromUserId: from.id, toUserId, by: staff.idOf("ad.gao") }]);
    for (const to of [gone.id, from.id, "nobody"]) expect((await handOver(to).expect(400)).body.error.fields).to.have.keys("toUserId");
  });

  it("seeds again without a change", async () => {
    const before = await card("op.lin");
    await staff.users.seed([{ username: "op.lin", name: "别名", roles: ["admin"], departmentId: "JSJ" }], "other-password");
    expect(await card("op.lin")).to.deep.include({ id: before.id, name: "林晓禾", roles: ["operator"] });
    await staff.signIn("op.lin");
  });
});
