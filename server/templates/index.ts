import type { Database } from "../platform/database.ts";
import type { TemplateDeps } from "./deps.ts";
import { createMacros } from "./macro.ts";
import { templateRoutes } from "./routes.ts";
import { createTemplates as createService } from "./service.ts";
import { createTemplateStore } from "./store.ts";

/** 常用语: words and lists of acts that are kept for later use. */
export const createTemplates = async ({ database, ...deps }: TemplateDeps & { database: Database }) => ({
  endpoints: templateRoutes(createService(await createTemplateStore(database), deps), createMacros(deps)),
});
