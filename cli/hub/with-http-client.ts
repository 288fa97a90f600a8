import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { createGateway } from "../../mcp-gateway/gateway.ts";
import { serveHttp } from "../../mcp-gateway/serve-http.ts";
import { connectMcpClient } from "../diagnose-over-http.ts";
import { gatewayOptions } from "./gateway-options.ts";
import { type HubOptions, openHub } from "./open-hub.ts";

/** Serves a hub's gateway on a free port of this machine, uses it as an MCP client does, and takes all down again. */
export async function withHttpClient<T>(
  options: HubOptions,
  use: (client: Client, url: string) => Promise<T>,
): Promise<T> {
  const hub = await openHub(options);
  try {
    const served = await serveHttp(createGateway(gatewayOptions(hub)), { host: "127.0.0.1", port: 0 });
    try {
      await hub.warm();
      const client = await connectMcpClient(served.url);
      try {
        return await use(client, served.url);
      } finally {
        await client.close();
      }
    } finally {
      await served.close();
    }
  } finally {
    await hub.close();
  }
}
