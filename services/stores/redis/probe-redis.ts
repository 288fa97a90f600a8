import { RedisConnection, type RedisSettings } from "./redis-connection.ts";

const timeoutMs = 3_000;

/**
 * Asks a server whether it is there and lets this user in.
 *
 * @returns its version, and how long an answer took once connected.
 * @throws StoreUnreachableError after 3 s, StoreRefusedError
 */
export async function probeRedis(settings: RedisSettings): Promise<{ version: string; answerMs: number }> {
  const connection = new RedisConnection(settings, "doctor", { timeoutMs });
  try {
    const about = await connection.run((client) => client.info("server"));
    const askedAtMs = performance.now();
    await connection.run((client) => client.ping());
    return {
      version: /^redis_version:(\S+)/mu.exec(about)?.[1] ?? "unknown",
      answerMs: performance.now() - askedAtMs,
    };
  } finally {
    connection.close();
  }
}
