import { join } from "node:path";
import { onTestFinished } from "vitest";
import { DurableStore } from "../../../local-host/storage/durable-store.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

/** An empty store that is closed when the test is over. */
export async function openStore(): Promise<DurableStore> {
  const store = await DurableStore.open(join(temporaryDirectory(), "hub.db"));
  onTestFinished(() => {
    try {
      store.close();
    } catch {
      // The test has closed it.
    }
  });
  return store;
}
