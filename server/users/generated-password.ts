import { randomInt } from "node:crypto";

// Nothing that looks like something else when read aloud or off paper: no 0 o, 1 l i.
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** Sixteen characters in four groups, 79 bits: `k7mp-x2vd-9hqa-tr4e`. */
export const generatePassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")).join("-");
