import type { Page } from "../../../../shared/page.ts";
import type { RegisterState } from "../../../../shared/supervisors/register.ts";
import type { Application, RegisterAction } from "../../../../shared/supervisors/schema.ts";
import type { OfficeLogEntry, RegisterView, SupervisorView } from "../../../../shared/supervisors/views.ts";
import type { UserView } from "../../../../shared/users/schema.ts";
import { api } from "../session.ts";
import { t } from "../words.ts";

export const STATE_TONE: Record<RegisterState, string> = { applied: "warn", approved: "info", refused: "quiet", appointed: "ok", ended: "quiet" };
export const fieldWords = (codes: readonly string[]): string => codes.map((code) => t(`supervisor.field.${code}`)).join(t("desk.and"));

export const fetchRegister = (state: RegisterState | undefined, signal: AbortSignal): Promise<RegisterView> =>
  api<RegisterView>("/supervisors", { query: { state }, signal });
export const fetchSupervisor = (id: string, signal: AbortSignal): Promise<SupervisorView> => api<SupervisorView>(`/supervisors/${id}`, { signal });
export const fetchLog = (id: string, signal: AbortSignal): Promise<Page<OfficeLogEntry>> =>
  api<Page<OfficeLogEntry>>(`/supervisors/${id}/log`, { signal });
export const enterApplication = (body: Application, idempotencyKey: string): Promise<SupervisorView> =>
  api<SupervisorView>("/supervisors", { body, idempotencyKey });
export const actOn = (id: string, version: number, action: RegisterAction, idempotencyKey: string): Promise<SupervisorView> =>
  api<SupervisorView>(`/supervisors/${id}/actions`, { body: { version, action }, idempotencyKey });

/** Accounts with which somebody may be appointed. */
export const accounts = async (): Promise<UserView[]> =>
  (await api<Page<UserView>>("/users", { query: { limit: 200 } })).items.filter(({ roles, disabled }) => !disabled && roles.includes("supervisor"));
