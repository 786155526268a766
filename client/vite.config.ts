import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const server = process.env.ZHISU_SERVER ?? "http://127.0.0.1:3000";

/** Two pages: the public portal (index.html) and the staff's desk (desk.html). */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: "false", __VUE_I18N_LEGACY_API__: "false" },
  build: {
    outDir: "../dist/client",
    emptyOutDir: true,
    target: "es2022",
    rolldownOptions: { input: { portal: `${import.meta.dirname}/index.html`, desk: `${import.meta.dirname}/desk.html` } },
  },
  server: { proxy: { "/api": server, "/socket.io": { target: server, ws: true } } },
});
