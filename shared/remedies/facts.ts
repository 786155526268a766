import { z } from "zod";
import type { FieldFaults } from "../issues.ts";
import { day } from "../tickets/schema.ts";
import { FACT_NAMES, type FactName, isDayFact, isMoneyFact, kindRow, REMEDY_KINDS, type RemedyKind } from "./kinds.ts";
import { money, moneyOrNothing } from "./money.ts";

const number = (max: number) => z.number({ error: "field.number" }).min(0, { error: "field.notNegative" }).max(max, { error: "field.tooLarge" });
const MORE_THAN_NOTHING: readonly FactName[] = ["price", "unitPrice", "loss"];
const NUMBERS = {
  ordered: number(1_000_000).refine((value) => Math.round(value * 1000) / 1000 === value, { error: "field.threeDecimals" }),
  got: number(1_000_000).refine((value) => Math.round(value * 1000) / 1000 === value, { error: "field.threeDecimals" }),
  /** At most twice the loss (消费者权益保护法 55-2). */
  multiple: number(2).refine((value) => Math.round(value * 100) / 100 === value, { error: "field.twoDecimals" }),
  /** Per cent a year. */
  ratePercent: number(24).refine((value) => Math.round(value * 100) / 100 === value, { error: "field.twoDecimals" }),
};
const schemaOf = (name: FactName) =>
  isDayFact(name) ? day : isMoneyFact(name) ? (MORE_THAN_NOTHING.includes(name) ? money : moneyOrNothing) : NUMBERS[name];

export type Facts = Partial<Record<FactName, number | string>>;
const shape = Object.fromEntries(FACT_NAMES.map((name) => [name, schemaOf(name).optional()]));
export const factsSchema = z.strictObject(shape) as unknown as z.ZodType<Facts>;
export const computeSchema = z.strictObject({ kind: z.enum(REMEDY_KINDS, { error: "field.choice" }), facts: factsSchema });

/** Facts that a kind needs and does not have, and facts that contradict each other; by the name of the fact. */
export const factFaults = (kind: RemedyKind, facts: Facts): FieldFaults => {
  const { needs, takes } = kindRow(kind);
  const faults: FieldFaults = {};
  for (const name of needs) if (facts[name] === undefined) faults[name] = { key: "field.required" };
  for (const name of FACT_NAMES) if (facts[name] !== undefined && ![...needs, ...takes].includes(name)) faults[name] = { key: "field.unknown" };
  const above = (name: FactName, most: FactName): void => {
    const [value, limit] = [facts[name], facts[most]];
    if (typeof value === "number" && typeof limit === "number" && value > limit) faults[name] ??= { key: "field.tooLarge", params: { max: limit } };
  };
  const before = (name: FactName, first: FactName): void => {
    const [value, limit] = [facts[name], facts[first]];
    if (typeof value === "string" && typeof limit === "string" && value < limit) faults[name] ??= { key: "field.period" };
  };
  if (kind === "refund" || kind === "prepaid") above("used", "price");
  if (kind === "fraud3") above("pricePart", "price");
  if (kind === "food") above("reasonablePrice", "price");
  if (kind === "makeUp") above("got", "ordered");
  before("askedOn", "receivedOn");
  before("backOn", "receivedOn");
  before("until", "paidOn");
  before("knownOn", "deliveredOn");
  if (kind === "prepaid" && facts.ratePercent !== undefined)
    for (const name of ["paidOn", "until"] as const) if (facts[name] === undefined) faults[name] ??= { key: "field.required" };
  if (kind === "injury" && !takes.some((name) => typeof facts[name] === "number" && Number(facts[name]) > 0))
    faults.medical ??= { key: "field.required" };
  return faults;
};
