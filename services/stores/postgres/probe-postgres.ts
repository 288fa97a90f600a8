import { PostgresConnection } from "./postgres-connection.ts";
import type { PostgresSettings } from "./postgres-settings.ts";

/**
 * Asks a server whether it is there and lets this user in. Its tables are made, or brought to this version's layout, where that
 * is to be done.
 *
 * @returns its version, and how long an answer took once connected.
 * @throws StoreUnreachableError after some seconds, StoreRefusedError
 */
export async function probePostgres(
  settings: PostgresSettings,
): Promise<{ version: string; answerMs: number }> {
  const connection = new PostgresConnection(settings, "doctor", { patienceMs: 0 });
  try {
    const [row] = await connection.query("SELECT current_setting('server_version') AS version");
    const askedAtMs = performance.now();
    await connection.query("SELECT 1");
    return { version: String(row?.["version"]).split(" ")[0] ?? "", answerMs: performance.now() - askedAtMs };
  } finally {
    await connection.close();
  }
}
