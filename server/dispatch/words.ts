import { ANY_REGION, type DispatchRow } from "../../shared/dispatch/row.ts";
import { type Locale, translate } from "../../shared/messages/index.ts";
import { namedIn } from "../platform/named.ts";
import type { DispatchDeps, Words } from "./deps.ts";

export type Speaker = ReturnType<typeof speaker>;

/** Names and sentences of the dispatch catalogue in one language. */
export const speaker = (deps: DispatchDeps, locale: Locale) => {
  const say = (key: string, params: Record<string, string> = {}): string => translate(locale, `dispatch.${key}`, params);
  const of = (words: Words): string => (locale === "en" && words.en !== "" ? words.en : words.zh);
  const listed = (items: readonly string[]): string => items.join(say("list"));

  const department = (id: string): { id: string; name: string } => {
    const card = deps.department(id);
    return { id, name: namedIn(locale, card, id) };
  };
  const category = (code: string): { code: string; name: string } => {
    const row = deps.category(code);
    return { code, name: row === null ? code : of(row) };
  };
  const region = (code: string): { code: string; name: string } => {
    const row = deps.region(code);
    return { code, name: row === null ? code : of(row) };
  };
  const channel = (code: string): { code: string; name: string } => ({ code, name: translate(locale, `channel.${code}`) });
  const procedure = (code: string): { code: string; name: string } => {
    const words = deps.procedure(code);
    return { code, name: words === null ? code : of(words) };
  };
  const target = (id: string): { id: string; name: string; phone: string | null } => ({
    ...department(id),
    phone: deps.department(id)?.phone ?? null,
  });

  /** 餐饮住宿 › 餐饮 */
  const path = (code: string): string => {
    const parent = deps.category(code)?.parent ?? null;
    const { name } = category(code);
    return parent === null ? name : say("path", { parent: category(parent).name, name });
  };

  const article = ({ source, ref }: { source: string; ref: string }): string => {
    const law = shortLaw(of(deps.law(source) ?? { zh: source, en: source }), source);
    if (ref === "") return law;
    const numbered = /^(\d+)(?:-(\d+))?$/u.exec(ref);
    if (numbered === null) return say("section", { law, ref });
    const [, no = "", part] = numbered;
    return part === undefined ? say("article", { law, no }) : say("articlePart", { law, no, part });
  };
  const basis = (row: DispatchRow): string[] => row.basis.map(article);
  const why = (row: DispatchRow): string => of({ zh: row.reasonZh, en: row.reasonEn ?? "" });

  /** What matched, who takes it, why and by what, in one sentence. */
  const reason = (row: DispatchRow, town: string | null): string => {
    const { name } = department(row.lead);
    const matched = [
      ...(row.category === null ? [] : [path(row.category)]),
      ...(row.object === null ? [] : [path(row.object)]),
      ...(row.region === ANY_REGION
        ? town === null
          ? []
          : [say("place", { name: region(town).name })]
        : [say("place", { name: region(row.region).name })]),
      ...(row.channel === null ? [] : [say("from", { name: channel(row.channel).name })]),
    ];
    const words = { matched: matched.length === 0 ? say("any") : matched.join(say("and")), lead: name };
    const to = row.scope === "in" || row.target === null ? say("to", words) : say(row.scope, { ...words, target: department(row.target).name });
    const by = basis(row);
    return [to, ...(why(row) === "" ? [] : [why(row)]), ...(by.length === 0 ? [] : [say("by", { basis: listed(by) })])].join(say("then"));
  };

  const name = (row: DispatchRow): string => of({ zh: row.nameZh, en: row.nameEn });
  const tell = (row: DispatchRow): string | null => of({ zh: row.tellZh, en: row.tellEn }) || null;

  return { locale, of, department, category, region, channel, procedure, target, basis, why, reason, name, tell, say };
};

/** A policy of the administration is known by its number, a law by its name without what stands in brackets behind it. */
const shortLaw = (name: string, source: string): string => {
  const number = source === "POLICY" ? /（(.+)）$/u.exec(name)?.[1] : undefined;
  return number ?? name.replace(/\s*[（(][^（）()]*[）)]$/u, "");
};
