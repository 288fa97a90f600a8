import type { Trace } from "../../services/platform/trace.ts";
import type { SpanBegin } from "../../services/platform/tracing.ts";
import type { CallPort } from "../call-port.ts";

/**
 * The span of one tool call, by OpenTelemetry's conventions for MCP. Arguments and results are not in it, nor the session's
 * ID: whoever has that can speak for the session.
 *
 * @see https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/mcp.md
 */
export function toolCallSpan(
  toolName: string,
  { wire }: Pick<CallPort, "wire">,
  parent: Trace | undefined,
): SpanBegin {
  const requestId = String(wire?.requestId ?? "");
  return {
    name: `tools/call ${toolName}`,
    kind: "server",
    parent,
    attributes: {
      "mcp.method.name": "tools/call",
      "mcp.protocol.version": wire?.protocolVersion,
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": toolName,
      "network.transport": wire?.transport,
      // Its client's own text, where it is no number.
      "jsonrpc.request.id": /^[\w.-]{1,64}$/u.test(requestId) ? requestId : undefined,
    },
  };
}
