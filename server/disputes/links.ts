import { createSecretKey, randomBytes, randomInt } from "node:crypto";
import jwt from "jsonwebtoken";
import { type Party, partyOf } from "../../shared/disputes/dispute.ts";
import { translate } from "../../shared/messages/index.ts";
import type { Config } from "../platform/config.ts";
import { AppError } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { mobileOf } from "../platform/phone.ts";
import { createTurns } from "../platform/turns.ts";
import type { DisputeDeps } from "./deps.ts";
import { partyWhere } from "./opening.ts";
import type { DisputeRow } from "./row.ts";
import type { DisputeStore } from "./store.ts";

const AUDIENCE = "zhisu-room";
const LIFE_SECONDS = 2 * 60 * 60;
/** A code that was sent, and one that was handed over. */
const CODE_MINUTES = { sent: 10, handed: 3 * 24 * 60 } as const;
const MOST_TRIES = 5;

/** Who came in, and by what: a link, or number and code of the case. */
export type PartyRef = { disputeId: string; partyId: string; linkId: string | null };

/** Parties without accounts: a link with a secret that only its digest is kept of, a pass for two hours, codes for signing. */
export const createLinks = (
  { seal, now, sms, publicUrl, audit }: Pick<DisputeDeps, "seal" | "now" | "sms" | "publicUrl" | "audit">,
  store: DisputeStore,
  { jwt: keys }: Pick<Config, "jwt">,
) => {
  const key = createSecretKey(keys.secret, "base64url");
  const options = { algorithm: "HS256", issuer: keys.issuer, audience: AUDIENCE, keyid: keys.kid, expiresIn: LIFE_SECONDS } as const;
  const turns = createTurns();

  const newSecret = () => {
    const secret = randomBytes(24).toString("base64url");
    return { secret, index: indexOf(secret) };
  };
  const indexOf = (secret: string): string => seal.blindIndex(secret, "dispute.link");

  const ended = () => new AppError(401, "linkEnded");
  const pass = ({ disputeId, partyId, linkId }: PartyRef) => ({
    token: jwt.sign({ party: partyId, link: linkId ?? "", at: Date.now() }, key, { ...options, subject: disputeId }),
    expiresAt: new Date(Date.now() + LIFE_SECONDS * 1000),
  });

  /** Is that the link by which this party may come in now? Revoked, run out, replaced and unknown are told alike. */
  const mayCome = (row: DisputeRow, partyId: string, linkId: string | null): Party | null => {
    const party = partyOf(row, partyId);
    if (party === null || party.goneAt !== null) return null;
    if (linkId === null) return party.role === "complainant" ? party : null;
    return party.link?.id === linkId && party.link.revokedAt === null && party.link.until > now() ? party : null;
  };

  /** By the secret of a link; throws 401. */
  const enter = async (secret: string): Promise<{ row: DisputeRow; party: Party; ref: PartyRef }> => {
    const index = indexOf(secret);
    const row = await store.byLink(index);
    const known = row?.links.find((link) => link.index === index);
    const party = row === null || known === undefined ? null : mayCome(row, known.partyId, known.linkId);
    if (row === null || known === undefined || party === null) throw ended();
    return { row, party, ref: { disputeId: row._id, partyId: party.id, linkId: known.linkId } };
  };

  /** By a pass; throws 401 when it, or the link it came from, has ended meanwhile. */
  const admit = async (token: string | undefined): Promise<PartyRef & { expiresAt: Date }> => {
    const claims = token === undefined ? null : verify(token);
    const row = claims === null ? null : await store.byId(claims.disputeId);
    if (claims === null || row === null || mayCome(row, claims.partyId, claims.linkId) === null) throw ended();
    // With the code of the case end those who came in by the old one.
    if (claims.linkId === null && row.trackSince !== undefined && claims.madeAt < row.trackSince) throw ended();
    return claims;
  };

  const verify = (token: string): (PartyRef & { expiresAt: Date; madeAt: Date }) | null => {
    try {
      const { header, payload } = jwt.verify(token, key, { algorithms: ["HS256"], issuer: keys.issuer, audience: AUDIENCE, complete: true });
      if (header.kid !== keys.kid || typeof payload === "string") return null;
      const { sub, party, link, exp, at } = payload as { sub?: unknown; party?: unknown; link?: unknown; exp?: unknown; at?: unknown };
      if (typeof sub !== "string" || typeof party !== "string" || typeof link !== "string" || typeof exp !== "number" || typeof at !== "number")
        return null;
      return { disputeId: sub, partyId: party, linkId: link === "" ? null : link, expiresAt: new Date(exp * 1000), madeAt: new Date(at) };
    } catch {
      return null;
    }
  };

  const mobile = (row: DisputeRow, partyId: string): string | null => {
    const phone = row.people[partyId]?.phone;
    return phone === undefined ? null : mobileOf(seal.open(phone.sealed, partyWhere(row._id, partyId, "phone")));
  };
  /** A message to a party's own number; false where there is none or no way to send. */
  const message = async (row: DisputeRow, partyId: string, kind: "link" | "code", text: string): Promise<boolean> => {
    const to = mobile(row, partyId);
    if (to === null || !sms.ready) return false;
    const { result } = await sms.send({ to, text, ref: newId() });
    await audit({ kind: `dispute.${kind}Sent`, actorId: null, subject: `dispute:${row._id}`, details: { party: partyId, result } });
    return result === "sent";
  };
  const send = (row: DisputeRow, partyId: string, secret: string): Promise<boolean> =>
    message(row, partyId, "link", translate("zh-CN", "disputePaper.linkMessage", { no: row.law.no, link: `${publicUrl}/room#${secret}` }));
  /** False: there is no way to send one, the office hands it out. */
  const sendCode = async (row: DisputeRow, partyId: string): Promise<boolean> => {
    if (mobile(row, partyId) === null || !sms.ready) return false;
    const code = await newCode(row._id, partyId, "sent");
    return message(row, partyId, "code", translate("zh-CN", "disputePaper.codeMessage", { no: row.law.no, code }));
  };

  const codeIndex = (disputeId: string, partyId: string, code: string): string => seal.blindIndex(code, `dispute.code:${disputeId}:${partyId}`);
  /** A code of one party for one signature: six digits, few tries, soon over. */
  const newCode = async (disputeId: string, partyId: string, how: keyof typeof CODE_MINUTES): Promise<string> => {
    const code = String(randomInt(0, 1_000_000)).padStart(6, "0");
    const until = new Date(Date.now() + CODE_MINUTES[how] * 60_000);
    await store.note(disputeId, { [`codes.${partyId}`]: { index: codeIndex(disputeId, partyId, code), until, tries: 0 } });
    return code;
  };
  /** A wrong one is counted before anything is answered, one try after another. */
  const check = (disputeId: string, partyId: string, code: string): Promise<"good" | "wrong" | "ended"> =>
    turns(`${disputeId}:${partyId}`, async () => {
      const kept = (await store.byId(disputeId))?.codes[partyId];
      if (kept === undefined || kept.until < new Date() || kept.tries >= MOST_TRIES) return "ended";
      if (kept.index === codeIndex(disputeId, partyId, code.trim())) return "good";
      await store.wrongCode(disputeId, partyId);
      return "wrong";
    });
  const spend = (disputeId: string, partyId: string) => store.note(disputeId, { [`codes.${partyId}.until`]: new Date(0) });

  return { newSecret, pass, enter, admit, newCode, sendCode, send, check, spend };
};
export type Links = ReturnType<typeof createLinks>;
