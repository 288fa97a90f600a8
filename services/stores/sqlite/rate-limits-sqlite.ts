import { checkLimit, type RateLimits } from "../rate-limits.ts";
import type { Database } from "./database.ts";

/** A bucket that is full again is as one that never was: so many are removed with each take. */
const removedAtOnce = 10;

export function createSqliteRateLimits(database: Database, nowMs: () => number = Date.now): RateLimits {
  return {
    async take(key, limit) {
      checkLimit(limit);
      const perMs = limit.refillPerSecond / 1_000;
      return database.transaction(() => {
        const now = nowMs();
        const row = database.get("SELECT tokens, at_ms FROM rate_limits WHERE key = ?", key);
        // A clock that was set back fills nothing, and takes nothing away.
        const passedMs = row === undefined ? 0 : Math.max(0, now - Number(row["at_ms"]));
        const before = row === undefined ? limit.capacity : Number(row["tokens"]) + passedMs * perMs;
        const there = Math.min(limit.capacity, before);
        const ok = there >= 1;
        const left = ok ? there - 1 : there;
        database.run(
          "INSERT INTO rate_limits (key, tokens, at_ms, full_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET tokens = excluded.tokens, at_ms = excluded.at_ms, full_at_ms = excluded.full_at_ms",
          key,
          left,
          now,
          Math.ceil(now + (limit.capacity - left) / perMs),
        );
        database.run(
          "DELETE FROM rate_limits WHERE key IN (SELECT key FROM rate_limits WHERE full_at_ms <= ? LIMIT ?)",
          now,
          removedAtOnce,
        );
        return { ok, retryAfterMs: ok ? 0 : Math.ceil((1 - left) / perMs), remaining: Math.floor(left) };
      });
    },
  };
}
