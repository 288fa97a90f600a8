import { beforeAll } from "vitest";
import { progressJournalContract } from "./contracts/progress-journal-contract.ts";
import { onServer } from "./support/on-server.ts";
import { describeWithRedis, useRedisServer } from "./support/redis-suite.ts";

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
