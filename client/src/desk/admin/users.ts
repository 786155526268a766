import type { z } from "zod";
import type { Page } from "../../../../shared/page.ts";
import type { ChangeUser, CreateUser, createdUserView, handedOverView, UserView } from "../../../../shared/users/schema.ts";
import { dayOfInstant, when } from "../../platform/format.ts";
import { now } from "../clock.ts";
import { newKey } from "../ids.ts";
import { api } from "../session.ts";
import { locale, t } from "../words.ts";

type Created = z.infer<typeof createdUserView>;
type HandedOver = z.infer<typeof handedOverView>;

export const listUsers = (query: { departmentId: string; q: string; cursor?: string; limit?: number }): Promise<Page<UserView>> =>
  api<Page<UserView>>("/users", { query });
export const createUser = (body: CreateUser, key: string): Promise<Created> => api<Created>("/users", { body, idempotencyKey: key });
export const changeUser = (id: string, body: ChangeUser): Promise<UserView> => api<UserView>(`/users/${id}`, { method: "PATCH", body });
export const resetPassword = (id: string): Promise<{ password: string }> =>
  api<{ password: string }>(`/users/${id}/reset-password`, { method: "POST", idempotencyKey: newKey() });
export const handOver = (id: string, toUserId: string): Promise<HandedOver> =>
  api<HandedOver>(`/users/${id}/hand-over`, { body: { toUserId }, idempotencyKey: newKey() });

export type UserState = { word: string; tone: "quiet" | "ok" | "warn" | "info" };
/** One word for how an account stands: the most telling first. */
export const stateOf = (user: UserView): UserState => {
  if (user.disabled) return { word: t("desk.admin.disabled"), tone: "quiet" };
  if (user.onLeave?.now) return { word: t("desk.admin.onLeave", { day: user.onLeave.to }), tone: "info" };
  if (user.mustChangePassword) return { word: t("desk.admin.mustChange"), tone: "warn" };
  if (user.onLeave !== null && user.onLeave.from > dayOfInstant(now.value))
    return { word: t("desk.admin.leavePlanned", { from: user.onLeave.from }), tone: "info" };
  return { word: t("desk.admin.active"), tone: "ok" };
};
export const lastWords = (user: UserView): string =>
  user.lastSignInAt === null ? t("desk.admin.never") : when(user.lastSignInAt, new Date(), locale.value);
export const roleWords = (user: UserView): string => user.roles.map((role) => t(`role.${role}`)).join(t("desk.and"));
