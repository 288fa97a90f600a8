import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { ToolResult } from "../answers/tool-answer.ts";
import type { Gateway } from "../gateway.ts";
import { ProtocolFault } from "../protocol-fault.ts";
import { lazyJsonSchemaValidator } from "./lazy-json-schema-validator.ts";
import { callPortFor, type RequestExtra, type SessionConnection } from "./session-call-port.ts";

/** The specification's own code for a resource that does not exist, in the session-based revisions. */
const resourceNotFoundCode = -32_002;

const CallParamsSchema = z.looseObject({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()).optional(),
});
const ReadParamsSchema = z.looseObject({ uri: z.string() });
const PromptParamsSchema = z.looseObject({
  name: z.string(),
  arguments: z.record(z.string(), z.string()).optional(),
});
const AnyParamsSchema = z.looseObject({}).optional();

/**
 * The gateway for one session of the session-based revisions (2024-11-05 to 2025-11-25). The SDK's low-level server is
 * used on purpose: it loads in half the time of `McpServer`, and the catalogue already does what that adds.
 */
export function createSessionServer(gateway: Gateway, connection: SessionConnection): Server {
  const server = new Server(
    { ...gateway.serverInfo },
    {
      capabilities: { tools: {}, resources: {}, prompts: {} },
      instructions: gateway.instructions,
      jsonSchemaValidator: lazyJsonSchemaValidator,
    },
  );
  const offers = { sourcePaths: connection.workingDirectory !== undefined };
  const portFor = (extra: RequestExtra) => callPortFor(server, connection, extra);

  handle(server, "tools/list", AnyParamsSchema, async () => ({ tools: await gateway.listTools(offers) }));
  handle(server, "tools/call", CallParamsSchema, async ({ name, arguments: input = {} }, extra) => {
    const port = portFor(extra);
    return callToolResult(await gateway.callTool(name, input, port), port.acceptsResourceLinks);
  });
  handle(server, "resources/list", AnyParamsSchema, async () => ({
    resources: await gateway.listResources(),
  }));
  handle(server, "resources/templates/list", AnyParamsSchema, async () => ({
    resourceTemplates: (await gateway.listResourceTemplates()).map(({ uri, ...rest }) => ({
      uriTemplate: uri,
      ...rest,
    })),
  }));
  handle(server, "resources/read", ReadParamsSchema, async ({ uri }, extra) => ({
    contents: [await gateway.readResource(uri, portFor(extra))],
  }));
  handle(server, "prompts/list", AnyParamsSchema, async () => ({ prompts: await gateway.listPrompts() }));
  handle(server, "prompts/get", PromptParamsSchema, async ({ name, arguments: input = {} }) => ({
    messages: (await gateway.getPrompt(name, input)).map(({ role, text }) => ({
      role,
      content: { type: "text", text },
    })),
  }));
  return server;
}

function callToolResult(result: ToolResult, acceptsResourceLinks: boolean) {
  if (result.isError) return { isError: true, content: [{ type: "text", text: result.text }] };
  const links = acceptsResourceLinks ? result.links.map((link) => ({ type: "resource_link", ...link })) : [];
  return { structuredContent: result.structured, content: [{ type: "text", text: result.text }, ...links] };
}

/**
 * Registers one method. Parameters are parsed here and not by the SDK's schemas, so that broken ones get -32602 and a
 * sentence instead of -32603 and a dump.
 */
function handle<Params extends z.ZodType>(
  server: Server,
  method: string,
  params: Params,
  answer: (params: z.infer<Params>, extra: RequestExtra) => Promise<Record<string, unknown>>,
): void {
  const RequestSchema = z.looseObject({ method: z.literal(method), params: z.unknown().optional() });
  server.setRequestHandler(RequestSchema, async (request, extra) => {
    const parsed = params.safeParse(request.params);
    if (!parsed.success) throw new McpError(ErrorCode.InvalidParams, describeParams(method, parsed.error));
    try {
      return await answer(parsed.data, extra);
    } catch (error) {
      if (!(error instanceof ProtocolFault)) throw error;
      const code = error.kind === "resource_not_found" ? resourceNotFoundCode : ErrorCode.InvalidParams;
      throw new McpError(code, error.message);
    }
  });
}

function describeParams(method: string, error: z.ZodError): string {
  const places = error.issues.map(({ path, message }) => `${["params", ...path].join(".")}: ${message}`);
  return `${method}: ${places.slice(0, 3).join("; ")}`;
}
