import { expect } from "chai";
import fc from "fast-check";
import { AppError } from "../../server/platform/errors.ts";
import { verifyTicket } from "../../server/tickets/verify.ts";
import type { StaffActor } from "../../shared/actor.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { ACTION_TYPES, KINDS, STATUSES } from "../../shared/tickets/status.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { sample } from "../support/states.ts";

describe("any sequence of acts on a stored case", () => {
  let product: TestProduct;
  before(async function start() {
    this.timeout(30_000);
    product = await startProduct("chain");
  });

  const actorOf = (username: string): StaffActor => {
    const card = product.users.directory.all().find((user) => user.username === username);
    if (card === undefined) throw new Error(username);
    return { type: "staff", id: card.id, name: card.name, roles: card.roles, departmentId: card.departmentId, deputyFor: [] };
  };

  it("leaves a chain that verifies, versions without gaps and a state of the table", async function walk() {
    this.timeout(60_000);
    const people = ["op.lin", "disp.zhao", "lead.wang", "mf.liu", "mf.head", "js.mu"].map(actorOf);
    const song = actorOf("mf.song").id;
    const step = fc.tuple(fc.constantFrom(...ACTION_TYPES), fc.nat(people.length), fc.constantFrom("SCJG", "JSJ"));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...KINDS), fc.array(step, { minLength: 5, maxLength: 25 }), async (kind, steps) => {
        const filed = await product.tickets.filing.file({ ...complaint(), kind, demands: ["refund"] } as never, null, undefined);
        for (const [type, who, departmentId] of steps) {
          const row = await product.tickets.store.full(filed.id);
          const actor = people[who] ?? ({ type: "citizen", ticketId: filed.id } as const);
          const given: Action = type === "dispatch" ? { type, departmentId } : type === "assign" ? { type, userId: song } : sample(type);
          const action = { ...given, version: row?.version };
          await product.tickets.acting.act({ id: filed.id, action: action as Action, actor, idempotency: undefined }).catch((error: unknown) => {
            if (!(error instanceof AppError)) throw error;
          });
        }
        const row = await product.tickets.store.full(filed.id);
        if (row === null) throw new Error("the case is gone");
        expect(verifyTicket(row, product.seal)).to.deep.equal([]);
        expect(row.timeline.map(({ seq }) => seq)).to.deep.equal(Array.from({ length: row.version }, (_, i) => i + 1));
        expect(STATUSES).to.include(row.status);
      }),
      { numRuns: 15 },
    );
  });
});
