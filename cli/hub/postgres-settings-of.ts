import { tokenPassword } from "../../services/azure/credentials/token-password.ts";
import type { Config } from "../../services/platform/config.ts";
import type { Logger } from "../../services/platform/logging.ts";
import type { PostgresConfig } from "../../services/platform/postgres-config.ts";
import type { PostgresSettings } from "../../services/stores/postgres/postgres-settings.ts";

/** The shared database as the stores take it: without a password in its URL, tokens of this machine's sign-in stand for one. */
export function postgresSettingsOf(
  postgres: PostgresConfig,
  { azure: { authorityHost } }: Config,
  log?: Logger,
): PostgresSettings {
  return {
    ...postgres,
    ...tokenPassword(postgres.tokenAudience, { authorityHost }),
    ...(log === undefined ? {} : { log }),
  };
}
