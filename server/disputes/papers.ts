import { addDays, dayOf } from "../../shared/calendar.ts";
import { JUDICIAL_DAYS, lastSigned } from "../../shared/disputes/agreement-acts.ts";
import { signedByBoth, standing } from "../../shared/disputes/dispute.ts";
import type { Block, Paper } from "../../shared/documents/paper.ts";
import { translate } from "../../shared/messages/index.ts";
import { SIDES } from "../../shared/tickets/steps.ts";
import { refusedBy } from "../platform/errors.ts";
import type { DisputeDeps } from "./deps.ts";
import { termInWords } from "./follow.ts";
import { partyWhere } from "./opening.ts";
import { partyName } from "./present-parts.ts";
import { type DisputeRow, stateOf } from "./row.ts";

/** Papers are Chinese, whoever reads the page. */
const say = (key: string, params: Record<string, string | number> = {}): string => translate("zh-CN", `disputePaper.${key}`, params);
const spoken = (at: Date): string => {
  const here = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  return `${here.slice(0, 10)} ${here.slice(11, 16)}`;
};
const paragraph = (text: string): Block => ({ kind: "paragraph", text });

/** 调解记录及协议条款 with the chain of what was signed, and the papers for the next route when it came to nothing. */
export const createPapers = (deps: Pick<DisputeDeps, "sheet" | "routes" | "now" | "seal" | "cases">) => {
  type Named = (partyId: string) => string;
  /** In full, as a court reads it; of a complainant who asked for secrecy only what the other side may know. */
  const namesIn = async (row: DisputeRow): Promise<Named> => {
    const secret = (await deps.cases.facts(row.ticketId))?.confidential !== false;
    return (partyId) => {
      const name = row.people[partyId]?.name;
      const hidden = secret && row.parties.find(({ id }) => id === partyId)?.side === "complainant";
      return name === undefined || "plain" in name || hidden
        ? partyName(row, partyId)
        : deps.seal.open(name.sealed, partyWhere(row._id, partyId, "name"));
    };
  };
  const head = (row: DisputeRow, title: string, named: Named): Block[] => {
    const held = row.hearings.findLast(({ meeting }) => meeting.heldAt !== null)?.meeting;
    const name = (role: "complainant" | "respondent") =>
      named(row.parties.findLast((party) => party.role === role && party.goneAt === null)?.id ?? role);
    return [
      { kind: "title", text: title },
      paragraph(say("no", { no: row.law.no })),
      paragraph(say("sides", { complainant: name("complainant"), respondent: name("respondent") })),
      paragraph(say("about", { title: row.title })),
      ...(held == null
        ? []
        : [paragraph(say("held", { day: dayOf(held.at), way: translate("zh-CN", `meetingWay.${held.way}`), mediators: held.mediators }))]),
    ];
  };
  const sheet = (title: string, blocks: Block[], day: string): Paper => ({
    ...{ formNo: 0, title, docNo: null, authority: deps.sheet.authority() },
    blocks: [...blocks, { kind: "seal", authority: deps.sheet.authority(), date: day }],
  });
  const print = async (row: DisputeRow, paper: Paper): Promise<{ name: string; bytes: Buffer }> => {
    const { pdf } = await deps.sheet.print(paper);
    return { name: `${paper.title} ${row.law.no}.pdf`, bytes: pdf };
  };

  const agreement = async (row: DisputeRow): Promise<{ name: string; bytes: Buffer }> => {
    const { draft, mode } = row;
    if (draft === null) throw refusedBy("no-draft");
    const named = await namesIn(row);
    const signed = SIDES.map((side) => {
      const one = draft.signed[side];
      const role = translate("zh-CN", `partyRole.${side}`);
      if (one === null) return say("unsigned", { side: role });
      return say(one.how === "code" ? "signedCode" : "signedPaper", { side: role, name: named(one.partyId), at: spoken(one.at) });
    });
    const both = signedByBoth(draft);
    const record = row.timeline.filter(({ type }) => ["draft", "sign", "unsign", "signOnPaper", "dropDraft"].includes(type));
    const title = say("agreementTitle");
    return print(
      row,
      sheet(
        title,
        [
          ...head(row, title, named),
          paragraph(say("terms")),
          ...draft.terms.map((term, at) => paragraph(say("term", { at: at + 1, text: termInWords(term) }))),
          ...draft.words.split(/\r?\n/u).flatMap((line) => (line.trim() === "" ? [] : [paragraph(line.trim())])),
          paragraph(say("chain", { hash: draft.hash })),
          ...signed.map(paragraph),
          paragraph(say("journal")),
          ...record.map((entry) => {
            const by = entry.by.kind === "party" ? named(entry.by.id) : deps.sheet.authority();
            return paragraph(
              say("entry", {
                at: spoken(entry.at),
                words: translate("zh-CN", `disputeEntry.${entry.type}`, { name: by }),
                mark: entry.hmac.slice(0, 12),
              }),
            );
          }),
          paragraph(say("force")),
          ...(both && mode === "entrusted" ? [paragraph(say("judicial", { until: addDays(dayOf(lastSigned(draft)), JUDICIAL_DAYS) }))] : []),
        ],
        both ? dayOf(lastSigned(draft)) : dayOf(deps.now()),
      ),
    );
  };

  const pack = async (row: DisputeRow): Promise<{ name: string; bytes: Buffer }> => {
    const named = await namesIn(row);
    const state = stateOf(row);
    const shared = state.evidence.filter((item) => item.room === "joint");
    const offers = SIDES.flatMap((side) => {
      const last = state.offers.findLast((offer) => offer.side === side && offer.room === "joint");
      return last === undefined
        ? []
        : [`${translate("zh-CN", `partyRole.${side}`)}：${last.terms.map(termInWords).join("；")}${standing(last, deps.now()) ? "" : "（已失效）"}`];
    });
    const title = say("packTitle");
    const ground = row.law.outcome === null ? say("none") : translate("zh-CN", `termination.${row.law.outcome}`);
    return print(
      row,
      sheet(
        title,
        [
          ...head(row, title, named),
          ...(row.statement === null ? [] : [paragraph(row.statement)]),
          ...(row.phase === "ended" ? [paragraph(say("ended", { ground }))] : []),
          paragraph(say("offers")),
          ...(offers.length === 0 ? [paragraph(say("none"))] : offers.map(paragraph)),
          paragraph(say("evidence")),
          ...(shared.length === 0
            ? [paragraph(say("none"))]
            : shared.map((item, at) =>
                paragraph(say("evidenceRow", { at: at + 1, title: item.title, files: item.fileIds.length, day: dayOf(item.at) })),
              )),
          paragraph(say("routes", { routes: deps.routes })),
        ],
        dayOf(deps.now()),
      ),
    );
  };

  return { agreement, pack };
};
export type Papers = ReturnType<typeof createPapers>;
