import type { ActionType } from "../../../../shared/tickets/status.ts";
import { t } from "../words.ts";

const WRITTEN: readonly ActionType[] = ["note", "reply", "supplement"];

/** "刘振东 正在写答复", "刘振东 正在填“不予受理”". */
export const writingWords = ({ name, type }: { name: string; type: ActionType }): string =>
  t(WRITTEN.includes(type) ? "desk.together.writes" : "desk.together.fills", { name, act: t(`action.${type}`) });
