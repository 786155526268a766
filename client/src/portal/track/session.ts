import type { z } from "zod";
import type { TrackView, trackAnswer } from "../../../../shared/tickets/track-views.ts";
import { call } from "../../platform/api.ts";
import { forget, keep, readKept } from "../kept.ts";

export type TrackAnswer = z.infer<typeof trackAnswer>;
export type Seen = { now: string; ticket: TrackView };
/** The right to look at one case, for two hours. Kept for this tab, so that a reload stays open; never in an address. */
export type TrackSession = { no: string; token: string; expiresAt: string };

const NAME = "zhisu.portal.track";
let memory: TrackSession | null = null;

export const sessionFor = (no: string): TrackSession | null => {
  const kept = memory ?? (readKept("session", NAME) as TrackSession | null);
  // Whether it still holds is the server's to say: this device's clock may be wrong.
  return kept !== null && kept.no === no && typeof kept.token === "string" ? kept : null;
};

export const keepSession = (session: TrackSession): void => {
  memory = session;
  keep("session", NAME, session);
};

export const dropSession = (): void => {
  memory = null;
  forget("session", NAME);
};

/** What was typed or pasted, as the server takes it: no spaces, capitals, the hyphen of the number. */
export const plainNo = (typed: string): string => {
  const plain = typed
    .normalize("NFKC")
    .replace(/\s/gu, "")
    .replace(/[–—−_]/gu, "-")
    .toUpperCase();
  return /^\d{10,}$/u.test(plain) ? `${plain.slice(0, 6)}-${plain.slice(6)}` : plain;
};
export const plainCode = (typed: string): string =>
  typed
    .normalize("NFKC")
    .replace(/[\s–—−_-]/gu, "")
    .toUpperCase();

/** Number and code out of one pasted piece (the message, the link, two lines); null when it does not hold both. */
export const bothIn = (pasted: string): { no: string; code: string } | null => {
  const text = pasted.normalize("NFKC");
  const no = /(?<!\d)\d{6}-\d{4,}(?!\d)/u.exec(text)?.[0];
  if (no === undefined) return null;
  const code = /(?<![A-Za-z0-9])(?:[A-Za-z0-9]{4}[ -]?){2}[A-Za-z0-9]{4}(?![A-Za-z0-9])/u.exec(
    text.replace(no, " ").replace(/https?:\/\/[^\s#]*/gu, " "),
  )?.[0];
  return code === undefined ? null : { no, code };
};

/** "K7M4 92QX AB3D": in groups of four, for reading aloud and copying down. */
export const grouped = (code: string): string => code.match(/.{1,4}/gu)?.join(" ") ?? code;

/** Opens a case by number and code and keeps the right to it. */
export const openCase = async (no: string, code: string): Promise<Seen> => {
  const answer = await call<TrackAnswer>(`/public/tickets/${encodeURIComponent(plainNo(no))}/track`, { body: { code: plainCode(code) } });
  keepSession({ no: answer.ticket.no, token: answer.token, expiresAt: answer.expiresAt });
  return { now: answer.now, ticket: answer.ticket };
};

/** The address that opens a case. Number and code stand in the fragment, which no server is sent. */
export const linkOf = (no: string, code: string): string => `${window.location.origin}/track#${new URLSearchParams({ no, code })}`;

/** Number and code out of such a fragment; null when it does not hold both. */
export const fromFragment = (fragment: string): { no: string; code: string } | null => {
  const given = new URLSearchParams(fragment.replace(/^#/u, ""));
  const [no, code] = [given.get("no") ?? "", given.get("code") ?? ""];
  return no === "" || code === "" ? null : { no, code };
};
