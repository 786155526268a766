import { computed, reactive } from "vue";
import type { z } from "zod";
import type { Role } from "../../../../shared/actor.ts";
import type { View } from "../../../../shared/tickets/schema.ts";
import { VIEWS } from "../../../../shared/tickets/schema.ts";
import type { viewCounts } from "../../../../shared/tickets/views.ts";
import { api, me } from "../session.ts";

type Count = z.infer<typeof viewCounts>["views"][number];

/** How many cases wait in each view; the rail and the inbox read the same numbers. */
const state = reactive<{ counts: Partial<Record<View, Count>>; asked: boolean }>({ counts: {}, asked: false });

/** What waits for the hotline, of no use to those who handle cases. */
const OF_HOTLINE: readonly View[] = ["queue", "objected"];
/** Lists that are somebody's work: for others they would only be long. */
const OF_ROLES: Partial<Record<View, readonly Role[]>> = {
  toCallBack: ["callback", "lead", "inspector"],
  toRework: ["callback", "dispatcher", "lead", "inspector"],
  appealed: ["inspector", "deptLead"],
  toReview: ["reviewer"],
  helping: ["handler", "deptLead"],
  raised: ["lead", "inspector", "leader"],
  conferring: ["handler", "deptLead", "lead"],
};

/** The order of a person's day: a dispatcher starts with what has no holder, a handler with what is theirs. */
export const viewOrder = computed<View[]>(() => {
  const roles = me.value.roles;
  const dispatches = roles.includes("dispatcher") || roles.includes("lead");
  const handles = roles.includes("handler") || roles.includes("deptLead");
  // The lead decides on objections; the dispatcher sees that they wait.
  const course: View[] = roles.includes("lead")
    ? ["queue", "objected", "raised", "conferring"]
    : dispatches
      ? ["queue"]
      : handles
        ? ["mine", "toSign", "toDecide", "helping", "conferring"]
        : [];
  const calls: View[] = [
    ...(roles.includes("reviewer") ? (["toReview"] as const) : []),
    ...(roles.includes("callback") ? (["toCallBack", "toRework"] as const) : []),
    ...(roles.includes("inspector") ? (["appealed", "raised"] as const) : []),
  ];
  const first: View[] = [...new Set<View>([...course, ...calls, "open", "late", "dueSoon"])];
  const theirs = (view: View): boolean => OF_ROLES[view]?.some((role) => roles.includes(role)) !== false;
  return [
    ...first,
    ...VIEWS.filter(
      (view) => !first.includes(view) && theirs(view) && (handles || view !== "mine") && (dispatches || !handles || !OF_HOTLINE.includes(view)),
    ),
  ];
});
export const ownViews = computed<View[]>(() => viewOrder.value.slice(0, viewOrder.value.indexOf("open")));
export const firstView = computed<View>(() => viewOrder.value[0] ?? "open");
export const countOf = (view: View): Count | undefined => state.counts[view];

/** What waits for me, for the badge on the rail. */
export const waiting = computed(() => (firstView.value === "open" ? undefined : state.counts[firstView.value]));

export const shownCount = (count: Count | undefined): string => (count === undefined ? "" : count.more ? `${count.count}+` : String(count.count));

let asking = false;
let again = false;

/** Asks for the numbers; calls that come while one is under way are joined into one more. */
export const refreshCounts = async (): Promise<void> => {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const { views } = await api<z.infer<typeof viewCounts>>("/tickets/views");
    for (const each of views) state.counts[each.view] = each;
    state.asked = true;
  } catch {
    // Numbers beside a list are a help, not a promise: the list itself says when something is wrong.
  } finally {
    asking = false;
  }
  if (again) {
    again = false;
    await refreshCounts();
  }
};
