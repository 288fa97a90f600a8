import type { TypedData } from "../../seam/core-types.ts";

/** An activity's answer as the JSON text that goes into the history; null for null and undefined. */
export function activityResultText(value: TypedData | null | undefined): string | null {
  if (!value) return null;
  if (value.string !== undefined) return JSON.stringify(value.string);
  if (value.json !== undefined) return value.json;
  if (value.int !== undefined) return numberText(value.int);
  if (value.double !== undefined) return numberText(value.double);
  if (value.bytes !== undefined) return JSON.stringify(Buffer.from(value.bytes).toString("base64"));
  return null;
}

/** JSON has no NaN and no infinities; the extension records them as text. */
function numberText(value: number): string {
  return Number.isFinite(value) ? JSON.stringify(value) : JSON.stringify(String(value));
}
