import { openStores, type StoresOptions } from "../../../../services/stores/open-stores.ts";
import { aReport } from "../contracts/a-report.ts";

/** What `table-opener.ts` is started with, as JSON: it opens stores and uses one, which makes the tables where nobody has. */
export interface OpenerTask {
  stores: StoresOptions;
  name: string;
}

const { stores: options, name } = JSON.parse(process.argv[2] ?? "") as OpenerTask;
const stores = openStores(options);
await stores.reports.put(name, aReport(name));
process.stdout.write(`${name}\n`);
await stores.close();
