import { isLoopback } from "../../domain/loopback.ts";
import { createGateway } from "../../mcp-gateway/gateway.ts";
import { serveHttp } from "../../mcp-gateway/serve-http.ts";
import type { EntraConfig } from "../../services/platform/entra-config.ts";
import { handleProcessErrors } from "../../services/platform/process-errors.ts";
import { type CommandArguments, textOption } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import type { SharedEntraGateway } from "../hub/entra-gateway.ts";
import { gatewayLog, gatewayOptions } from "../hub/gateway-options.ts";
import { NotSignedInError } from "../hub/hub-error.ts";
import { leave } from "../hub/leave.ts";
import { type Hub, openHub } from "../hub/open-hub.ts";
import { resumeDiagnoses } from "../hub/resume-diagnoses.ts";
import { highestPort, integerOption } from "../integer-option.ts";
import { withModelOptions } from "../model-options.ts";
import { untilStopped } from "../until-stopped.ts";
import { UsageError } from "../usage-error.ts";

/** `azebal start`: serves the gateway over streamable HTTP on this machine until SIGINT or SIGTERM. */
export async function runStart(parsed: CommandArguments): Promise<number> {
  const hub = await openHub({
    scenario: textOption(parsed, "scenario"),
    env: withModelOptions(process.env, parsed),
  });
  handleProcessErrors({ logger: hub.log });
  const port = integerOption(parsed, "port", highestPort) ?? hub.config.httpPort;
  const host = hostOf(parsed, hub);
  const shared = hub.entra ? await sharedGateway(hub, hub.entra) : undefined;
  const options = gatewayOptions(hub);
  const gateway = createGateway(shared ? { ...options, identity: shared.identity } : options);
  const served = await serveHttp(gateway, { host, port, ...(shared ? httpOptions(shared, hub.entra) : {}) });
  shared?.listensAt(new URL(served.url).origin);
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

/** Whoever can reach another address than this machine's must sign in, and over TLS: a proxy in front ends it. */
function hostOf(parsed: CommandArguments, { entra }: Hub): string {
  const host = textOption(parsed, "host") ?? "127.0.0.1";
  if (isLoopback(host) || entra?.publicUrl?.startsWith("https:")) return host;
  throw new UsageError(
    `--host ${host} lets others call this gateway: set AZEBAL_ENTRA_CLIENT_ID, AZEBAL_TENANT_ID and AZEBAL_PUBLIC_URL (https), so that they must sign in.`,
  );
}

async function sharedGateway(hub: Hub, entra: EntraConfig): Promise<SharedEntraGateway> {
  const { createSharedEntraGateway } = await import("../hub/entra-gateway.ts");
  return createSharedEntraGateway({
    entra,
    audience: hub.config.azure.arm.audience,
    stores: await hub.stores(),
    log: gatewayLog(hub.log),
    // Not waited for: the browser goes on meanwhile.
    onSignedIn: async (caller) => void resumeDiagnoses(hub, caller),
  });
}

function httpOptions({ authenticate, routes }: SharedEntraGateway, entra: EntraConfig | undefined) {
  const allowedHosts = entra?.publicUrl === undefined ? [] : hostsOf(new URL(entra.publicUrl));
  return { authenticate, routes, allowedHosts };
}

/** As a proxy may pass them on: with the port, which is often left out. */
function hostsOf({ host, hostname, protocol }: URL): string[] {
  return [host, `${hostname}:${protocol === "https:" ? 443 : 80}`];
}

function ideHint(url: string): string {
  return `claude mcp add --transport http azebal ${url}`;
}
