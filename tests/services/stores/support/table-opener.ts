import { openStores, type StoresOptions } from "../../../../services/stores/open-stores.ts";
import { aReport } from "../contracts/a-report.ts";

/** Opens stores, uses one, and says so: the first use makes the tables where nobody has made them. */
const { stores: options, name } = JSON.parse(process.argv[2] ?? "") as {
  stores: StoresOptions;
  name: string;
};
const stores = openStores(options);
await stores.reports.put(name, aReport(name));
process.stdout.write(`${name}\n`);
await stores.close();
