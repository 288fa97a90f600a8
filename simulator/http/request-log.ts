import type { SimulatedRequest } from "./simulated-request.ts";

export interface RecordedRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  status: number;
}

/** Every request that reached the simulator, in order, so that a test can say what was read and that nothing else was. */
export class RequestLog {
  readonly #requests: RecordedRequest[] = [];

  record(request: Pick<SimulatedRequest, "method" | "path" | "query">, status: number): void {
    const query = Object.fromEntries(request.query);
    this.#requests.push({ method: request.method, path: request.path, query, status });
  }

  list(): RecordedRequest[] {
    return structuredClone(this.#requests);
  }

  /** How many were calls of Azure, tokens not counted. */
  reads(): number {
    return this.#requests.filter(({ path }) => !path.startsWith("/simulator/")).length;
  }
}
