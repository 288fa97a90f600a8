import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { InstanceRecord, RuntimeStatus } from "../../engine/instances/instance-record.ts";

export interface InstanceQuery {
  prefix?: string;
  statuses?: readonly string[];
  createdFromMs?: number;
  createdToMs?: number;
  /** Instance ID to start from, inclusive. */
  fromId?: string;
  limit?: number;
}

interface Row {
  instance_id: string;
  execution_id: string;
  name: string;
  version: string | null;
  status: string;
  input: string | null;
  output: string | null;
  custom_status: string | null;
  created_at_ms: number;
  updated_at_ms: number;
  parent: string | null;
  source_instance_id: string | null;
  generation: number;
  build_id: string;
  event_count: number;
  failed_turns: number;
}

const columns =
  "instance_id, execution_id, name, version, status, input, output, custom_status, created_at_ms, updated_at_ms, parent, source_instance_id, generation, build_id, event_count, failed_turns";

/** Instances that were last asked for, as the table holds them. */
const keptRecords = 500;

/** Instances, one row each. Nobody else writes the table, so that what was read or written last need not be read again. */
export class InstanceRows {
  readonly #database: DatabaseSync;
  readonly #kept = new Map<string, InstanceRecord>();
  readonly #get;
  readonly #put;
  readonly #update;
  readonly #setFailedTurns;
  readonly #delete;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#get = database.prepare(`SELECT ${columns} FROM instances WHERE instance_id = ?`);
    this.#put = database.prepare(
      `INSERT OR REPLACE INTO instances (${columns}) VALUES (${columns.replaceAll(/[a-z_]+/g, "?")})`,
    );
    this.#update = database.prepare(
      "UPDATE instances SET status = ?, output = ?, custom_status = ?, updated_at_ms = ?, event_count = ?, failed_turns = ? WHERE instance_id = ?",
    );
    this.#setFailedTurns = database.prepare("UPDATE instances SET failed_turns = ? WHERE instance_id = ?");
    this.#delete = database.prepare("DELETE FROM instances WHERE instance_id = ?");
  }

  get(instanceId: string): InstanceRecord | undefined {
    const kept = this.#kept.get(instanceId);
    if (kept !== undefined) return kept;
    const row = this.#get.get(instanceId);
    return row && this.#keep(toRecord(row as unknown as Row));
  }

  /** What is kept may have been rolled back. */
  forget(): void {
    this.#kept.clear();
  }

  #keep(record: InstanceRecord): InstanceRecord {
    if (this.#kept.size >= keptRecords) this.#kept.clear();
    this.#kept.set(record.instanceId, record);
    return record;
  }

  put(record: InstanceRecord): void {
    this.#put.run(
      record.instanceId,
      record.executionId,
      record.name,
      record.version,
      record.status,
      record.input,
      record.output,
      record.customStatus,
      record.createdAtMs,
      record.updatedAtMs,
      record.parent && JSON.stringify(record.parent),
      record.sourceInstanceId,
      record.generation,
      record.buildId,
      record.eventCount,
      record.failedTurns,
    );
    this.#keep(record);
  }

  /** Writes what a turn can change; the input, which may be large, stays where it is. */
  update(record: InstanceRecord): void {
    this.#update.run(
      record.status,
      record.output,
      record.customStatus,
      record.updatedAtMs,
      record.eventCount,
      record.failedTurns,
      record.instanceId,
    );
    this.#kept.delete(record.instanceId);
  }

  setFailedTurns(instanceId: string, failedTurns: number): void {
    this.#setFailedTurns.run(failedTurns, instanceId);
    this.#kept.delete(instanceId);
  }

  delete(instanceId: string): void {
    this.#delete.run(instanceId);
    this.#kept.delete(instanceId);
  }

  /** Instances in order of their IDs. */
  query(query: InstanceQuery): InstanceRecord[] {
    const conditions: string[] = [];
    const values: SQLInputValue[] = [];
    const where = (condition: string, ...given: SQLInputValue[]) => {
      conditions.push(condition);
      values.push(...given);
    };
    if (query.prefix !== undefined)
      where("substr(instance_id, 1, length(?)) = ?", query.prefix, query.prefix);
    if (query.statuses?.length)
      where(`status IN (${query.statuses.map(() => "?").join(", ")})`, ...query.statuses);
    if (query.createdFromMs !== undefined) where("created_at_ms >= ?", query.createdFromMs);
    if (query.createdToMs !== undefined) where("created_at_ms <= ?", query.createdToMs);
    if (query.fromId !== undefined) where("instance_id >= ?", query.fromId);
    const filter = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
    const statement = this.#database.prepare(
      `SELECT ${columns} FROM instances ${filter} ORDER BY instance_id LIMIT ?`,
    );
    return (statement.all(...values, query.limit ?? -1) as unknown as Row[]).map(toRecord);
  }
}

function toRecord(row: Row): InstanceRecord {
  return {
    instanceId: row.instance_id,
    executionId: row.execution_id,
    name: row.name,
    version: row.version,
    status: row.status as RuntimeStatus,
    input: row.input,
    output: row.output,
    customStatus: row.custom_status,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    parent: row.parent === null ? null : (JSON.parse(row.parent) as InstanceRecord["parent"]),
    sourceInstanceId: row.source_instance_id,
    generation: row.generation,
    buildId: row.build_id,
    eventCount: row.event_count,
    failedTurns: row.failed_turns,
  };
}
