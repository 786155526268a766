import { expect } from "chai";
import jwt from "jsonwebtoken";
import { meView, signedInView } from "../../shared/auth/schema.ts";
import { dayOf } from "../../shared/calendar.ts";
import { cookieOf, JWT, PASSWORD, rawCookieOf, type Staff, staffApp } from "./support-auth.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const NEXT = "another-long-password";

describe("signing in", function () {
  this.timeout(60_000);
  let staff: Staff;
  before(async () => {
    staff = await staffApp("auth");
  });
  beforeEach(() => {
    staff.time.case = 0;
    staff.time.real = 0;
    staff.records.length = 0;
  });

  const signInAs = (username: unknown, password: unknown) => staff.call("post", "/auth/sign-in").send({ username, password } as object);
  const refresh = (cookie: string) => staff.call("post", "/auth/refresh").set("cookie", cookie);
  const me = (token: string) => staff.call("get", "/auth/me", token);
  const kinds = () => staff.records.map(({ kind }) => kind);
  const endings = () => {
    const heard: [string, string | undefined][] = [];
    staff.auth.onEnded((userId, sessionId) => heard.push([userId, sessionId]));
    return heard;
  };

  it("answers a token, the person and a cookie that no script and no other site can use", async () => {
    const answer = await signInAs("op.lin", PASSWORD).expect(200);
    const { user, expiresAt } = signedInView.parse(answer.body);
    expect(user).to.include({ username: "op.lin", name: "林晓禾", departmentId: "RXZX", departmentName: "热线中心", mustChangePassword: false });
    expect(user.permissions).to.include("ticket.create").and.not.include("user.manage");
    expect(Date.parse(expiresAt) - Date.now()).to.be.within(14 * MINUTE, 15 * MINUTE);
    expect(rawCookieOf(answer)).to.match(/; Path=\/api\/auth; Expires=[^;]+; HttpOnly; SameSite=Strict$/u);
    expect(answer.get("cache-control")).to.equal("no-store");
    expect(staff.records).to.have.length(1);
    expect(staff.records[0]).to.deep.include({ kind: "auth.signedIn", actorId: user.id, subject: user.id });
    expect(meView.parse((await me(answer.body.accessToken).expect(200)).body)).to.deep.equal(user);
  });

  it("marks the cookie Secure where the configuration says so", async () => {
    const secure = await staffApp("auth-secure", false, true);
    const answer = await secure.call("post", "/auth/sign-in").send({ username: "op.lin", password: PASSWORD }).expect(200);
    expect(rawCookieOf(answer)).to.include("; Secure");
  });

  it("keeps neither password nor refresh token in the database", async () => {
    const { cookie } = await staff.signIn("op.lin");
    const bits = cookie.split(".")[1] ?? "";
    const [users, sessions] = await Promise.all(["users", "sessions"].map((name) => staff.database.connection.collection(name).find({}).toArray()));
    expect(bits).to.have.length(43);
    expect(JSON.stringify([users, sessions]))
      .to.not.include(PASSWORD)
      .and.not.include(bits);
    expect(users?.[0]?.passwordHash).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
  });

  it("takes the user name in capitals, as phones write it", async () => {
    await signInAs("Op.Lin", PASSWORD).expect(200);
  });

  it("says the same of a wrong password and an unknown name, and takes as long", async () => {
    const time = async (username: string): Promise<{ ms: number; body: unknown }> => {
      const start = performance.now();
      const { body } = await signInAs(username, "wrong-wrong-wrong").expect(401);
      return { ms: performance.now() - start, body };
    };
    const known: { ms: number; body: unknown }[] = [];
    const unknown: typeof known = [];
    const fastest = (rounds: { ms: number }[]) => Math.min(...rounds.map(({ ms }) => ms));
    const alike = (): boolean => fastest(unknown) > fastest(known) * 0.5;
    // On a busy machine one of the two may be late each time: the more rounds, the nearer each comes to what it takes.
    for (let round = 0; round < 9 || (round < 40 && !alike()); round++) {
      known.push(await time("op.lin"));
      unknown.push(await time("nobody"));
    }
    expect(known[0]?.body).to.deep.equal(unknown[0]?.body);
    expect(known[0]?.body).to.have.nested.property("error.code", "badCredentials");
    expect(alike()).to.equal(true);
    expect(JSON.stringify(staff.records)).to.not.include("nobody").and.not.include("wrong-wrong");
    expect(staff.records.map(({ subject }) => subject)).to.include.members(["unknown", staff.idOf("op.lin")]);
  });

  it("names the fields that are wrong, unknown ones too", async () => {
    const { body } = await staff.call("post", "/auth/sign-in").send({ username: 5, password: "", remember: true }).expect(400);
    expect(Object.keys(body.error.fields)).to.have.members(["username", "password", "remember"]);
  });

  describe("signing out", () => {
    it("ends this device's session at once and tells listeners", async () => {
      const here = await staff.signIn("op.lin");
      const there = await staff.signIn("op.lin");
      const { sessionId } = await staff.auth.authenticateToken(here.accessToken);
      const heard = endings();
      const answer = await staff.call("post", "/auth/sign-out").set("cookie", here.cookie).expect(204);
      expect(rawCookieOf(answer)).to.match(/^zhisu_refresh=;.*Path=\/api\/auth/u);
      expect(heard).to.deep.equal([[here.user.id, sessionId]]);
      await me(here.accessToken).expect(401);
      await refresh(here.cookie).expect(401);
      await me(there.accessToken).expect(200);
      expect(kinds()).to.include("auth.signedOut");
      await staff.call("post", "/auth/sign-out").set("cookie", here.cookie).expect(204);
      await staff.call("post", "/auth/sign-out", there.accessToken).expect(204);
      await me(there.accessToken).expect(401);
    });

    it("ends every device when asked to", async () => {
      const here = await staff.signIn("op.lin");
      const there = await staff.signIn("op.lin");
      const heard = endings();
      await staff.call("post", "/auth/sign-out-everywhere", here.accessToken).expect(204);
      for (const { accessToken, cookie } of [here, there]) {
        expect((await me(accessToken).expect(401)).body.error.code).to.equal("sessionEnded");
        await refresh(cookie).expect(401);
      }
      expect(heard).to.deep.equal([[here.user.id, undefined]]);
    });

    it("gives up what the same browser held before", async () => {
      const { cookie } = await staff.signIn("op.lin");
      await signInAs("dl.sun", PASSWORD).set("cookie", cookie).expect(200);
      await refresh(cookie).expect(401);
    });

    it("sweeps sessions a day after they ended", async () => {
      const ended = await staff.signIn("op.lin");
      await staff.call("post", "/auth/sign-out").set("cookie", ended.cookie).expect(204);
      const { sessionId: live } = await staff.auth.authenticateToken((await staff.signIn("op.lin")).accessToken);
      const sessions = staff.database.connection.collection<{ _id: string; revokedAt: Date | null }>("sessions");
      await staff.auth.sweep();
      expect(await sessions.countDocuments({ revokedAt: { $ne: null } })).to.be.greaterThan(0);
      staff.time.real = 2 * DAY;
      await staff.auth.sweep();
      expect(await sessions.countDocuments({ revokedAt: { $ne: null } })).to.equal(0);
      expect(await sessions.countDocuments({ _id: live })).to.equal(1);
    });
  });

  describe("tokens", () => {
    it("end after a quarter of an hour", async () => {
      const { accessToken } = await staff.signIn("op.lin");
      staff.time.real = 15 * MINUTE + 1000;
      expect((await me(accessToken).expect(401)).body.error.code).to.equal("sessionEnded");
    });

    it("are refused when forged", async () => {
      const { accessToken, user } = await staff.signIn("op.lin");
      const payload = jwt.decode(accessToken) as jwt.JwtPayload;
      const key = Buffer.from(JWT.secret, "base64url");
      const sign = (claims: object, secret: Buffer | null, options: jwt.SignOptions = {}) =>
        jwt.sign({ ...payload, ...claims }, secret ?? "", { algorithm: "HS256", keyid: JWT.kid, ...options });
      await me(sign({}, key)).expect(200);
      const forged = {
        none: sign({}, null, { algorithm: "none" }),
        "other algorithm": sign({}, key, { algorithm: "HS512" }),
        "other key": sign({}, Buffer.alloc(32, 7)),
        "other key id": sign({}, key, { keyid: "k2" }),
        "other audience": sign({ aud: "zhisu-track" }, key),
        "other issuer": sign({ iss: "evil" }, key),
        "no session": sign({ sid: "01890000-0000-7000-8000-000000000000" }, key),
        "other person": sign({ sub: "nobody" }, key),
        "other epoch": sign({ ep: payload.ep + 1 }, key),
        "no person": jwt.sign({ aud: JWT.audience, iss: JWT.issuer, exp: payload.exp }, key, { keyid: JWT.kid }),
        tampered: accessToken.replace(/\.[^.]+\./u, `.${Buffer.from(JSON.stringify({ ...payload, sub: user.id, ep: 9 })).toString("base64url")}.`),
        rubbish: "a.b.c",
      };
      for (const [name, token] of Object.entries(forged)) {
        const { status } = await me(token);
        expect(status, name).to.equal(401);
      }
      expect((await staff.call("get", "/auth/me").expect(401)).body.error.code).to.equal("unauthenticated");
    });

    it("open sockets as well, with the hour they end", async () => {
      const { accessToken, expiresAt, user } = await staff.signIn("op.lin");
      const who = await staff.auth.authenticateToken(accessToken);
      expect(who.actor).to.deep.include({ type: "staff", id: user.id, roles: ["operator"], departmentId: "RXZX", deputyFor: [] });
      expect(who.expiresAt.toISOString()).to.equal(expiresAt);
    });
  });

  describe("passwords", () => {
    const change = (token: string, body: object) => staff.call("post", "/auth/password", token).send(body);

    it("are changed with the current one; other devices end, this one goes on", async () => {
      const here = await staff.signIn("hd.qian");
      const there = await staff.signIn("hd.qian");
      const { sessionId } = await staff.auth.authenticateToken(there.accessToken);
      const heard = endings();
      const answer = await change(here.accessToken, { current: PASSWORD, next: NEXT }).expect(200);
      const { accessToken } = signedInView.parse(answer.body);
      await me(accessToken).expect(200);
      await refresh(cookieOf(answer)).expect(200);
      await me(here.accessToken).expect(401);
      await me(there.accessToken).expect(401);
      await refresh(there.cookie).expect(401);
      expect(heard).to.deep.equal([[here.user.id, sessionId]]);
      expect(kinds()).to.include("auth.passwordChanged");
      await signInAs("hd.qian", PASSWORD).expect(401);
      await signInAs("hd.qian", NEXT).expect(200);
      expect(JSON.stringify(staff.records)).to.not.include(NEXT).and.not.include(accessToken);
    });

    it("must be long, new, and not the user name", async () => {
      const created = await staff
        .call("post", "/users", (await staff.signIn("ad.gao")).accessToken)
        .send({ username: "long.username", name: "长名", roles: ["operator"], departmentId: "RXZX", password: PASSWORD })
        .expect(201);
      expect(created.body.user.mustChangePassword).to.equal(false);
      const { accessToken } = await staff.signIn("long.username");
      for (const next of ["short", "Long.Username", PASSWORD]) {
        const { body } = await change(accessToken, { current: PASSWORD, next }).expect(400);
        expect(Object.keys(body.error.fields), next).to.deep.equal(["next"]);
      }
      const { body } = await change(accessToken, { current: "not-the-current", next: NEXT }).expect(422);
      expect(body.error).to.include({ code: "currentPassword" }).and.to.have.nested.property("fields.current");
      await change(accessToken, { current: PASSWORD, next: NEXT, again: NEXT }).expect(400);
    });

    it("count as the same however the keyboard composes them", async () => {
      const { accessToken } = await staff.signIn("dl.sun");
      await change(accessToken, { current: PASSWORD, next: "caf\u00e9-on-the-corner" }).expect(200);
      await signInAs("dl.sun", "cafe\u0301-on-the-corner").expect(200);
    });
  });

  describe("standing in", () => {
    it("holds on the days of the leave alone", async () => {
      const admin = await staff.signIn("ad.gao");
      const deputy = await staff.signIn("hd.zhao");
      const away = staff.idOf("op.lin");
      const inDays = (days: number) => dayOf(new Date(Date.now() + days * DAY));
      const onLeave = { from: inDays(2), to: inDays(3), deputyId: deputy.user.id };
      const { version } = (await staff.call("get", "/users?q=op.lin", admin.accessToken).expect(200)).body.items[0];
      const changed = await staff.call("patch", `/users/${away}`, admin.accessToken).send({ version, onLeave }).expect(200);
      expect(changed.body.onLeave).to.deep.equal({ ...onLeave, deputyName: "赵一", now: false });
      const standsIn = async (days: number): Promise<string[]> => {
        staff.time.case = days * DAY;
        const { actor } = await staff.auth.authenticateToken(deputy.accessToken);
        expect((await me(deputy.accessToken).expect(200)).body.deputyFor).to.deep.equal(actor.deputyFor);
        return [...actor.deputyFor];
      };
      expect(await standsIn(0)).to.deep.equal([]);
      expect(await standsIn(1)).to.deep.equal([]);
      expect(await standsIn(2)).to.deep.equal([away]);
      expect(await standsIn(3)).to.deep.equal([away]);
      expect(await standsIn(4)).to.deep.equal([]);
    });
  });
});
