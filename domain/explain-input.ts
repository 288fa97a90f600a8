import type { z } from "zod";

const issuesShown = 5;
const nameCharacters = 60;

/** What a caller may be told of the input that it got wrong, besides what the schema says. */
export interface InputWords {
  /** What the whole is called: "arguments", "request". */
  readonly whole: string;
  /** A sentence that says what to send, by the field at the top of the path. */
  readonly hint: (field: string) => string | undefined;
  /** The names that the whole takes, where a caller who used another one should be told. */
  readonly fields?: readonly string[];
  /** What to say of a name that exists elsewhere: name -> what to send instead. */
  readonly absentFields?: Readonly<Record<string, string>>;
}

/**
 * Says of each of the first five faults of an input which field, why and what to send, one line a fault, for a model to
 * correct itself. No value is repeated, nor a name that does not look like one: either may be a secret in the wrong place.
 */
export function explainInput(issues: readonly z.core.$ZodIssue[], words: InputWords): string[] {
  const lines = issues.slice(0, issuesShown).map((issue) => explain(issue, words));
  const more = issues.length - lines.length;
  return more > 0 ? [...lines, `(and ${more} more)`] : lines;
}

function explain(issue: z.core.$ZodIssue, words: InputWords): string {
  const place = placeOf(issue.path);
  if (issue.code === "unrecognized_keys") return unknownFields(issue.keys, place, words);
  const hint = words.hint(String(issue.path[0] ?? ""));
  return `${place === "" ? words.whole : place}: ${reasonOf(issue)}.${hint === undefined ? "" : ` ${hint}`}`;
}

function unknownFields(keys: readonly string[], place: string, words: InputWords): string {
  const [key = ""] = keys;
  const instead =
    place === "" && Object.hasOwn(words.absentFields ?? {}, key) ? words.absentFields?.[key] : undefined;
  if (instead !== undefined) return `${key}: ${instead}.`;
  const inside = place === "" ? "" : ` in ${place}`;
  const fields = place === "" && words.fields ? ` Fields are: ${words.fields.join(", ")}.` : "";
  return `${keys.slice(0, issuesShown).map(nameOf).join(", ")}: unknown${inside}. Leave it out.${fields}`;
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.includes("received undefined")
        ? `is missing (${issue.expected})`
        : `must be ${article(issue.expected)}`;
    case "too_big":
      return `is too large: at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "too_small":
      return issue.minimum === 1 && ["string", "array"].includes(issue.origin)
        ? "is empty"
        : `is too small: at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return issue.format === "datetime"
        ? "must be an ISO 8601 instant such as 2026-01-31T09:30:00Z"
        : `must be a valid ${issue.format}`;
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return issue.message;
  }
}

function article(expected: string): string {
  if (expected === "int") return "a whole number";
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

function unitOf(origin: string): string {
  if (origin === "array") return " entries";
  return origin === "string" ? " characters" : "";
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${nameOf(part)}`))
    .join("")
    .slice(1);
}

/** A field's name, unless it does not look like one. */
function nameOf(key: PropertyKey): string {
  const name = String(key);
  return /^[\w-]+$/.test(name) && name.length <= nameCharacters ? name : "(a name that is no field name)";
}
