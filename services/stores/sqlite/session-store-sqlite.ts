import { ownerKey } from "../../../domain/principal.ts";
import { SessionSchema, type SessionStore } from "../session-store.ts";
import type { Database } from "./database.ts";

export function createSqliteSessionStore(database: Database): SessionStore {
  return {
    async put(session) {
      database.run(
        "INSERT INTO sessions (owner, session) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET session = excluded.session",
        ownerKey(session.principal),
        JSON.stringify(SessionSchema.parse(session)),
      );
    },

    async findByPrincipal(principal) {
      const row = database.get("SELECT session FROM sessions WHERE owner = ?", ownerKey(principal));
      return row === undefined ? undefined : SessionSchema.parse(JSON.parse(String(row["session"])));
    },

    async remove(principal) {
      database.run("DELETE FROM sessions WHERE owner = ?", ownerKey(principal));
    },
  };
}
