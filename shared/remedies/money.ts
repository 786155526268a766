import { z } from "zod";

/** Money is whole fen inside, yuan with at most two decimals outside. */
export const MOST_YUAN = 100_000_000;
export const fenOf = (yuan: number): number => Math.round(yuan * 100);
export const yuanOf = (fen: number): number => fen / 100;

/** `fen` × `over` ÷ `under`, to the fen, half up. Whole numbers go in; what is between may be larger than a double holds. */
export const share = (fen: number, over: number, under: number): number =>
  Number((BigInt(fen) * BigInt(over) * 2n + BigInt(under)) / (2n * BigInt(under)));

const yuan = z
  .number({ error: ({ input }) => (input === undefined ? "field.required" : "field.number") })
  .max(MOST_YUAN, { error: "field.tooLarge" })
  .refine((value) => Math.round(value * 100) / 100 === value, { error: "field.twoDecimals" });
export const money = yuan.min(0.01, { error: "field.tooSmall" });
export const moneyOrNothing = yuan.min(0, { error: "field.notNegative" });

/** 6,800 or 6,800.50: cents only where there are any. */
export const grouped = (yuan: number): string => {
  const [whole = "0", cents] = (Number.isInteger(yuan) ? String(yuan) : yuan.toFixed(2)).split(".");
  const parts = whole.replace(/\B(?=(?:\d{3})+$)/gu, ",");
  return cents === undefined ? parts : `${parts}.${cents}`;
};
/** Fen as words of a refusal say them. */
export const saidYuan = (fen: number): string => grouped(yuanOf(fen));
