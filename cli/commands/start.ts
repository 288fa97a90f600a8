import { createGateway } from "../../mcp-gateway/gateway.ts";
import { serveHttp } from "../../mcp-gateway/serve-http.ts";
import { handleProcessErrors } from "../../services/platform/process-errors.ts";
import { type CommandArguments, textOption } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { gatewayOptions } from "../hub/gateway-options.ts";
import { NotSignedInError } from "../hub/hub-error.ts";
import { leave } from "../hub/leave.ts";
import { type Hub, openHub } from "../hub/open-hub.ts";
import { highestPort, integerOption } from "../integer-option.ts";
import { untilStopped } from "../until-stopped.ts";

/** `azebal start`: serves the gateway over streamable HTTP on this machine until SIGINT or SIGTERM. */
export async function runStart(parsed: CommandArguments): Promise<number> {
  const hub = await openHub({ scenario: textOption(parsed, "scenario"), env: process.env });
  handleProcessErrors({ logger: hub.log });
  const port = integerOption(parsed, "port", highestPort) ?? hub.config.httpPort;
  const served = await serveHttp(createGateway(gatewayOptions(hub)), { host: "127.0.0.1", port });
  const stopped = untilStopped();
  try {
    await Promise.race([becomeReady(hub), stopped]);
  } catch (error) {
    await served.close();
    await hub.close();
    throw error;
  }
  process.stdout.write(
    `AZEBAL listens on ${served.url}\nAdd it to an IDE: ${ideHint(served.url)}\nStop with Ctrl+C.\n`,
  );
  await stopped;
  await served.close();
  return await leave(hub, exitCodes.done);
}

/** Without a sign-in it serves all the same: after "az login" the next call works. What else fails, ends the command. */
async function becomeReady(hub: Hub): Promise<void> {
  try {
    await hub.warm();
  } catch (error) {
    if (!(error instanceof NotSignedInError)) throw error;
    process.stderr.write(`${error.message}\n`);
  }
}

function ideHint(url: string): string {
  return `claude mcp add --transport http azebal ${url}`;
}
