import { createAnchor } from "./audit/anchor.ts";
import { auditRoutes } from "./audit/routes.ts";
import { createAudit } from "./audit/service.ts";
import { createAuditStore } from "./audit/store.ts";
import { auditSubscriber } from "./audit/subscriber.ts";
import type { Database } from "./platform/database.ts";
import type { Log } from "./platform/log.ts";
import type { Seal } from "./platform/seal.ts";

type Said = { kind: string; actorId: string | null; subject: string; details: Record<string, string | number | boolean | null> };

/** The audit log with its anchor outside the database, and the one way in which features write to it. */
export const joinAudit = async ({ database, seal, dataDir, log }: { database: Database; seal: Seal; dataDir: string; log: Log }) => {
  const anchor = createAnchor(dataDir);
  const audit = createAudit({ store: await createAuditStore(database), hmac: seal.hmac, log, anchor: anchor.set });
  return {
    audit,
    record: ({ actorId, ...entry }: Said) => audit.append([{ ...entry, actor: actorId ?? "unknown" }]),
    endpoints: auditRoutes(audit),
    subscriber: auditSubscriber(audit),
    close: async () => {
      await audit.close();
      anchor.flush();
    },
  };
};
