import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, onTestFinished } from "vitest";
import { openStores } from "../../../services/stores/open-stores.ts";
import { progressJournalContract } from "./contracts/progress-journal-contract.ts";
import type { StoresFactory } from "./contracts/stores-factory.ts";
import { type RedisServer } from "./support/redis-server.ts";
import { describeWithRedis, useRedisServer } from "./support/redis-suite.ts";

let tests = 0;

/** Stores whose journal is on a server, under a prefix of the test's own. */
function onServer(server: () => RedisServer): StoresFactory {
  return async () => {
    const directory = mkdtempSync(join(tmpdir(), "azebal-stores-"));
    tests += 1;
    const options = { directory, redis: { url: server().url, keyPrefix: `test-${tests}:` } };
    const open = async () => {
      const stores = openStores(options);
      onTestFinished(() => stores.close());
      return stores;
    };
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    return { stores: await open(), again: open, options };
  };
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
