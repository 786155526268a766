import type { Day } from "../calendar.ts";
import type { Block, Paper } from "../documents/paper.ts";
import { translate } from "../messages/index.ts";
import type { QualityField, Term } from "./register.ts";

/** The papers are Chinese, whoever reads the page. */
const say = (key: string, params: Record<string, string | number> = {}): string => translate("zh-CN", `supervisor.paper.${key}`, params);
const printDay = (day: Day): string => say("day", { y: day.slice(0, 4), m: Number(day.slice(5, 7)), d: Number(day.slice(8)) });
const paragraph = (text: string): Block => ({ kind: "paragraph", text });

/** 聘书: who, for what, from when to when. Duties and limits are said in it, so that it is not taken for a power. */
export const letterPaper = (
  { name, fields, region, term }: { name: string; fields: readonly QualityField[]; region: string; term: Term },
  authority: string,
): Paper => ({
  formNo: 0,
  title: say("letter"),
  docNo: term.letterNo,
  authority,
  blocks: [
    { kind: "title", text: say("letter") },
    { kind: "number", text: term.letterNo },
    { kind: "addressee", text: say("to", { name }) },
    paragraph(
      say("appoint", {
        from: printDay(term.from),
        to: printDay(term.to),
        region,
        fields: fields.map((field) => translate("zh-CN", `supervisor.field.${field}`)).join("、"),
      }),
    ),
    paragraph(say("duties")),
    paragraph(say("limits")),
    paragraph(say("card", { no: term.cardNo, to: printDay(term.cardTo) })),
    { kind: "seal", authority, date: printDay(term.letterDay) },
  ],
});

export type YearOfService = { year: number; entries: number; problems: number; reports: number; disputes: number; hours: number };

/** 服务证明: what was done in a year, in figures. */
export const certificatePaper = (
  { name, cardNo, service }: { name: string; cardNo: string; service: YearOfService },
  { authority, day }: { authority: string; day: Day },
): Paper => {
  const cell = (key: "entries" | "problems" | "reports" | "disputes" | "hours") => ({ label: say(key), value: say(`n.${key}`, { n: service[key] }) });
  return {
    formNo: 0,
    title: say("certificate"),
    docNo: null,
    authority,
    blocks: [
      { kind: "title", text: say("certificate") },
      paragraph(say("certify", { name, no: cardNo, year: service.year })),
      {
        kind: "table",
        ruled: true,
        rows: (["entries", "problems", "reports", "disputes", "hours"] as const).map((key) => ({ group: null, cells: [cell(key)] })),
      },
      paragraph(say("unpaid")),
      { kind: "seal", authority, date: printDay(day) },
    ],
  };
};
