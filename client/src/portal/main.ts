import "../platform/tokens.css";
import "./portal.css";
import { createApp } from "vue";
import { COMMON } from "../../../shared/messages/common.ts";
import en from "../messages/portal.en.json" with { type: "json" };
import zh from "../messages/portal.zh-CN.json" with { type: "json" };
import { createMessages } from "../platform/i18n.ts";
import { startLargeType } from "./large-type.ts";
import { loadOffice } from "./office.ts";
import { watchLine } from "./online.ts";
import PortalApp from "./PortalApp.vue";
import { router } from "./routes.ts";

startLargeType();
watchLine();
void loadOffice();
createApp(PortalApp)
  .use(createMessages(COMMON, { "zh-CN": zh, en }))
  .use(router)
  .mount("#app");
