import { type ChildProgram, startProgram } from "./child-process.ts";
import type { PreparedHost } from "./prepare-host.ts";

export interface FunctionAppOptions {
  host: PreparedHost;
  /** The app's folder, as it is deployed: host.json, package.json and what its `main` names. */
  appDirectory: string;
  storage: string;
  /** The app's settings. */
  settings: Readonly<Record<string, string>>;
  /** A free one by default. */
  port?: number;
}

export interface HostedFunctionApp {
  url: string;
  port: number;
  /** The version of the Durable extension. */
  extension: string;
  stop(): Promise<void>;
  /** `kill -9` for the host and its worker. */
  kill(): Promise<void>;
}

const worker = new URL("worker/function-worker.ts", import.meta.url).pathname;

/** Runs a function app on the Durable extension, and waits until it answers. */
export async function startFunctionApp(options: FunctionAppOptions): Promise<HostedFunctionApp> {
  const { host, appDirectory, storage, settings, port = 0 } = options;
  const program = startProgram(
    "dotnet",
    [host.hostProgram, process.execPath, worker, appDirectory, String(port)],
    {
      PATH: process.env["PATH"] ?? "",
      ...(process.env["DOTNET_ROOT"] ? { DOTNET_ROOT: process.env["DOTNET_ROOT"] } : {}),
      AzureWebJobsStorage: storage,
      ...settings,
    },
  );
  const ready = await readyLine(program);
  return {
    url: `http://127.0.0.1:${ready.port}`,
    port: ready.port,
    extension: ready.extension,
    stop: () => program.stop(),
    async kill() {
      const ended = program.kill();
      process.kill(ready.workerPid, "SIGKILL");
      await ended;
    },
  };
}

interface Ready {
  port: number;
  workerPid: number;
  extension: string;
}

async function readyLine(program: ChildProgram): Promise<Ready> {
  const [line] = await program.line(/^\{"ready":true,.*\}$/mu);
  return JSON.parse(line) as Ready;
}
