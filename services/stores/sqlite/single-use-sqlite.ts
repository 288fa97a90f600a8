import type { KeyRing } from "../keys/key-ring.ts";
import { openValue, type SingleUse, sealValue, storedKeyOf, ttlMsOf } from "../single-use.ts";
import type { Database } from "./database.ts";

/** So many of those whose time is over are removed with each put. */
const removedAtOnce = 10;

export function createSqliteSingleUse(
  database: Database,
  keys: KeyRing,
  nowMs: () => number = Date.now,
): SingleUse {
  return {
    async putOnce(key, value, ttlSeconds) {
      const ttlMs = ttlMsOf(ttlSeconds);
      const sealed = await sealValue(key, value, keys);
      return database.transaction(() => {
        const now = nowMs();
        database.run(
          "DELETE FROM single_use WHERE key IN (SELECT key FROM single_use WHERE ends_at_ms <= ? LIMIT ?)",
          now,
          removedAtOnce,
        );
        const changed = database.run(
          "INSERT INTO single_use (key, value, ends_at_ms) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at_ms = excluded.ends_at_ms WHERE ends_at_ms <= ?",
          storedKeyOf(key),
          sealed,
          now + ttlMs,
          now,
        );
        return changed === 1;
      });
    },

    async put(key, value, ttlSeconds) {
      const ttlMs = ttlMsOf(ttlSeconds);
      const sealed = await sealValue(key, value, keys);
      database.run(
        "INSERT INTO single_use (key, value, ends_at_ms) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at_ms = excluded.ends_at_ms",
        storedKeyOf(key),
        sealed,
        nowMs() + ttlMs,
      );
    },

    async take(key) {
      const sealed = database.transaction(() => {
        const row = database.get(
          "SELECT value FROM single_use WHERE key = ? AND ends_at_ms > ? AND value IS NOT NULL",
          storedKeyOf(key),
          nowMs(),
        );
        if (row !== undefined)
          database.run("UPDATE single_use SET value = NULL WHERE key = ?", storedKeyOf(key));
        return row?.["value"];
      });
      return sealed === undefined ? undefined : await openValue(key, String(sealed), keys);
    },
  };
}
