import type { DurableStore } from "../../../local-host/storage/durable-store.ts";

/** A disk that is full until the test says otherwise. */
export function fullDisk(store: DurableStore) {
  const disk = { isFull: false };
  const commit = store.transaction.bind(store);
  store.transaction = (work) => {
    if (disk.isFull) throw new Error("database or disk is full");
    return commit(work);
  };
  return disk;
}
