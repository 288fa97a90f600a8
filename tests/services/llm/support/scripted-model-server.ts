import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fails, type ScriptedBehaviour } from "./scripted-behaviour.ts";
import { type MissingFeature, readRequest, type ScriptedRequest } from "./scripted-request.ts";
import { sendAnswer, sendError } from "./scripted-wire.ts";

export interface ScriptedServerOptions {
  /** What the model does with a request that a real server would take. May wait, for a test to look meanwhile. */
  behave: (request: ScriptedRequest) => ScriptedBehaviour | Promise<ScriptedBehaviour>;
  /** What the server does not know, and refuses by name. */
  missing?: readonly MissingFeature[];
  /** Headers without which it answers 401, such as `{ authorization: "Bearer x" }`. */
  required?: Readonly<Record<string, string>>;
  /** `/v1/chat/completions` where absent; any other path is a 404. */
  path?: string;
}

/** An OpenAI-compatible server on this machine, and what it has been told. */
export interface ScriptedModelServer {
  /** Its base address, as AZEBAL_MODEL_ENDPOINT takes it: `http://127.0.0.1:<port>/v1`. */
  endpoint: string;
  port: number;
  /** Every request that could be read, refused ones too, in order. */
  requests: ScriptedRequest[];
  /** Everything that ever reached it, headers and bodies: where what may not be sent is looked for. */
  everything: () => string;
  /** Connections that are open now. */
  connections: () => Promise<number>;
  close: () => Promise<void>;
}

/** Starts a server whose model is a function: see `scripted-behaviour.ts` for what it can do. */
export async function startScriptedModel(options: ScriptedServerOptions): Promise<ScriptedModelServer> {
  const requests: ScriptedRequest[] = [];
  const heard: string[] = [];
  const path = options.path ?? "/v1/chat/completions";

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    const received = { method: incoming.method ?? "", path: incoming.url ?? "", headers, text };
    heard.push(`${received.method} ${received.path}\n${JSON.stringify(headers)}\n${text}`);
    const read = readRequest(received, options.missing ?? []);
    if (read.request !== undefined) requests.push(read.request);
    const refusal = refusalOf(received, options, path) ?? read.refusal;
    if (refusal !== undefined) return await sendError(response, refusal);
    await carryOut(await options.behave(read.request!), read.request!, response);
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}${path.replace(/\/chat\/completions$/u, "")}`,
    port,
    requests,
    everything: () => heard.join("\n"),
    connections: async () =>
      await new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function carryOut(
  behaviour: ScriptedBehaviour,
  request: ScriptedRequest,
  response: ServerResponse,
): Promise<void> {
  switch (behaviour.is) {
    case "answer":
      return await sendAnswer(response, request, behaviour);
    case "error":
      return await sendError(response, behaviour);
    case "body":
      response.writeHead(200, { "content-type": behaviour.contentType });
      return void response.end(behaviour.text);
    case "broken":
      return void response.destroy();
    case "silence":
      return undefined;
  }
}

function refusalOf(
  { path: asked, method, headers }: Pick<ScriptedRequest, "path" | "method" | "headers">,
  { required = {} }: ScriptedServerOptions,
  path: string,
) {
  if (asked !== path || method !== "POST")
    return fails(404, { message: `Invalid URL (${method} ${asked})`, type: "invalid_request_error" });
  const isKnown = Object.entries(required).every(([name, value]) => headers[name] === value);
  return isKnown
    ? undefined
    : fails(401, {
        message: "Incorrect API key provided.",
        type: "invalid_request_error",
        code: "invalid_api_key",
      });
}
