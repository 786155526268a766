import { recomputeView } from "../../shared/catalogue/calendar-views.ts";
import { migrationSchema, migrationView } from "../../shared/catalogue/procedure-views.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import type { Migrations } from "./migrations.ts";
import { presentRun } from "./service.ts";

const tag = "catalogue";

export const migrationRoutes = (migrations: Migrations, nameOf: (userId: string) => string): Endpoint[] => [
  endpoint({
    method: "post",
    path: "/catalogue/migrations/preview",
    summary: "What going over to the rules in force would do to open cases. Nothing is written",
    tag,
    guard: { who: "staff", permission: "procedure.manage" },
    answer: migrationView,
    run: () => migrations.preview(),
  }),
  endpoint({
    method: "post",
    path: "/catalogue/migrations",
    summary: "Open cases go over to the rules in force, in the background; progress and result are among the recomputes",
    tag,
    guard: { who: "staff", permission: "procedure.manage" },
    body: migrationSchema,
    status: 201,
    answer: recomputeView,
    run: async ({ body, actor }) => presentRun(await migrations.begin(body, actor.id), nameOf),
  }),
];
