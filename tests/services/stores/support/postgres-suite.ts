import { afterAll, beforeAll, describe } from "vitest";
import type { StoresFactory } from "../contracts/stores-factory.ts";
import { mayNeedPostgres, type PostgresServer, startPostgresServer } from "./postgres-server.ts";
import { openTemporaryStores } from "./temporary-stores.ts";

/** Skipped on a machine without PostgreSQL, unless servers are required. */
export const describeWithPostgres = mayNeedPostgres ? describe : describe.skip;

/** A server for all tests of a suite; call it where the suite is described. */
export function usePostgresServer(...flags: string[]): () => PostgresServer {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await startPostgresServer(...flags);
  });
  afterAll(async () => await server?.stop());
  return () => {
    if (!server) throw new Error("The suite's server is used before its tests run.");
    return server;
  };
}

/** A schema for one test alone. */
export function aSchema(): string {
  return `test_${crypto.randomUUID().replaceAll("-", "")}`;
}

/** Tables of each test are in a schema of its own. */
export function onPostgres(server: () => PostgresServer): StoresFactory {
  return (change) =>
    openTemporaryStores(undefined, { postgres: { url: server().url, schema: aSchema() }, ...change });
}
