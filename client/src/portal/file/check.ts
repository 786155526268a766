import { faultsOf } from "../../../../shared/issues.ts";
import { parseAmount } from "../recognise.ts";
import type { Faults } from "../words.ts";
import { bodyOf } from "./body.ts";
import type { Draft } from "./draft.ts";

/** "Not text" about something left empty means "please fill this in". */
const ABOUT_TYPE = ["field.string", "field.number", "field.choice", "field.object"];

const at = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((inner, key) => (typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined), value);

/** The schema comes after the page; while the line is down there is none, and the server checks alone. */
export const loadSchema = () => import("../../../../shared/tickets/schema.ts").catch(() => null);

/** What the server would say of this draft, by the same schema. */
export const faultsIn = async (draft: Draft): Promise<Faults> => {
  const body = bodyOf(draft);
  const result = (await loadSchema())?.fileSchema.safeParse(body);
  const faults: Faults = result?.error === undefined ? {} : faultsOf(result.error);
  for (const [path, fault] of Object.entries(faults)) {
    if ("key" in fault && ABOUT_TYPE.includes(fault.key) && at(body, path) === undefined) faults[path] = { key: "field.required" };
  }
  if (draft.kind === "") faults.kind = { key: "portal.file.kind.needed" };
  if (draft.privacyVersion === "") faults.privacyVersion = { key: "portal.file.notice.needed" };
  if (draft.story.trim() === "") faults.text = { key: "portal.file.story.needed" };
  if (draft.amount.trim() !== "" && parseAmount(draft.amount) === null) faults.amount = { key: "portal.file.amount.form" };
  return faults;
};
