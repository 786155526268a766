import { z } from "zod";
import { prose } from "../text.ts";

/**
 * 编辑占用: who is editing a case. Nobody is kept from acting by it; the version of the case decides. It lives on real
 * time, so that moving the clock of the product ends none.
 */
export const leaseView = z.strictObject({
  holder: z.strictObject({ id: z.string(), name: z.string() }),
  mine: z.boolean(),
  since: z.string().describe("case time"),
  until: z.string().describe("real time; the holder renews before"),
  leftMs: z.number().describe("how long it still lasts: the clocks of browsers differ"),
  taken: z.strictObject({ from: z.string(), reason: z.string() }).nullable().describe("taken over from somebody, and why"),
  canBreak: z.boolean(),
});
export type LeaseView = z.infer<typeof leaseView>;
export const heldLeaseView = z.strictObject({ lease: leaseView.nullable() });
export const breakLeaseSchema = z.strictObject({ reason: prose(200) });
