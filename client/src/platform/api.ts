import { currentLocale } from "./i18n.ts";

/** What the server says when it refuses: words in the user's language, by field where a field is at fault. */
export type ApiFault = {
  status: number;
  code: string;
  message: string;
  fields: Record<string, string>;
  rule?: string;
  conflict?: unknown;
};

export class ApiError extends Error {
  readonly fault: ApiFault;
  constructor(fault: ApiFault) {
    super(fault.message);
    this.name = "ApiError";
    this.fault = fault;
  }
}

export const faultOf = (error: unknown): ApiFault | null => (error instanceof ApiError ? error.fault : null);

type Options = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  query?: Record<string, string | number | undefined>;
  /** Bearer token: the staff's access token or the citizen's tracking token. */
  token?: string | undefined;
  /** For a POST that may be sent again: the server makes one thing of it. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Goes out although the page is leaving. */
  keepalive?: boolean;
};

/**
 * One call of the API. Throws `ApiError` with the server's words; a lost line is code "offline", which leaves what was
 * typed in place and may be repeated with the same idempotency key.
 */
export const call = async <T>(path: string, options: Options = {}): Promise<T> => {
  const query = Object.entries(options.query ?? {}).filter(([, value]) => value !== undefined && value !== "");
  const search = query.length === 0 ? "" : `?${new URLSearchParams(query.map(([name, value]) => [name, String(value)]))}`;
  const upload = options.body instanceof FormData;
  const headers: Record<string, string> = { "accept-language": currentLocale() };
  if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
  if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
  if (options.body !== undefined && !upload) headers["content-type"] = "application/json";
  const response = await fetch(`/api${path}${search}`, {
    method: options.method ?? (options.body === undefined ? "GET" : "POST"),
    headers,
    credentials: "same-origin",
    ...(options.body === undefined ? {} : { body: upload ? (options.body as FormData) : JSON.stringify(options.body) }),
    ...(options.keepalive === undefined ? {} : { keepalive: options.keepalive }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw new ApiError({ status: 0, code: "offline", message: "", fields: {} });
  });
  const text = await response.text();
  const answer = readJson(text);
  if (response.ok) return answer as T;
  const fault = (answer as { error?: Partial<ApiFault> } | undefined)?.error;
  throw new ApiError({ fields: {}, code: "internal", message: response.statusText, ...fault, status: response.status });
};

/** A gateway's own page is no answer of ours: it is treated like an answer without words. */
const readJson = (text: string): unknown => {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};
