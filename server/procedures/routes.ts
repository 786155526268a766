import { noticesPreview, noticesPreviewView, noticesPublish, noticesView } from "../../shared/catalogue/notice-views.ts";
import {
  proceduresView,
  publishedView,
  rulesPreview,
  rulesPreviewView,
  rulesPublish,
  warnSetsPublish,
} from "../../shared/catalogue/procedure-views.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import type { ProceduresService } from "./service.ts";

const tag = "catalogue";
const read = { who: "staff", permission: "department.read" } as const;
const manage = { who: "staff", permission: "procedure.manage" } as const;

export const proceduresRoutes = (service: ProceduresService): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/catalogue/procedures",
    summary: "Procedures in force with their limits: from what, until what, by which article, and when they warn",
    tag,
    guard: read,
    answer: proceduresView,
    run: ({ locale }) => service.view(locale),
  }),
  endpoint({
    method: "post",
    path: "/catalogue/procedures/preview",
    summary: "What other limits would mean for a case of today, and for open cases if they went over. Nothing is written",
    tag,
    guard: manage,
    body: rulesPreview,
    answer: rulesPreviewView,
    run: ({ body, locale }) => service.preview(body.rules, locale),
  }),
  endpoint({
    method: "post",
    path: "/catalogue/procedures",
    summary: "Publish changed limits: in force for procedures that begin from now on. A limit of the law needs the source of the change",
    tag,
    guard: manage,
    body: rulesPublish,
    status: 201,
    answer: publishedView,
    run: ({ body, actor }) => service.publish(body, actor.id),
  }),
  endpoint({
    method: "post",
    path: "/catalogue/warn-sets",
    summary: "Publish changed steps of warning: in force at once for all open cases",
    tag,
    guard: manage,
    body: warnSetsPublish,
    status: 201,
    answer: publishedView,
    run: ({ body, actor }) => service.publishWarnSets(body, actor.id),
  }),
  endpoint({
    method: "get",
    path: "/catalogue/notices",
    summary: "Word that is owed, with its templates, and what may stand between braces",
    tag,
    guard: read,
    answer: noticesView,
    run: ({ locale }) => service.noticesView(locale),
  }),
  endpoint({
    method: "post",
    path: "/catalogue/notices/preview",
    summary: "What changes in the words of notices, filled with examples. Nothing is written",
    tag,
    guard: manage,
    body: noticesPreview,
    answer: noticesPreviewView,
    run: async ({ body, locale }) => service.noticesPreview(body.notices, locale),
  }),
  endpoint({
    method: "post",
    path: "/catalogue/notices",
    summary: "Publish changed notices: what is told from now on is told in these words",
    tag,
    guard: manage,
    body: noticesPublish,
    status: 201,
    answer: publishedView,
    run: ({ body, actor }) => service.publishNotices(body, actor.id),
  }),
];
