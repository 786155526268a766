import type { CheckKind } from "../checks/rules.ts";
import type { Paper, Row } from "../documents/paper.ts";
import { translate } from "../messages/index.ts";
import type { Rate } from "../stats/rates.ts";
import type { CriticismRates } from "./views.ts";

export type CriticismFacts = {
  title: string;
  text: string;
  department: string;
  from: string;
  to: string;
  cases: readonly string[];
  findings: readonly { no: string; kind: CheckKind }[];
  rates: CriticismRates | null;
  answerBy: string;
};

/** The paper is Chinese, whoever reads the page. */
const say = (key: string, params: Record<string, string | number> = {}): string => translate("zh-CN", `criticism.paper.${key}`, params);
const printDay = (day: string): string => say("day", { y: day.slice(0, 4), m: Number(day.slice(5, 7)), d: Number(day.slice(8)) });
const percent = ({ n, of, rate }: Rate): string => (rate === null ? say("unasked") : say("rate", { rate: Math.round(rate * 1000) / 10, n, of }));

/** The notice as a paper, in the order in which such notices are written: facts, figures, cases, what is asked. */
export const criticismPaper = (
  facts: CriticismFacts,
  { docNo, authority, day }: { docNo: string | null; authority: string; day: string | null },
): Paper => {
  const { title, text, department, from, to, cases, findings, rates, answerBy } = facts;
  const paragraph = (one: string) => ({ kind: "paragraph", text: one }) as const;
  const rows: Row[] =
    rates === null
      ? []
      : (["response", "solution", "satisfaction"] as const).map((name) => ({
          group: null,
          cells: [{ label: say(name), value: percent(rates[name]) }],
        }));
  return {
    formNo: 0,
    title,
    docNo,
    authority,
    blocks: [
      { kind: "title", text: title },
      { kind: "number", text: docNo ?? say("draft") },
      { kind: "addressee", text: say("to", { name: department }) },
      paragraph(say("period", { from: printDay(from), to: printDay(to) })),
      ...text.split(/\r?\n/u).flatMap((one) => (one.trim() === "" ? [] : [paragraph(one.trim())])),
      ...(rows.length === 0 ? [] : [paragraph(say("rates")), { kind: "table", ruled: true, rows } as const]),
      ...(cases.length === 0 ? [] : [paragraph(say("cases", { list: cases.join("、") }))]),
      ...findings.map(({ no, kind }, at) => paragraph(say("finding", { at: at + 1, no, kind: translate("zh-CN", `check.kind.${kind}`) }))),
      paragraph(say("ask", { day: printDay(answerBy) })),
      { kind: "seal", authority, date: day === null ? say("noDay") : printDay(day) },
    ],
  };
};
