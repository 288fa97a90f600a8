import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The sign-in that this machine's windows share: the ID of its session, in a 0600 file of the hub. */
export interface CurrentSession {
  read(): string | undefined;
  write(sessionId: string | undefined): void;
}

export function currentSessionIn(hubDirectory: string): CurrentSession {
  const path = join(hubDirectory, "current-session");
  return {
    read() {
      try {
        return readFileSync(path, "utf8").trim() || undefined;
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
    /** The file appears whole or not at all: another window may read it at any moment. */
    write(sessionId) {
      if (sessionId === undefined) {
        rmSync(path, { force: true });
        return;
      }
      const draft = `${path}.${process.pid}`;
      writeFileSync(draft, sessionId, { mode: 0o600 });
      renameSync(draft, path);
    },
  };
}
