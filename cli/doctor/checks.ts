import type { Hub } from "../hub/open-hub.ts";

export interface CheckResult {
  name: string;
  isOk: boolean;
  /** What was found, or what to do about it. */
  detail: string;
}

/** One thing that AZEBAL needs. Throws where it is missing; the message says what to do. */
interface Check {
  name: string;
  /** @returns what was found. */
  look: (hub: Hub) => Promise<string>;
}

const checks: readonly Check[] = [
  {
    name: "Node",
    look: async () => process.versions.node,
  },
  {
    name: "configuration",
    look: async ({ config }) =>
      config.unknownVariables.length > 0
        ? `valid; not known and ignored: ${config.unknownVariables.join(", ")}`
        : `valid (cloud ${config.cloud}, ${config.azure.arm.endpoint})`,
  },
  {
    name: "sign-in",
    look: async (hub) => {
      const { userPrincipalName, tenantId } = await hub.principal();
      return `${userPrincipalName} (tenant ${tenantId})`;
    },
  },
  { name: "data folder", look: async (hub) => await hub.directory() },
  {
    name: "journal",
    look: async ({ config: { redisUrl } }) => {
      if (redisUrl === undefined) return "in the data folder";
      const { probeRedis } = await import("../../services/stores/redis/probe-redis.ts");
      const { version, answerMs } = await probeRedis({ url: redisUrl });
      return `Redis ${version} at ${new URL(redisUrl).host} answers in ${answerMs.toFixed(1)} ms`;
    },
  },
  {
    name: "database",
    look: async ({ config }) => {
      if (config.postgres === undefined) return "in the data folder";
      const [{ probePostgres }, { postgresSettingsOf }] = await Promise.all([
        import("../../services/stores/postgres/probe-postgres.ts"),
        import("../hub/postgres-settings-of.ts"),
      ]);
      const { version, answerMs } = await probePostgres(postgresSettingsOf(config.postgres, config));
      return `PostgreSQL ${version} at ${new URL(config.postgres.url).host} answers in ${answerMs.toFixed(1)} ms`;
    },
  },
  {
    name: "function app",
    look: async (hub) => {
      if (hub.functionAppUrl) return `elsewhere, at ${hub.functionAppUrl}`;
      const startedAtMs = performance.now();
      await hub.warm();
      return `ready after ${Math.round(performance.now() - startedAtMs)} ms`;
    },
  },
  {
    name: "commands",
    look: async (hub) => {
      const assertion = await hub.signAssertion(await hub.principal());
      const response = await hub.functionApp.send(
        new Request("http://function-app.local/api/diagnoses?limit=1", {
          headers: { authorization: `Bearer ${assertion}` },
        }),
      );
      if (response.status === 401 && hub.functionAppUrl)
        throw new DoctorError(
          `${hub.functionAppUrl} does not accept this gateway's key: set AZEBAL_ASSERTION_JWKS there to what "azebal keys" prints, and check the clocks of both`,
        );
      if (!response.ok)
        throw new DoctorError(`the function app answered ${response.status} to a list of diagnoses`);
      return "the function app answers";
    },
  },
];

/** The function app runs but does not do what it should. */
class DoctorError extends Error {
  override readonly name = "DoctorError";
  readonly code = "Doctor";
}

/** Runs every check, each on its own, so that one look shows all that is missing. */
export async function examine(hub: Hub, report: (result: CheckResult) => void): Promise<boolean> {
  let isHealthy = true;
  for (const { name, look } of checks) {
    const result = await look(hub).then(
      (detail): CheckResult => ({ name, isOk: true, detail }),
      (error: unknown): CheckResult => ({
        name,
        isOk: false,
        detail: error instanceof Error ? error.message : String(error),
      }),
    );
    isHealthy &&= result.isOk;
    report(result);
  }
  return isHealthy;
}
