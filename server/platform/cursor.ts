import { z } from "zod";
import { invalid } from "./errors.ts";

/** The place after the last row of a page, opaque to the caller. */
export const cursorOf = (place: readonly (string | number)[]): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** Reads a place back; throws 400 for text that no page gave out. */
export const placeOf = <S extends z.ZodType>(cursor: string, schema: S): z.output<S> => {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw invalid({ cursor: { key: "field.cursor" } });
  }
};

/** Shared by names in the order of their sort key: the key and the id of a page's last row. */
export const namePlace = z.tuple([z.string(), z.string()]).transform(([pinyin, _id]) => ({ pinyin, _id }));
export type NamePlace = z.output<typeof namePlace>;
