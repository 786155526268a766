import type { StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import { can } from "../../shared/can.ts";
import type { CriticismRates, CriticismView } from "../../shared/criticism/views.ts";
import { type Locale, translate } from "../../shared/messages/index.ts";
import { namedIn } from "../platform/named.ts";
import type { CriticismDeps } from "./deps.ts";
import type { CriticismRow } from "./store.ts";

/** Drafts are the office's; what was issued is also the department's that it is about. */
export const maySee = (row: CriticismRow, actor: StaffActor): boolean =>
  isOffice(actor) || (row.state !== "draft" && row.departmentId === actor.departmentId);
export const isOffice = (actor: StaffActor): boolean => can(actor, "criticism.draft") || can(actor, "criticism.issue");

export const present = (
  row: CriticismRow,
  rates: CriticismRates | null,
  actor: StaffActor,
  locale: Locale,
  { department, nameOf }: Pick<CriticismDeps, "department" | "nameOf">,
): CriticismView => {
  const said = <T extends { by: string; at: Date }>({ by, at, ...rest }: T) => ({ by: nameOf(by), at: at.toISOString(), ...rest });
  const own = row.departmentId === actor.departmentId && can(actor, "criticism.answer");
  const { state, answer } = row;
  return {
    ...{ id: row._id, version: row.version, state, from: row.from, to: row.to, title: row.title, text: row.text, answerBy: row.answerBy },
    department: { id: row.departmentId, name: namedIn(locale, department(row.departmentId), row.departmentId) },
    cases: row.cases,
    findings: row.findings.map((one) => ({ ...one, words: translate(locale, `check.kind.${one.kind}`) })),
    rates,
    drafted: said(row.drafted),
    ...{ docNo: row.docNo, hash: row.hash },
    issued: row.issued === null ? null : said(row.issued),
    acknowledged: row.acknowledged === null ? null : said(row.acknowledged),
    answer: answer === null ? null : { by: nameOf(answer.by), at: answer.at.toISOString(), text: answer.text, late: dayOf(answer.at) > row.answerBy },
    withdrawn: row.withdrawn === null ? null : { by: nameOf(row.withdrawn.by), at: row.withdrawn.at.toISOString(), reason: row.withdrawn.reason },
    can: {
      edit: state === "draft" && can(actor, "criticism.draft"),
      issue: state === "draft" && can(actor, "criticism.issue") && !row.writers.includes(actor.id),
      withdraw: state === "issued" && can(actor, "criticism.issue"),
      acknowledge: state === "issued" && own && row.acknowledged === null,
      answer: state === "issued" && own && row.acknowledged !== null && answer === null,
    },
  };
};
