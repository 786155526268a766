import type { SOLVED } from "../../../../shared/tickets/schema.ts";

/** What a citizen says of the answer: whether it is solved, and what else they care to say. */
export type Rating = { contacted: "yes" | "no" | ""; solved: (typeof SOLVED)[number] | ""; grade: number | ""; text: string };
export const EMPTY_RATING = (): Rating => ({ contacted: "", solved: "", grade: "", text: "" });
/** Best first, as people read them out. */
export const GRADES = [5, 4, 3, 2, 1] as const;

export type RatingBody = Record<string, string | number | boolean>;
/** What was left out is not sent: nobody is made to have an opinion. */
export const ratingBody = ({ contacted, solved, grade, text }: Rating): RatingBody => ({
  solved,
  ...(contacted === "" ? {} : { contacted: contacted === "yes" }),
  ...(grade === "" ? {} : { grade }),
  ...(text.trim() === "" ? {} : { text }),
});
