import { expect } from "chai";
import { signedInView } from "../../shared/auth/schema.ts";
import { cookieOf, rawCookieOf, type Staff, staffApp } from "./support-auth.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

describe("the refresh token", function () {
  this.timeout(60_000);
  let staff: Staff;
  before(async () => {
    staff = await staffApp("auth-refresh");
  });
  beforeEach(() => {
    staff.time.case = 0;
    staff.time.real = 0;
    staff.records.length = 0;
  });

  const refresh = (cookie: string) => staff.call("post", "/auth/refresh").set("cookie", cookie);
  const me = (token: string) => staff.call("get", "/auth/me", token);
  const kinds = () => staff.records.map(({ kind }) => kind);
  const endings = () => {
    const heard: [string, string | undefined][] = [];
    staff.auth.onEnded((userId, sessionId) => heard.push([userId, sessionId]));
    return heard;
  };

  it("replaces the token at every use", async () => {
    const first = await staff.signIn("op.lin");
    const answer = await refresh(first.cookie).expect(200);
    const second = cookieOf(answer);
    expect(second).to.not.equal(first.cookie);
    expect(signedInView.parse(answer.body).user.username).to.equal("op.lin");
    await me(answer.body.accessToken).expect(200);
    await refresh(second).expect(200);
  });

  it("ends the family when an older token comes back", async () => {
    const first = await staff.signIn("op.lin");
    const answer = await refresh(first.cookie).expect(200);
    const second = cookieOf(answer);
    staff.time.real = 11_000;
    const heard = endings();
    const reused = await refresh(first.cookie).expect(401);
    expect(reused.body.error.code).to.equal("sessionEnded");
    expect(rawCookieOf(reused)).to.match(/^zhisu_refresh=;/u);
    await refresh(second).expect(401);
    await me(answer.body.accessToken).expect(401);
    expect(kinds()).to.deep.equal(["auth.signedIn", "auth.tokenReused"]);
    expect(heard).to.have.length(1);
    expect(heard[0]?.[0]).to.equal(staff.idOf("op.lin"));
  });

  it("ends the family for a token that was made up", async () => {
    const { cookie } = await staff.signIn("op.lin");
    await refresh(cookie.replace(/\.[^.]+$/u, `.${"A".repeat(43)}`)).expect(401);
    await refresh(cookie).expect(401);
  });

  it("takes the token before once more within ten seconds, and whichever successor the browser kept", async () => {
    const { cookie } = await staff.signIn("op.lin");
    const one = cookieOf(await refresh(cookie).expect(200));
    staff.time.real = 9000;
    const other = cookieOf(await refresh(cookie).expect(200));
    expect(other).to.not.equal(one);
    staff.time.real = 15 * MINUTE;
    const kept = cookieOf(await refresh(one).expect(200));
    staff.time.real = 16 * MINUTE;
    await refresh(other).expect(401);
    await refresh(kept).expect(401);
  });

  it("does not lengthen the ten seconds by use", async () => {
    const { cookie } = await staff.signIn("op.lin");
    await refresh(cookie).expect(200);
    staff.time.real = 8000;
    await refresh(cookie).expect(200);
    staff.time.real = 12_000;
    await refresh(cookie).expect(401);
  });

  it("serves many tabs at once", async () => {
    const { cookie } = await staff.signIn("op.lin");
    const answers = await Promise.all(Array.from({ length: 4 }, () => refresh(cookie)));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
    staff.time.real = 15 * MINUTE;
    await refresh(cookieOf(answers[2] as never)).expect(200);
  });

  it("lasts fourteen days without use and sixty in all", async () => {
    const idle = await staff.signIn("op.lin");
    staff.time.real = 14 * DAY + MINUTE;
    await refresh(idle.cookie).expect(401);

    let { cookie } = await staff.signIn("op.lin");
    const start = staff.time.real;
    for (const days of [13, 26, 39, 52, 59]) {
      staff.time.real = start + days * DAY;
      cookie = cookieOf(await refresh(cookie).expect(200));
    }
    staff.time.real = start + 60 * DAY + MINUTE;
    await refresh(cookie).expect(401);
  });

  it("is untouched by the case clock", async () => {
    const { cookie, accessToken } = await staff.signIn("op.lin");
    staff.time.case = 400 * DAY;
    await me(accessToken).expect(200);
    const { body } = await refresh(cookie).expect(200);
    expect(Date.parse(body.now) - Date.now()).to.be.greaterThan(399 * DAY);
  });

  it("refuses what another site sends", async () => {
    const { cookie } = await staff.signIn("op.lin");
    for (const [header, value] of [
      ["sec-fetch-site", "cross-site"],
      ["sec-fetch-site", "same-site"],
      ["origin", "https://evil.example"],
      ["origin", "null"],
    ] as const) {
      const { body } = await refresh(cookie).set(header, value).expect(403);
      expect(body.error.code, value).to.equal("crossSite");
      await staff.call("post", "/auth/sign-out").set("cookie", cookie).set(header, value).expect(403);
    }
    await refresh(cookie).set("host", "zhisu.example:8080").set("origin", "http://zhisu.example:8080").expect(200);
  });

  it("asks to sign in when there is no cookie or a broken one", async () => {
    expect((await staff.call("post", "/auth/refresh").expect(401)).body.error.code).to.equal("unauthenticated");
    await refresh("zhisu_refresh=x.y").expect(401);
  });
});
