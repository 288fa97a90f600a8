import type { JsonObject, JsonValue } from "../../../../domain/json-value.ts";
import { run } from "./evaluation.ts";

/** A row of `signals.resources`. */
export const resource = (name: string, type: string, matchedBy: string, more: JsonObject = {}) => ({
  id: `/subscriptions/s/resourceGroups/g/providers/${type}/${name}`,
  name,
  type: type.toLowerCase(),
  matchedBy,
  ...more,
});
export const storage = "Microsoft.Storage/storageAccounts";
export const site = "Microsoft.Web/sites";

/** The names that an analysis gives, of resources or of IDs. */
export function names(
  expression: string,
  resources: readonly JsonObject[],
  error = "x",
  runsOn: readonly string[] = [],
): JsonValue {
  const { value } = run(expression, {
    request: { error },
    signals: { resources: [...resources], runsOn: runsOn.map((place) => ({ place })) },
  });
  if (!Array.isArray(value)) return value;
  return value.map((item) =>
    typeof item === "string" ? item.split("/").at(-1)! : ((item as JsonObject)["name"] ?? null),
  );
}
