import type { AuditLog } from "../audit-log.ts";
import { AuditDrain, type AuditDrainOptions } from "./audit-drain.ts";
import type { AuditOutbox } from "./audit-outbox.ts";
import { type AuditRow, auditRowOf } from "./audit-row.ts";
import { HeldRows } from "./held-rows.ts";

/** A clean stop waits so long for the server. */
const closingMs = 1_000;
/** So long after the start it looks for what an earlier process left behind: nothing that starts quickly waits for it. */
const firstLookMs = 1_000;
/** A list waits so long for what was written on this machine. */
const listingMs = 2_000;

export interface OutboxAuditLogOptions extends Omit<AuditDrainOptions, "outbox"> {
  /** Opens the outbox when it is first used. */
  open: () => { outbox: AuditOutbox; close(): void };
  list: AuditLog["list"];
}

export interface OutboxAuditLog extends AuditLog {
  close(): Promise<void>;
}

/**
 * The audit log of a server, written through an outbox on this machine: a write is done when the outbox has it, whether the
 * server is there or not, and whatever becomes of this process.
 */
export function createOutboxAuditLog(options: OutboxAuditLogOptions): OutboxAuditLog {
  const { log } = options;
  const held = new HeldRows();
  let opened: ReturnType<typeof options.open> | undefined;
  let dropped = 0;

  const outbox = () => {
    opened ??= options.open();
    return opened.outbox;
  };

  const put = (rows: readonly AuditRow[]) => {
    const before = dropped;
    dropped = outbox().add(rows);
    if (before === 0 && dropped > 0)
      log?.warn(
        "Too many audit entries wait on this machine: the newest are given up until the server takes some, and counted in the audit.",
      );
  };

  let isHolding = false;
  const flush = () => {
    const error = held.flush(put);
    if (error !== undefined && !isHolding)
      log?.warn(
        `Audit entries wait in memory, and end with this process: ${error instanceof Error ? error.message : "the outbox cannot be written."}`,
      );
    isHolding = error !== undefined;
  };

  const drain = new AuditDrain({ ...options, outbox });
  drain.wake(firstLookMs);

  return {
    async write(entry) {
      held.add(auditRowOf(entry));
      flush();
      drain.wake();
    },

    async list(query) {
      flush();
      await drain.settle(listingMs);
      return await options.list(query);
    },

    async close() {
      flush();
      await drain.close(closingMs);
      opened?.close();
    },
  };
}
