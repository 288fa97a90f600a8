import { readConfig } from "../../services/platform/config.ts";
import { exitCodes } from "../exit-codes.ts";
import { assertionKeysOf } from "../hub/assertion-keys.ts";
import { createDataDirectory } from "../hub/hub-directory.ts";

/**
 * `azebal keys`: the public keys of this data folder's gateways on one line, as AZEBAL_ASSERTION_JWKS of a function app
 * elsewhere takes them. The private key stays in the folder.
 */
export async function runKeys(): Promise<number> {
  const { dataDirectory } = readConfig(process.env);
  const { jwks } = await assertionKeysOf(createDataDirectory(dataDirectory));
  process.stdout.write(`${JSON.stringify(jwks)}\n`);
  return exitCodes.done;
}
