import { afterAll, beforeAll, describe } from "vitest";
import { mayNeed } from "./programs.ts";
import { type RedisServer, redisProgram, startRedisServer } from "./redis-server.ts";

/** Skipped on a machine without `redis-server`, unless servers are required. */
export const describeWithRedis = mayNeed(redisProgram) ? describe : describe.skip;

/** A server for all tests of a suite; call it where the suite is described. */
export function useRedisServer(...flags: string[]): () => RedisServer {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    server = await startRedisServer(...flags);
  });
  afterAll(async () => await server?.stop());
  return () => {
    if (!server) throw new Error("The suite's server is used before its tests run.");
    return server;
  };
}
