import {
  InstanceExistsError,
  InstanceNotFoundError,
  InstanceStateError,
} from "../../engine/instances/instance-errors.ts";
import { emptyResponse, errorResponse, jsonResponse } from "../json-response.ts";
import { instanceFilter } from "./instance-status.ts";
import { dateMs, flag, type ManagementContext, type ManagementRequest } from "./management-request.ts";
import { startedResponse } from "./start-instance.ts";

type Operation = (
  context: ManagementContext,
  given: ManagementRequest,
  instanceId: string,
) => Response | Promise<Response>;

const accepted = () => emptyResponse(202);
const reasonOf = ({ url }: ManagementRequest) => url.searchParams.get("reason");

/** `POST instances/{id}/{operation}`. Errors that every operation shares are answered by the caller. */
export const instanceOperations: Readonly<Record<string, Operation>> = {
  terminate({ engine }, given, instanceId) {
    engine.commands.terminate(instanceId, reasonOf(given));
    return accepted();
  },
  suspend({ engine }, given, instanceId) {
    engine.commands.suspend(instanceId, reasonOf(given));
    return accepted();
  },
  resume({ engine }, given, instanceId) {
    engine.commands.resume(instanceId, reasonOf(given));
    return accepted();
  },
  rewind({ engine }, given, instanceId) {
    try {
      engine.commands.rewind(instanceId, reasonOf(given));
      return accepted();
    } catch (error) {
      if (error instanceof InstanceNotFoundError)
        return jsonResponse(404, `No orchestration with instance ID "$${instanceId}" found.`);
      if (!(error instanceof InstanceStateError)) throw error;
      const status = engine.commands.get(instanceId)?.status;
      return jsonResponse(
        412,
        `This orchestration has status ${status}, but only orchestrations in the "Failed" state can be rewound.`,
      );
    }
  },
  async restart(context, given, instanceId) {
    try {
      const isNewId = flag(given.url, "restartWithNewInstanceId", true);
      return await startedResponse(context, given, context.engine.commands.restart(instanceId, isNewId));
    } catch (error) {
      if (error instanceof InstanceExistsError)
        return errorResponse(
          409,
          "A non-terminal instance with this instance ID already exists.",
          error.message,
        );
      if (!(error instanceof InstanceNotFoundError)) throw error;
      return errorResponse(400, "InstanceId does not match a valid orchestration instance.", error.message);
    }
  },
};

/** `DELETE instances/{id}`: 200, 404 for an unknown instance, 412 for one that runs. */
export function purgeInstance({ engine }: ManagementContext, instanceId: string): Response {
  try {
    engine.commands.purge(instanceId);
    return jsonResponse(200, { instancesDeleted: 1 });
  } catch (error) {
    if (!(error instanceof InstanceStateError)) throw error;
    const status = engine.commands.get(instanceId)?.status;
    return jsonResponse(
      412,
      `Only orchestrations in a terminal state can be purged, but the orchestration with instance ID ${instanceId} has status ${status}`,
    );
  }
}

/** `DELETE instances`: the ended instances that fit; 400 without `createdTimeFrom`, 404 where none fits. */
export function purgeInstances({ engine }: ManagementContext, { url }: ManagementRequest): Response {
  if (dateMs(url, "createdTimeFrom") === undefined)
    return jsonResponse(400, "Please provide value for 'createdTimeFrom' parameter.");
  const { prefix: _, ...filter } = instanceFilter(url);
  const instancesDeleted = engine.commands.purgeAll(filter);
  return instancesDeleted === 0 ? emptyResponse(404) : jsonResponse(200, { instancesDeleted });
}

/**
 * `POST instances/{id}/raiseEvent/{name}`: 202, 400 for a body that is no JSON or a name of digits, 404, 410. A client
 * that repeats a request may send `x-azebal-event-id`: an event of one ID is raised once.
 */
export async function raiseEvent(
  { engine }: ManagementContext,
  { request }: ManagementRequest,
  instanceId: string,
  eventName: string,
): Promise<Response> {
  const contentType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = await request.text();
  let input: string | undefined;
  let problem: Response | undefined;
  if (contentType !== "application/json")
    problem = errorResponse(400, "Only application/json request content is supported");
  else
    try {
      input = JSON.stringify(JSON.parse(text));
    } catch (error) {
      problem = errorResponse(
        400,
        "Invalid JSON content",
        error instanceof Error ? error.message : String(error),
      );
    }
  engine.commands.checkRunning(instanceId);
  if (problem) return problem;
  const eventId = request.headers.get("x-azebal-event-id") ?? undefined;
  engine.commands.raiseEvent(instanceId, eventName, input ?? null, eventId);
  return accepted();
}
