import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { type AzEnd, type AzSession, runAz } from "./run-az.ts";

/** Runs a script in bash and waits for it; the environment is what is given, and a PATH. */
export async function runBash(
  script: string,
  {
    env = {},
    args = [] as readonly string[],
  }: { env?: Record<string, string>; args?: readonly string[] } = {},
): Promise<AzEnd> {
  const child = spawn("bash", ["-c", script, "bash", ...args], {
    env: { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = (stream: NodeJS.ReadableStream) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString("utf8");
  };
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const status = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? -1));
  });
  return { status, stdout: stdout(), stderr: stderr() };
}

/**
 * Puts an executable `az` into a folder: a process of its own for each call, as the real one is.
 *
 * @returns the environment in which it is the first on the PATH.
 */
export function installAz(directory: string, session: AzSession): Record<string, string> {
  const path = join(directory, "az");
  const load = `await (await import(${JSON.stringify(join(import.meta.dirname, "run-az.ts"))})).runAz(${JSON.stringify(session)}, process.argv.slice(1))`;
  const main = `const end = ${load}; process.stdout.write(end.stdout); process.stderr.write(end.stderr); process.exitCode = end.status;`;
  const quoted = main.replaceAll("'", `'\\''`);
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' --input-type=module -e '${quoted}' -- "$@"\n`);
  chmodSync(path, 0o755);
  return { PATH: `${directory}:${process.env["PATH"] ?? ""}` };
}

export interface AzServer {
  /** Defines a function `az` that is answered by this process: a thousand calls in seconds. */
  readonly prelude: string;
  close(): Promise<void>;
}

/** Answers `az` of scripts that begin with the prelude. */
export async function startAzServer(session: () => AzSession): Promise<AzServer> {
  const server = createServer((socket) => {
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      const words = Buffer.concat(chunks).toString("utf8").split("\0");
      if (words.length === Number(words[0]) + 2) void answer(socket, session(), words.slice(1, -1));
    });
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    prelude: `az() {
  local status error
  exec 3<>/dev/tcp/127.0.0.1/${port}
  printf '%s\\0' "$#" "$@" >&3
  IFS= read -r status <&3
  IFS= read -r error <&3
  if [ -n "$error" ]; then printf '%s\\n' "$error" >&2; fi
  cat <&3
  exec 3>&-
  return "$status"
}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

async function answer(socket: Socket, session: AzSession, argv: readonly string[]): Promise<void> {
  const { status, stdout, stderr } = await runAz(session, argv);
  socket.end(`${status}\n${stderr.trimEnd().replaceAll("\n", " ")}\n${stdout}`);
}
