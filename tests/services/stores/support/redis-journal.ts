import { onTestFinished } from "vitest";
import {
  createRedisProgressJournal,
  type RedisProgressJournal,
} from "../../../../services/stores/redis/progress-journal-redis.ts";
import type { RedisSettings } from "../../../../services/stores/redis/redis-connection.ts";

/** A journal on a server until the test is over. */
export function openJournal(settings: RedisSettings): RedisProgressJournal {
  const journal = createRedisProgressJournal(settings);
  onTestFinished(() => journal.close());
  return journal;
}
