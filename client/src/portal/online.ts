import { ref } from "vue";

/** Since when the line is down (browser's time), and the office's time of what the page shows, where it shows a case. */
const offlineSince = ref<number | null>(null);
const seenAt = ref<string | null>(null);

export const watchLine = (): void => {
  if (!navigator.onLine) offlineSince.value = Date.now();
  window.addEventListener("offline", () => {
    offlineSince.value ??= Date.now();
  });
  window.addEventListener("online", () => {
    offlineSince.value = null;
  });
};

export const useLine = () => ({ offlineSince, seenAt });
