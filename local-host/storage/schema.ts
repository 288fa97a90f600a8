/** `application_id` of our files ("AZLH"), by which a foreign SQLite file is told apart. */
export const applicationId = 0x415a4c48;
export const schemaVersion = 1;

/**
 * One row per instance; the history of its current execution; what waits to be read by its next turn (inbox); and what
 * its turns have asked for and is not done yet (activities, timers). JSON columns hold text, instants are milliseconds.
 */
export const schemaSql = `
CREATE TABLE instances (
  instance_id TEXT PRIMARY KEY NOT NULL,
  execution_id TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT,
  status TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  parent TEXT,
  source_instance_id TEXT,
  generation INTEGER NOT NULL,
  build_id TEXT NOT NULL,
  event_count INTEGER NOT NULL,
  failed_turns INTEGER NOT NULL,
  custom_status TEXT,
  output TEXT,
  input TEXT
) STRICT;
CREATE INDEX instances_by_status ON instances (status);

CREATE TABLE history (
  instance_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (instance_id, position)
) STRICT;

CREATE TABLE inbox (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  instance_id TEXT NOT NULL,
  execution_id TEXT,
  event TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_by_instance ON inbox (instance_id, sequence);

CREATE TABLE activities (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  instance_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  task_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  input TEXT,
  starts INTEGER NOT NULL,
  UNIQUE (instance_id, execution_id, task_id)
) STRICT;

CREATE TABLE timers (
  instance_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  task_id INTEGER NOT NULL,
  fire_at_ms INTEGER NOT NULL,
  PRIMARY KEY (instance_id, execution_id, task_id)
) STRICT;
CREATE INDEX timers_by_time ON timers (fire_at_ms);

CREATE TABLE received_events (
  instance_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  PRIMARY KEY (instance_id, event_id)
) STRICT;

CREATE TABLE dead_letters (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  instance_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT,
  reason TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
`;
