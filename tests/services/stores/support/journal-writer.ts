import { openStores, type StoresOptions } from "../../../../services/stores/open-stores.ts";
import { line } from "./journal-line.ts";

/** What `journal-writer.ts` is started with, as JSON: it appends `steps` lines of diagnosis d1, and says each on its output. */
export interface WriterTask {
  stores: StoresOptions;
  /** Step IDs are `<name>0`, `<name>1`, … */
  name: string;
  steps: number;
  /** All at once, or one after the other. */
  atOnce: boolean;
}

const task = JSON.parse(process.argv[2] ?? "") as WriterTask;
const stores = openStores(task.stores);
const append = async (index: number) => {
  const { seq, stepId } = await stores.journal.append(line(`${task.name}${index}`));
  process.stdout.write(`${seq} ${stepId}\n`);
};
const indexes = Array.from({ length: task.steps }, (_, index) => index);
if (task.atOnce) await Promise.all(indexes.map(append));
else for (const index of indexes) await append(index);
await stores.close();
