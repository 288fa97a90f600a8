import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { type Envelope, EnvelopeSchema } from "../domain/contract/envelope.ts";
import { productVersion } from "./product-version.ts";
import type { ProgressView } from "./terminal/progress-view.ts";

/** The answer of a diagnosis tool: the envelope, and the same in Markdown. */
export interface ToolAnswer {
  envelope: Envelope;
  markdown: string;
}

/** The tool refused the input or could not reach its function app. The message is the tool's own. */
export class ToolRefusedError extends Error {
  override readonly name = "ToolRefusedError";
  readonly code = "ToolRefused";
}

const callTimeoutMs = 300_000;

/** Connects to a gateway as any MCP client does: over streamable HTTP. */
export async function connectMcpClient(url: string): Promise<Client> {
  const [{ Client: McpClient }, { StreamableHTTPClientTransport }] = await Promise.all([
    import("@modelcontextprotocol/sdk/client/index.js"),
    import("@modelcontextprotocol/sdk/client/streamableHttp.js"),
  ]);
  const client = new McpClient({ name: "azebal-cli", version: productVersion });
  const transport = new StreamableHTTPClientTransport(new URL(url));
  // The SDK's own transport declares `sessionId` in a way that exactOptionalPropertyTypes refuses.
  await client.connect(transport as unknown as Parameters<Client["connect"]>[0]);
  return client;
}

/**
 * Calls `debug_error` and follows the diagnosis to its end, however often the soft budget ends in between.
 *
 * @throws ToolRefusedError where a tool answers with `isError`.
 */
export async function diagnoseToTheEnd(
  client: Client,
  request: Record<string, unknown>,
  view: ProgressView,
): Promise<ToolAnswer> {
  let answer = await callDiagnosisTool(client, "debug_error", request, view);
  while (answer.envelope.status === "running" && answer.envelope.next)
    answer = await callDiagnosisTool(client, answer.envelope.next.tool, answer.envelope.next.arguments, view);
  return answer;
}

async function callDiagnosisTool(
  client: Client,
  tool: string,
  input: Record<string, unknown>,
  view: ProgressView,
): Promise<ToolAnswer> {
  const result = await client.callTool({ name: tool, arguments: input }, undefined, {
    timeout: callTimeoutMs,
    resetTimeoutOnProgress: true,
    onprogress: ({ progress, total, message }) => {
      if (message) view.show(message, progress, total ?? 0);
    },
  });
  const text = (result.content as { type: string; text?: string }[])
    .filter((block) => block.type === "text")
    .map((block) => block.text ?? "")
    .join("\n");
  if (result.isError) throw new ToolRefusedError(text);
  return { envelope: EnvelopeSchema.parse(result.structuredContent), markdown: text };
}

/** The text of one of the gateway's resources. Rejects as the SDK does for one that does not exist. */
export async function readTextResource(client: Client, uri: string): Promise<string> {
  const { contents } = await client.readResource({ uri });
  return contents.map((content) => ("text" in content ? content.text : "")).join("");
}
