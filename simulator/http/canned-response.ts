import type { CannedResponse } from "../tenant/tenant-schema.ts";
import type { Answer } from "./answer.ts";
import { parameter, type SimulatedRequest } from "./simulated-request.ts";

/** The tenant's own answer to a request, where it holds one: same method, same path, all its query parameters. */
export function cannedResponse(
  responses: readonly CannedResponse[],
  request: SimulatedRequest,
): Answer | undefined {
  const found = responses.find(
    (response) =>
      response.method.toUpperCase() === request.method &&
      response.path.replace(/\/+$/, "").toLowerCase() === request.path.toLowerCase() &&
      Object.entries(response.query ?? {}).every(
        ([name, value]) => name.toLowerCase() === "api-version" || parameter(request, name) === value,
      ),
  );
  if (found === undefined) return undefined;
  return { status: found.status, body: found.body, headers: { ...found.headers } };
}
