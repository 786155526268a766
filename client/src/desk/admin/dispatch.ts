import type { DispatchLineView } from "../../../../shared/dispatch/catalogue-views.ts";
import type { Scope } from "../../../../shared/dispatch/row.ts";
import type { Urgency } from "../../../../shared/tickets/status.ts";
import { api } from "../session.ts";
import { t } from "../words.ts";

export type Catalogue = { version: string; rows: DispatchLineView[] };
export const fetchCatalogue = (): Promise<Catalogue> => api<Catalogue>("/dispatch/catalogue");

/** A line in words, and everything in it that can be searched for. */
export type Line = {
  id: string;
  name: string;
  kinds: string;
  category: string;
  object: string;
  region: string;
  channel: string;
  scope: Scope;
  lead: string;
  co: string;
  target: string;
  urgency: Urgency;
  setting: boolean;
  reason: string;
  basis: string[];
  seek: string;
};

export const linesOf = (rows: readonly DispatchLineView[]): Line[] =>
  rows.map((row) => {
    const and = t("desk.and");
    const line = {
      id: row.id,
      name: row.name,
      kinds: row.kinds.map((kind) => t(`kind.${kind}`)).join(and),
      category: row.category?.name ?? "",
      object: row.object?.name ?? "",
      region: row.region?.name ?? t("desk.dispatch.anywhere"),
      channel: row.channel?.name ?? t("desk.dispatch.anyChannel"),
      scope: row.scope,
      lead: row.lead.name,
      co: [...row.coHandlers.map((each) => each.name), ...(row.coByRegion ? [t("desk.dispatch.byRegion")] : [])].join(and),
      target: row.target?.name ?? "",
      urgency: row.urgency,
      setting: row.setting,
      reason: row.reason,
      basis: row.basis,
    };
    const { id, name, kinds, category, object, region, channel, lead, co, target } = line;
    const codes = [row.category?.code ?? "", row.object?.code ?? ""];
    return { ...line, seek: [id, name, kinds, category, object, region, channel, lead, co, target, ...codes].join(" ").toLowerCase() };
  });
