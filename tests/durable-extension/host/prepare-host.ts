import { type ExecFileException, execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Where the two programs lie that a function app on the real extension needs. */
export interface PreparedHost {
  /** The .NET host, for `dotnet <path>`. */
  hostProgram: string;
  /** The storage emulator, for `node <path>`. */
  storageProgram: string;
}

/** Something that is needed is not there, or could not be made. The message says what. */
export class HostNotPreparedError extends Error {
  override readonly name = "HostNotPreparedError";
  readonly code = "HostNotPrepared";
}

const sdkMajor = 10;
const azuriteVersion = "3.35.0";
const toolTimeoutMs = 5 * 60_000;

/**
 * Builds the .NET host and installs the storage emulator, each once: what is made is kept outside of the repository, in
 * the folder that DURABLE_EXTENSION_CACHE names, or the user's cache folder. The first time takes NuGet and npm.
 *
 * @throws HostNotPreparedError
 */
export async function prepareHost(): Promise<PreparedHost> {
  await requireSdk();
  const cache =
    process.env["DURABLE_EXTENSION_CACHE"] ??
    join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "azebal-durable-extension");
  mkdirSync(cache, { recursive: true });
  const sources = join(import.meta.dirname, "dotnet");
  const making = [
    made(cache, `host-${digestOf(sources)}`, (directory) => buildHost(sources, directory)),
    made(cache, `azurite-${azuriteVersion}`, installAzurite),
  ] as const;
  // Where one fails, the other's tool is not left running.
  await Promise.allSettled(making);
  const [host, storage] = await Promise.all(making);
  return {
    hostProgram: join(host, "bin", "durable-extension-host.dll"),
    storageProgram: join(storage, "node_modules", "azurite", "dist", "src", "azurite.js"),
  };
}

async function requireSdk(): Promise<void> {
  const installed = await run("dotnet", ["--list-sdks"], homedir());
  const majors = [...installed.matchAll(/^(\d+)\./gmu)].map(([, major]) => Number(major));
  if (!majors.some((major) => major >= sdkMajor))
    throw new HostNotPreparedError(`the .NET SDK ${sdkMajor} is not installed`);
}

/** A folder of the cache, made elsewhere and moved to its place when it is whole: two runs may make it at once. */
async function made(cache: string, name: string, make: (directory: string) => Promise<void>) {
  const place = join(cache, name);
  if (existsSync(place)) return place;
  const draft = mkdtempSync(join(cache, `${name}.`));
  try {
    await make(draft);
    renameSync(draft, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return place;
}

/** Sources are copied first, so that nothing is built inside the repository; and no build server is left running. */
async function buildHost(sources: string, directory: string): Promise<void> {
  const copy = join(directory, "src");
  cpSync(sources, copy, { recursive: true });
  const quiet = ["--verbosity", "quiet", "--nologo", "-clp:ErrorsOnly"];
  const noServers = ["-nodeReuse:false", "-p:UseSharedCompilation=false"];
  const output = ["--configuration", "Release", "--output", join(directory, "bin")];
  await run("dotnet", ["build", ...output, ...quiet, ...noServers], copy);
}

async function installAzurite(directory: string): Promise<void> {
  writeFileSync(join(directory, "package.json"), '{ "private": true }\n');
  const options = ["--prefix", directory, "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"];
  await run("npm", ["install", ...options, `azurite@${azuriteVersion}`], directory);
}

function digestOf(sources: string): string {
  const hash = createHash("sha256");
  for (const name of globSync("*", { cwd: sources }).toSorted())
    hash.update(`${name}\0`).update(readFileSync(join(sources, name)));
  return hash.digest("hex").slice(0, 16);
}

async function run(command: string, args: readonly string[], directory: string): Promise<string> {
  const env = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_CLI_USE_MSBUILD_SERVER: "0" };
  try {
    const options = { cwd: directory, env, timeout: toolTimeoutMs, maxBuffer: 64 * 1024 * 1024 };
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (error) {
    const { message, stdout = "", stderr = "" } = error as ExecFileException;
    const said = `${stdout}${stderr}`.trim().split("\n").slice(-20).join("\n");
    throw new HostNotPreparedError(`${command} ${args[0]} failed: ${said || message}`, { cause: error });
  }
}
