import { z } from "zod";
import type { ToolResult } from "../answers/tool-answer.ts";
import type { CallPort } from "../call-port.ts";
import { runToolCall } from "../calls/run-tool-call.ts";
import { allTools } from "../catalogue/all-tools.ts";
import type { ToolAnnotations, ToolDefinition, WireOffers } from "../catalogue/tool-definition.ts";
import type { GatewayDependencies } from "../gateway-options.ts";
import { ProtocolFault } from "../protocol-fault.ts";
import { compactJsonSchema, type JsonSchema } from "./compact-json-schema.ts";

/** A tool as `tools/list` shows it, the same in every revision of MCP. */
export interface PublishedTool {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema & { type: "object" };
  outputSchema: JsonSchema & { type: "object" };
  annotations: ToolAnnotations;
}

const published = new Map<boolean, readonly PublishedTool[]>();

/** The tool list for one kind of wire, made once; `limits.toolListBytes` holds for it. */
export function publishedTools(offers: WireOffers): readonly PublishedTool[] {
  const known = published.get(offers.sourcePaths);
  if (known) return known;
  const tools = allTools.map((tool) => publish(tool, offers));
  published.set(offers.sourcePaths, tools);
  return tools;
}

function publish(tool: ToolDefinition, offers: WireOffers): PublishedTool {
  const { name, title, description, annotations } = tool;
  return {
    name,
    title,
    description,
    inputSchema: schemaOf(tool.input(offers), "input"),
    outputSchema: schemaOf(tool.output, "output"),
    annotations,
  };
}

function schemaOf(schema: z.ZodObject, io: "input" | "output"): PublishedTool["inputSchema"] {
  return { ...compactJsonSchema({ ...z.toJSONSchema(schema, { io }) }), type: "object" };
}

/** @throws ProtocolFault for a tool that does not exist. */
export async function callPublishedTool(
  dependencies: GatewayDependencies,
  name: string,
  input: Record<string, unknown>,
  port: CallPort,
): Promise<ToolResult> {
  const tool = allTools.find((each) => each.name === name);
  if (!tool)
    throw new ProtocolFault(
      "invalid_params",
      `Unknown tool ${JSON.stringify(name.slice(0, 100))}. Tools are: ${allTools.map((each) => each.name).join(", ")}.`,
    );
  return await runToolCall(dependencies, tool, input, port);
}
