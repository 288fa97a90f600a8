import { randomBytes } from "node:crypto";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const letters = 26;

/** A new diagnosis ID: `d` and 26 base32 characters, 130 random bits. It is no secret, and cannot be guessed all the same. */
export function createDiagnosisId(): string {
  return `d${Array.from(randomBytes(letters), (byte) => alphabet[byte & 31]).join("")}`;
}
