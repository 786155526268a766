import { addDays, type Day, daysBetween } from "../calendar.ts";
import type { FieldFaults } from "../issues.ts";
import { type Facts, factFaults } from "./facts.ts";
import { type Article, type DayFact, INJURY_HEADS, kindRow, type MoneyFact, type RemedyKind } from "./kinds.ts";
import { fenOf, share, yuanOf } from "./money.ts";

/** One step of the sum: words `remedy.line.<id>` with money in yuan, days and plain numbers to be put in by whoever shows it. */
export type Line = { id: string; money: Record<string, number>; days: Record<string, Day>; numbers: Record<string, number> };
/** A day to remember, never a verdict: words `remedy.hint.<id>`. */
export type Hint = { id: string; day: Day; article: Article };
export type Computed = {
  kind: RemedyKind;
  /** Yuan to the cent. */
  amount: number;
  lines: Line[];
  articles: readonly Article[];
  /** What has to be asked before it holds: words `remedy.warning.<id>`. */
  warnings: string[];
  hints: Hint[];
};
export type ComputeAnswer = { ok: true; value: Computed } | { ok: false; faults: FieldFaults };

/** 消费者权益保护法 55-1 and 食品安全法 148-2, in fen. */
const FRAUD_MINIMUM = 50_000;
const FOOD_MINIMUM = 100_000;
const DAYS_TO_RETURN = 7;
const DAYS_TO_PAY_BACK = 7;
/** 侵害消费者权益行为处罚办法 9, 10: later than this is 故意拖延. */
const DAYS_OF_DELAY = 15;

type Sum = { fen: number; lines: Line[]; warnings: string[]; hints: Hint[] };

/** Works out what a person can ask for. Nothing is decided by it: whether there was fraud, a defect or harm is for people. */
export const compute = (kind: RemedyKind, facts: Facts): ComputeAnswer => {
  const faults = factFaults(kind, facts);
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const fen = (name: MoneyFact): number => fenOf(Number(facts[name] ?? 0));
  const day = (name: DayFact): Day | null => (typeof facts[name] === "string" ? String(facts[name]) : null);
  const { fen: sum, lines, warnings, hints } = SUMS[kind](fen, day, (name) => (typeof facts[name] === "number" ? Number(facts[name]) : null));
  return {
    ok: true,
    value: {
      ...{ kind, amount: yuanOf(sum), lines, articles: kindRow(kind).articles, warnings },
      hints: [...hints, ...limitations(kind, day("knownOn"), day("deliveredOn"))],
    },
  };
};

const line = (id: string, money: Record<string, number> = {}, rest: Partial<Pick<Line, "days" | "numbers">> = {}): Line => ({
  id,
  money: Object.fromEntries(Object.entries(money).map(([name, fen]) => [name, yuanOf(fen)])),
  days: rest.days ?? {},
  numbers: rest.numbers ?? {},
});
const sumOf = (fen: number, lines: Line[], warnings: string[] = [], hints: Hint[] = []): Sum => ({ fen, lines, warnings, hints });

type Fen = (name: MoneyFact) => number;
type DayOf = (name: DayFact) => Day | null;
type Num = (name: "ordered" | "got" | "multiple" | "ratePercent") => number | null;

/** What is owed, and beside it the costs that were necessary. */
const withCosts = (fen: Fen, base: number, lines: Line[], warnings: string[] = []): Sum => {
  const costs = fen("costs");
  const all = costs === 0 ? lines : [...lines, line("costs", { base, costs, sum: base + costs })];
  return sumOf(base + costs, all, warnings);
};
const act = (id: string) => (fen: Fen) => withCosts(fen, 0, [line(id)], ["proof"]);

const makeUp = (fen: Fen, num: Num): Sum => {
  const [ordered, got] = [num("ordered") ?? 0, num("got") ?? 0];
  const short = Math.round(ordered * 1000) - Math.round(got * 1000);
  const worth = share(fen("unitPrice"), short, 1000);
  const lines = [
    line("short", {}, { numbers: { ordered, got, short: short / 1000 } }),
    line("shortWorth", { unitPrice: fen("unitPrice"), worth }, { numbers: { short: short / 1000 } }),
  ];
  return withCosts(fen, worth, lines, short === 0 ? ["nothingShort"] : []);
};

const rest = (fen: Fen): { left: number; lines: Line[] } => {
  const [price, used] = [fen("price"), fen("used")];
  const left = price - used;
  return { left, lines: used === 0 ? [line("price", { price })] : [line("lessUsed", { price, used, left })] };
};

const return7 = (fen: Fen, day: DayOf): Sum => {
  const from = day("receivedOn") ?? "";
  const until = addDays(from, DAYS_TO_RETURN);
  const asked = day("askedOn");
  const late = asked !== null && asked > until;
  const base = withCosts(fen, fen("price"), [line("price", { price: fen("price") }), line("until7", {}, { days: { from, until } })]);
  return { ...base, warnings: ["otherRule", late ? "afterSeven" : "lastDay"], hints: [{ id: "returnUntil", day: until, article: "XBF24" }] };
};

const noReason7 = (fen: Fen, day: DayOf): Sum => {
  const from = day("receivedOn") ?? "";
  const until = addDays(from, DAYS_TO_RETURN);
  const asked = day("askedOn");
  const back = day("backOn");
  const lines = [line("price", { price: fen("price") }), line("until7", {}, { days: { from, until } })];
  const hints: Hint[] = [{ id: "noticeUntil", day: until, article: "XBF25" }];
  if (back !== null) {
    const due = addDays(back, DAYS_TO_PAY_BACK);
    lines.push(line("backBy", {}, { days: { from: back, until: due } }));
    hints.push({ id: "refundUntil", day: due, article: "XBF25" }, { id: "refundDelayed", day: addDays(back, DAYS_OF_DELAY), article: "QXB9" });
  }
  return sumOf(fen("price"), lines, ["noReasonGoods", "freight", asked !== null && asked > until ? "noticeLate" : "lastDay"], hints);
};

const fraud3 = (fen: Fen, partGiven: boolean): Sum => {
  const price = fen("price");
  const three = price * 3;
  const more = Math.max(three, FRAUD_MINIMUM);
  const back = partGiven ? fen("pricePart") : price;
  const lines = [line("times", { base: price, product: three }, { numbers: { by: 3 } })];
  if (more > three) lines.push(line("minimum", { minimum: FRAUD_MINIMUM, was: three }));
  if (back > 0) lines.push(line("plusPrice", { more, back, sum: more + back }));
  return sumOf(more + back, lines, ["fraudProof", "labelFlaw", "fakedClaim"]);
};

const punitive2 = (fen: Fen, multiple: number | null): Sum => {
  const loss = fen("loss");
  const by = multiple ?? 2;
  const more = share(loss, Math.round(by * 100), 100);
  const lines = [line("atMostTwice", { loss, cap: loss * 2 }), line("times", { base: loss, product: more }, { numbers: { by } })];
  lines.push(line("plusLoss", { more, loss, sum: more + loss }));
  return sumOf(more + loss, lines, ["knewDefect", "graveHarm"]);
};

const food = (fen: Fen, reasonableGiven: boolean): Sum => {
  const base = reasonableGiven ? fen("reasonablePrice") : fen("price");
  const [ten, three] = [base * 10, fen("loss") * 3];
  const larger = Math.max(ten, three);
  const more = Math.max(larger, FOOD_MINIMUM);
  const lines = reasonableGiven ? [line("reasonable", { price: fen("price"), base })] : [];
  lines.push(line("times", { base, product: ten }, { numbers: { by: 10 } }));
  if (three > 0) lines.push(line("lossTimes", { loss: fen("loss"), product: three }), line("larger", { larger }));
  if (more > larger) lines.push(line("minimum", { minimum: FOOD_MINIMUM, was: larger }));
  if (fen("loss") > 0) lines.push(line("plusLoss", { more, loss: fen("loss"), sum: more + fen("loss") }));
  return sumOf(more + fen("loss"), lines, ["foodStandard", "foodLabel", "reasonableNeed", "sellerKnew"]);
};

const prepaid = (fen: Fen, day: DayOf, num: Num): Sum => {
  const { left, lines } = rest(fen);
  const [paid, until, rate] = [day("paidOn"), day("until"), num("ratePercent")];
  const days = paid !== null && until !== null ? daysBetween(paid, until) : 0;
  // Simple interest by the day on 365 days: the article names no rate, the one that was agreed or asked for is given.
  const interest = rate === null ? 0 : share(left, Math.round(rate * 100) * days, 10_000 * 365);
  if (rate !== null) lines.push(line("interest", { left, interest, sum: left + interest }, { numbers: { rate, days } }));
  const base = withCosts(fen, left + interest, lines, [rate === null ? "noInterest" : "rateAgreed", "refundFavour"]);
  const cooling: Hint[] = paid === null ? [] : [{ id: "coolingOff", day: addDays(paid, DAYS_TO_RETURN), article: "YF14" }];
  return { ...base, hints: cooling };
};

const injury = (fen: Fen): Sum => {
  const heads = INJURY_HEADS.filter((head) => fen(head) > 0);
  const total = heads.reduce((sum, head) => sum + fen(head), 0);
  return sumOf(
    total,
    [...heads.map((head) => line(`head.${head}`, { amount: fen(head) })), line("heads", { total }, { numbers: { n: heads.length } })],
    ["receipts", "solatium"],
  );
};

const SUMS: Record<RemedyKind, (fen: Fen, day: DayOf, num: Num & ((name: "pricePart" | "reasonablePrice") => number | null)) => Sum> = {
  repair: act("repair"),
  redo: act("redo"),
  exchange: act("exchange"),
  return: (fen) => withCosts(fen, fen("price"), [line("price", { price: fen("price") })], ["proof"]),
  makeUp: (fen, _day, num) => makeUp(fen, num),
  refund: (fen) => {
    const { left, lines } = rest(fen);
    return withCosts(fen, left, lines);
  },
  damages: (fen) => withCosts(fen, fen("loss"), [line("loss", { loss: fen("loss") })], ["proof"]),
  return7: (fen, day) => return7(fen, day),
  noReason7: (fen, day) => noReason7(fen, day),
  unfit: (fen) => withCosts(fen, fen("price"), [line("price", { price: fen("price") })], ["foundUnfit"]),
  fraud3: (fen, _day, num) => fraud3(fen, num("pricePart") !== null),
  punitive2: (fen, _day, num) => punitive2(fen, num("multiple")),
  food: (fen, _day, num) => food(fen, num("reasonablePrice") !== null),
  prepaid: (fen, day, num) => prepaid(fen, day, num),
  injury: (fen) => injury(fen),
};

/** The same day so many years on; what began on 29 February ends on the 28th. */
export const yearsOn = (from: Day, years: number): Day => {
  const year = String(Number(from.slice(0, 4)) + years).padStart(4, "0");
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  return from.slice(5) === "02-29" && !leap ? `${year}-02-28` : `${year}${from.slice(4)}`;
};

/** Both texts stand side by side: three years of the Civil Code, two years and ten of the 产品质量法 for defects. */
const limitations = (kind: RemedyKind, known: Day | null, delivered: Day | null): Hint[] => {
  const defect = kind === "punitive2" || kind === "injury";
  const general: Hint[] = known === null ? [] : [{ id: "limitation3", day: yearsOn(known, 3), article: "MFD188" }];
  const two: Hint[] = known === null || !defect ? [] : [{ id: "limitation2", day: yearsOn(known, 2), article: "CPF45" }];
  const ten: Hint[] = delivered === null || !defect ? [] : [{ id: "limitation10", day: yearsOn(delivered, 10), article: "CPF45" }];
  return [...general, ...two, ...ten];
};
