import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type AssertionKeys, createAssertionKeys } from "../../services/platform/principal-assertion.ts";

const StoredKeysSchema = z.looseObject({
  privateJwk: z.looseObject({ kty: z.string() }),
  jwks: z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) }),
});

/** The file that holds the key pair is damaged. Nothing was changed; the message says what to do. */
export class DamagedAssertionKeysError extends Error {
  override readonly name = "DamagedAssertionKeysError";
  readonly code = "DamagedAssertionKeys";

  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} is damaged. End every azebal process, remove that file and start again: a new key pair is made, and no diagnosis is lost.`,
      options,
    );
  }
}

/**
 * The key pair with which gateways sign principal assertions, made at the first use and kept in a 0600 file, so that every
 * process of this user signs with the key that the function app knows.
 *
 * @param directory  a hub's, or the data folder itself for the gateways of a function app elsewhere.
 * @throws DamagedAssertionKeysError
 */
export async function assertionKeysOf(directory: string): Promise<AssertionKeys> {
  const path = pathIn(directory);
  return keysIn(readIfThere(path) ?? (await createKeys(path)), path);
}

/** Which file holds the key pair: another text for every file that was put there. Undefined where there is none. */
export function assertionKeysVersion(directory: string): string | undefined {
  const file = statSync(pathIn(directory), { throwIfNoEntry: false });
  return file && `${file.ino} ${file.mtimeMs} ${file.ctimeMs} ${file.size}`;
}

function pathIn(directory: string): string {
  return join(directory, "assertion-keys.json");
}

function keysIn(stored: string, path: string): AssertionKeys {
  try {
    return StoredKeysSchema.parse(JSON.parse(stored)) as AssertionKeys;
  } catch (error) {
    throw new DamagedAssertionKeysError(path, { cause: error });
  }
}

/** The file appears whole or not at all: another process may read it at any moment, and this one may be killed. */
async function createKeys(path: string): Promise<string> {
  const keys = await createAssertionKeys();
  const draft = `${path}.${process.pid}-${crypto.randomUUID()}`;
  writeFileSync(draft, JSON.stringify(keys), { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, path);
  } catch (error) {
    // Another process was first: its keys are the hub's.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, "utf8");
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
