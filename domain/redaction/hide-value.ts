import { markerFor } from "./marker.ts";
import type { SecretMeaning } from "./secret-name.ts";
import { isConnectionString, isIdentifier, isOpaque, isPlaceholder } from "./value-shape.ts";

const shortestToken = 6;
const shortestKey = 16;

/** A default inside a reference: `${DB_PASSWORD:-hunter2}` (shell), `${DB_PASSWORD:hunter2}` (Spring). */
const withDefault = /^(\$\{[\w.-]{1,200}(?::[-=?+]|:|-))([^}]{0,1000})\}$/;

/**
 * What stands for the value of a name with this meaning.
 *
 * @returns the value itself where it is no secret: a placeholder, an identifier, or a word where key material is expected.
 */
export function hideValue(value: string, meaning: SecretMeaning): string {
  const [, opening, fallback] = withDefault.exec(value) ?? [];
  if (opening !== undefined && fallback !== undefined) return `${opening}${hideValue(fallback, meaning)}}`;
  return isSecret(value, meaning) ? markerFor(value) : value;
}

function isSecret(value: string, meaning: SecretMeaning): boolean {
  if (meaning === "token" && !isOpaque(value, shortestToken)) return false;
  if (meaning === "key" && !isOpaque(value, shortestKey)) return false;
  if (isPlaceholder(value) || isConnectionString(value)) return false;
  return meaning === "token" || meaning === "key" || !isIdentifier(value);
}
