import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { criticalPath } from "./critical-path.ts";
import type { Cell, CellResult, Measured } from "./function-app-process.ts";
import type { AzureReady, RecordedExchange } from "./simulated-azure.ts";

/** A diagnosis and the chain of reads that it could not have been quicker than. */
export interface Judged extends Measured {
  /** Without the waits that Azure asked for; those are in `waitsMs`. */
  readonly pathMs: number;
  readonly links: number;
}

export interface JudgedCell extends Omit<CellResult, "measured"> {
  readonly diagnoses: readonly Judged[];
}

/** Settings that point AZEBAL at a simulated Azure, and at nothing of the developer's own. */
export function settingsFor(azureUrl: string, dataDirectory: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    // As bin/azebal.js does, which this benchmark passes by.
    NODE_COMPILE_CACHE: join(import.meta.dirname, "..", "..", "node_modules", ".cache", "azebal"),
    AZEBAL_DATA_DIR: dataDirectory,
    AZEBAL_LOG_LEVEL: "error",
    AZEBAL_ARM_ENDPOINT: azureUrl,
    AZEBAL_GRAPH_ENDPOINT: azureUrl,
    AZEBAL_LOGS_ENDPOINT: azureUrl,
    AZEBAL_TOKEN_URL: `${azureUrl}/simulator/token`,
  };
}

export interface SimulatedAzure {
  readonly url: string;
  /** What was exchanged since the last call. */
  exchanges(): Promise<RecordedExchange[]>;
  close(): void;
}

export async function startAzure(latencyMs: number, scenarios: readonly string[]): Promise<SimulatedAzure> {
  const child = fork(join(import.meta.dirname, "simulated-azure.ts"), [String(latencyMs), ...scenarios]);
  const { url } = (await message(child)) as AzureReady;
  return {
    url,
    exchanges: async () => {
      const told = message(child);
      child.send("tell");
      return (await told) as RecordedExchange[];
    },
    close: () => child.disconnect(),
  };
}

/** Runs one process of the function app through its laps. @param isShared  whether one person asks for all. */
export async function runCell(azure: SimulatedAzure, cell: Cell, isShared: boolean): Promise<JudgedCell> {
  const dataDirectory = mkdtempSync(join(tmpdir(), "azebal-bench-"));
  await azure.exchanges();
  try {
    const child = fork(join(import.meta.dirname, "function-app-process.ts"), [JSON.stringify(cell)], {
      env: settingsFor(azure.url, dataDirectory),
    });
    const { measured, ...rest } = (await message(child)) as CellResult;
    return { ...rest, diagnoses: judged(measured, await azure.exchanges(), isShared) };
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

/**
 * Where people share nothing, a diagnosis's exchanges are those of its person while it ran. Where one person asks for all,
 * reads are shared, and nobody can say whose they were: the path is then that of the one diagnosis that ran alone.
 */
function judged(
  measured: readonly Measured[],
  exchanges: readonly RecordedExchange[],
  isShared: boolean,
): Judged[] {
  const pathOf = (one: Measured) =>
    criticalPath(
      one.rounds,
      exchanges.filter(
        ({ user, beganAtMs }) =>
          user === one.user && beganAtMs >= one.startedAtMs && beganAtMs <= one.startedAtMs + one.totalMs,
      ),
    );
  const alone = measured.find(({ phase }) => phase === "alone");
  const reference = isShared && alone !== undefined ? pathOf(alone) : undefined;
  return measured.map((one) => ({ ...one, ...(reference ?? pathOf(one)) }));
}

async function message(child: ChildProcess): Promise<unknown> {
  const gone = once(child, "exit").then(([code]) => {
    throw new TypeError(`The process ended early, with code ${code}.`);
  });
  const [told] = (await Promise.race([once(child, "message"), gone])) as [unknown];
  gone.catch(() => undefined);
  return told;
}
