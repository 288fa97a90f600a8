import { expect, onTestFinished, test } from "vitest";
import { RedisConnection } from "../../../../services/stores/redis/redis-connection.ts";
import { freePort } from "../support/redis-server.ts";
import { describeWithRedis, useRedisServer } from "../support/redis-suite.ts";
import { startProxy } from "../support/server-proxy.ts";

test("a server that is not there is named, without credentials, with what to do", async () => {
  const host = `127.0.0.1:${await freePort()}`;
  const connection = new RedisConnection({ url: `redis://ada:secret@${host}/1` }, "test", { timeoutMs: 100 });
  onTestFinished(() => connection.close());
  await expect(connection.run((client) => client.ping())).rejects.toMatchObject({
    name: "StoreUnreachableError",
    code: "StoreUnreachable",
    message: `Redis at ${host} does not answer (ECONNREFUSED). What was stored before is as safe as that server keeps it, and what was asked is safe to repeat. See that it runs, and that AZEBAL_REDIS_URL names it.`,
  });
});

test("a connection that was closed says so, to what is under way too", async () => {
  const url = `redis://127.0.0.1:${await freePort()}`;
  const connection = new RedisConnection({ url }, "test");
  const underWay = connection.run((client) => client.ping());
  connection.close();
  const closed = { name: "StoreClosedError", code: "StoreClosed" };
  await expect(underWay).rejects.toMatchObject(closed);
  await expect(connection.run((client) => client.ping())).rejects.toMatchObject(closed);
});

describeWithRedis("a connection to a server", () => {
  const server = useRedisServer();

  test("is given up when it went silent, and another takes its place", async () => {
    const proxy = await startProxy(server().port);
    const connection = new RedisConnection({ url: proxy.url }, "test", { timeoutMs: 300 });
    onTestFinished(() => connection.close());
    expect(await connection.run((client) => client.ping())).toBe("PONG");
    proxy.stall();
    await expect(connection.run((client) => client.ping())).rejects.toMatchObject({
      code: "StoreUnreachable",
    });
    expect(await connection.run((client) => client.ping())).toBe("PONG");
  });

  test("tells the log when the server is gone and when it is back, once each", async () => {
    const lines: string[] = [];
    const [gone, back] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const log = {
      warn: (text: string) => gone.resolve(void lines.push(text)),
      info: (text: string) => back.resolve(void lines.push(text)),
    };
    const connection = new RedisConnection({ url: server().url, log }, "test");
    onTestFinished(() => connection.close());
    await connection.run((client) => client.ping());
    await server().kill();
    const pong = connection.run((client) => client.ping());
    await gone.promise;
    await server().restart();
    await back.promise;
    const name = `Redis at 127.0.0.1:${server().port}`;
    expect([await pong, lines]).toEqual([
      "PONG",
      [expect.stringContaining(`${name} does not answer (ECONN`), `${name} answers again.`],
    ]);
  });
});
