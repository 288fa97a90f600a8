import { once } from "node:events";
import { openFileKeyRing } from "../../../../services/stores/keys/key-ring-file.ts";

/** Opens the ring of the path it is started with, once it is told to; seals, rotates, seals, and says both texts. */
process.stdout.write("ready\n");
await once(process.stdin, "data");
const ring = openFileKeyRing(process.argv[2] ?? "");
const first = await ring.seal("from a process", "place");
ring.rotate();
const second = await ring.seal("from a process", "place");
process.stdout.write(`${first} ${second}\n`, () => process.exit());
