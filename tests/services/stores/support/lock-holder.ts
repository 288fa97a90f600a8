import { once } from "node:events";
import { createInterface } from "node:readline";
import { openStores, type StoresOptions } from "../../../../services/stores/open-stores.ts";
import { someTokens } from "./entra-session.ts";

/** What `lock-holder.ts` is started with, as JSON. It takes the lock, says so, and replaces the tokens when it is told to. */
export interface HolderTask {
  stores: StoresOptions;
  sessionId: string;
}

const task = JSON.parse(process.argv[2] ?? "") as HolderTask;
const stores = openStores(task.stores);
const input = createInterface({ input: process.stdin });
await stores.sessions.withRefreshLock(task.sessionId, async (session, lock) => {
  process.stdout.write(`holds ${lock.fence}\n`);
  await once(input, "line");
  const isReplaced = await lock.replaceTokens(session?.version ?? 0, someTokens());
  process.stdout.write(`replaced ${isReplaced}\n`);
});
input.close();
await stores.close();
