import { type Refusal, refusal } from "./admitted-read.ts";

const maxValueCharacters = 4_000;

/**
 * The query string of allowed parameters, in the given order, or why one of them is refused: one that is not allowed, one
 * that is there twice (services read `$expand` and `$EXPAND` as one parameter, and each takes another of the two).
 *
 * @param allowed  names, in any case; `$expand=a|b` allows only those values, or lists of them.
 * @returns `&name=value…`, percent-encoded; empty where there are none.
 */
export function queryString(
  parameters: Readonly<Record<string, string>>,
  allowed: readonly string[],
): string | Refusal {
  let text = "";
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(parameters)) {
    if (seen.has(name.toLowerCase())) return refusal(`the parameter ${name} is given twice`);
    seen.add(name.toLowerCase());
    const rule = allowed.find((entry) => entry.split("=", 1)[0]?.toLowerCase() === name.toLowerCase());
    if (rule === undefined) return refusal(`the parameter ${name} is not allowed for it`);
    if (value === "" || value.length > maxValueCharacters)
      return refusal(`the parameter ${name} is empty or longer than ${maxValueCharacters} characters`);
    if (/[\p{C}\p{Zl}\p{Zp}\\]/u.test(value))
      return refusal(`the parameter ${name} holds control characters or a backslash`);
    const values = rule
      .slice(rule.indexOf("=") + 1)
      .toLowerCase()
      .split("|");
    if (rule.includes("=") && !value.split(",").every((part) => values.includes(part.trim().toLowerCase())))
      return refusal(`the parameter ${name} may only be ${values.join(", ")}`);
    text += `&${rule.split("=", 1)[0]}=${encodedValue(value)}`;
  }
  return text;
}

/** Readable where that is safe: `$ , : /` stay as they are in a query. */
function encodedValue(value: string): string {
  return encodeURIComponent(value).replace(/%(24|2C|3A|2F)/gu, (code) => decodeURIComponent(code));
}
