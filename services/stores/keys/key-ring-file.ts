import { randomBytes, randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { createKeyRing, type KeyRing, type RingKey } from "./key-ring.ts";
import { KeyFileDamagedError, KeyFileExposedError, KeyFileUnusableError } from "./key-ring-errors.ts";
import { keyBytes } from "./sealing.ts";

export const keyRingFileName = "session-keys";

export interface FileKeyRing extends KeyRing {
  /** Adds a new key, with which every process writes from now on. What older keys wrote still opens. */
  rotate(): void;
}

/** ID, time of its making, 32 bytes in base64. */
const line = /^([A-Za-z0-9_-]{16}) \d{4}-\S+Z ([A-Za-z0-9+/]{43}=)$/u;

/**
 * Keys in a 0600 file, for the processes of one user on one machine. It is made at the first use, appears whole or not at
 * all, and is only ever appended to, a line for each key: any number of processes may make it and rotate at once, and no
 * key is lost. A file that others may read is refused.
 *
 * @throws KeyFileExposedError, KeyFileDamagedError, KeyFileUnusableError, all at its uses.
 */
export function openFileKeyRing(path: string): FileKeyRing {
  /** Of the file as it was last read. */
  let seen = "";
  const ring = createKeyRing(`The key ring in ${path}`, {
    outlivesFailures: false,
    mayHaveChanged: () => stateOf(path) !== seen,
    // Unchanged since it was read a moment ago, it knows no more.
    mayKnowMore: () => false,
    async readKeys() {
      const { bytes, state } = guarded(path, () => readPrivately(path) ?? create(path));
      try {
        const keys = keysIn(bytes);
        if (keys.length === 0) throw new KeyFileDamagedError(path);
        seen = state;
        return keys;
      } finally {
        bytes.fill(0);
      }
    },
  });
  return {
    ...ring,
    rotate() {
      guarded(path, () => {
        if (readPrivately(path) === undefined) create(path);
        append(path, newLine());
      });
    },
  };
}

function stateOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "missing" : [stat.ino, stat.size, stat.mtimeMs, stat.ctimeMs].join(" ");
}

/** @returns undefined where there is no file. */
function readPrivately(path: string): { bytes: Buffer; state: string } | undefined {
  const state = stateOf(path);
  if (state === "missing") return undefined;
  const file = openSync(path, constants.O_RDONLY);
  try {
    const { mode } = fstatSync(file);
    // Windows has no such bits: there the folder's own access list counts.
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new KeyFileExposedError(path, mode & 0o777);
    return { bytes: readFileSync(file), state };
  } finally {
    closeSync(file);
  }
}

/** Another process may be first: then its keys are the ring's. */
function create(path: string): { bytes: Buffer; state: string } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  append(draft, newLine());
  try {
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readPrivately(path);
  if (made === undefined) throw new KeyFileUnusableError(path, "it was removed at once");
  return made;
}

/** In one write, which the system does not mix with another's; on the disk before anything is sealed with it. */
function append(path: string, bytes: Buffer): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
  try {
    writeSync(file, bytes);
    flush(file);
  } finally {
    closeSync(file);
    bytes.fill(0);
  }
}

/** A process whose file access is fenced in may write, but not flush: Node refuses it there. What is lost with the power then is a sign-in. */
function flush(file: number): void {
  try {
    fsyncSync(file);
  } catch (error) {
    if (codeOf(error) !== "ERR_ACCESS_DENIED") throw error;
  }
}

/** Begins with a line feed of its own: a line that a crash cut short ends there. */
function newLine(): Buffer {
  const id = randomBytes(12).toString("base64url");
  const key = randomBytes(keyBytes);
  const bytes = Buffer.from(`\n${id} ${new Date().toISOString()} ${key.toString("base64")}\n`, "latin1");
  key.fill(0);
  return bytes;
}

/** A line of another form is one that a crash cut short: nothing was sealed with it. */
function keysIn(bytes: Buffer): RingKey[] {
  return bytes
    .toString("latin1")
    .split("\n")
    .flatMap((text) => {
      const [, id, key] = line.exec(text) ?? [];
      return id === undefined || key === undefined ? [] : [{ id, key: Buffer.from(key, "base64") }];
    });
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined && /^E[A-Z]+$/u.test(code)) throw new KeyFileUnusableError(path, code);
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
