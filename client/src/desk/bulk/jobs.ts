import { computed, ref } from "vue";
import type { BulkAct, BulkAction } from "../../../../shared/bulk/acts.ts";
import { BULK_ACTS } from "../../../../shared/bulk/acts.ts";
import type { BulkJob, BulkPreview, BulkRow } from "../../../../shared/bulk/views.ts";
import { PERMISSION_OF } from "../../../../shared/tickets/act-rights.ts";
import { STATUS_TABLE } from "../../../../shared/tickets/status.ts";
import type { RowView } from "../../../../shared/tickets/views.ts";
import { api, may } from "../session.ts";

export const preview = (ids: string[], action: BulkAction, signal: AbortSignal): Promise<BulkPreview> =>
  api<BulkPreview>("/bulk/preview", { body: { ids, action }, signal });
export const begin = (ids: string[], action: BulkAction, idempotencyKey: string): Promise<{ id: string }> =>
  api<{ id: string }>("/bulk", { body: { ids, action }, idempotencyKey });
export const jobOf = (id: string): Promise<BulkJob> => api<BulkJob>(`/bulk/${id}`);
export const stopJob = (id: string): Promise<BulkJob> => api<BulkJob>(`/bulk/${id}/stop`, { method: "POST" });
export const undoJob = (id: string): Promise<BulkJob> => api<BulkJob>(`/bulk/${id}/undo`, { method: "POST" });
export const latestJobs = async (): Promise<BulkRow[]> => (await api<{ items: BulkRow[] }>("/bulk")).items;

/** The job that is shown in the list until it is put away; it goes on without any page. */
export const shownJob = ref<string | null>(null);
/** Its dialog is open. */
export const jobOpen = ref(false);
export const showJob = (id: string): void => {
  shownJob.value = id;
  jobOpen.value = true;
};

export const goesOn = ({ state }: Pick<BulkRow, "state">): boolean => state === "running" || state === "undoing";
export const handledOf = ({ state, total, waiting, undone }: BulkRow): number => (state === "undoing" ? undone : total - waiting);

/** Acts that this person may do and that at least one of the rows stands for. */
export const actsFor = (rows: readonly RowView[]): BulkAct[] =>
  BULK_ACTS.filter((type) => may(PERMISSION_OF[type]) && rows.some(({ status }) => STATUS_TABLE[type].from.includes(status)));

export const useActs = (rows: () => readonly RowView[]) => computed(() => actsFor(rows()));
