import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { isAllRequired, isOnPath } from "./programs.ts";
import { freePort } from "./redis-server.ts";

/** A real PostgreSQL of its caller alone, on loopback, in a folder of its own. It ends with the process that started it. */
export interface PostgresServer {
  /** Of the owner of the database `azebal`, with a password made in this run. */
  readonly url: string;
  readonly port: number;
  readonly password: string;
  readonly directory: string;
  /** Runs SQL as the superuser in the database `azebal`, on a connection of its own. */
  sql(text: string, ...values: unknown[]): Promise<Record<string, unknown>[]>;
  /** Ends the server as the kernel does: nothing is written any more, and nobody is told. */
  kill(): Promise<void>;
  /** Starts it again on what it had on its disk. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Debian keeps the programs of each version out of the PATH. */
const debianFolder = "/usr/lib/postgresql";

function programFolder(): string | undefined {
  if (isOnPath("initdb") && isOnPath("postgres")) return "";
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  return versions
    .toSorted((left, right) => Number(right) - Number(left))
    .map((version) => `${join(debianFolder, version, "bin")}/`)
    .find((folder) => existsSync(`${folder}initdb`));
}

/** False only where a test that needs PostgreSQL is to be skipped. */
export const mayNeedPostgres = isAllRequired || programFolder() !== undefined;

/** PostgreSQL refuses to run as root: it runs as the first of these users that there is. */
const unprivileged = ["postgres", "nobody"];

/** @param flags  settings of the server, such as `-c max_connections=20`. */
export async function startPostgresServer(...flags: string[]): Promise<PostgresServer> {
  const folder = programFolder();
  if (folder === undefined)
    throw new Error(
      "PostgreSQL is not on this machine, and AZEBAL_REQUIRE_SERVERS=1 asks for it: install it.",
    );
  const user = process.getuid?.() === 0 ? userOf(unprivileged) : undefined;
  const directory = mkdtempSync(join(tmpdir(), "azebal-postgres-"));
  const data = join(directory, "data");
  mkdirSync(data);
  const password = crypto.randomUUID();
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, password);
  for (const path of [directory, data, passwordFile]) {
    if (user) chownSync(path, user.uid, user.gid);
    chmodSync(path, 0o700);
  }
  const as = user
    ? ["setpriv", `--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", "--"]
    : ["env"];
  const initialise = ["initdb", "-D", data, "-U", "admin", `--pwfile=${passwordFile}`];
  const [program, ...options] = [...as, `${folder}${initialise[0]}`, ...initialise.slice(1)];
  execFileSync(
    program!,
    [...options, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
    { cwd: directory, stdio: "ignore" },
  );
  const port = await freePort();
  const place = ["-D", data, "-k", "", "-h", "127.0.0.1", "-p", String(port)];
  // A killed process loses nothing of what the operating system has: no disk is waited for.
  const settings = ["-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "max_connections=60"];
  const command = [...as, `${folder}postgres`, ...place, ...settings, ...flags];
  let running = await run(command, directory);
  const sqlIn = async (database: string, text: string, ...values: unknown[]) => {
    const client = new pg.Client({ host: "127.0.0.1", port, user: "admin", password, database });
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  await sqlIn("postgres", `CREATE ROLE azebal LOGIN PASSWORD '${password}'`);
  await sqlIn("postgres", "CREATE DATABASE azebal OWNER azebal");
  const end = async (signal: "SIGKILL" | "SIGQUIT") => {
    process.kill(running.pid, signal);
    await once(running.guard, "exit");
    running.guard.stdio[3]?.destroy();
  };
  return {
    url: `postgres://azebal:${password}@127.0.0.1:${port}/azebal`,
    port,
    password,
    directory,
    sql: async (text, ...values) => await sqlIn("azebal", text, ...values),
    kill: async () => await end("SIGKILL"),
    restart: async () => {
      running = await run(command, directory);
    },
    stop: async () => {
      if (running.guard.exitCode === null) await end("SIGQUIT");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function userOf(names: readonly string[]): { uid: number; gid: number } {
  for (const name of names) {
    try {
      const [uid, gid] = ["-u", "-g"].map((flag) =>
        Number(execFileSync("id", [flag, name], { stdio: "pipe" })),
      );
      return { uid: uid!, gid: gid! };
    } catch {
      // The next one may be there.
    }
  }
  throw new Error(`PostgreSQL does not run as root, and none of the users ${names.join(", ")} is here.`);
}

/** After a kill, the children of the old server hold its memory for some milliseconds, and a new one refuses to start. */
async function run(command: readonly string[], cwd: string): Promise<{ pid: number; guard: ChildProcess }> {
  for (let attempt = 0; ; attempt += 1) {
    const started = await tryToRun(command, cwd);
    if (started !== undefined) return started;
    if (attempt === 100) throw new Error("PostgreSQL does not start.");
    await sleep(50);
  }
}

/** A shell stands between: it ends the server when this process is gone, however that ended. */
async function tryToRun(command: readonly string[], cwd: string) {
  const script = `"$@" 2>&1 & p=$!; echo "pid $p"; (cat >/dev/null; kill -QUIT $p) <&3 >/dev/null 2>&1 & wait $p`;
  const guard = spawn("sh", ["-c", script, "sh", ...command], {
    cwd,
    stdio: ["ignore", "pipe", "ignore", "pipe"],
  });
  let pid = 0;
  for await (const line of createInterface({ input: guard.stdout! })) {
    if (line.startsWith("pid ")) pid = Number(line.slice(4));
    if (!line.includes("ready to accept connections")) continue;
    guard.stdout!.resume();
    return { pid, guard };
  }
  guard.stdio[3]?.destroy();
  return undefined;
}
