import type { AuditLog, AuditQuery, AuditRecord } from "../../services/stores/audit-log.ts";

export type AuditFilter = Omit<AuditQuery, "limit">;

/** Of one query: an export of any length takes the memory of one page. */
const pageEntries = 500;

/** Goes through the entries that a filter lets pass, newest first, page by page. */
export class AuditPages {
  readonly #audit: Pick<AuditLog, "list">;
  #filter: AuditFilter;

  constructor(audit: Pick<AuditLog, "list">, filter: AuditFilter) {
    this.#audit = audit;
    this.#filter = filter;
  }

  /** The entries after those that were given before. */
  async *upTo(limit: number): AsyncGenerator<AuditRecord> {
    for (let left = limit; left > 0; ) {
      const asked = Math.min(left, pageEntries);
      const page = await this.#audit.list({ ...this.#filter, limit: asked });
      for (const record of page) {
        this.#filter = { ...this.#filter, before: record.id };
        yield record;
      }
      if (page.length < asked) return;
      left -= page.length;
    }
  }

  /** The cursor of what is left; undefined where nothing is. */
  async next(): Promise<number | undefined> {
    const left = await this.#audit.list({ ...this.#filter, limit: 1 });
    return left.length === 0 ? undefined : this.#filter.before;
  }
}
