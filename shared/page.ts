import { z } from "zod";

/** Keyset paging: `cursor` is opaque, `limit` 1–200. */
export const pageQuery = { cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };

export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), next: z.string().nullable() });
export type Page<T> = { items: T[]; next: string | null };
