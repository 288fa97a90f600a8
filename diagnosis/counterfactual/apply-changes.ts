import { sameArmId, scopeCovers } from "../../domain/arm-resource-id.ts";
import type { Change } from "../../domain/contract/change.ts";
import { type Evidence, requestPath } from "../../domain/evidence.ts";
import { isObject, type JsonObject, type JsonValue } from "../../domain/json-value.ts";
import { openDocument } from "../evaluation/place.ts";
import { changeFields, changePoints, createdBody, withoutResource } from "./change-body.ts";
import { listTakes } from "./list-takes.ts";

/** The stored answers as they would read once the changes are made. What was asked of logs and of the developer stays. */
export function applyChanges(evidence: readonly Evidence[], changes: readonly Change[]): readonly Evidence[] {
  return evidence.map((answer) =>
    answer.source === "request" || answer.source === "user" || answer.source === "logs"
      ? answer
      : changes.reduce(applyChange, answer),
  );
}

function applyChange(answer: Evidence, change: Change): Evidence {
  const { body } = openDocument(answer);
  const path = requestPath(answer.request);
  const isOwn = sameArmId(path, change.id);
  if (change.kind === "create" && isOwn) return rewritten(answer, createdBody(change), 200);
  if (change.kind === "delete" && scopeCovers(change.id, path))
    return answer.status === 404 ? answer : rewritten(answer, notFound(change.id), 404);
  const changed = changedBody(answer, body, change, isOwn && answer.status < 400);
  return changed === body ? answer : rewritten(answer, changed, answer.status);
}

function changedBody(answer: Evidence, body: JsonValue, change: Change, isOwn: boolean): JsonValue {
  switch (change.kind) {
    case "set":
    case "append":
      return changeFields(body, change, isOwn);
    case "delete":
      return withoutResource(body, change.id);
    case "create":
      return isObject(body) &&
        Array.isArray(body["value"]) &&
        listTakes(requestPath(answer.request), change.id)
        ? {
            ...body,
            value: [...(withoutResource(body["value"], change.id) as JsonValue[]), createdBody(change)],
          }
        : body;
    case "measure": {
      if (
        answer.source !== "metrics" ||
        !scopeCovers(change.id, requestPath(answer.request)) ||
        !isObject(body)
      )
        return body;
      const metrics = Object.entries(body).map(([name, points]): [string, JsonValue] => [
        name,
        name.toLowerCase() === change.metric.toLowerCase() ? changePoints(points, change.value) : points,
      ]);
      return metrics.every(([name, points]) => points === body[name]) ? body : Object.fromEntries(metrics);
    }
  }
}

/** The answer is another one: its hash may not be taken for that of the stored bytes. */
function rewritten(answer: Evidence, body: JsonValue, status: number): Evidence {
  return { ...answer, body: JSON.stringify(body), status, sha256: "" };
}

function notFound(id: string): JsonObject {
  return { error: { code: "ResourceNotFound", message: `The resource '${id}' was not found.` } };
}
