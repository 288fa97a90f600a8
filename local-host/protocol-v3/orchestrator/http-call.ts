import type { OrchestrationReplay } from "../../engine/replay/orchestration-replay.ts";
import { ReplayTask } from "../../engine/replay/replay-task.ts";

/** The activity that makes the request of a `callHttp`; the host runs it itself. */
export const httpActivityName = "BuiltIn::HttpActivity";
export const defaultHttpPollingMs = 30_000;

interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
}

/**
 * `callHttp`: the request, and while the answer is 202 a timer and a GET of its Location. A 202 without Location ends
 * the host's side after one timer; the SDK has then long gone on with the 202 itself.
 */
export function callHttp(replay: OrchestrationReplay, request: Record<string, unknown>): ReplayTask {
  const whole = new ReplayTask();
  const send = (current: Record<string, unknown>) =>
    replay.scheduleActivity(httpActivityName, JSON.stringify(current)).onSettled((settlement) => {
      if (settlement.kind !== "completed") return whole.settle(settlement);
      const answer = JSON.parse(settlement.result ?? "{}") as HttpAnswer;
      if (answer.statusCode !== 202 || current["asynchronousPatternEnabled"] !== true)
        return whole.settle(settlement);
      const location = headerOf(answer, "location");
      const seconds = Number.parseInt(headerOf(answer, "retry-after") ?? "", 10);
      const delayMs = Number.isNaN(seconds) ? defaultHttpPollingMs : seconds * 1000;
      replay.createTimer(replay.nowMs + delayMs).onSettled(() => {
        if (location === undefined) return whole.settle(settlement);
        send(pollRequest(current, location));
      });
    });
  send(request);
  return whole;
}

/** The poll keeps the caller's headers, but sends no key and no content type on, and no credentials to another origin. */
function pollRequest(previous: Record<string, unknown>, location: string): Record<string, unknown> {
  const from = new URL(String(previous["uri"]));
  const to = new URL(location, from);
  const dropped = new Set(["x-functions-key", "content-type"]);
  if (to.origin !== from.origin) dropped.add("authorization").add("cookie");
  const headers = Object.entries((previous["headers"] ?? {}) as Record<string, string>);
  return {
    method: "GET",
    uri: to.href,
    headers: Object.fromEntries(headers.filter(([name]) => !dropped.has(name.toLowerCase()))),
    tokenSource: previous["tokenSource"],
    asynchronousPatternEnabled: true,
  };
}

function headerOf(answer: HttpAnswer, name: string): string | undefined {
  return Object.entries(answer.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
