import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { GatewayOptions } from "../../../mcp-gateway/gateway-options.ts";
import { serveStdio } from "../../../mcp-gateway/serve-stdio.ts";
import { createBench } from "./gateway-bench.ts";

export interface RpcMessage {
  jsonrpc: "2.0";
  id?: number | string | null;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
}

const initialize = (capabilities: object) => ({
  jsonrpc: "2.0",
  id: "init",
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities, clientInfo: { name: "test", version: "1" } },
});

/** Reads messages, one a line, in the order in which they come. */
export function lineReader(stream: NodeJS.ReadableStream): () => Promise<RpcMessage | undefined> {
  const chunks = stream[Symbol.asyncIterator]();
  let buffer = "";
  return async () => {
    while (!buffer.includes("\n")) {
      const { done, value } = await chunks.next();
      if (done) return undefined;
      buffer += value.toString();
    }
    const end = buffer.indexOf("\n");
    const line = buffer.slice(0, end);
    buffer = buffer.slice(end + 1);
    return JSON.parse(line) as RpcMessage;
  };
}

/** A gateway on a pair of streams in this process. */
export function createStdioBench(
  options: Partial<GatewayOptions> = {},
  workingDirectory = import.meta.dirname,
) {
  const bench = createBench(options);
  const input = new PassThrough();
  const output = new PassThrough();
  const served = serveStdio(bench.gateway, { input, output, sourcePaths: { workingDirectory } });
  onTestFinished(async () => {
    input.end();
    await served;
  });
  const read = lineReader(output);
  /** Text and bytes as they are, anything else as a message on its line. */
  const write = (message: object | string) => {
    const isRaw = typeof message === "string" || Buffer.isBuffer(message);
    input.write(isRaw ? message : `${JSON.stringify(message)}\n`);
  };
  return {
    ...bench,
    input,
    output,
    served,
    read,
    write,
    initialize: async (capabilities: object = {}): Promise<RpcMessage | undefined> => {
      write(initialize(capabilities));
      const answer = await read();
      write({ jsonrpc: "2.0", method: "notifications/initialized" });
      return answer;
    },
  };
}

/** The server of `stdio-server.ts` as a process, ended with the test. */
export function spawnStdioServer(...parameters: string[]): ChildProcessWithoutNullStreams {
  const script = fileURLToPath(new URL("./stdio-server.ts", import.meta.url));
  const child = spawn(process.execPath, [script, ...parameters], { stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

export const initializeLine = `${JSON.stringify(initialize({}))}\n`;
