import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";

/** Keys of the configuration: 32 bytes each, base64url. `kid` names the sealing key in use, older ones stay for reading. */
export type SealKeys = {
  kid: string;
  /** Sealing of ordinary personal data, by kid. */
  ordinary: Record<string, string>;
  /** Sealing of reporters' data and narratives (令121号 art. 37), by kid. */
  reporter: Record<string, string>;
  /** Blind index of phone and ID numbers. */
  index: string;
  /** Chain of the timeline and of the audit log. */
  audit: string;
};

export type KeyClass = "ordinary" | "reporter";

export type Seal = {
  /** AES-256-GCM as `v1.kid.iv.tag.ct`; `where` (id and path) is authenticated with it, so a value cannot be moved. */
  close: (plain: string, where: string, keys?: KeyClass) => string;
  open: (sealed: string, where: string, keys?: KeyClass) => string;
  closeBytes: (plain: Buffer, where: string, keys?: KeyClass) => Buffer;
  openBytes: (sealed: Buffer, where: string, keys?: KeyClass) => Buffer;
  /** Equal values give equal indexes under a key that the database does not hold. */
  blindIndex: (value: string, purpose: string) => string;
  hmac: (data: string) => string;
};

export const createSeal = (keys: SealKeys): Seal => {
  const keyOf = (keyClass: KeyClass, kid: string): Buffer => {
    const key = keys[keyClass][kid];
    if (key === undefined) throw new Error(`sealing key ${keyClass}/${kid} is not configured`);
    return Buffer.from(key, "base64url");
  };
  const encrypt = (plain: Buffer, where: string, keyClass: KeyClass) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", keyOf(keyClass, keys.kid), iv).setAAD(Buffer.from(where));
    const ct = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { iv, tag: cipher.getAuthTag(), ct };
  };
  const decrypt = (keyClass: KeyClass, kid: string, where: string, iv: Buffer, tag: Buffer, ct: Buffer): Buffer => {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(keyClass, kid), iv).setAAD(Buffer.from(where)).setAuthTag(tag);
    return Buffer.concat([decipher.update(ct), decipher.final()]);
  };
  const indexKey = Buffer.from(keys.index, "base64url");
  const auditKey = Buffer.from(keys.audit, "base64url");

  return {
    close: (plain, where, keyClass = "ordinary") => {
      const { iv, tag, ct } = encrypt(Buffer.from(plain, "utf8"), where, keyClass);
      return ["v1", keys.kid, iv.toString("base64url"), tag.toString("base64url"), ct.toString("base64url")].join(".");
    },
    open: (sealed, where, keyClass = "ordinary") => {
      const [version, kid = "", iv = "", tag = "", ct = ""] = sealed.split(".");
      if (version !== "v1") throw new Error("unknown seal version");
      return decrypt(keyClass, kid, where, Buffer.from(iv, "base64url"), Buffer.from(tag, "base64url"), Buffer.from(ct, "base64url")).toString(
        "utf8",
      );
    },
    closeBytes: (plain, where, keyClass = "ordinary") => {
      const { iv, tag, ct } = encrypt(plain, where, keyClass);
      const kid = Buffer.from(keys.kid, "utf8");
      return Buffer.concat([Buffer.from([1, kid.length]), kid, iv, tag, ct]);
    },
    openBytes: (sealed, where, keyClass = "ordinary") => {
      if (sealed[0] !== 1) throw new Error("unknown seal version");
      const at = 2 + (sealed[1] ?? 0);
      const kid = sealed.subarray(2, at).toString("utf8");
      return decrypt(keyClass, kid, where, sealed.subarray(at, at + 12), sealed.subarray(at + 12, at + 28), sealed.subarray(at + 28));
    },
    blindIndex: (value, purpose) => createHmac("sha256", indexKey).update(`${purpose}\n${value}`).digest("base64url"),
    hmac: (data) => createHmac("sha256", auditKey).update(data).digest("base64url"),
  };
};

/** A commitment to a value that can be erased later: without the salt it says nothing, with it it proves the value. */
export const commit = (value: string, salt: string): string => createHash("sha256").update(`${salt}\n${value}`).digest("base64url");
export const newSalt = (): string => randomBytes(16).toString("base64url");
