import { z } from "zod";
import type { KeyRing } from "../keys/key-ring.ts";
import { openValue, type SingleUse, sealValue, storedKeyOf, ttlMsOf } from "../single-use.ts";
import type { RedisConnection } from "./redis-connection.ts";
import { redisScript } from "./redis-script.ts";

/** ARGV: sealed value, milliseconds. A sealed value is never the same twice: where it is this one, it is sent again. */
const putOnce = redisScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then
  return redis.call('HGET', KEYS[1], 'value') == ARGV[1] and 1 or 0
end
redis.call('HSET', KEYS[1], 'value', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

/** ARGV: sealed value, milliseconds. */
const put = redisScript(`
redis.call('HSET', KEYS[1], 'value', ARGV[1])
redis.call('HDEL', KEYS[1], 'taken_by')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

/** ARGV: who takes it. The value stays until its taker has it, who may have to ask again. */
const take = redisScript(`
local stored = redis.call('HMGET', KEYS[1], 'value', 'taken_by')
if stored[2] and stored[2] ~= ARGV[1] then return false end
if stored[1] then redis.call('HSET', KEYS[1], 'taken_by', ARGV[1]) end
return stored[1]
`);

const ValueSchema = z.string().nullable();

export function createRedisSingleUse(connection: RedisConnection, keys: KeyRing): SingleUse {
  const nameOf = (key: string) => `${connection.keyPrefix}once:{${storedKeyOf(key)}}`;
  return {
    async putOnce(key, value, ttlSeconds) {
      const ttlMs = ttlMsOf(ttlSeconds);
      const sealed = await sealValue(key, value, keys);
      return (await connection.run((client) => putOnce(client, [nameOf(key)], [sealed, ttlMs]))) === 1;
    },

    async put(key, value, ttlSeconds) {
      const ttlMs = ttlMsOf(ttlSeconds);
      const sealed = await sealValue(key, value, keys);
      await connection.run((client) => put(client, [nameOf(key)], [sealed, ttlMs]));
    },

    async take(key) {
      const taker = crypto.randomUUID();
      const sealed = ValueSchema.parse(
        await connection.run((client) => take(client, [nameOf(key)], [taker])),
      );
      if (sealed === null) return undefined;
      // Nobody else is given it: where it cannot be wiped now, it goes with its time.
      await connection.run((client) => client.hdel(nameOf(key), "value")).catch(() => {});
      return await openValue(key, sealed, keys);
    },
  };
}
