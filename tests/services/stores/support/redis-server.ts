import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { isOnPath } from "./programs.ts";

/** A real Redis of its caller alone, on loopback, in a folder of its own. It ends with the process that started it. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly directory: string;
  /** A connection of the test's own; it comes back by itself after a restart. */
  readonly admin: Redis;
  /** Ends the server as the kernel does: nothing is written any more. */
  kill(): Promise<void>;
  /** Starts it again on what it had on its disk. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const redisProgram = "redis-server";

/** @param flags  command-line options of redis-server, such as `--appendonly yes`. */
export async function startRedisServer(...flags: string[]): Promise<RedisServer> {
  if (!isOnPath(redisProgram))
    throw new Error(
      `${redisProgram} is not on the PATH, and AZEBAL_REQUIRE_SERVERS=1 asks for it: install it.`,
    );
  const directory = mkdtempSync(join(tmpdir(), "azebal-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const run = () => runServer(["--port", String(port), "--dir", directory, ...flags]);
  let running = await run();
  const admin = new Redis(url, { retryStrategy: () => 10, maxRetriesPerRequest: null });
  admin.on("error", () => {});
  await admin.ping();
  const kill = async () => {
    process.kill(running.pid, "SIGKILL");
    running.guard.stdin?.end();
    await once(running.guard, "close");
  };
  return {
    url,
    port,
    directory,
    admin,
    kill,
    restart: async () => {
      running = await run();
      await admin.ping();
    },
    stop: async () => {
      admin.disconnect();
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A shell stands between: it ends the server when this process is gone, however that ended. */
async function runServer(options: readonly string[]): Promise<{ pid: number; guard: ChildProcess }> {
  const script = `${redisProgram} "$@" >/dev/null & echo $!; cat >/dev/null; kill -9 $! 2>/dev/null`;
  const fixed = ["--bind", "127.0.0.1", "--save", "", "--loglevel", "warning"];
  const guard = spawn("sh", ["-c", script, "sh", ...fixed, ...options], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: guard.stdout! }), "line")) as [string];
  return { pid: Number(line), guard };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}
