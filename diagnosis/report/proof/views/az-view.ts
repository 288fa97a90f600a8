import { isWorkspace, logsResource } from "../../../../domain/az-command/az-command.ts";
import type { EvidenceDocument, PathStep } from "../../../evaluation/place.ts";
import { logQueryView, workspaceView } from "./logs-view.ts";
import { metricsView } from "./metrics-view.ts";
import { type AzView, plainView } from "./plain-view.ts";
import { rowsView } from "./rows-view.ts";

/**
 * How az shows the place in a stored answer; undefined where it cannot.
 *
 * @param fields  the first names of the fields that are to be seen of the entries of the list at the place.
 */
export function azView(
  document: EvidenceDocument,
  steps: readonly PathStep[],
  fields: readonly string[] = [],
): AzView | undefined {
  const { evidence, body } = document;
  switch (evidence.source) {
    case "arm":
    case "activity_log":
    case "graph":
      return plainView(evidence, body, steps);
    case "resource_graph":
      return rowsView(document, steps);
    case "metrics":
      return metricsView(document, steps);
    case "logs": {
      const resource = logsResource(evidence);
      const view = resource !== undefined && isWorkspace(resource) ? workspaceView : logQueryView;
      return view(document, steps, fields);
    }
    case "request":
    case "user":
    case "model":
      return undefined;
  }
}
