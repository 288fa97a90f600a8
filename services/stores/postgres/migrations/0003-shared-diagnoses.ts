import type { MigrationBuilder } from "node-pg-migrate";

/** What the instances of a function app share. Bodies are compressed; instants that are hashed or shown stay the text they are. */
export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE diagnoses (
      ordinal bigserial PRIMARY KEY,
      diagnosis_id text NOT NULL UNIQUE,
      owner text NOT NULL,
      principal jsonb NOT NULL,
      idempotency_key text,
      request_hash text NOT NULL,
      title text NOT NULL,
      language text NOT NULL,
      status text NOT NULL,
      root_cause text,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      started_at timestamptz,
      cancel_requested boolean NOT NULL DEFAULT false
    );
    CREATE UNIQUE INDEX diagnoses_by_key ON diagnoses (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;
    CREATE INDEX diagnoses_by_request ON diagnoses (owner, request_hash);
    CREATE INDEX diagnoses_by_owner ON diagnoses (owner, ordinal);

    CREATE TABLE evidence (
      diagnosis_id text NOT NULL,
      evidence_id text NOT NULL,
      number int NOT NULL,
      source text NOT NULL,
      request_key text NOT NULL,
      request text NOT NULL,
      query text,
      status int NOT NULL,
      request_id text,
      observed_at text NOT NULL,
      body bytea NOT NULL,
      sha256 text NOT NULL,
      complete boolean NOT NULL,
      pages int,
      stored_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (diagnosis_id, evidence_id)
    );
    -- The bodies are compressed already.
    ALTER TABLE evidence ALTER COLUMN body SET STORAGE EXTERNAL;
    CREATE INDEX evidence_by_age ON evidence (stored_at);

    CREATE TABLE reports (
      diagnosis_id text PRIMARY KEY,
      body bytea NOT NULL,
      stored_at timestamptz NOT NULL DEFAULT now()
    );
    ALTER TABLE reports ALTER COLUMN body SET STORAGE EXTERNAL;

    CREATE TABLE history (
      ordinal bigserial PRIMARY KEY,
      diagnosis_id text NOT NULL,
      execution_id text NOT NULL,
      turn int NOT NULL,
      trigger bytea NOT NULL,
      build_id text NOT NULL,
      recorded_at text NOT NULL,
      stored_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (diagnosis_id, execution_id, turn)
    );
    ALTER TABLE history ALTER COLUMN trigger SET STORAGE EXTERNAL;
    CREATE INDEX history_by_age ON history (stored_at);
  `);
}

/** Forward only. */
export const down = false;
