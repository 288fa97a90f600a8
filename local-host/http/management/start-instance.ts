import { isTerminal } from "../../engine/instances/instance-record.ts";
import { emptyResponse, errorResponse, jsonResponse } from "../json-response.ts";
import { statusResponse } from "./instance-status.ts";
import { type ManagementContext, type ManagementRequest, secondsMs } from "./management-request.ts";

/** `POST orchestrators/{name}/{id?}`: 202 with the instance's URLs, 400 for a body that is no JSON. */
export async function startInstance(
  context: ManagementContext,
  given: ManagementRequest,
  name: string,
  instanceId: string | undefined,
): Promise<Response> {
  let input: string | null;
  try {
    input = jsonBody(await given.request.text());
  } catch (error) {
    return errorResponse(400, "Invalid JSON content", error instanceof Error ? error.message : String(error));
  }
  const version = given.url.searchParams.get("version") ?? context.defaultVersion;
  const request = { name, version, input };
  const id = context.engine.commands.start(instanceId === undefined ? request : { ...request, instanceId });
  return startedResponse(context, given, id);
}

/** The answer to a start or restart. With `timeout` and `pollingInterval` it waits for the instance's end first. */
export async function startedResponse(
  context: ManagementContext,
  given: ManagementRequest,
  instanceId: string,
): Promise<Response> {
  const timeoutMs = secondsMs(given.url, "timeout");
  if (timeoutMs !== undefined && secondsMs(given.url, "pollingInterval") !== undefined) {
    const instance = await context.engine.waitForEnd(instanceId, timeoutMs);
    if (!instance) return emptyResponse(404);
    if (instance.status === "Completed")
      return jsonResponse(200, instance.output === null ? null : JSON.parse(instance.output));
    if (isTerminal(instance.status)) return statusResponse(context, given, instance);
  }
  const links = context.links.started(given.origin, instanceId);
  return jsonResponse(202, links, { location: links["statusQueryGetUri"] ?? "", "retry-after": "10" });
}

/** No body is no input. @throws SyntaxError */
function jsonBody(text: string): string | null {
  if (text === "") return null;
  return JSON.stringify(JSON.parse(text));
}
