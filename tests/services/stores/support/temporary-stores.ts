import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openStores, type StoresOptions } from "../../../../services/stores/open-stores.ts";
import type { OpenedStores } from "../contracts/stores-factory.ts";

/** Empty stores in a folder of the test's own; on a server where one is given. */
export async function openTemporaryStores(
  redis?: StoresOptions["redis"],
  change: Partial<StoresOptions> = {},
): Promise<OpenedStores> {
  const directory = temporaryFolder();
  const options = { directory, ...(redis ? { redis } : {}), ...change };
  const open = async () => {
    const stores = openStores(options);
    onTestFinished(() => stores.close());
    return stores;
  };
  return { stores: await open(), again: open, options };
}

/** An empty folder until the test is over. */
export function temporaryFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), "azebal-stores-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
