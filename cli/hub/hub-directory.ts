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

/**
 * The folder of one hub: one cloud, one principal, and one scenario or none, so that no two of them ever share a file.
 *
 * @throws UnusableDataDirectoryError
 */
export function createHubDirectory(
  dataDirectory: string,
  identity: { cloud: string; principal: Principal; scenarioDirectory?: string },
): string {
  const key = [identity.cloud, ownerKey(identity.principal), identity.scenarioDirectory ?? ""].join("\n");
  const name = `${identity.scenarioDirectory ? "scenario" : identity.cloud}-${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
  const directory = join(dataDirectory, "hubs", name);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UnusableDataDirectoryError(dataDirectory, { cause: error });
  }
  return directory;
}
