import { createGateway } from "../../mcp-gateway/gateway.ts";
import { serveStdio } from "../../mcp-gateway/serve-stdio.ts";
import { handleProcessErrors } from "../../services/platform/process-errors.ts";
import { type CommandArguments, textOption } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { gatewayOptions } from "../hub/gateway-options.ts";
import { leave } from "../hub/leave.ts";
import { openHub } from "../hub/open-hub.ts";
import { withModelOptions } from "../model-options.ts";

/** How long after the start the function app is warmed up: `initialize` and `tools/list` come first. */
const warmUpAfterMs = 400;

/** `azebal mcp`: one MCP client on standard input and output. Nothing but MCP is written to standard output. */
export async function runMcp(parsed: CommandArguments): Promise<number> {
  const hub = await openHub({
    scenario: textOption(parsed, "scenario"),
    env: withModelOptions(process.env, parsed),
  });
  handleProcessErrors({ logger: hub.log });
  const warmUp = setTimeout(() => {
    // Nobody waits for it: a first call that meets the same failure reports it with what to do.
    hub.warm().catch((error: unknown) => hub.log.warn("The function app is not ready yet.", { error }));
  }, warmUpAfterMs);
  await serveStdio(createGateway(gatewayOptions(hub)), {
    input: process.stdin,
    output: process.stdout,
    sourcePaths: { workingDirectory: process.cwd() },
  });
  clearTimeout(warmUp);
  return await leave(hub, exitCodes.done);
}
