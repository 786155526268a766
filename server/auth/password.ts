import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

// OWASP's first recommendation for argon2id (the library's default kind): 19 MiB, two passes, one lane; some 20 ms a try.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The same password typed on another keyboard may arrive composed differently. */
const bytesOf = (password: string): string => password.normalize("NFC");

export const hashPassword = (password: string): Promise<string> => hash(bytesOf(password), COST);

export const verifyPassword = (hashed: string, password: string): Promise<boolean> => verify(hashed, bytesOf(password));

/** A hash nobody has the password of: verified for unknown names, so that the time taken tells nothing. */
export const decoyHash = (): Promise<string> => hashPassword(randomBytes(24).toString("base64url"));
