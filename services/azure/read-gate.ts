import type { Outcome } from "../../domain/failure.ts";
import type { ReadRequest } from "../../domain/read-step.ts";
import {
  type AdmittedRead,
  isRefusal,
  type PlaneOrigins,
  type Refusal,
  refusalFailure,
} from "./gate/admitted-read.ts";
import { admitArm, admitMetrics } from "./gate/arm-gate.ts";
import { admitGraph } from "./gate/graph-gate.ts";
import { admitLogs, admitResourceGraph } from "./gate/kql-gate.ts";
import { requestName } from "./gate/request-name.ts";

/**
 * The read gate: the one place that decides which requests may reach Azure. It lets through GETs of the tables and the
 * few read-only POSTs by name (Resource Graph, log queries, policy states), and builds the URL itself: callers give
 * paths and parameters, never a host, a method, an api-version or a header.
 *
 * @param origins  where the planes are, such as `https://management.azure.com`.
 * @returns what to send; else the failure `ReadNotAllowed`, whose message names the read and the reason.
 */
export function admitRead(request: ReadRequest, origins: PlaneOrigins): Outcome<AdmittedRead> {
  const admitted = decide(request, origins);
  if (!isRefusal(admitted)) return { ok: true, value: admitted };
  return { ok: false, failure: refusalFailure(requestName(request), admitted.refused) };
}

function decide(request: ReadRequest, origins: PlaneOrigins): AdmittedRead | Refusal {
  switch (request.kind) {
    case "arm":
      return admitArm(request, origins);
    case "metrics":
      return admitMetrics(request, origins);
    case "resource_graph":
      return admitResourceGraph(request, origins);
    case "logs":
      return admitLogs(request, origins);
    case "graph":
      return admitGraph(request, origins);
  }
}
