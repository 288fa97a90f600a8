import type { SimulatedRequest } from "./simulated-request.ts";

export interface RecordedRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  /** 0 where nothing was sent. */
  status: number;
  /** Left out where the request has none. */
  body?: string;
  /** The name of the fault that struck it; left out where none did. */
  fault?: string;
}

/** Every request that reached the simulator, in order, so that a test can say what was read and that nothing else was. */
export class RequestLog {
  readonly #requests: RecordedRequest[] = [];

  record(request: Omit<SimulatedRequest, "headers">, status: number, fault: string | undefined): void {
    this.#requests.push({
      method: request.method,
      path: request.path,
      query: Object.fromEntries(request.query),
      status,
      ...(request.bodyText === "" ? {} : { body: request.bodyText }),
      ...(fault === undefined ? {} : { fault }),
    });
  }

  list(): RecordedRequest[] {
    return structuredClone(this.#requests);
  }

  /** How many were calls of Azure, tokens not counted. */
  reads(): number {
    return this.#requests.filter(({ path }) => !path.startsWith("/simulator/")).length;
  }
}
