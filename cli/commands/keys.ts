import { join } from "node:path";
import { readConfig } from "../../services/platform/config.ts";
import { keyRingFileName, openFileKeyRing } from "../../services/stores/keys/key-ring-file.ts";
import type { CommandArguments } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { assertionKeysOf } from "../hub/assertion-keys.ts";
import { createDataDirectory } from "../hub/hub-directory.ts";
import { openHub } from "../hub/open-hub.ts";
import { UsageError } from "../usage-error.ts";

/**
 * `azebal keys`: the public keys of this data folder's gateways on one line, as AZEBAL_ASSERTION_JWKS of a function app
 * elsewhere takes them. The private key stays in the folder. `--rotate-sessions` makes a new key for what is sealed from now on.
 */
export async function runKeys(parsed: CommandArguments): Promise<number> {
  if (parsed.options["rotate-sessions"] === true) return await rotateSessionKeys();
  const { dataDirectory } = readConfig(process.env);
  const { jwks } = await assertionKeysOf(createDataDirectory(dataDirectory));
  process.stdout.write(`${JSON.stringify(jwks)}\n`);
  return exitCodes.done;
}

async function rotateSessionKeys(): Promise<number> {
  const hub = await openHub({ env: process.env });
  try {
    if (hub.config.sessionKeysUrl !== undefined)
      throw new UsageError(
        "The session keys are the versions of the secret that AZEBAL_SESSION_KEYS_URL names: add a version there.",
      );
    const ring = openFileKeyRing(join(await hub.directory(), keyRingFileName));
    ring.rotate();
    ring.close();
  } finally {
    await hub.close();
  }
  process.stdout.write(
    "Sessions are sealed with a new key from now on; what older keys sealed still opens.\n",
  );
  return exitCodes.done;
}
