import { openStores, type StoresOptions } from "../../../../services/stores/open-stores.ts";
import { entry } from "../contracts/audit-log-contract.ts";

/** What `audit-writer.ts` is started with, as JSON: it writes `entries`, one after the other, and says each on its output. */
export interface AuditWriterTask {
  stores: StoresOptions;
  /** Their outcomes are `<name>0`, `<name>1`, … */
  name: string;
  entries: number;
}

const task = JSON.parse(process.argv[2] ?? "") as AuditWriterTask;
const stores = openStores(task.stores);
for (let index = 0; index < task.entries; index += 1) {
  await stores.audit.write(entry({ outcome: `${task.name}${index}` }));
  process.stdout.write(`${task.name}${index}\n`);
  // Others have their turn: a delivery, the signal that ends this process.
  await new Promise((resolve) => setImmediate(resolve));
}
await stores.close();
