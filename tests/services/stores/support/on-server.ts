import type { StoresFactory } from "../contracts/stores-factory.ts";
import type { RedisServer } from "./redis-server.ts";
import { openTemporaryStores } from "./temporary-stores.ts";

/** Keys of each test have a prefix of its own. */
export function onServer(server: () => RedisServer): StoresFactory {
  return (change) => openTemporaryStores({ url: server().url, keyPrefix: `${crypto.randomUUID()}:` }, change);
}
