import "element-plus/es/components/base/style/css";
import "../platform/tokens.css";
import "./desk.css";
import { createApp } from "vue";
import DeskApp from "./DeskApp.vue";
import { router } from "./router.ts";
import { i18n } from "./words.ts";

createApp(DeskApp).use(i18n).use(router).mount("#app");
