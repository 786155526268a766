import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import { createMailer } from "../platform/mailer.ts";
import { createSms } from "../platform/sms.ts";
import { createDelivery } from "./delivery.ts";
import type { Channels, NoticesDeps } from "./deps.ts";
import { noticesRoutes } from "./routes.ts";
import { createNotices as createService } from "./service.ts";
import { createSendingStore } from "./store.ts";
import { noticesSubscriber } from "./subscriber.ts";

export type { Channels } from "./deps.ts";

export const channelsOf = (config: Pick<Config, "demo" | "messages">, log: Log): Channels => ({
  sms: createSms(config, log),
  email: createMailer(config, log),
});

/** Sending word that is owed (告知) and keeping its proof (送达凭证). */
export const createNotices = async ({ database, ...deps }: NoticesDeps & { database: Database }) => {
  const store = await createSendingStore(database);
  const delivery = createDelivery(store, deps);
  const notices = createService(store, delivery, deps);
  return {
    endpoints: noticesRoutes(notices, deps.cases.view),
    subscriber: noticesSubscriber(notices),
    sweep: delivery.sweep,
    /** Ends what is under way; what waits is for the next start. */
    stop: delivery.stop,
  };
};
