import type { z } from "zod";

const issuesShown = 5;

/**
 * Says in one line per field what is wrong with a tool's arguments and what to send, for a model to correct itself.
 * Values are never repeated: they may be large, or a secret in the wrong place.
 */
export function describeInvalidInput(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodObject,
  absentFields: Readonly<Record<string, string>> = {},
): string {
  const lines = issues.slice(0, issuesShown).map((issue) => describe(issue, schema, absentFields));
  const more = issues.length - lines.length;
  return more > 0 ? `${lines.join("\n")}\n(and ${more} more)` : lines.join("\n");
}

function describe(
  issue: z.core.$ZodIssue,
  schema: z.ZodObject,
  absentFields: Readonly<Record<string, string>>,
): string {
  const place = placeOf(issue.path);
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    const hint = issue.path.length === 0 ? absentFields[key] : undefined;
    if (hint) return `${key}: ${hint}.`;
    const fields = issue.path.length === 0 ? ` Fields are: ${Object.keys(schema.shape).join(", ")}.` : "";
    const inside = place === "" ? "" : ` in ${place}`;
    return `${issue.keys.slice(0, issuesShown).join(", ")}: unknown${inside}. Leave it out.${fields}`;
  }
  return `${place || "arguments"}: ${reasonOf(issue)}.${hintOf(issue.path, schema)}`;
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
      return issue.minimum === 1 && issue.origin !== "number" && issue.origin !== "int"
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

/** The field's own description says what belongs there. */
function hintOf(path: readonly PropertyKey[], schema: z.ZodObject): string {
  const field = schema.shape[String(path[0])] as z.ZodType | undefined;
  return field?.description ? ` Send: ${field.description}` : "";
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === "number" ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`,
    )
    .join("");
}
