import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema, type ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { onTestFinished } from "vitest";
import { cleanEnvironment, projectRoot } from "../../support/azebal-process.ts";
import type { EntraWorld } from "./entra-world.ts";

export interface ToolSaid {
  isError: boolean;
  text: string;
  data: Record<string, unknown>;
}

export interface IdeWindow {
  call(name: string, input?: Record<string, unknown>): Promise<ToolSaid>;
  close(): Promise<void>;
  /** What the process wrote to standard error. */
  errors(): string;
}

/** @param openUrl  given where the client opens links for its person: answers with what the person did. */
export async function openWindow(
  { env }: EntraWorld,
  openUrl?: (url: string) => Promise<ElicitResult["action"]>,
): Promise<IdeWindow> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(projectRoot, "bin", "azebal.js"), "mcp"],
    env: cleanEnvironment({ ...env, AZEBAL_LOG_LEVEL: "debug" }),
    stderr: "pipe",
  });
  let written = "";
  transport.stderr?.on("data", (part: Buffer) => (written += part.toString("utf8")));
  const capabilities = openUrl ? { elicitation: { url: {} } } : {};
  const client = new Client({ name: "e2e", version: "1" }, { capabilities });
  if (openUrl)
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => ({
      action: "url" in params ? await openUrl(params.url) : "decline",
    }));
  await client.connect(transport);
  const close = async () => await client.close();
  onTestFinished(close);
  return {
    call: async (name, input = {}) => await callTool(client, name, input),
    close,
    errors: () => written,
  };
}

export async function callTool(
  client: Client,
  name: string,
  input: Record<string, unknown> = {},
): Promise<ToolSaid> {
  const { content, isError, structuredContent } = await client.callTool({ name, arguments: input });
  const [first] = content as { text?: string }[];
  return {
    isError: isError === true,
    text: first?.text ?? "",
    data: (structuredContent ?? {}) as Record<string, unknown>,
  };
}
