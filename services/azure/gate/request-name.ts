import type { ReadRequest } from "../../../domain/read-step.ts";

/** How messages name a read that was asked for: by its path, resource or query. */
export function requestName(request: ReadRequest): string {
  switch (request.kind) {
    case "arm":
    case "graph":
      return `GET ${request.path}`;
    case "metrics":
      return `metrics of ${request.resourceId}`;
    case "logs":
      return `logs of ${request.resourceId}`;
    case "resource_graph":
      return `Resource Graph query ${request.query}`;
  }
}
