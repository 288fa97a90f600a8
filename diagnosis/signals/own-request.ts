import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import { isObject, type JsonValue } from "../../domain/json-value.ts";
import { withoutAddressed } from "../../domain/addressed-text.ts";

/**
 * A stored answer as it is weighed: as it is, but the request without what in its texts speaks to a reader. What is cited of the
 * request stands in its stored bytes all the same; only that it holds no such word is said of the developer's own.
 */
export function weighedBody(evidence: Evidence): JsonValue {
  const body = JSON.parse(evidence.body) as JsonValue;
  if (evidence.evidenceId !== fixedEvidence.request || !isObject(body)) return body;
  const { error, source_code: files, context } = body;
  return {
    ...body,
    ...(typeof error === "string" ? { error: withoutAddressed(error) } : {}),
    ...(isObject(files)
      ? {
          source_code: Object.fromEntries(
            Object.entries(files).map(([path, content]) => [
              path,
              typeof content === "string" ? withoutAddressed(content) : content,
            ]),
          ),
        }
      : {}),
    ...(isObject(context) && typeof context["notes"] === "string"
      ? { context: { ...context, notes: withoutAddressed(context["notes"]) } }
      : {}),
  };
}
