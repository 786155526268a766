import { ref } from "vue";
import { createRouter, createWebHistory, type RouteLocationRaw } from "vue-router";
import type { Permission } from "../../../shared/can.ts";
import { faultOf } from "../platform/api.ts";
import { faultWords } from "./faults.ts";
import { may, me, onEnded, renew, session } from "./session.ts";

declare module "vue-router" {
  interface RouteMeta {
    /** Without the shell. */
    bare?: boolean;
    needs?: Permission;
    area?: "inbox" | "month" | "new" | "disputes" | "stats" | "oversight" | "promises" | "admin" | "me";
  }
}

export const router = createRouter({
  history: createWebHistory("/desk"),
  routes: [
    { path: "/", name: "home", component: () => import("./shell/MissingPage.vue") },
    { path: "/sign-in", name: "sign-in", component: () => import("./sign-in/SignInPage.vue"), meta: { bare: true } },
    { path: "/inbox", name: "inbox", component: () => import("./inbox/InboxPage.vue"), meta: { area: "inbox", needs: "ticket.read" } },
    { path: "/month", name: "month", component: () => import("./month/MonthPage.vue"), meta: { area: "month", needs: "ticket.read" } },
    { path: "/cases/:id", name: "case", component: () => import("./case/CasePage.vue"), meta: { area: "inbox", needs: "ticket.read" } },
    { path: "/cases/:id/print", name: "reply", component: () => import("./case/ReplyPage.vue"), meta: { bare: true, needs: "ticket.read" } },
    {
      path: "/cases/:id/documents/:doc",
      name: "paper",
      component: () => import("./documents/PaperPage.vue"),
      meta: { area: "inbox", needs: "document.read" },
    },
    { path: "/new", name: "new", component: () => import("./new/NewCasePage.vue"), meta: { area: "new", needs: "ticket.create" } },
    {
      path: "/disputes",
      name: "disputes",
      component: () => import("./disputes/DisputesPage.vue"),
      meta: { area: "disputes", needs: "dispute.read" },
    },
    { path: "/disputes/:id", name: "dispute", component: () => import("./disputes/RoomPage.vue"), meta: { area: "disputes", needs: "dispute.read" } },
    { path: "/stats", name: "rates", component: () => import("./stats/RatesPage.vue"), meta: { area: "stats", needs: "stats.read" } },
    {
      path: "/recovered",
      name: "recovered",
      component: () => import("./remedies/RecoveredPage.vue"),
      meta: { area: "stats", needs: "remedy.totals" },
    },
    { path: "/load", name: "load", component: () => import("./oversight/LoadPage.vue"), meta: { area: "oversight", needs: "workload.read" } },
    { path: "/checks", name: "checks", component: () => import("./oversight/ChecksPage.vue"), meta: { area: "oversight", needs: "check.read" } },
    {
      path: "/criticism",
      name: "criticism",
      component: () => import("./oversight/CriticismPage.vue"),
      meta: { area: "oversight", needs: "criticism.read" },
    },
    {
      path: "/supervisors",
      name: "supervisors",
      component: () => import("./supervisors/SupervisorsPage.vue"),
      meta: { area: "oversight", needs: "supervisor.read" },
    },
    {
      path: "/supervise/:tab(tasks|log|report|me)?",
      name: "supervise",
      component: () => import("./supervise/SupervisePage.vue"),
      meta: { bare: true, needs: "supervisor.own" },
    },
    { path: "/promises", name: "promises", component: () => import("./remedies/PromisesPage.vue"), meta: { area: "promises", needs: "remedy.read" } },
    { path: "/templates", name: "templates", component: () => import("./templates/TemplatesPage.vue"), meta: { area: "me", needs: "template.use" } },
    { path: "/admin", redirect: () => (may("user.read") ? "/admin/users" : "/admin/dispatch") },
    { path: "/admin/users", name: "users", component: () => import("./admin/UsersPage.vue"), meta: { area: "admin", needs: "user.read" } },
    {
      path: "/admin/departments",
      name: "departments",
      component: () => import("./admin/DepartmentsPage.vue"),
      meta: { area: "admin", needs: "department.manage" },
    },
    {
      path: "/admin/dispatch",
      name: "catalogue",
      component: () => import("./admin/DispatchPage.vue"),
      meta: { area: "admin", needs: "department.read" },
    },
    {
      path: "/admin/calendar",
      name: "calendar",
      component: () => import("./admin/CalendarPage.vue"),
      meta: { area: "admin", needs: "department.read" },
    },
    {
      path: "/admin/procedures",
      name: "procedures",
      component: () => import("./admin/procedures/ProceduresPage.vue"),
      meta: { area: "admin", needs: "department.read" },
    },
    {
      path: "/admin/notices",
      name: "notice-templates",
      component: () => import("./admin/procedures/NoticesPage.vue"),
      meta: { area: "admin", needs: "department.read" },
    },
    {
      path: "/admin/organisation",
      name: "organisation",
      component: () => import("./admin/OrganisationPage.vue"),
      meta: { area: "admin", needs: "department.read" },
    },
    {
      path: "/admin/documents",
      name: "documents",
      component: () => import("./documents/PaperSettingsPage.vue"),
      meta: { area: "admin", needs: "department.read" },
    },
    { path: "/me/password", name: "password", component: () => import("./sign-in/PasswordPage.vue"), meta: { area: "me" } },
    { path: "/:rest(.*)*", name: "missing", component: () => import("./shell/MissingPage.vue") },
  ],
  // An entry that a link points at is brought into sight by the record, when it is there.
  scrollBehavior: (to, _from, saved) => saved ?? (to.hash.startsWith("#entry-") ? false : { top: 0 }),
});

/** Where a person's day starts. Those without cases start at their own page: a supervisor on the phone, a mediator at the mediations. */
export const home = (): RouteLocationRaw => {
  if (may("ticket.read")) return { name: "inbox" };
  if (may("supervisor.own")) return { name: "supervise" };
  return { name: may("dispute.read") ? "disputes" : "password" };
};

export const bootFault = ref<string | null>(null);

/** Asks once whether this browser still has a session. */
export const boot = async (): Promise<void> => {
  bootFault.value = null;
  try {
    await renew();
  } catch (error) {
    if (faultOf(error)?.status !== 401) bootFault.value = faultWords(error);
  }
  if (bootFault.value === null && router.currentRoute.value.matched.length === 0)
    await router.replace(window.location.pathname.replace(/^\/desk/u, "") + window.location.search);
};

router.beforeEach(async (to) => {
  if (session.phase === "unknown") await boot();
  if (bootFault.value !== null) return false;
  if (session.phase !== "in") return to.name === "sign-in" ? true : { name: "sign-in", query: to.path === "/" ? {} : { back: to.fullPath } };
  if (me.value.mustChangePassword && to.name !== "sign-in") return { name: "sign-in", query: { back: to.fullPath } };
  if (to.name === "sign-in" && !me.value.mustChangePassword)
    return typeof to.query.back === "string" && to.query.back.startsWith("/") ? to.query.back : home();
  if (to.name === "home") return home();
  if (to.meta.needs !== undefined && !may(to.meta.needs))
    return { name: "missing", params: { rest: ["forbidden"] }, query: { needs: to.meta.needs } };
  return true;
});

onEnded((wanted) => {
  const at = router.currentRoute.value;
  if (at.name !== "sign-in") router.push({ name: "sign-in", query: wanted ? {} : { back: at.fullPath, ended: "1" } }).catch(() => {});
});
