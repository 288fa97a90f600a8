import { z } from "zod";
import { checkLimit, type RateLimits } from "../rate-limits.ts";
import type { RedisConnection } from "./redis-connection.ts";
import { redisScript } from "./redis-script.ts";

/**
 * KEYS: the bucket. ARGV: capacity, refill per millisecond. By the server's clock. Answers taken, wait in milliseconds, left. A
 * bucket ends when it would be full.
 */
const takeToken = redisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local capacity, per_ms = tonumber(ARGV[1]), tonumber(ARGV[2])
local stored = redis.call('HMGET', KEYS[1], 'tokens', 'at_ms')
local passed = math.max(0, now - (stored[2] or now))
local tokens = math.min(capacity, (stored[1] or capacity) + passed * per_ms)
local ok = tokens >= 1 and 1 or 0
tokens = tokens - ok
redis.call('HSET', KEYS[1], 'tokens', string.format('%.9f', tokens), 'at_ms', string.format('%.3f', now))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil((capacity - tokens) / per_ms)))
return { ok, ok == 1 and 0 or math.ceil((1 - tokens) / per_ms), math.floor(tokens) }
`);

const AnswerSchema = z.tuple([z.literal([0, 1]), z.int(), z.int()]);

export function createRedisRateLimits(connection: RedisConnection): RateLimits {
  return {
    async take(key, limit) {
      checkLimit(limit);
      const bucket = `${connection.keyPrefix}rate:{${encodeURIComponent(key)}}`;
      const reply = await connection.run((client) =>
        takeToken(client, [bucket], [limit.capacity, limit.refillPerSecond / 1_000]),
      );
      const [ok, retryAfterMs, remaining] = AnswerSchema.parse(reply);
      return { ok: ok === 1, retryAfterMs, remaining };
    },
  };
}
