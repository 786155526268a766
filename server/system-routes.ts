import { z } from "zod";
import type { Clock } from "./platform/clock.ts";
import { type Endpoint, endpoint } from "./platform/http.ts";

const tag = "system";
const engineState = z.enum(["up", "down"]);
const healthView = z.strictObject({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  engines: z.strictObject({
    mongo: engineState,
    redis: z.enum(["up", "down", "in-process"]).describe("in-process: no Redis; events and jobs run inside this process"),
  }),
});
const officeView = z.strictObject({ name: z.string(), nameEn: z.string(), phone: z.string().nullable(), hotline: z.string() });
const nowView = z.strictObject({ now: z.string(), movable: z.boolean().describe("a demonstration, whose clock may be moved forward") });
/** A month at most in one step, so that a slip of the hand cannot end the demonstration. */
const advanceSchema = z.strictObject({
  minutes: z
    .number()
    .int()
    .min(1)
    .max(60 * 24 * 31),
});

export const systemRoutes = ({
  version,
  mongo,
  redis,
  office,
  clock,
  movable,
  moved,
}: {
  version: string;
  mongo: () => Promise<boolean>;
  redis: () => Promise<"up" | "down" | "in-process">;
  office: () => z.infer<typeof officeView>;
  clock: Clock;
  /** Only demonstrations and tests may move the clock. */
  movable: boolean;
  moved: (actorId: string, minutes: number) => Promise<void>;
}): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/health",
    summary: "Is the product able to work, and on which engines",
    tag,
    guard: { who: "public" },
    answer: healthView,
    run: async () => {
      const [database, queue] = await Promise.all([mongo(), redis()]);
      const engines = { mongo: database ? ("up" as const) : ("down" as const), redis: queue };
      return { status: database && queue !== "down" ? ("ok" as const) : ("degraded" as const), version, engines };
    },
  }),
  endpoint({
    method: "get",
    path: "/public/office",
    summary: "Name and numbers of the office",
    tag: "public",
    guard: { who: "public" },
    answer: officeView,
    run: async () => office(),
  }),
  endpoint({
    method: "get",
    path: "/clock",
    summary: "The product's clock: case time",
    tag,
    guard: { who: "public" },
    answer: nowView,
    run: async () => ({ now: clock.now().toISOString(), movable }),
  }),
  ...(movable
    ? [
        endpoint({
          method: "post",
          path: "/clock",
          summary: "Move case time forward (demonstrations only)",
          tag,
          guard: { who: "staff", permission: "clock.move" },
          body: advanceSchema,
          answer: nowView,
          run: async ({ body, actor }) => {
            const now = await clock.advance(body.minutes * 60_000);
            await moved(actor.id, body.minutes);
            return { now: now.toISOString(), movable };
          },
        }),
      ]
    : []),
];
