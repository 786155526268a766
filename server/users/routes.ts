import { z } from "zod";
import { translate } from "../../shared/messages/index.ts";
import { pageOf } from "../../shared/page.ts";
import { userRef } from "../../shared/tickets/views.ts";
import {
  changeUserSchema,
  createdUserView,
  createUserSchema,
  handedOverView,
  handOverSchema,
  resetPasswordView,
  skillsSchema,
  userListQuery,
  userView,
} from "../../shared/users/schema.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import type { UserService } from "./service.ts";

const params = z.object({ id: z.string().max(60) });

export const userEndpoints = (service: UserService): Endpoint[] => {
  const tag = "users";
  const read = { who: "staff", permission: "user.read" } as const;
  const manage = { who: "staff", permission: "user.manage" } as const;
  const before = [noStore];

  return [
    endpoint({
      method: "get",
      path: "/users",
      summary: "People with accounts, in the order of their names",
      tag,
      guard: read,
      query: userListQuery,
      answer: pageOf(userView),
      before,
      run: async ({ query: { disabled, ...query } }) =>
        service.list({ ...query, disabled: disabled === undefined ? undefined : disabled === "true" }),
    }),
    endpoint({
      method: "get",
      path: "/users/colleagues",
      summary: "Active people of a department; of one's own when none is named",
      tag,
      guard: { who: "staff" },
      query: z.strictObject({ departmentId: z.string().max(20).optional() }),
      answer: pageOf(userRef),
      run: async ({ query, actor }) => ({ items: service.colleagues(query.departmentId ?? actor.departmentId), next: null }),
    }),
    endpoint({
      method: "post",
      path: "/users",
      summary: "Open an account; without a password one is made and shown once",
      tag,
      guard: manage,
      body: createUserSchema,
      status: 201,
      answer: createdUserView,
      before,
      run: async ({ body, actor, idempotency }) => service.create({ input: body, actor, idempotency }),
    }),
    endpoint({
      method: "patch",
      path: "/users/:id",
      summary: "Change name, roles, department, phone or leave; disable or enable",
      tag,
      guard: manage,
      params,
      body: changeUserSchema,
      answer: userView,
      before,
      run: async ({ params: { id }, body, actor }) => service.change({ id, input: body, actor }),
    }),
    endpoint({
      method: "put",
      path: "/users/:id/skills",
      summary: "Say which categories of matters a person knows; a department's lead for own people",
      tag,
      guard: { who: "staff", permission: "skills.change" },
      params,
      body: skillsSchema,
      answer: userView,
      before,
      run: async ({ params: { id }, body, actor }) => service.changeSkills({ id, input: body, actor }),
    }),
    endpoint({
      method: "post",
      path: "/users/:id/reset-password",
      summary: "Make a new password, shown once; the person's sessions end",
      tag,
      guard: manage,
      params,
      answer: resetPasswordView,
      before,
      run: async ({ params: { id }, actor }) => service.resetPassword(id, actor),
    }),
    endpoint({
      method: "post",
      path: "/users/:id/hand-over",
      summary: "Give a person's open cases to a colleague",
      tag,
      guard: manage,
      params,
      body: handOverSchema,
      answer: handedOverView,
      run: async ({ params: { id }, body, actor, locale }) => {
        const { moved, failed } = await service.handOver({ id, toUserId: body.toUserId, actor });
        return { moved, failed: failed.map(({ no, message }) => ({ no, message: translate(locale, message) })) };
      },
    }),
  ];
};
