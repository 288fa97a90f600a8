import type { Caller } from "../domain/principal.ts";
import { untraced } from "../services/platform/tracing.ts";
import type { ToolResult } from "./answers/tool-answer.ts";
import type { CallPort } from "./call-port.ts";
import type { WireOffers } from "./catalogue/tool-definition.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { GatewayLog } from "./gateway-log.ts";
import type { GatewayDependencies, GatewayOptions } from "./gateway-options.ts";
import { createMachineIdentity } from "./identity/machine-identity.ts";
import type { PromptMessage, PublishedPrompt } from "./publication/diagnose-prompt.ts";
import { instructions } from "./publication/instructions.ts";
import type { PublishedTool } from "./publication/published-tools.ts";
import type { PublishedResource, ResourceText } from "./publication/resources.ts";

/**
 * AZEBAL's tools, resources and prompt, neutral of any SDK and wire. The wires (`serveStdio`, `serveHttp`) translate it
 * for the revisions of MCP. Its parts load when first used: a client that only says hello pays for nothing else.
 *
 * Calls reject with ProtocolFault where the request itself is broken (no such tool, resource or prompt); everything else
 * that goes wrong is a failed tool.
 */
export interface Gateway {
  readonly serverInfo: { readonly name: string; readonly title: string; readonly version: string };
  readonly instructions: string;
  readonly clock: Clock;
  readonly log: GatewayLog;
  principal(): Promise<Caller>;
  listTools(offers: WireOffers): Promise<readonly PublishedTool[]>;
  callTool(name: string, input: Record<string, unknown>, port: CallPort): Promise<ToolResult>;
  listResources(): Promise<readonly PublishedResource[]>;
  listResourceTemplates(): Promise<readonly PublishedResource[]>;
  readResource(uri: string, port: CallPort): Promise<ResourceText>;
  listPrompts(): Promise<readonly PublishedPrompt[]>;
  getPrompt(name: string, input: Record<string, string>): Promise<readonly PromptMessage[]>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const dependencies: GatewayDependencies = {
    log: () => {},
    clock: systemClock,
    version: "0.0.0",
    tracing: untraced,
    identity: createMachineIdentity(options.principal),
    ...options,
  };
  const tools = once(() => import("./publication/published-tools.ts"));
  const resources = once(() => import("./publication/resources.ts"));
  const prompt = once(() => import("./publication/diagnose-prompt.ts"));
  return {
    serverInfo: { name: "azebal", title: "AZEBAL", version: dependencies.version },
    instructions,
    clock: dependencies.clock,
    log: dependencies.log,
    principal: options.principal,
    listTools: async (offers) => (await tools()).publishedTools(offers),
    callTool: async (name, input, port) => (await tools()).callPublishedTool(dependencies, name, input, port),
    listResources: async () => (await resources()).publishedResources,
    listResourceTemplates: async () => (await resources()).publishedResourceTemplates,
    readResource: async (uri, port) => (await resources()).readResource(dependencies, uri, port),
    listPrompts: async () => (await prompt()).publishedPrompts,
    getPrompt: async (name, input) => (await prompt()).promptMessages(name, input),
  };
}

/** Loads a part of the gateway when it is first needed. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
