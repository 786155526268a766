import type { Difference } from "../../../../shared/tickets/differences.ts";
import { shortDay } from "../../platform/format.ts";
import { locale, t } from "../words.ts";

export const fieldName = ({ field, name }: Difference): string => name ?? t(`desk.differs.${field}`);

/** A value in words, never a code. */
export const valueWords = ({ field }: Difference, value: string | boolean | null): string => {
  if (value === null || value === "") return t("desk.differs.none");
  if (typeof value === "boolean") return t(value ? "desk.yes" : "desk.no");
  switch (field) {
    case "status":
      return t(`status.${value}`);
    case "urgency":
      return t(`urgency.${value}`);
    case "filing":
      return t(`desk.filing.${value}`);
    case "mediation":
      return value === "agreed" ? t("entry.agreed") : t(`termination.${value}`);
    case "clock":
      if (value === "none") return t("desk.differs.none");
      return /^\d/u.test(value) ? t("desk.differs.due", { day: shortDay(value, locale.value) }) : t(`desk.clock.${value}`);
    default:
      return value;
  }
};
