import { beforeAll } from "vitest";
import { rateLimitsContract } from "./contracts/rate-limits-contract.ts";
import { refreshLockContract } from "./contracts/refresh-lock-contract.ts";
import { sessionStoreContract } from "./contracts/session-store-contract.ts";
import { singleUseContract } from "./contracts/single-use-contract.ts";
import { onServer } from "./support/on-server.ts";
import { describeWithRedis, useRedisServer } from "./support/redis-suite.ts";

describeWithRedis("on Redis", () => {
  const open = onServer(useRedisServer());
  sessionStoreContract(open);
  refreshLockContract(open);
  rateLimitsContract(open);
  singleUseContract(open);
});

/** A cluster of one node refuses, as any does, commands and scripts whose keys lie in different slots. */
describeWithRedis("on a Redis cluster", () => {
  const server = useRedisServer("--cluster-enabled", "yes");
  beforeAll(async () => {
    await server().admin.call("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
    while (!(await server().admin.cluster("INFO")).includes("cluster_state:ok"));
  });
  const open = onServer(server);
  sessionStoreContract(open);
  refreshLockContract(open);
  rateLimitsContract(open);
  singleUseContract(open);
});
