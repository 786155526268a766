import { expect } from "chai";
import { PASSWORD, type Staff, staffApp } from "./support-auth.ts";

const MINUTE = 60_000;

describe("throttling of sign-in", function () {
  this.timeout(60_000);
  const LIMITS = { account: 3, address: 5, windowMs: 15 * MINUTE };
  let staff: Staff;
  let from = 0;
  beforeEach(async () => {
    staff = await staffApp(`auth-throttle-${++from}`, LIMITS);
  });

  const tryFrom = (address: string, username: string, password: string) =>
    staff.call("post", "/auth/sign-in").set("x-forwarded-for", address).send({ username, password });

  it("holds an account after its failures, from whatever address, known or not", async () => {
    for (const username of ["op.lin", "nobody"]) {
      for (const address of ["203.0.113.1", "203.0.113.2", "203.0.113.3"]) await tryFrom(address, username, "wrong").expect(401);
      const held = await tryFrom("203.0.113.4", username.toUpperCase(), PASSWORD).expect(429);
      expect(held.body.error).to.include({ code: "tooManyTries", message: "Too many tries; please wait 15 minutes" });
      expect(Number(held.get("retry-after"))).to.be.within(14 * 60, 15 * 60);
    }
    await tryFrom("203.0.113.4", "dl.sun", PASSWORD).expect(200);
  });

  it("holds an address after its failures, whatever the names, and lets others in", async () => {
    for (let i = 0; i < 5; i++) await tryFrom("203.0.113.9", `name${i}`, "wrong").expect(401);
    await tryFrom("203.0.113.9", "op.lin", PASSWORD).expect(429);
    await tryFrom("203.0.113.10", "op.lin", PASSWORD).expect(200);
  });

  it("counts neither success nor a request that says nothing", async () => {
    for (let i = 0; i < 8; i++) await tryFrom("203.0.113.20", "op.lin", PASSWORD).expect(200);
    for (let i = 0; i < 8; i++) await tryFrom("203.0.113.20", "op.lin", "").expect(400);
    await tryFrom("203.0.113.20", "op.lin", PASSWORD).expect(200);
  });

  it("holds guesses at the current password too", async () => {
    const { accessToken } = await staff.signIn("op.lin");
    const guess = () => staff.call("post", "/auth/password", accessToken).send({ current: "wrong-guess", next: "another-long-password" });
    for (let i = 0; i < 3; i++) await guess().expect(422);
    await guess().expect(429);
    await staff.call("get", "/auth/me", accessToken).expect(200);
  });
});
