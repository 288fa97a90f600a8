import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { onTestFinished } from "vitest";
import { cleanEnvironment, projectRoot } from "./azebal-process.ts";

export interface ServingAzebal {
  /** Of the MCP endpoint. */
  url: string;
  connect(): Promise<Client>;
  /** What it has written so far. */
  output(): { stdout: string; stderr: string };
  /** Sends the signal and waits for the end. */
  stop(
    signal?: NodeJS.Signals,
  ): Promise<{ code: number | null; signal: NodeJS.Signals | null; tookMs: number }>;
}

/** `azebal start` on a free port, in a process of its own, once it says that it listens; gone when the test is over. */
export async function startServingAzebal(
  args: string[],
  env: Record<string, string>,
): Promise<ServingAzebal> {
  const child = spawn(
    process.execPath,
    [join(projectRoot, "bin", "azebal.js"), "start", "--port", "0", ...args],
    { env: cleanEnvironment(env), stdio: ["ignore", "pipe", "pipe"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  const written = { stdout: "", stderr: "" };
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (part: string) => (written.stderr += part));
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      written.stdout += part;
      const match = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(written.stdout);
      if (match) resolve(match[0]);
    });
    child.once("close", (code) => reject(new Error(`azebal start ended with ${code}: ${written.stderr}`)));
  });
  return {
    url,
    output: () => ({ ...written }),
    async connect() {
      const client = new Client({ name: "e2e", version: "1" });
      const transport = new StreamableHTTPClientTransport(new URL(url));
      await client.connect(transport as unknown as Parameters<Client["connect"]>[0]);
      return client;
    },
    async stop(signal = "SIGTERM") {
      const startedAtMs = performance.now();
      const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
      child.kill(signal);
      const [code, by] = await closed;
      return { code, signal: by, tookMs: performance.now() - startedAtMs };
    },
  };
}
