import type { Plane } from "../http/plane.ts";
import type { Reply } from "../http/serve.ts";
import type { SimulatedRequest } from "../http/simulated-request.ts";
import type { TokenIssuer } from "../tokens/token-issuer.ts";
import type { World } from "../world.ts";
import { htmlPageFault, serverErrorFault, throttledFault } from "./fault-answers.ts";
import type { FaultEffect } from "./fault-rules.ts";
import { repeatPage } from "./repeat-page.ts";

export interface FaultedRequest {
  plane: Plane;
  request: SimulatedRequest;
  world: World;
  issuer: TokenIssuer;
  /** What the service sends with every answer. */
  headers: Record<string, string>;
  /** What is answered where nothing goes wrong. */
  plain: () => Promise<Reply>;
}

/** What a request gets that a fault has struck. */
export async function replyUnderFault(effect: FaultEffect, asked: FaultedRequest): Promise<Reply> {
  const { plane, request, world, issuer, headers, plain } = asked;
  switch (effect.kind) {
    case "latency":
      return { ...(await plain()), extraLatencyMs: effect.ms };
    case "throttled":
      return { answer: throttledFault(effect, plane, request, world), headers };
    case "server-error":
      return { answer: serverErrorFault(effect, plane, world), headers };
    case "html-page":
      return { answer: htmlPageFault(effect), headers: { Date: world.clock.now().toUTCString() } };
    case "dropped":
      return { answer: nothing, headers: {}, delivery: "dropped" };
    case "stalled":
      return effect.at === "start"
        ? { answer: nothing, headers: {}, delivery: "silence" }
        : { ...(await plain()), delivery: "half-then-silence" };
    case "half-body":
      return { ...(await plain()), delivery: "half-then-closed" };
    case "malformed-json":
      return brokenOff(await plain());
    case "expired-token":
      issuer.expireIssued();
      return plain();
    case "repeating-page": {
      const reply = await plain();
      return { ...reply, answer: repeatPage(reply.answer, request, world.origin, effect.link) };
    }
  }
}

/** Status 0 stands in the request log for an answer that was never sent. */
const nothing = { status: 0 };

/** A success whose JSON ends in the middle, though every header says that it is whole. */
function brokenOff(reply: Reply): Reply {
  const { body: _, ...answer } = reply.answer;
  const text = JSON.stringify(reply.answer.body ?? {});
  return { ...reply, answer: { ...answer, text: text.slice(0, Math.ceil(text.length / 2)) } };
}
