import "../platform/no-eval.ts";

await import("./start.ts");
