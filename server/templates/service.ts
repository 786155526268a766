import type { StaffActor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import type { FieldFaults } from "../../shared/issues.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { placeFaults } from "../../shared/templates/placeholders.ts";
import { KEEPING, mayKeep, maySee, type TemplatePlace } from "../../shared/templates/rules.ts";
import type { TemplateInput, TemplateView } from "../../shared/templates/schema.ts";
import { AppError, invalid, notFound } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import { namedIn } from "../platform/named.ts";
import type { TemplateDeps } from "./deps.ts";
import type { TemplateBody, TemplateRow, TemplateStore } from "./store.ts";

const MOST = 500;
type Change = TemplateInput & { version: number };

/** Words and macros for later use: one's own, the department's, the office's. */
export const createTemplates = (store: TemplateStore, { department, nameOf, now }: Pick<TemplateDeps, "department" | "nameOf" | "now">) => {
  const present = (row: TemplateRow, actor: StaffActor, locale: Locale): TemplateView => ({
    id: row._id,
    version: row.version,
    name: row.name,
    scope: row.scope,
    department: row.departmentId === null ? null : { id: row.departmentId, name: namedIn(locale, department(row.departmentId), row.departmentId) },
    changedBy: nameOf(row.changedBy),
    changedAt: row.changedAt.toISOString(),
    mayChange: mayKeep(actor, row),
    ...row.body,
  });

  const list = async (query: { q?: string | undefined; use?: string | undefined; kind?: string | undefined }, actor: StaffActor, locale: Locale) => {
    const departmentId = can(actor, "template.office") ? null : actor.departmentId;
    const rows = await store.list({ ownerId: actor.id, departmentId, q: query.q, use: query.use, kind: query.kind }, MOST);
    return rows.map((row) => present(row, actor, locale));
  };

  /** Where it is to be kept; refused where that is not this person's to keep. */
  const placeOf = ({ scope, departmentId }: TemplateInput, actor: StaffActor): TemplatePlace => {
    const place = { scope, ownerId: actor.id, departmentId: scope === "department" ? (departmentId ?? actor.departmentId) : null };
    if (place.departmentId !== null && department(place.departmentId) === null) throw invalid({ departmentId: { key: "field.department" } });
    allow(actor, place);
    return place;
  };
  const allow = (actor: StaffActor, place: TemplatePlace): void => {
    if (mayKeep(actor, place)) return;
    const permission = KEEPING[place.scope] ?? "template.use";
    throw new AppError(403, "forbidden", { rule: "permission", params: { permission, action: permission } });
  };

  const bodyOf = (input: TemplateInput): TemplateBody => {
    const faults: FieldFaults =
      input.kind === "text"
        ? Object.fromEntries(Object.entries(placeFaults({ text: input.text }, "")).map(([path, fault]) => [path.slice(1), fault]))
        : Object.assign({}, ...input.steps.map((step, i) => placeFaults(step, `steps.${i}`)));
    if (Object.keys(faults).length > 0) throw invalid(faults);
    return input.kind === "text" ? { kind: "text", use: input.use, text: input.text } : { kind: "macro", steps: input.steps };
  };

  const create = async (input: TemplateInput, actor: StaffActor, idem: Idempotency | undefined, locale: Locale): Promise<TemplateView> => {
    const place = placeOf(input, actor);
    const fresh: TemplateRow = {
      _id: newId(),
      schemaVersion: 1,
      version: 1,
      name: input.name,
      ...place,
      body: bodyOf(input),
      changedBy: actor.id,
      changedAt: now(),
      mark: newId(),
      ...(idem === undefined ? {} : { idem }),
    };
    const row = (idem === undefined ? null : await store.byRequest(idem)) ?? (await store.insert(fresh));
    if (row.idem?.hash !== idem?.hash) throw new AppError(422, "idempotencyMismatch");
    return present(row, actor, locale);
  };

  /** A template that this person sees; what is another's own is not there. */
  const seen = async (id: string, actor: StaffActor): Promise<TemplateRow> => {
    const row = await store.get(id);
    if (row === null || !maySee(actor, row)) throw notFound();
    return row;
  };

  const change = async (id: string, input: Change, actor: StaffActor, locale: Locale): Promise<TemplateView> => {
    const row = await seen(id, actor);
    allow(actor, row);
    if (row.version !== input.version) throw stale(row);
    const { scope, departmentId } = input;
    // Left where it is, it stays its keeper's or its department's, whoever changes the words.
    const stays = scope === row.scope && (departmentId === undefined || departmentId === row.departmentId);
    const place = stays ? { scope, ownerId: row.ownerId, departmentId: row.departmentId } : placeOf(input, actor);
    const saved = await store.change(id, input.version, { name: input.name, ...place, body: bodyOf(input), changedBy: actor.id, changedAt: now() });
    if (saved === null) throw stale(await seen(id, actor));
    return present(saved, actor, locale);
  };

  const drop = async (id: string, version: number, actor: StaffActor): Promise<void> => {
    const row = await seen(id, actor);
    allow(actor, row);
    if (row.version !== version || !(await store.drop(id, version))) throw stale(row);
  };

  const stale = ({ version, changedBy }: TemplateRow): AppError => {
    const name = nameOf(changedBy);
    return new AppError(409, "stale", { params: { name }, conflict: { version, changedBy: name } });
  };

  return { list, create, change, drop, seen };
};
export type TemplateService = ReturnType<typeof createTemplates>;
