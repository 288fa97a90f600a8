import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AssertionKeys, createAssertionKeys } from "../../services/platform/principal-assertion.ts";

/**
 * The key pair with which this hub's gateways sign principal assertions, made at the first use and kept in a 0600 file,
 * so that every process of this user signs with the key that the owner's function app knows.
 */
export async function assertionKeysOf(hubDirectory: string): Promise<AssertionKeys> {
  const path = join(hubDirectory, "assertion-keys.json");
  const stored = readIfThere(path) ?? (await createKeys(path));
  return JSON.parse(stored) as AssertionKeys;
}

async function createKeys(path: string): Promise<string> {
  const keys = await createAssertionKeys();
  try {
    writeFileSync(path, JSON.stringify(keys), { mode: 0o600, flag: "wx" });
  } catch (error) {
    // Another process was first: its keys are the hub's.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
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
