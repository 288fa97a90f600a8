import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { RequestId, ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import { ElicitResultSchema, ListRootsResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { limits } from "../../domain/limits.ts";
import type { Caller } from "../../domain/principal.ts";
import { neutraliseControls } from "../../domain/redaction/neutralise-controls.ts";
import type { CallPort, Question } from "../call-port.ts";
import { sourceFolders } from "../source-paths/source-folders.ts";

export type RequestExtra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** What the transport of one session knows beyond the SDK's own. */
export interface SessionConnection {
  principal(): Promise<Caller>;
  /** The revision that was agreed on, as `YYYY-MM-DD`; undefined while it is not known. */
  protocolVersion(extra: RequestExtra): string | undefined;
  /** Aborts when this request's answer is wanted now. */
  hurry(requestId: RequestId): AbortSignal;
  /** Present on stdio: the folder in which the client started the server. */
  readonly workingDirectory?: string;
}

const firstRevisionWithResourceLinks = "2025-06-18";
const rootsTimeoutMs = 5_000;

/** What this client, in this session, lends to one call. */
export function callPortFor(server: Server, connection: SessionConnection, extra: RequestExtra): CallPort {
  const capabilities = server.getClientCapabilities();
  const { workingDirectory } = connection;
  const traceparent = traceparentOf(extra);
  return {
    principal: () => connection.principal(),
    signal: extra.signal,
    hurry: connection.hurry(extra.requestId),
    acceptsResourceLinks: (connection.protocolVersion(extra) ?? "") >= firstRevisionWithResourceLinks,
    ...progressOf(extra),
    ...(capabilities?.elicitation?.form ? { ask: asker(extra) } : {}),
    ...(capabilities?.elicitation?.url ? { openUrl: opener(extra) } : {}),
    ...(workingDirectory === undefined
      ? {}
      : {
          sourceFolders: async () =>
            sourceFolders(capabilities?.roots ? await rootsOf(extra) : undefined, workingDirectory),
        }),
    ...(traceparent === undefined ? {} : { traceparent }),
    wire: {
      requestId: extra.requestId,
      protocolVersion: connection.protocolVersion(extra),
      transport: workingDirectory === undefined ? "tcp" : "pipe",
    },
  };
}

function progressOf(extra: RequestExtra): Pick<CallPort, "notifyProgress"> {
  const progressToken = extra._meta?.progressToken;
  if (progressToken === undefined) return {};
  return {
    notifyProgress: (notice) =>
      extra.sendNotification({ method: "notifications/progress", params: { progressToken, ...notice } }),
  };
}

/** The client's own trace stands in `_meta` (VS Code), else in the HTTP request. */
function traceparentOf({ _meta, requestInfo }: RequestExtra): string | undefined {
  const sent = _meta?.["traceparent"] ?? requestInfo?.headers["traceparent"];
  return typeof sent === "string" ? sent : undefined;
}

function asker(extra: RequestExtra): NonNullable<CallPort["ask"]> {
  return async (question, signal) => {
    const result = await extra.sendRequest(
      { method: "elicitation/create", params: formOf(question) },
      ElicitResultSchema,
      { signal: AbortSignal.any([signal, extra.signal]), timeout: limits.waitSecondsMax * 1_000 },
    );
    const answer = result.action === "accept" ? result.content?.["answer"] : undefined;
    if (answer === undefined) return undefined;
    // What was shown may lack invisible characters of the option that it stands for.
    return question.options?.find((option) => neutraliseControls(option) === answer) ?? String(answer);
  };
}

/** @see https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation#url-mode-elicitation-requests */
function opener(extra: RequestExtra): NonNullable<CallPort["openUrl"]> {
  return async (url, message) => {
    const params = { mode: "url" as const, message, url, elicitationId: crypto.randomUUID() };
    const result = await extra.sendRequest({ method: "elicitation/create", params }, ElicitResultSchema, {
      signal: extra.signal,
      timeout: limits.waitSecondsMax * 1_000,
    });
    return result.action === "accept";
  };
}

function formOf({ text, options }: Question) {
  const answer = options?.length
    ? { type: "string" as const, title: "Answer", enum: options.map(neutraliseControls) }
    : { type: "string" as const, title: "Answer", minLength: 1 };
  return {
    mode: "form" as const,
    message: neutraliseControls(text),
    requestedSchema: { type: "object" as const, properties: { answer }, required: ["answer"] },
  };
}

/** The client's roots; undefined where it declares them and then does not answer: the working folder serves then. */
async function rootsOf(extra: RequestExtra): Promise<string[] | undefined> {
  try {
    const { roots } = await extra.sendRequest({ method: "roots/list" }, ListRootsResultSchema, {
      timeout: rootsTimeoutMs,
    });
    return roots.map(({ uri }) => uri);
  } catch (error) {
    if (extra.signal.aborted) throw error;
    return undefined;
  }
}
