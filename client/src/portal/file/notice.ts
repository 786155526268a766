import { onBeforeUnmount, ref, watch } from "vue";
import type { z } from "zod";
import type { privacyView } from "../../../../shared/tickets/views.ts";
import { call } from "../../platform/api.ts";
import { useWords } from "../words.ts";
import type { Draft } from "./draft.ts";

export type Notice = z.infer<typeof privacyView>;

/** The privacy notice of the office. What was agreed to is one version of it: another version is asked for anew. */
export const useNotice = (draft: Draft) => {
  const { lang } = useWords();
  const notice = ref<Notice | null>(null);
  const loading = ref(false);
  let latest = 0;

  const load = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    loading.value = true;
    const found = await call<Notice>("/public/privacy").catch(() => null);
    if (mine !== latest) return;
    loading.value = false;
    if (found === null) return;
    notice.value = found;
    if (draft.privacyVersion !== found.version) draft.privacyVersion = "";
  };
  const retry = (): void => {
    if (notice.value === null && !loading.value) void load();
  };

  void load();
  watch(lang, load);
  window.addEventListener("online", retry);
  onBeforeUnmount(() => window.removeEventListener("online", retry));
  return { notice, loading, load };
};
export type NoticeState = ReturnType<typeof useNotice>;
