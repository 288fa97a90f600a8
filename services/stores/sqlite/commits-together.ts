import type { Database } from "./database.ts";

interface Waiting {
  work: () => unknown;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

/**
 * Commits together what is asked for together: everything that is added before the running code next waits for something
 * is one transaction, in the order in which it was added. All of it is written, or none.
 */
export class CommitsTogether {
  readonly #database: Database;
  #waiting: Waiting[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns what `work` returned, once it is committed. Rejects where any work of the transaction throws. */
  add<Result>(work: () => Result): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as Waiting["resolve"], reject });
      if (this.#waiting.length === 1) queueMicrotask(() => this.#commit());
    });
  }

  #commit(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const results = this.#database.transaction(() => waiting.map(({ work }) => work()));
      for (const [index, { resolve }] of waiting.entries()) resolve(results[index] as never);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}
