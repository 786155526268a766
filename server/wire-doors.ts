import { createServer } from "node:http";
import { can } from "../shared/can.ts";
import { mayAccess } from "../shared/tickets/access.ts";
import { createApp } from "./app.ts";
import type { createAuth } from "./auth/index.ts";
import type { Config } from "./platform/config.ts";
import type { Endpoint } from "./platform/http.ts";
import type { Log } from "./platform/log.ts";
import { createGateway } from "./realtime/gateway.ts";
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
};

/** The two ways in, HTTP and sockets: the same tokens open both, and the same question says who sees a case. */
export const openDoors = ({ config, log, version, clientDir, endpoints, auth, tickets }: Parts) => {
  const doors = {
    staff: auth.authenticate,
    tracker: (req: { get: (name: string) => string | undefined }) => tickets.tracking.admit(bearer(req.get("authorization"))),
  };
  const app = createApp({ config, log, endpoints, doors, version, ...(clientDir === undefined ? {} : { clientDir }) });
  const httpServer = createServer(app);
  const gateway = createGateway({
    httpServer,
    log,
    staff: auth.authenticateToken,
    track: (token) => tickets.tracking.admit(token),
    compare: tickets.queries.compare,
    maySee: async (id, actor) => {
      const loaded = can(actor, "ticket.read") ? await tickets.store.load(id) : null;
      return loaded !== null && mayAccess(actor, loaded.row);
    },
  });
  auth.onEnded(gateway.endUser);
  return { app, httpServer, gateway };
};
