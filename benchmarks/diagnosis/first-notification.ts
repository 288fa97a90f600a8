import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { settingsFor } from "./run-cell.ts";

export interface Noticed {
  readonly firstProgressMs: number;
  readonly totalMs: number;
}

const root = join(import.meta.dirname, "..", "..");

/**
 * When an IDE's MCP client, over standard input and output of `azebal mcp`, gets the first progress notification of a
 * `debug_error` call, and the answer. The first diagnosis of the process is not among them.
 */
export async function firstNotifications(
  azureUrl: string,
  request: Record<string, unknown>,
  runs: number,
): Promise<Noticed[]> {
  const dataDirectory = mkdtempSync(join(tmpdir(), "azebal-bench-"));
  const client = new Client({ name: "benchmark", version: "1" });
  const env = Object.fromEntries(
    Object.entries(settingsFor(azureUrl, dataDirectory)).map(([name, value]) => [name, value ?? ""]),
  );
  try {
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [join(root, "bin", "azebal.js"), "mcp"],
        env,
        stderr: "ignore",
      }),
    );
    const noticed: Noticed[] = [];
    for (let run = 0; run <= runs; run += 1) {
      const startedAtMs = performance.now();
      let firstProgressMs = Number.NaN;
      await client.callTool(
        { name: "debug_error", arguments: { ...request, idempotency_key: `benchmark-${run}` } },
        undefined,
        {
          onprogress: () => {
            if (Number.isNaN(firstProgressMs)) firstProgressMs = performance.now() - startedAtMs;
          },
        },
      );
      if (run > 0) noticed.push({ firstProgressMs, totalMs: performance.now() - startedAtMs });
    }
    return noticed;
  } finally {
    await client.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}
