import { randomUUID } from "node:crypto";
import { parseArmPath } from "../tenant/arm-path.ts";
import type { SimulatedClock } from "../tenant/simulated-clock.ts";
import { ReadQuota } from "./read-quota.ts";
import type { SimulatedRequest } from "./simulated-request.ts";

const region = "WESTEUROPE";
const readCapacity = 250;
const readsPerSecond = 25;
const graphContentType =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

export type Plane = "arm" | "graph" | "logs" | "simulator";

/** The headers that Azure sends with every answer of a plane. */
export class ServiceHeaders {
  readonly #clock: SimulatedClock;
  readonly #quotas = new Map<string, ReadQuota>();

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  of(plane: Plane, request: SimulatedRequest): Record<string, string> {
    const requestId = randomUUID();
    const correlationId = request.headers["x-ms-correlation-request-id"] ?? randomUUID();
    const stamp = `${this.#clock.now().toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
    const headers: Record<string, string> = {
      Date: this.#clock.now().toUTCString(),
      "Cache-Control": "no-cache",
      "Content-Type": plane === "graph" ? graphContentType : "application/json; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
      "x-ms-request-id": requestId,
      "x-ms-correlation-request-id": correlationId,
      "x-ms-routing-request-id": `${region}:${stamp}:${randomUUID()}`,
    };
    const clientRequestId = request.headers["x-ms-client-request-id"] ?? request.headers["client-request-id"];
    if (clientRequestId !== undefined) headers["x-ms-client-request-id"] = clientRequestId;
    if (plane === "graph") {
      headers["request-id"] = requestId;
      headers["client-request-id"] = clientRequestId ?? requestId;
      headers["OData-Version"] = "4.0";
    }
    if (plane === "arm") Object.assign(headers, this.#remainingReads(request.path));
    return headers;
  }

  #remainingReads(path: string): Record<string, string> {
    const scope = parseArmPath(path).subscriptionId?.toLowerCase() ?? "tenant";
    const quota =
      this.#quotas.get(scope) ?? new ReadQuota(readCapacity, readsPerSecond, () => this.#clock.nowMs());
    this.#quotas.set(scope, quota);
    const name = scope === "tenant" ? "tenant" : "subscription";
    return { [`x-ms-ratelimit-remaining-${name}-reads`]: String(quota.spend()) };
  }
}
