import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { limits } from "../../domain/limits.ts";
import { isLoopback } from "../../domain/loopback.ts";
import { type AzureCloud, azureClouds, type CloudName, cloudNames } from "./azure-clouds.ts";
import {
  type ConfigProblem,
  type ConfigValues,
  createConfigValues,
  type PublicKeySet,
} from "./config-values.ts";
import { type EntraConfig, entraVariables, readEntraConfig } from "./entra-config.ts";
import { type LogLevel, logLevels } from "./log-level.ts";
import { type ModelConfig, modelVariables, readModelConfig } from "./model-config.ts";
import { type PostgresConfig, postgresVariables, readPostgresConfig } from "./postgres-config.ts";
import { readTracesConfig, type TracesConfig } from "./traces-config.ts";

export interface Config {
  /** Absolute. The one folder that holds all local state. */
  readonly dataDirectory: string;
  /** Absolute. The databases of this hub; a hub belongs to one cloud, principal and scenario. */
  readonly hubDirectory: string;
  readonly cloud: CloudName;
  readonly azure: AzureCloud;
  /** The token endpoint of a simulator on this machine; its presence means that it is used. */
  readonly tokenUrl?: string;
  readonly tenantId?: string;
  /** TCP port on 127.0.0.1; 0 means any free one. */
  readonly httpPort: number;
  /** Present where people sign in with Microsoft Entra; absent where each machine's own sign-in counts. */
  readonly entra?: EntraConfig;
  readonly logLevel: LogLevel;
  readonly buildId?: string;
  /** Who may sign principal assertions, where the function app is elsewhere than the gateway. */
  readonly assertionJwks?: PublicKeySet;
  /** A function app elsewhere, for the gateway; an origin. */
  readonly functionAppUrl?: string;
  /** The server that keeps the progress journal and the sessions; it may hold a password: never show it. */
  readonly redisUrl?: string;
  /** Present where evidence, reports, histories, diagnoses, audit and feedback are kept there. */
  readonly postgres?: PostgresConfig;
  /** The Key Vault secret whose versions seal the sessions; a file of the hub does where it is absent. */
  readonly sessionKeysUrl?: string;
  /** Absolute. A company's own playbooks, beside the shipped ones. */
  readonly playbooksDirectory?: string;
  readonly diagnosisMinutes: number;
  /** So long a diagnosis waits for its developer to sign in again; 0 never waits. */
  readonly signInMinutes: number;
  /** How long one request to Azure may take, from the connection to the last byte of its answer. */
  readonly azureRequestSeconds: number;
  /** Present where a model plans and words beside the playbooks. */
  readonly model?: ModelConfig;
  /** Present where traces are sent to a collector. */
  readonly traces?: TracesConfig;
  /** Set but unknown: most likely misspelt. Worth a warning. */
  readonly unknownVariables: readonly string[];
}

/** The environment holds values that cannot be used. The message lists every one of them, and no value. */
export class InvalidConfigurationError extends Error {
  override readonly name = "InvalidConfigurationError";
  readonly code = "InvalidConfiguration";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(
      ({ variable, found, expected }) => `- ${variable} is ${found}. Set ${expected}.`,
    );
    super(`The configuration cannot be used:\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

const variables = {
  dataDirectory: "AZEBAL_DATA_DIR",
  hubDirectory: "AZEBAL_HUB_DIR",
  cloud: "AZEBAL_CLOUD",
  armEndpoint: "AZEBAL_ARM_ENDPOINT",
  graphEndpoint: "AZEBAL_GRAPH_ENDPOINT",
  logsEndpoint: "AZEBAL_LOGS_ENDPOINT",
  tokenUrl: "AZEBAL_TOKEN_URL",
  tenantId: "AZEBAL_TENANT_ID",
  httpPort: "AZEBAL_HTTP_PORT",
  logLevel: "AZEBAL_LOG_LEVEL",
  buildId: "AZEBAL_BUILD_ID",
  assertionJwks: "AZEBAL_ASSERTION_JWKS",
  functionAppUrl: "AZEBAL_FUNCTION_APP_URL",
  redisUrl: "AZEBAL_REDIS_URL",
  sessionKeysUrl: "AZEBAL_SESSION_KEYS_URL",
  playbooksDirectory: "AZEBAL_PLAYBOOKS_DIR",
  diagnosisMinutes: "AZEBAL_DIAGNOSIS_MINUTES",
  signInMinutes: "AZEBAL_SIGN_IN_MINUTES",
  azureRequestSeconds: "AZEBAL_AZURE_REQUEST_SECONDS",
} as const;

/** A GUID, or a verified domain such as contoso.onmicrosoft.com. */
const tenant = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/iu;

/** The identity of this process is sent to no other host. */
const keyVaultSecret =
  /^https:\/\/[a-z0-9-]{3,24}\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net)\/secrets\/[a-z0-9-]{1,127}\/?$/iu;

/**
 * Reads the whole configuration from the environment. A process calls it once, at its entry, and hands the result down.
 * Every default is safe with no cloud at all.
 *
 * @throws InvalidConfigurationError with every wrong variable at once: its name, the shape of what was found, what to set.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = createConfigValues(env);
  const cloud = values.oneOf(variables.cloud, cloudNames, "public");
  const azure = endpoints(values, azureClouds[cloud]);
  const tenantId = values.matching(
    variables.tenantId,
    tenant,
    "the tenant's GUID or its domain (az account show --query tenantId)",
  );
  const dataDirectory = directory(values, variables.dataDirectory) ?? join(homedir(), ".azebal");
  const config: Config = {
    dataDirectory,
    hubDirectory: directory(values, variables.hubDirectory) ?? join(dataDirectory, "hubs", cloud),
    cloud,
    azure,
    ...set("tokenUrl", tokenUrl(values, azure)),
    ...set("tenantId", tenantId),
    ...set(
      "entra",
      readEntraConfig(values, {
        tenantId,
        tenantVariable: variables.tenantId,
        authorityHost: azure.authorityHost,
      }),
    ),
    httpPort: values.integer(variables.httpPort, { min: 0, max: 65_535, fallback: 7_341 }),
    logLevel: values.oneOf(variables.logLevel, logLevels, "info"),
    ...set(
      "buildId",
      values.matching(variables.buildId, /^[\w.-]{1,64}$/u, "64 letters, digits, dots or hyphens at most"),
    ),
    ...set("assertionJwks", values.publicKeys(variables.assertionJwks)),
    ...set("functionAppUrl", values.origin(variables.functionAppUrl)),
    ...set("redisUrl", values.redisUrl(variables.redisUrl)),
    ...set("postgres", readPostgresConfig(values, cloud)),
    ...set(
      "sessionKeysUrl",
      values.matching(
        variables.sessionKeysUrl,
        keyVaultSecret,
        "the address of a Key Vault secret without a version, such as https://<vault>.vault.azure.net/secrets/<name>",
      ),
    ),
    ...set("playbooksDirectory", directory(values, variables.playbooksDirectory)),
    diagnosisMinutes: values.integer(variables.diagnosisMinutes, {
      min: 1,
      max: 24 * 60,
      fallback: limits.diagnosisMinutes,
    }),
    signInMinutes: values.integer(variables.signInMinutes, {
      min: 0,
      max: 24 * 60,
      fallback: limits.signInMinutes,
    }),
    azureRequestSeconds: values.integer(variables.azureRequestSeconds, {
      min: 1,
      max: 10 * 60,
      fallback: limits.azureRequestSeconds,
    }),
    ...set("model", readModelConfig(values, cloud)),
    ...set("traces", readTracesConfig(values)),
    unknownVariables: unknownVariables(env),
  };
  if (values.problems.length > 0) throw new InvalidConfigurationError(values.problems);
  return deepFrozen(config);
}

function endpoints(values: ConfigValues, cloud: AzureCloud): AzureCloud {
  const at = (variable: string, plane: AzureCloud["arm"]) => ({
    ...plane,
    endpoint: values.origin(variable) ?? plane.endpoint,
  });
  return {
    arm: at(variables.armEndpoint, cloud.arm),
    graph: at(variables.graphEndpoint, cloud.graph),
    logs: at(variables.logsEndpoint, cloud.logs),
    authorityHost: cloud.authorityHost,
  };
}

/** A simulator's tokens are worth nothing in a cloud, and a cloud must never be asked with them. */
function tokenUrl(values: ConfigValues, azure: AzureCloud): string | undefined {
  const url = values.loopbackUrl(variables.tokenUrl);
  if (url === undefined) return undefined;
  const away = (["arm", "graph", "logs"] as const).filter(
    (plane) => !isLoopback(new URL(azure[plane].endpoint).hostname),
  );
  if (away.length === 0) return url;
  const names = away.map((plane) => variables[`${plane}Endpoint`]).join(", ");
  values.note(
    variables.tokenUrl,
    "set although not every endpoint is on this machine",
    `${names} to the simulator's address too, or none of them`,
  );
  return undefined;
}

function directory(values: ConfigValues, variable: string): string | undefined {
  const path = values.text(variable);
  if (path === undefined) return undefined;
  if (path.includes("\0")) values.note(variable, "a path with a null character", "a folder's path");
  if (path.startsWith("~"))
    values.note(variable, "a path that begins with ~", "the whole path (no shell expands it)");
  return isAbsolute(path) ? path : resolve(path);
}

function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>([
    ...Object.values(variables),
    ...Object.values(entraVariables),
    ...Object.values(postgresVariables),
    ...Object.values(modelVariables),
  ]);
  return Object.keys(env)
    .filter((name) => name.startsWith("AZEBAL_") && !known.has(name))
    .toSorted();
}

function set<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]?: V });
}

function deepFrozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFrozen(part);
  }
  return value;
}
