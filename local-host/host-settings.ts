import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the local host takes from host.json. */
export interface HostSettings {
  hubName: string;
  routePrefix: string;
  defaultVersion: string | null;
  maxConcurrentActivities: number;
  maxConcurrentTurns: number;
}

const defaults = { activities: 32, turns: 16 } as const;

/** host.json could not be read. */
export class HostSettingsError extends Error {
  override readonly name = "HostSettingsError";
  readonly code = "HostSettings";
}

/**
 * Reads the settings out of a host.json that is already parsed, or out of the app's own one.
 *
 * @throws HostSettingsError for a file that is not JSON or a setting of the wrong type.
 * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-bindings#host-json
 */
export function readHostSettings(appDirectory: string, hostJson: unknown): HostSettings {
  const json = hostJson ?? readFile(join(appDirectory, "host.json"));
  const http = section(json, ["extensions", "http"]);
  const durable = section(json, ["extensions", "durableTask"]);
  return {
    hubName: text(durable, "hubName") ?? "TestHubName",
    routePrefix: text(http, "routePrefix") ?? "api",
    defaultVersion: text(durable, "defaultVersion") ?? null,
    maxConcurrentActivities: count(durable, "maxConcurrentActivityFunctions") ?? defaults.activities,
    maxConcurrentTurns: count(durable, "maxConcurrentOrchestratorFunctions") ?? defaults.turns,
  };
}

function readFile(path: string): unknown {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch {
    return {};
  }
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new HostSettingsError(`${path} is not valid JSON. Correct the file.`, { cause });
  }
}

function section(json: unknown, path: readonly string[]): Record<string, unknown> {
  let current = json;
  for (const key of path) current = (current as Record<string, unknown> | undefined)?.[key];
  return typeof current === "object" && current !== null ? (current as Record<string, unknown>) : {};
}

function text(from: Record<string, unknown>, key: string): string | undefined {
  const value = from[key];
  if (value === undefined || typeof value === "string") return value;
  throw new HostSettingsError(`${key} in host.json must be a text, and is ${JSON.stringify(value)}.`);
}

function count(from: Record<string, unknown>, key: string): number | undefined {
  const value = from[key];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw new HostSettingsError(
    `${key} in host.json must be a whole number above 0, and is ${JSON.stringify(value)}.`,
  );
}
