// The page allows no code made at run time, and zod would try once, which browsers report. It reads this before it is
// loaded, so this file imports nothing and everything else is loaded after it.
(globalThis as { __zod_globalConfig?: { jitless?: boolean } }).__zod_globalConfig = { jitless: true };
