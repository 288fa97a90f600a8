import { beforeAll } from "vitest";
import { progressJournalContract } from "./contracts/progress-journal-contract.ts";
import type { StoresFactory } from "./contracts/stores-factory.ts";
import type { RedisServer } from "./support/redis-server.ts";
import { describeWithRedis, useRedisServer } from "./support/redis-suite.ts";
import { openTemporaryStores } from "./support/temporary-stores.ts";

/** Keys of each test have a prefix of its own. */
function onServer(server: () => RedisServer): StoresFactory {
  return () => openTemporaryStores({ url: server().url, keyPrefix: `${crypto.randomUUID()}:` });
}

describeWithRedis("on Redis", () => {
  progressJournalContract(onServer(useRedisServer()));
});

/** A cluster of one node refuses, as any does, commands and scripts whose keys lie in different slots. */
describeWithRedis("on a Redis cluster", () => {
  const server = useRedisServer("--cluster-enabled", "yes");
  beforeAll(async () => {
    await server().admin.call("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
    while (!(await server().admin.cluster("INFO")).includes("cluster_state:ok"));
  });
  progressJournalContract(onServer(server));
});
