import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { isScriptMissing } from "./redis-error-of.ts";

/** Runs a script on a client: `keys` all lie in one hash slot. */
export type RedisScript = (
  client: Redis,
  keys: readonly string[],
  values: readonly (string | number)[],
) => Promise<unknown>;

/** Runs the script by its digest; a server that does not hold it is given the text, and holds it from then on. */
export function redisScript(text: string): RedisScript {
  const digest = createHash("sha1").update(text).digest("hex");
  return async (client, keys, values) => {
    try {
      return await client.evalsha(digest, keys.length, ...keys, ...values);
    } catch (error) {
      if (!isScriptMissing(error)) throw error;
      return await client.eval(text, keys.length, ...keys, ...values);
    }
  };
}
