import type { StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import { criticismPaper } from "../../shared/criticism/paper.ts";
import type { CriticismChange, CriticismDraft, CriticismRates, CriticismView } from "../../shared/criticism/views.ts";
import type { FieldFaults } from "../../shared/issues.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import { createTurns } from "../platform/turns.ts";
import type { CriticismDeps } from "./deps.ts";
import { isOffice, maySee, present } from "./present.ts";
import type { Change, CriticismRow, CriticismStore } from "./store.ts";

/** Word of the kind in numbers of notices: the office's own, no law names it. */
const KIND_WORD = "督通";
/** A request that comes with a key is done once. */
type Request = { actor: StaffActor; locale: Locale; key: Idempotency | undefined };
const keyOf = ({ key }: Request): string | null => (key === undefined ? null : `${key.caller} ${key.key} ${key.hash}`);

/** 情况通报: the inspector drafts, the leader issues, the department takes note and answers. */
export const createCriticism = (store: CriticismStore, deps: CriticismDeps) => {
  const { department, rates, finding, knownNos, sheet, now, audit } = deps;
  const inTurn = createTurns();

  const ratesOf = async (row: CriticismRow): Promise<CriticismRates | null> =>
    row.state === "draft" ? rates(row.departmentId, row.from, row.to) : row.rates;
  const show = async (row: CriticismRow, { actor, locale }: Pick<Request, "actor" | "locale">): Promise<CriticismView> =>
    present(row, await ratesOf(row), actor, locale, deps);

  const load = async (id: string, actor: StaffActor): Promise<CriticismRow> => {
    const row = await store.byId(id);
    if (row === null || !maySee(row, actor)) throw notFound();
    return row;
  };
  const stale = (row: CriticismRow): AppError => new AppError(409, "stale", { params: { name: deps.nameOf((row.issued ?? row.drafted).by) } });
  const save = async (row: CriticismRow, set: Omit<Change, "mark">, request: Request): Promise<CriticismRow> => {
    const saved = await store.change(row, { ...set, lastKey: keyOf(request), mark: newId() });
    if (typeof saved === "string") return ownOr(row, request);
    return saved;
  };
  const record = (kind: string, { actor }: Request, row: CriticismRow) =>
    audit({ kind: `criticism.${kind}`, actorId: actor.id, subject: row._id, details: { departmentId: row.departmentId, docNo: row.docNo } });
  /** The very request that did it, once more. */
  const repeated = (row: CriticismRow, request: Request): boolean => keyOf(request) !== null && row.lastKey === keyOf(request);

  /** What the draft names has to be there; a report is there for nobody. */
  const named = async ({ departmentId, cases, findings }: CriticismDraft): Promise<Pick<CriticismRow, "cases" | "findings">> => {
    const faults: FieldFaults = {};
    if (department(departmentId)?.disabled !== false) faults.departmentId = { key: "field.department" };
    const nos = [...new Set(cases)];
    const known = await knownNos(nos);
    const strange = nos.find((no) => !known.has(no));
    if (strange !== undefined) faults.cases = { key: "field.caseNo", params: { no: strange } };
    const looked = await Promise.all(findings.map(async (key) => ({ ...key, no: (await finding(key))?.no ?? null })));
    const found = looked.flatMap(({ no, ...key }) => (no === null ? [] : [{ ...key, no }]));
    if (found.length < looked.length) faults.findings = { key: "rule.no-such-finding" };
    if (Object.keys(faults).length > 0) throw invalid(faults);
    return { cases: nos, findings: found };
  };

  const list = async (request: Pick<Request, "actor" | "locale">): Promise<CriticismView[]> => {
    const { actor } = request;
    const rows = await store.list(isOffice(actor) ? {} : { departmentId: actor.departmentId, state: { $ne: "draft" } });
    return Promise.all(rows.map((row) => show(row, request)));
  };

  const draft = async (body: CriticismDraft, request: Request): Promise<CriticismView> => {
    const { actor, key } = request;
    const before = key === undefined ? null : await store.byRequest(key);
    if (before !== null) return again(before, request);
    const row: CriticismRow = {
      ...{ _id: newId(), schemaVersion: 1, version: 1, state: "draft" },
      ...body,
      ...(await named(body)),
      drafted: { by: actor.id, at: now() },
      writers: [actor.id],
      ...{ rates: null, docNo: null, hash: null, issued: null, acknowledged: null, answer: null, withdrawn: null },
      ...{ mark: newId(), lastKey: null },
      ...(key === undefined ? {} : { idem: key }),
    };
    if ((await store.insert(row)) === "taken" && key !== undefined) {
      const twin = await store.byRequest(key);
      if (twin !== null) return again(twin, request);
    }
    await record("drafted", request, row);
    return show(row, request);
  };
  const again = (row: CriticismRow, request: Request): Promise<CriticismView> => {
    if (row.idem?.hash !== request.key?.hash) throw new AppError(422, "idempotencyMismatch");
    return show(row, request);
  };

  const change = async (id: string, { version, ...body }: CriticismChange, request: Request): Promise<CriticismView> => {
    const row = await load(id, request.actor);
    if (row.state !== "draft") throw refusedBy("criticism-fixed");
    if (row.version !== version) throw stale(row);
    const drafted = { by: request.actor.id, at: now() };
    const writers = [...new Set([...row.writers, request.actor.id])];
    return show(await save(row, { ...body, ...(await named(body)), drafted, writers }, request), request);
  };

  const paperOf = (row: CriticismRow, figures: CriticismRates | null, docNo: string | null, day: string | null) =>
    criticismPaper(
      { ...row, department: department(row.departmentId)?.name ?? row.departmentId, rates: figures },
      { docNo, authority: sheet.authority(), day },
    );

  const issue = async (id: string, version: number, request: Request): Promise<CriticismView> => {
    const row = await load(id, request.actor);
    if (repeated(row, request)) return show(row, request);
    if (row.state !== "draft") throw refusedBy("criticism-fixed");
    // Nobody issues what they wrote at.
    if (row.writers.includes(request.actor.id)) throw refusedBy("four-eyes");
    if (row.version !== version) throw stale(row);
    if (row.answerBy < dayOf(now())) throw refusedBy("answer-by", { day: dayOf(now()) }, "answerBy");
    await named(row);
    const issued = await inTurn("number", () => numbered(row, request));
    await record("issued", request, issued);
    return show(issued, request);
  };

  /** Who was faster may have been this very request's twin: then its answer is the answer. */
  const ownOr = async (row: CriticismRow, request: Request): Promise<CriticismRow> => {
    const current = (await store.byId(row._id)) ?? row;
    if (repeated(current, request)) return current;
    throw stale(current);
  };

  /** Each tries a number once and prints once; number, hash and file come in one write, so that no number is lost. */
  const numbered = async (row: CriticismRow, request: Request): Promise<CriticismRow> => {
    for (;;) {
      const at = now();
      const day = dayOf(at);
      const year = Number(day.slice(0, 4));
      const series = `${KIND_WORD} ${year}`;
      const seq = (await store.lastSeq(series)) + 1;
      const docNo = sheet.docNo(KIND_WORD, year, seq);
      const figures = await rates(row.departmentId, row.from, row.to);
      const { pdf, hash } = await sheet.print(paperOf(row, figures, docNo, day));
      const issued = { by: request.actor.id, at };
      const set = { state: "issued", rates: figures, docNo, series, seq, hash, pdf, issued, lastKey: keyOf(request), mark: newId() } as const;
      const saved = await store.change(row, set);
      // Another process took the number: the next one is ours.
      if (saved === "numbered") continue;
      if (saved === "stale") return ownOr(row, request);
      return saved;
    }
  };

  const withdraw = async (id: string, version: number, reason: string, request: Request): Promise<CriticismView> => {
    const row = await load(id, request.actor);
    if (repeated(row, request)) return show(row, request);
    if (row.state !== "issued") throw refusedBy("criticism-not-issued");
    if (row.version !== version) throw stale(row);
    const saved = await save(row, { state: "withdrawn", withdrawn: { by: request.actor.id, at: now(), reason } }, request);
    await record("withdrawn", request, saved);
    return show(saved, request);
  };

  const ofDepartment = async (id: string, { actor }: Request): Promise<CriticismRow> => {
    const row = await load(id, actor);
    if (row.departmentId !== actor.departmentId) throw refusedBy("not-your-department");
    return row;
  };

  const acknowledge = async (id: string, request: Request): Promise<CriticismView> => {
    const row = await ofDepartment(id, request);
    if (row.state !== "issued") throw refusedBy("criticism-not-issued");
    // Who took note first took note for the department.
    if (row.acknowledged !== null) return show(row, request);
    const saved = await save(row, { acknowledged: { by: request.actor.id, at: now() } }, request);
    await record("acknowledged", request, saved);
    return show(saved, request);
  };

  const answer = async (id: string, text: string, request: Request): Promise<CriticismView> => {
    const row = await ofDepartment(id, request);
    if (repeated(row, request)) return show(row, request);
    if (row.state !== "issued") throw refusedBy("criticism-not-issued");
    if (row.answer !== null) throw refusedBy("criticism-answered");
    const said = { by: request.actor.id, at: now() };
    const saved = await save(row, { answer: { ...said, text }, acknowledged: row.acknowledged ?? said }, request);
    await record("answered", request, saved);
    return show(saved, request);
  };

  /** As it was issued, byte for byte; a draft as it would be printed now, without number and day. */
  const file = async (id: string, actor: StaffActor): Promise<{ name: string; bytes: Buffer }> => {
    const row = await load(id, actor);
    const kept = row.state === "draft" ? null : await store.pdf(id);
    const bytes = kept ?? (await sheet.print(paperOf(row, await ratesOf(row), row.docNo, null))).pdf;
    return { name: `${row.docNo ?? row.title}.pdf`, bytes };
  };

  const one = async (id: string, request: Pick<Request, "actor" | "locale">): Promise<CriticismView> => show(await load(id, request.actor), request);

  return { list, one, draft, change, issue, withdraw, acknowledge, answer, file };
};
export type Criticism = ReturnType<typeof createCriticism>;
