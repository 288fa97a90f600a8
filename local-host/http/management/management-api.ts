import {
  EventNameError,
  InstanceEndedError,
  InstanceExistsError,
  InstanceNotFoundError,
  InstanceStateError,
  PayloadTooLargeError,
} from "../../engine/instances/instance-errors.ts";
import { emptyResponse, errorResponse } from "../json-response.ts";
import { instanceOperations, purgeInstance, purgeInstances, raiseEvent } from "./instance-operations.ts";
import { getStatus, listInstances } from "./instance-status.ts";
import type { ManagementContext, ManagementRequest } from "./management-request.ts";
import { startInstance } from "./start-instance.ts";

/**
 * The HTTP management API of the Durable extension, with its status codes as observed on version 3.19.
 *
 * @param path  what follows `/runtime/webhooks/durabletask`, still encoded.
 */
export async function handleManagementRequest(
  context: ManagementContext,
  given: ManagementRequest,
  path: string,
): Promise<Response> {
  try {
    return await route(
      context,
      given,
      path
        .split("/")
        .filter((part) => part !== "")
        .map(decode),
    );
  } catch (error) {
    return toResponse(error);
  }
}

function route(
  context: ManagementContext,
  given: ManagementRequest,
  parts: readonly string[],
): Response | Promise<Response> {
  const [area, first, second, third, ...rest] = parts;
  const { method } = given.request;
  // An ID with a slash does not fit the extension's routes either.
  if (rest.length > 0 || parts.some((part) => part.includes("/"))) return emptyResponse(404);
  if (area === "orchestrators" && first !== undefined && third === undefined && method === "POST")
    return startInstance(context, given, first, second);
  if (area === "entities")
    return errorResponse(
      501,
      "The local host does not run durable entities. Run the app in Azure, or keep the state in an orchestration or a store.",
    );
  if (area !== "instances") return emptyResponse(404);
  if (first === undefined) {
    if (method === "GET") return listInstances(context, given);
    return method === "DELETE" ? purgeInstances(context, given) : emptyResponse(404);
  }
  if (second === undefined) {
    if (method === "GET") return getStatus(context, given, first);
    return method === "DELETE" ? purgeInstance(context, first) : emptyResponse(404);
  }
  if (method !== "POST") return emptyResponse(404);
  if (third !== undefined)
    return second.toLowerCase() === "raiseevent"
      ? raiseEvent(context, given, first, third)
      : emptyResponse(404);
  const operation = instanceOperations[second.toLowerCase()];
  return operation ? operation(context, given, first) : emptyResponse(404);
}

function toResponse(error: unknown): Response {
  if (error instanceof InstanceNotFoundError) return emptyResponse(404);
  if (error instanceof InstanceEndedError) return emptyResponse(410);
  if (error instanceof InstanceExistsError) return errorResponse(409, error.message);
  if (error instanceof EventNameError) return errorResponse(400, error.message);
  if (error instanceof PayloadTooLargeError) return errorResponse(413, error.message);
  if (error instanceof InstanceStateError)
    return errorResponse(500, "Something went wrong while processing your request", error.message);
  const message = error instanceof Error ? error.message : String(error);
  return errorResponse(500, "Something went wrong while processing your request", message);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
