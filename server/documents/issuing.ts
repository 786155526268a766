import type { StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import { isToCitizen } from "../../shared/documents/fit.ts";
import { docNoOf, type Form, type FormValues } from "../../shared/documents/form.ts";
import { faultsOf } from "../../shared/documents/lay.ts";
import { invalid, refusedBy } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { createTurns } from "../platform/turns.ts";
import type { PaperDeps } from "./deps.ts";
import type { OpenedCase, Opening } from "./opening.ts";
import { filesOf } from "./render.ts";
import type { PaperSettingsKeeper } from "./settings.ts";
import type { Change, PaperRow, PaperStore } from "./store.ts";

const SWEEP_PAGE = 100;
/** Whoever issued it is still at it. */
const SWEEP_AFTER_MS = 5000;

/** Gives a draft its number and its files in one write, and the case its entry after it. */
export const createIssuing = (
  store: PaperStore,
  opening: Opening,
  settings: PaperSettingsKeeper,
  { forms, cases, now, log }: Pick<PaperDeps, "forms" | "cases" | "now" | "log">,
) => {
  const inTurn = createTurns();

  /** Null: somebody was faster at this paper. */
  const issue = async (row: PaperRow, ticket: OpenedCase, form: Form, actor: StaffActor, key: string | null): Promise<PaperRow | null> => {
    const noted = cases.mayNote(ticket, actor, "documentIssued");
    if (!noted.ok) throw refusedBy(noted.rule, noted.params);
    const faults = faultsOf(form, dated(form, opening.valuesOf(row), now()), forms.items);
    if (Object.keys(faults).length > 0) throw invalid(faults);
    // One after another within a series: each tries a number once, and renders once.
    const issued = await inTurn(form.numbered ? String(form.no) : row._id, () => numbered(row, form, actor, key));
    if (issued !== null) await record(issued, ticket.no, actor);
    return issued;
  };

  const numbered = async (row: PaperRow, form: Form, actor: StaffActor, key: string | null): Promise<PaperRow | null> => {
    const facts = await cases.facts(row.ticketId);
    for (;;) {
      const at = now();
      const { authority, prefix, kindWords } = settings.current();
      const year = Number(dayOf(at).slice(0, 4));
      const kindWord = kindWords[form.no] ?? form.kindWord;
      const series = `${prefix} ${kindWord} ${year}`;
      const seq = form.numbered ? (await store.lastSeq(series)) + 1 : 0;
      const docNo = form.numbered ? docNoOf(forms.numbering, { prefix, kindWord, year, seq }) : null;
      const values = dated(form, opening.valuesOf(row), at);
      const { hash, ...files } = await filesOf(form, values, { docNo, authority, items: forms.items });
      const set: Change & { mark: string } = {
        state: "issued",
        values: opening.closeValues(row, values),
        docNo,
        ...(form.numbered ? { series, seq } : {}),
        authority,
        hash,
        files: opening.closeFiles(row, files),
        toCitizen: isToCitizen(form, values, facts?.person.name ?? null),
        issuedAt: at,
        issuedBy: actor.id,
        updatedAt: at,
        updatedBy: actor.id,
        recorded: false,
        lastKey: key,
        mark: newId(),
      };
      const saved = await store.change(row, set);
      // Another process took the number: the next one is ours.
      if (saved === "numbered") continue;
      return saved === "stale" ? null : saved;
    }
  };

  /** The paper is issued whatever becomes of this: what does not arrive now, the sweep repeats. */
  const record = async (row: PaperRow, ticketNo: string | null, actor: StaffActor | null): Promise<boolean> => {
    try {
      const no = row.docNo ?? ticketNo ?? (await cases.look(row.ticketId))?.no ?? "";
      const action = { type: "documentIssued", documentId: row._id, form: row.form, docNo: no, hash: row.hash ?? "" } as const;
      await cases.note(row.ticketId, action, actor, row._id);
      await store.markRecorded(row._id);
      return true;
    } catch (error) {
      log.warn({ err: error, document: row._id }, "an issued document is not on its case yet");
      return false;
    }
  };

  /** Puts on their cases what a crash kept from it; answers how many. */
  const sweep = async (before = new Date(now().getTime() - SWEEP_AFTER_MS)): Promise<number> => {
    let recorded = 0;
    for (const row of await store.unrecorded(before, SWEEP_PAGE)) recorded += (await record(row, null, null)) ? 1 : 0;
    return recorded;
  };

  return { issue, sweep };
};

/** The day of issue is the day on which it is issued. */
export const dated = (form: Form, values: FormValues, at: Date): FormValues =>
  form.fields.some(({ key }) => key === "issuedAt") ? { ...values, issuedAt: dayOf(at) } : values;
