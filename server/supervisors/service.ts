import type { StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import { can } from "../../shared/can.ts";
import { maskIdNo, maskPhone } from "../../shared/mask.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { letterPaper } from "../../shared/supervisors/paper.ts";
import { decideRegister, type Facts, permissionFor, type RegisterState, STATES } from "../../shared/supervisors/register.ts";
import type { Application, RegisterAction } from "../../shared/supervisors/schema.ts";
import type { OwnView, RegisterView, SupervisorView } from "../../shared/supervisors/views.ts";
import { duplicateKey } from "../platform/database.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { SupervisorsDeps } from "./deps.ts";
import { lineOf, ownOf, present } from "./present.ts";
import type { Masked, SupervisorRow, SupervisorStore } from "./store.ts";

export type Request = { actor: StaffActor; locale: Locale; key: Idempotency | undefined };
const keyOf = ({ key }: Request): string | null => (key === undefined ? null : `${key.caller} ${key.key} ${key.hash}`);
export const whereOf = (id: string, field: string): string => `supervisor:${id}:${field}`;

/** The register: entered by one, approved by another, appointed with consent, training and an account; renewed, ended. */
export const createRegister = (store: SupervisorStore, deps: SupervisorsDeps) => {
  const { seal, account, region, sheet, nameOf, now, audit } = deps;
  const today = (): string => dayOf(now());
  const loadOf = async ({ userId, state }: SupervisorRow): Promise<number> =>
    userId === null || state !== "appointed" ? 0 : (await deps.assisted(userId)).open;
  const show = async (row: SupervisorRow, { actor, locale }: Pick<Request, "actor" | "locale">): Promise<SupervisorView> =>
    present(row, today(), await loadOf(row), actor, locale, deps);

  const load = async (id: string): Promise<SupervisorRow> => {
    const row = await store.get(id);
    if (row === null) throw notFound();
    return row;
  };
  const own = async (userId: string): Promise<SupervisorRow> => {
    const row = await store.ofUser(userId);
    if (row === null) throw notFound();
    return row;
  };
  const record = (type: string, { actor }: Request, row: SupervisorRow) =>
    audit({ kind: `supervisor.${type}`, actorId: actor.id, subject: row._id, details: { state: row.state } });
  const stale = ({ version, history }: SupervisorRow): AppError => {
    const name = nameOf(history.at(-1)?.by ?? "");
    return new AppError(409, "stale", { params: { name }, conflict: { version, changedBy: name } });
  };
  const placed = (code: string): void => {
    if (region(code) === null) throw invalid({ region: { key: "field.region" } });
  };

  const list = async (state: RegisterState | undefined, locale: Locale): Promise<RegisterView> => {
    const all = await store.list({});
    const shown = all.filter((row) => state === undefined || row.state === state);
    const items = await Promise.all(shown.map(async (row) => lineOf(row, today(), await loadOf(row), locale, deps)));
    const counts = Object.fromEntries(STATES.map((each) => [each, all.filter((row) => row.state === each).length]));
    return { items, counts: counts as RegisterView["counts"] };
  };

  const apply = async ({ phone, idNo, ...facts }: Application, request: Request): Promise<SupervisorView> => {
    const { actor, key } = request;
    placed(facts.region);
    const _id = newId();
    const closed = (field: "phone" | "idNo", value: string, mask: (value: string) => string): Masked => ({
      sealed: seal.close(value, whereOf(_id, field)),
      masked: mask(value),
    });
    const fresh: SupervisorRow = {
      ...{ _id, schemaVersion: 1, version: 1, mark: newId(), state: "applied", enteredBy: actor.id },
      ...facts,
      phone: closed("phone", phone, maskPhone),
      idNo: idNo === undefined ? null : closed("idNo", idNo, maskIdNo),
      ...{ userId: null, account: null, refusal: null, ended: null, lastKey: null },
      ...{ trainings: [], terms: [], leaves: [], assessments: [], rewards: [] },
      history: [{ at: now(), by: actor.id, type: "apply", words: null }],
      ...(key === undefined ? {} : { idem: key }),
    };
    const row = (key === undefined ? null : await store.byRequest(key)) ?? (await store.insert(fresh));
    if (row.idem?.hash !== key?.hash) throw new AppError(422, "idempotencyMismatch");
    if (row._id === fresh._id) await record("apply", request, row);
    return show(row, request);
  };

  const save = async (row: SupervisorRow, action: RegisterAction, changed: Partial<Facts>, request: Request): Promise<SupervisorRow> => {
    const words = "reason" in action && action.type === "refuse" ? action.reason : "words" in action ? (action.words ?? null) : null;
    const history = [...row.history, { at: now(), by: request.actor.id, type: action.type, words }].slice(-500);
    const holder = action.type === "appoint" ? { account: action.userId } : action.type === "end" ? { account: null } : {};
    try {
      const saved = await store.change(row._id, row.version, { ...changed, ...holder, history, lastKey: keyOf(request) });
      if (saved === null) throw stale(await load(row._id));
      await record(action.type, request, saved);
      return saved;
    } catch (error) {
      // Two entries may not be appointed with one account, whoever is faster.
      if (duplicateKey(error) !== null) throw refusedBy("supervisor-account-taken", {}, "userId");
      throw error;
    }
  };
  const change = async (row: SupervisorRow, version: number, action: RegisterAction, request: Request): Promise<SupervisorRow> => {
    if (keyOf(request) !== null && row.lastKey === keyOf(request)) return row;
    if (row.version !== version) throw stale(row);
    if (action.type === "changeFields") placed(action.region);
    const named = action.type === "appoint" ? account(action.userId) : null;
    const decided = decideRegister(row, action, { actorId: request.actor.id, today: today(), account: named });
    if (!decided.ok) throw refusedBy(decided.rule, decided.params, decided.field);
    return save(row, action, decided.value, request);
  };

  const act = async (id: string, version: number, action: RegisterAction, request: Request): Promise<SupervisorView> => {
    const permission = permissionFor(action.type);
    if (!can(request.actor, permission)) throw new AppError(403, "forbidden", { rule: "permission", params: { permission, action: permission } });
    return show(await change(await load(id), version, action, request), request);
  };

  const mine = async ({ actor, locale }: Pick<Request, "actor" | "locale">): Promise<OwnView> => {
    const row = await own(actor.id);
    return ownOf(row, today(), await loadOf(row), locale, deps);
  };
  const actOwn = async (version: number, action: RegisterAction, request: Request): Promise<OwnView> => {
    await change(await own(request.actor.id), version, action, request);
    return mine(request);
  };

  /** 聘书 of the newest term, as it is signed today. */
  const letter = async (row: SupervisorRow): Promise<{ name: string; bytes: Buffer }> => {
    const term = row.terms.at(-1);
    if (term === undefined) throw refusedBy("supervisor-state");
    const paper = letterPaper({ ...row, region: region(row.region)?.zh ?? row.region, term }, sheet.authority());
    return { name: `${paper.title} ${row.name}.pdf`, bytes: (await sheet.print(paper)).pdf };
  };

  return {
    list,
    apply,
    act,
    mine,
    actOwn,
    letter,
    load,
    own,
    one: async (id: string, request: Pick<Request, "actor" | "locale">) => show(await load(id), request),
  };
};
export type Register = ReturnType<typeof createRegister>;
