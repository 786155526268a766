import { createServer } from "node:http";
import { createApp } from "./app.ts";
import type { createAuth } from "./auth/index.ts";
import type { Config } from "./platform/config.ts";
import type { Endpoint, PartyPass } from "./platform/http.ts";
import type { Log } from "./platform/log.ts";
import type { createTickets } from "./tickets/index.ts";
import { bearer } from "./tickets/tracking.ts";

type Parts = {
  config: Config;
  log: Log;
  version: string;
  clientDir?: string;
  endpoints: Endpoint[];
  auth: Awaited<ReturnType<typeof createAuth>>;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  parties: { admit: (token: string | undefined) => Promise<PartyPass> };
};

/** The way in by HTTP: staff and citizens each by a token of their own. */
export const openDoors = ({ config, log, version, clientDir, endpoints, auth, tickets, parties }: Parts) => {
  const doors = {
    staff: auth.authenticate,
    party: (req: { get: (name: string) => string | undefined }) => parties.admit(bearer(req.get("authorization"))),
    tracker: (req: { get: (name: string) => string | undefined }) => tickets.tracking.admit(bearer(req.get("authorization"))),
  };
  const app = createApp({ config, log, endpoints, doors, version, ...(clientDir === undefined ? {} : { clientDir }) });
  return { app, httpServer: createServer(app) };
};
