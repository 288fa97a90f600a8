import type { z } from "zod";

const issuesShown = 5;
const nameCharacters = 60;

/** What to send, by the field at the top of the path. */
const hints: Readonly<Record<string, string>> = {
  error: "Send the error as it was printed, as one text.",
  source_code: "Send a list of { path, content }, only the files around the failing call.",
  context: "Send { subscription_id?, resource_ids?, observed_at?, notes? }, or leave it out.",
  language: "Send en or ko, or leave it out.",
  idempotency_key: "Send a text of your own that is new for each new request, or leave it out.",
  question_id: "Send the id of the question that is open.",
  answer: "Send the answer as one text.",
  limit: "Send a whole number, or leave it out.",
  status: "Send one of the statuses, or leave it out.",
  after: "Send the `cursor` of the answer before, or 0.",
  wait_ms: "Send how long to wait, in milliseconds.",
};

/**
 * One sentence for each of the first five faults: which field, why, and what to send. No value of the request is repeated:
 * it may be a secret in the wrong place.
 */
export function explainIssues(error: z.ZodError): string {
  const shown = error.issues.slice(0, issuesShown).map((issue) => {
    const place = issue.path
      .map((part) => (typeof part === "number" ? `[${part}]` : `.${nameOf(part)}`))
      .join("")
      .slice(1);
    const hint = hints[String(issue.path[0] ?? "")];
    return `${place === "" ? "request" : place}: ${reasonOf(issue)}.${hint === undefined ? "" : ` ${hint}`}`;
  });
  const more = error.issues.length - shown.length;
  return more > 0 ? `${shown.join(" ")} (${more} more)` : shown.join(" ");
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined") ? "missing" : `must be of type ${issue.expected}`;
    case "too_big":
      return `too large; at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "too_small":
      return issue.origin === "string" ? "empty" : `too small; at least ${issue.minimum}`;
    case "unrecognized_keys":
      return `unknown field ${issue.keys.slice(0, issuesShown).map(nameOf).join(", ")}; leave it out`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return issue.format === "datetime"
        ? "must be an ISO 8601 time with its offset, such as 2026-01-31T09:30:00Z"
        : `must be a valid ${issue.format}`;
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
      return "not valid";
  }
}

function unitOf(origin: string): string {
  if (origin === "array") return " entries";
  return origin === "string" ? " characters" : "";
}

/** A field's name, unless it does not look like one. */
function nameOf(key: PropertyKey): string {
  const name = String(key);
  return /^[\w-]+$/.test(name) && name.length <= nameCharacters ? name : "(a name that is no field name)";
}
