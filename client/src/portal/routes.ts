import { nextTick } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import { keep, readKept } from "./kept.ts";
import HomePage from "./pages/HomePage.vue";

const RELOADED = "zhisu.portal.reloaded";

/** `title` and `place` are keys of the portal's words: the tab's title and the name of the place in the bar. */
export const router = createRouter({
  history: createWebHistory("/"),
  routes: [
    { path: "/", component: HomePage, meta: { title: "portal.title.home", place: "portal.brand" } },
    { path: "/file", component: () => import("./pages/FilePage.vue"), meta: { title: "portal.title.file", place: "portal.place.file" } },
    { path: "/done", component: () => import("./pages/DonePage.vue"), meta: { title: "portal.title.done", place: "portal.place.file" } },
    { path: "/track/:no?", component: () => import("./pages/TrackPage.vue"), meta: { title: "portal.title.track", place: "portal.place.track" } },
    { path: "/room", component: () => import("./pages/RoomPage.vue"), meta: { title: "portal.title.room", place: "portal.place.room" } },
    { path: "/partner", component: () => import("./pages/PartnerPage.vue"), meta: { title: "portal.title.partner", place: "portal.place.partner" } },
    { path: "/:rest(.*)*", component: () => import("./pages/MissingPage.vue"), meta: { title: "portal.title.missing", place: "portal.brand" } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

/** A page's code that is gone (a new version was put up meanwhile) comes with a full load; once, not in a circle. */
router.onError((_error, to) => {
  const last = Number(readKept("session", RELOADED)?.at ?? 0);
  if (!navigator.onLine || Date.now() - last < 30_000) return;
  keep("session", RELOADED, { at: Date.now() });
  window.location.assign(to.fullPath);
});

/** On another page the keyboard and the screen reader begin at its heading, as after a full load. */
router.afterEach(async (to, from) => {
  if (from.matched.length === 0 || to.path === from.path) return;
  await nextTick();
  document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
});
