import { z } from "zod";
import { KINDS, URGENCIES } from "../tickets/status.ts";

/**
 * A line of the dispatch catalogue 派单目录: which matters it takes (kind × category × object × region × channel) and where they go.
 * `scope`: in 受理办理 a department here handles it; transfer 转有权机关 registered here and passed to `target`; out 告知去向 the citizen is
 * told where to go. `coByRegion` adds the town or sub-district of the place as a co-handler.
 */
export const SCOPES = ["in", "transfer", "out"] as const;
export type Scope = (typeof SCOPES)[number];

/** R-ANY: wherever the place is. */
export const ANY_REGION = "R-ANY";

const code = z.string().min(1).max(40);
export const dispatchRowSchema = z.strictObject({
  id: code,
  nameZh: z.string().min(1),
  nameEn: z.string(),
  kinds: z.array(z.enum(KINDS)).min(1),
  category: code.nullable(),
  object: code.nullable(),
  region: code,
  channel: code.nullable(),
  scope: z.enum(SCOPES),
  lead: code,
  coHandlers: z.array(code),
  coByRegion: z.boolean(),
  target: code.nullable(),
  procedures: z.array(code),
  urgency: z.enum(URGENCIES),
  priority: z.int(),
  basis: z.array(z.strictObject({ source: z.string(), ref: z.string() })),
  reasonZh: z.string(),
  reasonEn: z.string().optional(),
  tellZh: z.string(),
  tellEn: z.string(),
  setting: z.boolean(),
});
export type DispatchRow = z.infer<typeof dispatchRowSchema>;
