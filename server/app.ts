import { isUtf8 } from "node:buffer";
import fs from "node:fs";
import path from "node:path";
import express, { type Express } from "express";
import helmet from "helmet";
// The package's own entry would run its code for browsers here, at every start.
import swaggerDir from "swagger-ui-dist/absolute-path.js";
import type { Config } from "./platform/config.ts";
import { answerErrors } from "./platform/error-answer.ts";
import { AppError, notFound } from "./platform/errors.ts";
import { type Doors, type Endpoint, mount, sentBody } from "./platform/http.ts";
import type { Log } from "./platform/log.ts";
import { openApiDocument } from "./platform/openapi.ts";

const BODY_LIMIT = 256 * 1024;

/** The web application: the API, its description, and the two pages of the client. */
export const createApp = ({
  config,
  log,
  endpoints,
  doors,
  version,
  clientDir,
}: {
  config: Pick<Config, "trustProxy" | "checkAnswers" | "secureCookies">;
  log: Log;
  endpoints: readonly Endpoint[];
  doors: Doors;
  version: string;
  /** Built client; left out, only the API is served. */
  clientDir?: string;
}): Express => {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", config.trustProxy);
  app.set("query parser", "simple");
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          "script-src": ["'self'"],
          "style-src": ["'self'", "'unsafe-inline'"],
          // 'self' takes in sockets to this host; "wss:" would allow every host.
          "connect-src": ["'self'"],
          "font-src": ["'self'", "data:"],
          "img-src": ["'self'", "data:", "blob:"],
          // A paper is shown by the browser's own viewer, from bytes that were fetched with the person's right.
          "frame-src": ["'self'", "blob:"],
          "upgrade-insecure-requests": config.secureCookies ? [] : null,
        },
      },
      strictTransportSecurity: config.secureCookies,
    }),
  );

  const api = express.Router();
  api.use(express.json({ limit: BODY_LIMIT, strict: false, verify: onlyUtf8 }));
  api.use((req, _res, next) => next(wrongMedia(req) ? new AppError(415, "mediaType") : undefined));
  mount(api, endpoints, doors, config.checkAnswers);
  // Made when somebody asks: describing every endpoint takes a tenth of a second, which no start should wait for.
  let document: ReturnType<typeof openApiDocument> | undefined;
  api.get("/openapi.json", (_req, res) => {
    document ??= openApiDocument(endpoints, version);
    res.json(document);
  });
  api.use("/docs", docs());
  api.use(() => {
    throw notFound();
  });
  app.use("/api", api);

  if (clientDir !== undefined) serveClient(app, clientDir);
  app.use(answerErrors(log));
  return app;
};

/** The parser puts its own status on what is thrown here, so the type says which answer is meant. */
const onlyUtf8 = (_req: unknown, _res: unknown, body: Buffer, encoding: string): void => {
  if (encoding.toLowerCase() !== "utf-8") throw Object.assign(new Error(encoding), { type: "charset.unsupported" });
  if (!isUtf8(body)) throw Object.assign(new Error("not UTF-8"), { type: "entity.utf8" });
};

/** A body that nobody parsed: only JSON and uploads are understood. */
const wrongMedia = (req: express.Request): boolean => sentBody(req) && req.is(["json", "multipart/form-data"]) === false;

/** The API's description, readable in a browser, from files of our own: no other host is asked. */
const docs = (): express.Router => {
  const router = express.Router();
  const page = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>质诉 API</title><link rel="stylesheet" href="./swagger-ui.css"></head><body><div id="swagger-ui"></div><script src="./swagger-ui-bundle.js"></script><script src="./start.js"></script></body></html>`;
  router.get("/", (req, res) => {
    if (!req.originalUrl.split("?")[0]?.endsWith("/")) return res.redirect(301, `${req.baseUrl}/`);
    res.type("html").send(page);
  });
  router.get(
    "/start.js",
    (_req, res) => void res.type("js").send('SwaggerUIBundle({ url: "../openapi.json", dom_id: "#swagger-ui", validatorUrl: "none" });'),
  );
  router.use(express.static(swaggerDir(), { index: false }));
  return router;
};

/** Hashed assets for ever, pages never; any path of the desk or the portal gets its page. */
const serveClient = (app: Express, dir: string): void => {
  app.use("/assets", express.static(path.join(dir, "assets"), { immutable: true, maxAge: "1y" }));
  app.use(
    express.static(dir, {
      index: false,
      maxAge: "1h",
      setHeaders: (res, file) => void (file.endsWith(".html") && res.set("cache-control", "no-cache")),
    }),
  );
  const send = (name: string) => (_req: express.Request, res: express.Response, next: express.NextFunction) => {
    const file = path.join(dir, name);
    if (!fs.existsSync(file)) return next(notFound());
    res.set("cache-control", "no-cache").sendFile(file);
  };
  app.get(/^\/desk(?:\/.*)?$/u, send("desk.html"));
  app.get(/^\/(?!api(?:\/|$)|assets\/|socket\.io).*$/u, send("index.html"));
};
