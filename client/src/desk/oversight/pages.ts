import type { Permission } from "../../../../shared/can.ts";
import type { IconName } from "../../components/icons.ts";
import { may } from "../session.ts";

type Page = { to: string; word: string; icon: IconName; needs: Permission };
const PAGES: readonly Page[] = [
  { to: "/load", word: "desk.load.title", icon: "users", needs: "workload.read" },
  { to: "/checks", word: "desk.checks.title", icon: "eye", needs: "check.read" },
  { to: "/criticism", word: "desk.criticism.title", icon: "flag", needs: "criticism.read" },
  { to: "/supervisors", word: "desk.sv.title", icon: "shield", needs: "supervisor.read" },
];
export const oversightPages = (): Page[] => PAGES.filter(({ needs }) => may(needs));
