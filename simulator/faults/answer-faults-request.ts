import { type Answer, ok } from "../http/answer.ts";
import { jsonBody, type SimulatedRequest } from "../http/simulated-request.ts";
import { InvalidFaultsError } from "../simulator-errors.ts";
import { parseFaults } from "./fault-rules.ts";
import type { Faults } from "./faults.ts";

/**
 * `GET /simulator/faults`: the faults that are switched on, and how often each has struck. `PUT` puts the body's, a file
 * of faults, in their place and starts counting anew. No token is needed.
 */
export function answerFaultsRequest(request: SimulatedRequest, faults: Faults): Answer {
  if (request.method === "PUT") {
    try {
      faults.put(parseFaults("The body", jsonBody(request)));
    } catch (error) {
      if (!(error instanceof InvalidFaultsError)) throw error;
      return { status: 400, body: { error: { code: error.code, message: error.message } } };
    }
  } else if (request.method !== "GET")
    return {
      status: 405,
      body: { error: { code: "MethodNotAllowed", message: "Send GET, or PUT with a file of faults." } },
      headers: { Allow: "GET, PUT" },
    };
  return ok({ faults: faults.report() });
}
