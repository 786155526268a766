import type { StaffActor } from "../../shared/actor.ts";
import { KEEPING, mayKeepView, maySeeView, oneMore, type ViewPlace } from "../../shared/views/rules.ts";
import { MOST_VIEWS, type SavedView, type SavedViewInput } from "../../shared/views/schema.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { ViewRow, ViewStore } from "./store.ts";

export type ViewDeps = {
  hasDepartment: (id: string) => boolean;
  nameOf: (userId: string) => string;
  now: () => Date;
};
/** Own ones, a department's and the office's, each as many as may be kept; more only where two were kept in one moment. */
const MOST_SHOWN = 4 * MOST_VIEWS;

/** Questions to the list of cases that are kept: one's own, the department's, the office's. None of them opens a case to anybody. */
export const createViews = (store: ViewStore, { hasDepartment, nameOf, now }: ViewDeps) => {
  const present = (row: ViewRow, actor: StaffActor): SavedView => ({
    id: row._id,
    version: row.version,
    name: row.name,
    query: row.query,
    columns: row.columns,
    scope: row.scope,
    departmentId: row.departmentId,
    changedBy: nameOf(row.changedBy),
    mayChange: mayKeepView(actor, row),
  });

  const list = async (actor: StaffActor): Promise<SavedView[]> =>
    (await store.list(actor.id, actor.departmentId, MOST_SHOWN)).map((row) => present(row, actor));

  const allow = (actor: StaffActor, place: ViewPlace): void => {
    if (mayKeepView(actor, place)) return;
    const permission = KEEPING[place.scope] ?? "ticket.read";
    throw new AppError(403, "forbidden", { rule: "permission", params: { permission, action: permission } });
  };
  const placeOf = (scope: SavedViewInput["scope"], actor: StaffActor): ViewPlace => {
    const place = { scope, ownerId: actor.id, departmentId: scope === "department" ? actor.departmentId : null };
    allow(actor, place);
    return place;
  };
  const bodyOf = ({ name, query, columns }: SavedViewInput) => {
    if (query.departmentId !== undefined && !hasDepartment(query.departmentId)) throw invalid({ "query.departmentId": { key: "field.department" } });
    return { name, query, columns };
  };
  const mustFit = async (place: ViewPlace): Promise<void> => {
    const fits = oneMore(await store.count(place));
    if (!fits.ok) throw refusedBy(fits.rule, fits.params);
  };

  const create = async (input: SavedViewInput, actor: StaffActor, idem: Idempotency | undefined): Promise<SavedView> => {
    const place = placeOf(input.scope, actor);
    const body = bodyOf(input);
    const made = idem === undefined ? null : await store.byRequest(idem);
    if (made === null) await mustFit(place);
    const own = { changedBy: actor.id, changedAt: now(), mark: newId(), ...(idem === undefined ? {} : { idem }) };
    const row = made ?? (await store.insert({ _id: newId(), schemaVersion: 1, version: 1, ...place, ...body, ...own }));
    if (row.idem?.hash !== idem?.hash) throw new AppError(422, "idempotencyMismatch");
    return present(row, actor);
  };

  /** A view that this person finds in the list; what is another's own is not there. */
  const seen = async (id: string, actor: StaffActor): Promise<ViewRow> => {
    const row = await store.get(id);
    if (row === null || !maySeeView(actor, row)) throw notFound();
    return row;
  };

  const change = async (id: string, input: SavedViewInput & { version: number }, actor: StaffActor): Promise<SavedView> => {
    const row = await seen(id, actor);
    allow(actor, row);
    if (row.version !== input.version) throw stale(row);
    // Left where it is, it stays its keeper's, whoever of the department changes it.
    const { scope, ownerId, departmentId } = row;
    const place = input.scope === scope ? { scope, ownerId, departmentId } : placeOf(input.scope, actor);
    const body = bodyOf(input);
    if (place.scope !== scope) await mustFit(place);
    const saved = await store.change(id, input.version, { ...body, ...place, changedBy: actor.id, changedAt: now() });
    if (saved === null) throw stale(await seen(id, actor));
    return present(saved, actor);
  };

  const drop = async (id: string, version: number, actor: StaffActor): Promise<void> => {
    const row = await seen(id, actor);
    allow(actor, row);
    if (row.version !== version || !(await store.drop(id, version))) throw stale(row);
  };

  const stale = ({ version, changedBy }: ViewRow): AppError => {
    const name = nameOf(changedBy);
    return new AppError(409, "stale", { params: { name }, conflict: { version, changedBy: name } });
  };

  return { list, create, change, drop };
};
export type ViewService = ReturnType<typeof createViews>;
