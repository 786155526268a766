import type { StaffActor } from "../../shared/actor.ts";
import { AppError } from "../platform/errors.ts";
import type { createActing } from "./acting.ts";
import type { TicketDeps } from "./deps.ts";

const PAGE = 100;

/**
 * Moves the open cases of one person to another of the same department, one act each. Reports are not the
 * administrator's to give away, nor to count: the department's lead finds them and decides (令121号 art. 37).
 */
export const createHandOver =
  ({ store, log }: Pick<TicketDeps, "store" | "log">, acting: ReturnType<typeof createActing>) =>
  async ({
    fromUserId,
    toUserId,
    actor,
  }: {
    fromUserId: string;
    toUserId: string;
    actor: StaffActor;
  }): Promise<{ moved: number; failed: { no: string; message: string }[] }> => {
    let moved = 0;
    const failed: { no: string; message: string }[] = [];
    for (let after = ""; ; ) {
      const rows = await store.openOf(fromUserId, after, PAGE);
      for (const row of rows) {
        after = row._id;
        if (row.accessClass !== "ordinary") continue;
        try {
          const action = { type: "assign", version: row.version, userId: toUserId } as const;
          await acting.act({ id: row._id, action, actor: { type: "system", id: `hand-over:${actor.id}` }, idempotency: undefined });
          moved += 1;
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          // A key of the catalogue: the words are the reader's.
          failed.push({ no: row.no, message: error.extra.rule === undefined ? `error.${error.code}` : `rule.${error.extra.rule}` });
        }
      }
      if (rows.length < PAGE) break;
    }
    log.info({ moved, failed: failed.length }, "open cases handed over");
    return { moved, failed };
  };
