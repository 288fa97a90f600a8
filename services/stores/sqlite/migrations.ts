/**
 * The layout of the database, one entry a version, applied in order and never changed once released: a database of any
 * earlier version reaches the present one by what follows. `user_version` holds how many have been applied.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE diagnoses (
    ordinal INTEGER PRIMARY KEY,
    diagnosis_id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    principal TEXT NOT NULL,
    idempotency_key TEXT,
    request_hash TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    status TEXT NOT NULL,
    root_cause TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    started_at TEXT,
    cancel_requested INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX diagnoses_by_key ON diagnoses (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;
  CREATE INDEX diagnoses_by_request ON diagnoses (owner, request_hash);

  CREATE TABLE evidence (
    diagnosis_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    source TEXT NOT NULL,
    request_key TEXT NOT NULL,
    request TEXT NOT NULL,
    query TEXT,
    status INTEGER NOT NULL,
    request_id TEXT,
    observed_at TEXT NOT NULL,
    body BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    complete INTEGER NOT NULL,
    PRIMARY KEY (diagnosis_id, evidence_id)
  ) STRICT;
  CREATE INDEX evidence_by_key ON evidence (diagnosis_id, request_key) WHERE request_key <> '';

  CREATE TABLE reports (diagnosis_id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;

  CREATE TABLE journal (
    diagnosis_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    step_id TEXT NOT NULL,
    phase TEXT NOT NULL,
    message TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (diagnosis_id, seq),
    UNIQUE (diagnosis_id, step_id, phase)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE history (
    ordinal INTEGER PRIMARY KEY,
    diagnosis_id TEXT NOT NULL,
    execution_id TEXT NOT NULL,
    turn INTEGER NOT NULL,
    trigger BLOB NOT NULL,
    build_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    UNIQUE (diagnosis_id, execution_id, turn)
  ) STRICT;

  CREATE TABLE sessions (owner TEXT PRIMARY KEY, session TEXT NOT NULL) STRICT;

  CREATE TABLE audit_logs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    trace_id TEXT NOT NULL,
    user_principal_name TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    object_id TEXT NOT NULL,
    tool_called TEXT NOT NULL,
    request_payload TEXT NOT NULL,
    response_payload TEXT NOT NULL,
    execution_time_ms REAL NOT NULL,
    outcome TEXT NOT NULL,
    diagnosis_id TEXT,
    created_at TEXT NOT NULL
  ) STRICT;
  `,
  "ALTER TABLE evidence ADD COLUMN pages INTEGER",
  `
  ALTER TABLE audit_logs ADD COLUMN step_id TEXT;
  CREATE UNIQUE INDEX audit_logs_by_step ON audit_logs (diagnosis_id, step_id) WHERE step_id IS NOT NULL;
  `,
  `
  CREATE TABLE user_sessions (
    session_id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    user_principal_name TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    object_id TEXT NOT NULL,
    roles TEXT,
    credential TEXT NOT NULL,
    ms_access_token TEXT,
    ms_refresh_token TEXT,
    access_token_expires_at TEXT,
    home_account_id TEXT,
    scopes TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    expires_at_ms INTEGER,
    version INTEGER NOT NULL,
    fence INTEGER NOT NULL DEFAULT 0,
    lock_holder TEXT,
    lock_ends_ms INTEGER
  ) STRICT;
  CREATE INDEX user_sessions_by_owner ON user_sessions (owner);
  CREATE INDEX user_sessions_by_end ON user_sessions (expires_at_ms) WHERE expires_at_ms IS NOT NULL;

  -- The table of before stays, for a process that still runs the code of before; it holds no token.
  INSERT INTO user_sessions
    (session_id, owner, user_principal_name, tenant_id, object_id, credential, created_at, expires_at, expires_at_ms, version)
  SELECT
    session ->> '$.sessionId', owner, session ->> '$.principal.userPrincipalName', session ->> '$.principal.tenantId',
    session ->> '$.principal.objectId', session ->> '$.credential', session ->> '$.createdAt', session ->> '$.expiresAt',
    CAST(round(unixepoch(session ->> '$.expiresAt', 'subsec') * 1000) AS INTEGER), 1
  FROM sessions WHERE true ON CONFLICT DO NOTHING;

  CREATE TABLE rate_limits (
    key TEXT PRIMARY KEY,
    tokens REAL NOT NULL,
    at_ms INTEGER NOT NULL,
    full_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX rate_limits_by_end ON rate_limits (full_at_ms);

  CREATE TABLE single_use (key TEXT PRIMARY KEY, value TEXT, ends_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX single_use_by_end ON single_use (ends_at_ms);
  `,
  `
  CREATE TABLE audit_outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    row TEXT NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE audit_outbox_state (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    outbox_id TEXT NOT NULL,
    rows INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    dropped INTEGER NOT NULL DEFAULT 0,
    dropped_from TEXT,
    dropped_to TEXT
  ) STRICT;
  INSERT INTO audit_outbox_state (only, outbox_id) VALUES (1, lower(hex(randomblob(16))));

  CREATE TABLE feedback (
    ordinal INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_principal_name TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    object_id TEXT NOT NULL,
    diagnosis_id TEXT,
    error_summary TEXT NOT NULL,
    debugging_process TEXT NOT NULL,
    root_cause TEXT NOT NULL,
    solution TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending_review',
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX feedback_by_status ON feedback (status, created_at, id);
  `,
  `
  CREATE INDEX audit_logs_by_user ON audit_logs (lower(user_principal_name), id);
  CREATE INDEX audit_logs_by_diagnosis ON audit_logs (diagnosis_id, id) WHERE diagnosis_id IS NOT NULL;
  `,
  `
  ALTER TABLE diagnoses ADD COLUMN traceparent TEXT;
  `,
  `
  ALTER TABLE diagnoses ADD COLUMN verifies TEXT;
  `,
  `
  ALTER TABLE feedback ADD COLUMN verdict TEXT;
  ALTER TABLE feedback ADD COLUMN reported_cause TEXT;
  ALTER TABLE feedback ADD COLUMN comment TEXT;
  CREATE INDEX feedback_by_diagnosis ON feedback (diagnosis_id, created_at, id);
  `,
];
