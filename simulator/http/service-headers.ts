import { randomUUID } from "node:crypto";
import type { SimulatedClock } from "../tenant/simulated-clock.ts";
import type { Plane } from "./plane.ts";
import type { SimulatedRequest } from "./simulated-request.ts";

const region = "WESTEUROPE";
const graphContentType =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** The headers that Azure sends with every answer of a plane, whatever it says. */
export class ServiceHeaders {
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  of(plane: Plane, request: Pick<SimulatedRequest, "headers">): Record<string, string> {
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
    return headers;
  }
}
