import { existsSync } from "node:fs";
import { openStores, type StoresOptions } from "../../../../services/stores/open-stores.ts";
import { aReport } from "../contracts/a-report.ts";

/** What `table-opener.ts` is started with, as JSON: it opens stores and uses one, which makes the tables where nobody has. */
export interface OpenerTask {
  stores: StoresOptions;
  name: string;
  /** It says that it is ready, and begins when this file is there: all at the same time. */
  beginsWith: string;
}

const { stores: options, name, beginsWith } = JSON.parse(process.argv[2] ?? "") as OpenerTask;
await Promise.all([import("pg"), import("node-pg-migrate")]);
const stores = openStores(options);
process.stdout.write("ready\n");
while (!existsSync(beginsWith)) await new Promise((resolve) => setImmediate(resolve));
await stores.reports.put(name, aReport(name));
process.stdout.write(`${name}\n`);
await stores.close();
