import { useI18n } from "vue-i18n";
import en from "../../messages/room.en.json" with { type: "json" };
import zh from "../../messages/room.zh-CN.json" with { type: "json" };

let merged = false;
/** The room's words travel with the room: nobody who files a complaint waits for them. */
export const useRoomWords = (): void => {
  const { mergeLocaleMessage } = useI18n({ useScope: "global" });
  if (merged) return;
  merged = true;
  mergeLocaleMessage("zh-CN", { ...zh });
  mergeLocaleMessage("en", { ...en });
};
