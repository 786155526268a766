import { z } from "zod";
import {
  criticismAnswer,
  criticismChange,
  criticismDraft,
  criticismVersion,
  criticismView,
  criticismWithdraw,
} from "../../shared/criticism/views.ts";
import { pageOf } from "../../shared/page.ts";
import type { Database } from "../platform/database.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import { sendBytes } from "../platform/send-bytes.ts";
import type { CriticismDeps } from "./deps.ts";
import { createCriticism as createService } from "./service.ts";
import { openCriticisms } from "./store.ts";

const tag = "criticism";
const params = z.strictObject({ id: z.string().max(60) });
const before = [noStore];
const guardOf = <P extends "criticism.read" | "criticism.draft" | "criticism.issue" | "criticism.answer">(permission: P) =>
  ({ who: "staff", permission }) as const;

/** Notices of criticism (情况通报) from draft to answer. */
export const createCriticism = async ({ database, ...deps }: CriticismDeps & { database: Database }): Promise<{ endpoints: Endpoint[] }> => {
  const service = createService(await openCriticisms(database), deps);
  return {
    endpoints: [
      endpoint({
        method: "get",
        path: "/criticism",
        summary: "Notices of criticism, the newest first; a department sees those that were issued about it",
        tag,
        guard: guardOf("criticism.read"),
        answer: pageOf(criticismView),
        before,
        run: async ({ actor, locale }) => ({ items: await service.list({ actor, locale }), next: null }),
      }),
      endpoint({
        method: "post",
        path: "/criticism",
        summary: "Draft a notice: department, period, words, cases by number, findings of the checks",
        tag,
        guard: guardOf("criticism.draft"),
        body: criticismDraft,
        status: 201,
        answer: criticismView,
        before,
        run: ({ body, actor, locale, idempotency: key }) => service.draft(body, { actor, locale, key }),
      }),
      endpoint({
        method: "get",
        path: "/criticism/:id",
        summary: "One notice with what is filled in and what this person may do with it",
        tag,
        guard: guardOf("criticism.read"),
        params,
        answer: criticismView,
        before,
        run: ({ params: { id }, actor, locale }) => service.one(id, { actor, locale }),
      }),
      endpoint({
        method: "put",
        path: "/criticism/:id",
        summary: "Change a draft",
        tag,
        guard: guardOf("criticism.draft"),
        params,
        body: criticismChange,
        answer: criticismView,
        before,
        run: ({ params: { id }, body, actor, locale }) => service.change(id, body, { actor, locale, key: undefined }),
      }),
      endpoint({
        method: "post",
        path: "/criticism/:id/issue",
        summary: "Issue it, by another person than the drafter: it takes the next number of the year and is printed once",
        tag,
        guard: guardOf("criticism.issue"),
        params,
        body: criticismVersion,
        answer: criticismView,
        before,
        run: ({ params: { id }, body, actor, locale, idempotency: key }) => service.issue(id, body.version, { actor, locale, key }),
      }),
      endpoint({
        method: "post",
        path: "/criticism/:id/withdraw",
        summary: "Withdraw what was issued, with a reason; number and file stay",
        tag,
        guard: guardOf("criticism.issue"),
        params,
        body: criticismWithdraw,
        answer: criticismView,
        before,
        run: ({ params: { id }, body, actor, locale, idempotency: key }) => service.withdraw(id, body.version, body.reason, { actor, locale, key }),
      }),
      endpoint({
        method: "post",
        path: "/criticism/:id/acknowledge",
        summary: "Take note of a notice for the department it is about",
        tag,
        guard: guardOf("criticism.answer"),
        params,
        answer: criticismView,
        before,
        run: ({ params: { id }, actor, locale, idempotency: key }) => service.acknowledge(id, { actor, locale, key }),
      }),
      endpoint({
        method: "post",
        path: "/criticism/:id/answer",
        summary: "Answer a notice for the department it is about",
        tag,
        guard: guardOf("criticism.answer"),
        params,
        body: criticismAnswer,
        answer: criticismView,
        before,
        run: ({ params: { id }, body, actor, locale, idempotency: key }) => service.answer(id, body.text, { actor, locale, key }),
      }),
      endpoint({
        method: "get",
        path: "/criticism/:id/file",
        summary: "The PDF as it was issued; of a draft as it would be printed now",
        tag,
        guard: guardOf("criticism.read"),
        params,
        answer: undefined,
        run: async ({ params: { id }, actor, res }) => {
          const { name, bytes } = await service.file(id, actor);
          sendBytes(res, { name, type: "application/pdf", bytes }, true);
        },
      }),
    ],
  };
};
