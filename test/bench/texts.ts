import { rowsOf, sourceOf } from "../../server/import/rows.ts";

export type Words = { title: string; text: string };

const PLACES = ["海滨路早市", "田和小区", "火炬二街", "怡园地铁口", "文化广场", "渔港码头", "科技路公交站", "工业园北门"];
const THINGS = ["健身卡", "电热水壶", "停车费", "二手冰箱", "装修定金", "海鲜礼盒", "培训课程", "电动车电池", "机票改签", "手机屏幕"];
const TROUBLES = ["不给退款", "用了三天就坏了", "多收了钱", "和宣传不一样", "闭店后联系不上", "没有发票", "维修推来推去", "收到的是旧货"];
const WISHES = ["请尽快处理", "要求退一赔三", "希望给个说法", "请查处商家", "盼回复"];

const pick = <T>(items: readonly T[], n: number): T => items[n % items.length] as T;

/** Invented complaints, each with other words. */
const invented = (n: number): Words => {
  const [place, thing, trouble, wish] = [pick(PLACES, n), pick(THINGS, n >> 3), pick(TROUBLES, n >> 6), pick(WISHES, n)];
  const story = `本人于${(n % 28) + 1}日在${place}的店里买了${thing}，花费${100 + (n % 900)}元，${trouble}。多次找店家协商未果，店员态度不好。${wish}。`;
  return { title: `${place}${thing}${trouble}`, text: story.repeat(1 + (n % 3)) };
};

/** Words for the n-th case: from a file of texts when one is given, else invented. */
export const openTexts = async (file: string | undefined): Promise<(n: number) => Words> => {
  if (file === undefined) return invented;
  const source = sourceOf(file);
  if (source === null) throw new Error(`${file}: .jsonl or .csv, also .gz`);
  const texts: Words[] = [];
  for await (const { fields } of rowsOf(file, source))
    if (typeof fields?.title === "string" && typeof fields.text === "string") texts.push({ title: fields.title, text: fields.text });
  if (texts.length === 0) throw new Error(`${file} holds no rows with title and text`);
  return (n) => pick(texts, n);
};

/** What somebody types into the search field. */
export const searchWords = (n: number): string => `${pick(THINGS, n)} ${pick(TROUBLES, n >> 4).slice(-2)}`;
