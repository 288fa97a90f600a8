import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { simulatorEnvironment } from "../../../cli/hub/simulator-environment.ts";

export const projectRoot = join(import.meta.dirname, "..", "..", "..");
export const scenarioFolder = (id: string) => join(projectRoot, "simulator", "scenarios", id);

/** The environment of a child: nothing of the developer's own, so that no test can reach a real Azure. */
export function cleanEnvironment(variables: Record<string, string>): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", AZEBAL_LOG_LEVEL: "error", ...variables };
}

/** Points the product at a simulated Azure that the test runs. */
export const simulatedAzure = simulatorEnvironment;

export interface StdioAzebal {
  client: Client;
  pid: number;
  /** What it has written to standard error so far. */
  errors(): string;
  /** Ends the process as the kernel does: no handler runs. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** `azebal mcp` in a process of its own, with a real MCP client on its standard input and output. */
export async function startStdioAzebal(args: string[], env: Record<string, string>): Promise<StdioAzebal> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(projectRoot, "bin", "azebal.js"), "mcp", ...args],
    env: cleanEnvironment(env),
    stderr: "pipe",
  });
  let errors = "";
  transport.stderr?.on("data", (part: Buffer) => {
    errors += part.toString();
    process.stderr.write(part);
  });
  const client = new Client({ name: "e2e", version: "1" });
  const closed = new Promise<void>((resolve) => {
    client.onclose = resolve;
  });
  await client.connect(transport);
  const pid = transport.pid;
  if (pid === null) throw new Error("the process has no pid");
  return {
    client,
    pid,
    errors: () => errors,
    kill: async () => {
      process.kill(pid, "SIGKILL");
      await closed;
    },
    close: () => client.close(),
  };
}

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `azebal` with these arguments to its end. */
export async function runAzebal(args: string[], env: Record<string, string>, input = ""): Promise<Finished> {
  const child = spawn(process.execPath, [join(projectRoot, "bin", "azebal.js"), ...args], {
    env: cleanEnvironment(env),
    stdio: "pipe",
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (part: string) => (output.stdout += part));
  child.stderr.setEncoding("utf8").on("data", (part: string) => (output.stderr += part));
  child.stdin.on("error", () => {}).end(input);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...output };
}
