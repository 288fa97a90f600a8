import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { ClientCapabilities } from "@modelcontextprotocol/sdk/types.js";
import { onTestFinished } from "vitest";
import { type Envelope, EnvelopeSchema } from "../../../domain/contract/envelope.ts";
import { ownerKey, type Principal } from "../../../domain/principal.ts";
import { createGateway, type Gateway } from "../../../mcp-gateway/gateway.ts";
import type { GatewayOptions } from "../../../mcp-gateway/gateway-options.ts";
import { type HttpGateway, type HttpOptions, serveHttp } from "../../../mcp-gateway/serve-http.ts";
import { ScriptedFunctionApp } from "./scripted-function-app.ts";

export const ada: Principal = {
  tenantId: "11111111-1111-1111-1111-111111111111",
  objectId: "aaaaaaaa-0000-0000-0000-000000000001",
  userPrincipalName: "ada@example.com",
};
export const bob: Principal = {
  tenantId: "11111111-1111-1111-1111-111111111111",
  objectId: "bbbbbbbb-0000-0000-0000-000000000002",
  userPrincipalName: "bob@example.com",
};

export interface Bench {
  app: ScriptedFunctionApp;
  gateway: Gateway;
}

/** A gateway over a scripted function app; assertions are `owner#number`, a number of its own for each. */
export function createBench(options: Partial<GatewayOptions> = {}): Bench {
  const app = new ScriptedFunctionApp();
  let signed = 0;
  const gateway = createGateway({
    functionApp: app,
    signAssertion: async (principal) => `${ownerKey(principal)}#${++signed}`,
    principal: async () => ada,
    version: "1.2.3",
    ...options,
  });
  return { app, gateway };
}

/** Serves a gateway on a free port until the test ends. */
export async function serve(gateway: Gateway, options: Partial<HttpOptions> = {}): Promise<HttpGateway> {
  const http = await serveHttp(gateway, { host: "127.0.0.1", port: 0, ...options });
  onTestFinished(() => http.close());
  return http;
}

export interface ConnectOptions {
  capabilities?: ClientCapabilities;
  headers?: Record<string, string>;
}

/** Connects the SDK's client over streamable HTTP until the test ends. */
export async function connect(
  url: string,
  { capabilities = {}, headers = {} }: ConnectOptions = {},
): Promise<Client> {
  const client = new Client({ name: "test", version: "1" }, { capabilities });
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  await client.connect(transport as unknown as Parameters<Client["connect"]>[0]);
  onTestFinished(() => client.close());
  return client;
}

export interface HttpBench extends Bench {
  http: HttpGateway;
  client: Client;
}

/** All of it: function app, gateway, server, and a client that is connected. */
export async function createHttpBench(
  options: Partial<GatewayOptions> = {},
  connectOptions: ConnectOptions = {},
): Promise<HttpBench> {
  const bench = createBench(options);
  const http = await serve(bench.gateway);
  return { ...bench, http, client: await connect(http.url, connectOptions) };
}

export interface ToolReply {
  isError: boolean;
  text: string;
  structured: Record<string, unknown> | undefined;
  links: string[];
}

/** Calls a tool and takes its answer apart. */
export async function callTool(
  client: Client,
  name: string,
  input: Record<string, unknown>,
  options: Parameters<Client["callTool"]>[2] = {},
): Promise<ToolReply> {
  const result = await client.callTool({ name, arguments: input }, undefined, options);
  const blocks = result.content as { type: string; text?: string; uri?: string }[];
  return {
    isError: result.isError === true,
    text: blocks.flatMap((block) => block.text ?? []).join("\n"),
    structured: result.structuredContent as Record<string, unknown> | undefined,
    links: blocks.flatMap((block) => block.uri ?? []),
  };
}

export function envelopeIn(reply: ToolReply): Envelope {
  return EnvelopeSchema.parse(reply.structured);
}
