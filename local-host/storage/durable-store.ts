import type { DatabaseSync } from "node:sqlite";
import { openDatabase, prepareFolder } from "./open-database.ts";
import { takeOwnerLock } from "./owner-lock.ts";
import type { ProcessLock } from "./process-lock.ts";
import { ActivityRows } from "./rows/activity-rows.ts";
import { DeadLetterRows } from "./rows/dead-letter-rows.ts";
import { HistoryRows } from "./rows/history-rows.ts";
import { InboxRows } from "./rows/inbox-rows.ts";
import { InstanceRows } from "./rows/instance-rows.ts";
import { TimerRows } from "./rows/timer-rows.ts";

/** Everything durable of one host, on one SQLite file that this process alone may write. */
export class DurableStore {
  readonly instances: InstanceRows;
  readonly history: HistoryRows;
  readonly inbox: InboxRows;
  readonly activities: ActivityRows;
  readonly timers: TimerRows;
  readonly deadLetters: DeadLetterRows;
  readonly #database: DatabaseSync;
  readonly #lock: ProcessLock;

  private constructor(database: DatabaseSync, lock: ProcessLock) {
    this.#database = database;
    this.#lock = lock;
    this.instances = new InstanceRows(database);
    this.history = new HistoryRows(database);
    this.inbox = new InboxRows(database);
    this.activities = new ActivityRows(database);
    this.timers = new TimerRows(database);
    this.deadLetters = new DeadLetterRows(database);
  }

  /** @throws DatabaseInUseError, DatabaseUnusableError */
  static async open(databasePath: string): Promise<DurableStore> {
    prepareFolder(databasePath);
    const lock = await takeOwnerLock(databasePath);
    try {
      return new DurableStore(await openDatabase(databasePath), lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** All of `work` or nothing of it; committed when this returns. `work` must not wait for anything. */
  transaction<Result>(work: () => Result): Result {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      this.instances.forget();
      throw error;
    }
  }

  /** Forgets an instance and everything that belongs to its executions. */
  deleteInstance(instanceId: string): void {
    this.instances.delete(instanceId);
    this.history.delete(instanceId);
    this.inbox.delete(instanceId);
    this.activities.delete(instanceId);
    this.timers.delete(instanceId);
  }

  close(): void {
    this.#database.close();
    this.#lock.release();
  }
}
