import { createHash } from "node:crypto";
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ownerKey, type Principal } from "../../domain/principal.ts";

/** The data folder cannot hold the hub. The message says which folder and what to do. */
export class UnusableDataDirectoryError extends Error {
  override readonly name = "UnusableDataDirectoryError";
  readonly code = "UnusableDataDirectory";

  constructor(directory: string, options?: ErrorOptions) {
    const reason = options?.cause instanceof Error ? ` (${options.cause.message})` : "";
    super(
      `The folder ${directory} cannot be written to${reason}. Make it writable, or set AZEBAL_DATA_DIR to a folder that is.`,
      options,
    );
  }
}

/** Whose hub it is: one person's of this machine, or that of everybody who signs in at one app registration. */
export interface HubIdentity {
  cloud: string;
  owner: Principal | { tenantId: string; clientId: string };
  scenarioDirectory?: string;
}

/**
 * The folder of one hub: one cloud, one owner, and one scenario or none, so that no two of them ever share a file.
 *
 * @throws UnusableDataDirectoryError
 */
export function createHubDirectory(dataDirectory: string, identity: HubIdentity): string {
  const { cloud, owner, scenarioDirectory } = identity;
  const whose =
    "clientId" in owner ? `app ${owner.tenantId}/${owner.clientId}`.toLowerCase() : ownerKey(owner);
  const key = [cloud, whose, scenarioDirectory ?? ""].join("\n");
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 16);
  return usableDirectory(join(dataDirectory, "hubs", `${labelOf(identity)}-${digest}`), dataDirectory);
}

/**
 * The data folder itself, made where it is missing.
 *
 * @throws UnusableDataDirectoryError
 */
export function createDataDirectory(dataDirectory: string): string {
  return usableDirectory(dataDirectory, dataDirectory);
}

function usableDirectory(directory: string, dataDirectory: string): string {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UnusableDataDirectoryError(dataDirectory, { cause: error });
  }
  return directory;
}

/** For people who look into the folder. One word: a simulated cloud is told apart by its address, which is no file name. */
function labelOf({ cloud, scenarioDirectory }: { cloud: string; scenarioDirectory?: string }): string {
  return scenarioDirectory ? "scenario" : (/^[a-z]+/.exec(cloud)?.[0] ?? "cloud");
}
