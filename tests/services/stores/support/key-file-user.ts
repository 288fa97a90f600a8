import { once } from "node:events";
import { openFileKeyRing } from "../../../../services/stores/keys/key-ring-file.ts";

/** What `key-file-user.ts` is started with, as JSON. Once it is told to, it seals, rotates, seals, and says both texts. */
export interface KeyFileTask {
  path: string;
}

const { path } = JSON.parse(process.argv[2] ?? "") as KeyFileTask;
process.stdout.write("ready\n");
await once(process.stdin, "data");
const ring = openFileKeyRing(path);
const first = await ring.seal("from a process", "place");
ring.rotate();
const second = await ring.seal("from a process", "place");
process.stdout.write(`${first} ${second}\n`, () => process.exit());
