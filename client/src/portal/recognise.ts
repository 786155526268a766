import { dayFrom, shiftDay } from "./days.ts";

/**
 * What a story plainly says: amounts, days, phone numbers. Pure, and shy: what could mean two things is left out, and
 * nothing is used until the person taps it. `words` is the passage it was read from.
 */
export type Found<T> = { value: T; words: string };

const MOST = 3;
const MAX_YUAN = 1_000_000_000;
const DIGITS = "零一二三四五六七八九";

/** "三千六百" → 3600, "十五" → 15, "两万" → 20000; null when it is no number. Half-said ends ("三千六") mean 3600. */
export const chineseNumber = (text: string): number | null => {
  let total = 0;
  let section = 0;
  let digit = 0;
  let unit = 1;
  for (const char of text.replaceAll("〇", "零").replaceAll("两", "二").replaceAll("廿", "二十")) {
    const at = DIGITS.indexOf(char);
    if (at >= 0) {
      digit = at;
      if (at === 0) unit = 10;
      continue;
    }
    const power = { 十: 10, 百: 100, 千: 1000, 万: 10_000 }[char];
    if (power === undefined) return null;
    if (power === 10_000) {
      total += (section + digit) * power;
      section = 0;
    } else section += (digit === 0 && power === 10 ? 1 : digit) * power;
    digit = 0;
    unit = power;
  }
  return total + section + digit * (unit > 10 ? unit / 10 : 1);
};

const scaled = (number: string, scale: string | undefined): number => {
  const factor = scale === "万" ? 10_000 : scale === "千" ? 1000 : scale === "百" ? 100 : 1;
  return Math.round(Number(number.replaceAll(",", "")) * factor * 100) / 100;
};

const NUMBER = String.raw`(?<![\d.,，])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?`;
const YUAN = "(?:元|圆|块钱|块(?![砖地肉布玻屏石板表豆儿]))";
const WITH_UNIT = new RegExp(String.raw`(${NUMBER})\s*([万千百])?\s*${YUAN}|[¥￥]\s*(${NUMBER})`, "gu");
const IN_WORDS = new RegExp(String.raw`([零〇一二两三四五六七八九十百千万]{2,})\s*${YUAN}`, "gu");
const AFTER_VERB = new RegExp(
  String.raw`(?:花|付|交|剩|退|充|存|扣|收|共|卖|价格?是?|价钱是?)(?:了|过|我|费|款)*\s*(${NUMBER})\s*(万)?(?!\s*[\d.:：%％万千百元块圆年月日号天个次张件斤克公毫升分人楼层小点倍家箱袋瓶台套条名位折期米平只双盒包桶本份间辆gGkKmM])`,
  "gu",
);

/** Amounts in yuan, in the order they are said, none twice. */
export const amountsIn = (text: string): Found<number>[] => {
  const found: (Found<number> & { at: number })[] = [];
  const add = (match: RegExpMatchArray, value: number | null): void => {
    if (value === null || !(value > 0) || value > MAX_YUAN) return;
    found.push({ value, words: match[0], at: match.index ?? 0 });
  };
  for (const match of text.matchAll(WITH_UNIT)) add(match, scaled(match[1] ?? match[3] ?? "", match[2]));
  for (const match of text.matchAll(IN_WORDS)) add(match, chineseNumber(match[1] ?? ""));
  for (const match of text.matchAll(AFTER_VERB)) if ((match[1] ?? "").length >= 2) add(match, scaled(match[1] ?? "", match[2]));
  return firstOfEach(found.sort((a, b) => a.at - b.at));
};

const firstOfEach = <T>(found: (Found<T> & { at: number })[]): Found<T>[] => {
  const seen = new Map<T, Found<T>>();
  for (const { value, words } of found) if (!seen.has(value)) seen.set(value, { value, words });
  return [...seen.values()].slice(0, MOST);
};

const SPOKEN: Record<string, number> = { 大前天: -3, 前天: -2, 昨天: -1, 昨日: -1, 昨晚: -1, 今天: 0, 今日: 0, 今早: 0, 今晚: 0 };
const WEEKDAYS = "一二三四五六日";
const CN = "[一二三四五六七八九十廿]{1,3}";
const DAY = new RegExp(
  [
    String.raw`(?:(?<year>\d{4})\s*年\s*|(?<said>今年|去年|前年)的?\s*)?(?<![\d.])(?<month>\d{1,2}|${CN})\s*月\s*(?<date>\d{1,2}|${CN})\s*[日号]`,
    String.raw`(?<y>(?<!\d)20\d{2})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})(?!\d)`,
    String.raw`(?<back>上个?月|这个?月|本月)的?\s*(?<on>\d{1,2}|${CN})\s*[日号]`,
    "上(?:周|星期|礼拜)(?<week>[一二三四五六日天])",
    `(?<spoken>${Object.keys(SPOKEN).join("|")})`,
  ].join("|"),
  "gu",
);

const numeral = (text: string | undefined): number =>
  text === undefined ? Number.NaN : /^\d+$/u.test(text) ? Number(text) : (chineseNumber(text) ?? Number.NaN);

const readDay = (groups: Record<string, string | undefined>, now: string): string | null => {
  const year = Number(now.slice(0, 4));
  const month = Number(now.slice(5, 7));
  if (groups.spoken !== undefined) return shiftDay(now, SPOKEN[groups.spoken] ?? 0);
  if (groups.y !== undefined) return dayFrom(Number(groups.y), Number(groups.m), Number(groups.d));
  if (groups.back !== undefined) {
    const back = groups.back.startsWith("上") ? 1 : 0;
    return month - back === 0 ? dayFrom(year - 1, 12, numeral(groups.on)) : dayFrom(year, month - back, numeral(groups.on));
  }
  if (groups.week !== undefined) {
    const weekday = (new Date(`${now}T12:00:00Z`).getUTCDay() + 6) % 7;
    return shiftDay(now, WEEKDAYS.indexOf(groups.week === "天" ? "日" : groups.week) - weekday - 7);
  }
  const said =
    groups.year !== undefined ? Number(groups.year) : groups.said === undefined ? null : year - ["今年", "去年", "前年"].indexOf(groups.said);
  if (said !== null) return dayFrom(said, numeral(groups.month), numeral(groups.date));
  const day = dayFrom(year, numeral(groups.month), numeral(groups.date));
  // Without a year the last such day is meant.
  return day !== null && day > now ? dayFrom(year - 1, numeral(groups.month), numeral(groups.date)) : day;
};

/** Days that have been, in the order they are said. `now` is today in Shanghai. */
export const daysIn = (text: string, now: string): Found<string>[] => {
  const found: (Found<string> & { at: number })[] = [];
  for (const match of text.matchAll(DAY)) {
    const value = readDay(match.groups ?? {}, now);
    if (value !== null && value <= now && value >= "2000-01-01") found.push({ value, words: match[0], at: match.index });
  }
  return firstOfEach(found);
};

const PHONE = /(?<![\d-])(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8}|400-?\d{3}-?\d{4})(?![\d-])/gu;

export const phonesIn = (text: string): Found<string>[] =>
  firstOfEach([...text.matchAll(PHONE)].map((match) => ({ value: match[0], words: match[0], at: match.index })));

/** What a person types into the box for money: "3600", "3,600.50 元", "1.2万", "三千六百". Null when it is no amount. */
export const parseAmount = (text: string): number | null => {
  const plain = text.normalize("NFKC").replace(/[\s,¥元圆]|块钱?|人民币/gu, "");
  const digits = /^(\d+(?:\.\d+)?)([万千百])?$/u.exec(plain);
  if (digits !== null) return digits[2] === undefined ? Number(digits[1]) : scaled(digits[1] ?? "", digits[2]);
  return /^[零〇一二两三四五六七八九十百千万]+$/u.test(plain) ? chineseNumber(plain) : null;
};

/** A day that has not come yet: the past days that were probably meant, nearest first. */
export const repairFuture = (day: string, now: string): string[] => {
  if (!(day > now)) return [];
  const [year = 0, month = 0] = [Number(now.slice(0, 4)), Number(now.slice(5, 7))];
  const [itsMonth = 0, itsDate = 0] = [Number(day.slice(5, 7)), Number(day.slice(8))];
  const sameDate = [0, 1].map((back) => (month - back === 0 ? dayFrom(year - 1, 12, itsDate) : dayFrom(year, month - back, itsDate)));
  const sameDay = [0, 1].map((back) => dayFrom(year - back, itsMonth, itsDate));
  const past = (candidates: (string | null)[]): string | undefined => candidates.find((one): one is string => one !== null && one <= now);
  const both = [past(sameDate), past(sameDay)].filter((one): one is string => one !== undefined);
  return [...new Set(both)].sort().reverse();
};
