import { createHash } from "node:crypto";
import { translate } from "../../shared/messages/index.ts";
import { DEMANDS } from "../../shared/tickets/schema.ts";
import type { Kind } from "../../shared/tickets/status.ts";

type Fields = Record<string, unknown>;

/** What is sent for a source row. Words go as they are; what the filing form has no place for is left out. */
export const bodyOf = ({
  id,
  fields,
  kind,
  contactPhone,
  account,
}: {
  id: string;
  fields: Fields;
  kind: Kind;
  contactPhone: string | undefined;
  /** Sent under an import account, which may say where a message comes from. */
  account: boolean;
}) => {
  const name = textIn(fields, "user", "name");
  const phone = textIn(fields, "phone") ?? contactPhone;
  const email = textIn(fields, "email") ?? (phone === undefined && kind !== "report" ? placeholderEmail(id) : undefined);
  const address = textIn(fields, "address");
  const target = textIn(fields, "target");
  const title = textIn(fields, "title");
  const demands = demandsIn(fields.demands);
  const complainant = { ...given({ name }), ...given({ phone }), ...given({ email }), ...given({ address }) };
  const at = instantOf(sourceTimeOf(fields));
  return {
    kind,
    ...(account ? { source: { id, ...(at === null ? {} : { at }) } } : {}),
    ...given({ title }),
    text: textIn(fields, "text", "desc") ?? "",
    ...(Object.keys(complainant).length === 0 ? {} : { complainant }),
    ...(target === undefined ? {} : { respondent: { name: target } }),
    ...(demands.length === 0 ? {} : { demands }),
  };
};

/** When the source says that it was written. */
export const sourceTimeOf = (fields: Fields): string | null => textIn(fields, "at", "created_date") ?? null;

/** A source's time as an instant; without a zone it is Shanghai's. Null when it cannot be read. */
const instantOf = (time: string | null): string | null => {
  const [, year, month, day, hour = "0", minute = "0", second = "0"] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/u.exec(time?.trim() ?? "") ?? [];
  const two = (part: string | undefined) => (part ?? "").padStart(2, "0");
  const written = year === undefined ? (time ?? "") : `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}+08:00`;
  const instant = new Date(written);
  // Without a zone `new Date` would read the machine's own.
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/u.test(written);
  return zoned && !Number.isNaN(instant.getTime()) ? instant.toISOString() : null;
};

/** The same row has the same key whenever and from wherever it is sent. */
export const keyOf = (stem: string, id: string): string => {
  const key = `import:${encodeURIComponent(stem)}:${encodeURIComponent(id)}`;
  return key.length <= 200 ? key : `import:${createHash("sha256").update(`${stem}\n${id}`).digest("hex")}`;
};

/** The .invalid domain exists nowhere and never will (RFC 2606): mail to it reaches nobody. */
const placeholderEmail = (id: string): string => {
  const plain = /^[A-Za-z0-9]{1,40}$/u.test(id) ? id : createHash("sha256").update(id).digest("hex").slice(0, 20);
  return `import+${plain}@example.invalid`;
};

const given = (field: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(field).filter((entry): entry is [string, string] => entry[1] !== undefined));

const textIn = (fields: Fields, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return undefined;
};

const demandsIn = (value: unknown): string[] => {
  const words = Array.isArray(value) ? value : typeof value === "string" ? value.split(/[;；、]/u) : [];
  return DEMANDS.filter((demand) => words.includes(demand) || words.includes(translate("zh-CN", `demand.${demand}`)));
};
