import type { TokenCredential } from "@azure/core-auth";
import type { SecretClient, SecretClientOptions, SecretProperties } from "@azure/keyvault-secrets";
import { createKeyRing, type KeyRing, type RingKey } from "./key-ring.ts";
import { KeyVaultKeysInvalidError, KeyVaultUnreachableError } from "./key-ring-errors.ts";
import { keyBytes } from "./sealing.ts";

export interface KeyVaultSettings {
  /** `https://<vault>/secrets/<name>`, without a version: every enabled version holds a key. */
  readonly secretUrl: string;
  /** Where this process signs in, such as `https://login.microsoftonline.com`, which is the default. */
  readonly authorityHost?: string;
  /** Is told of versions that hold no key, and when the vault cannot be read again. */
  readonly log?: { warn(message: string): void };
}

export interface KeyVaultKeyRingOptions {
  /** How long keys are used before the vault is asked again. */
  readonly rereadMs?: number;
  readonly nowMs?: () => number;
  /** Another than `DefaultAzureCredential`, for tests. */
  readonly credential?: TokenCredential;
  readonly client?: SecretClientOptions;
}

const defaultRereadMs = 5 * 60_000;
/** How often an unknown key ID or a failure may lead to another request, since anybody can invent an ID. */
const pauseMs = 5_000;

/** Older versions are not read: their texts have long expired, and each costs a request. */
const newestVersions = 20;

/**
 * Keys for any number of machines: the enabled versions of one Key Vault secret, each 32 random bytes in base64. A new version is
 * the writing key; a version that is disabled opens nothing any more. Where the vault cannot be read again, the keys at hand stay
 * in use.
 *
 * @throws KeyVaultUnreachableError, KeyVaultKeysInvalidError, both at its uses.
 * @see https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret-versions/get-secret-versions
 */
export function createKeyVaultKeyRing(
  settings: KeyVaultSettings,
  options: KeyVaultKeyRingOptions = {},
): KeyRing {
  const { origin, host, pathname } = new URL(settings.secretUrl);
  const secretName = pathname.split("/")[2] ?? "";
  const name = `The Key Vault secret ${secretName} at ${host}`;
  const nowMs = options.nowMs ?? Date.now;
  let client: Promise<SecretClient> | undefined;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let nextAtMs = Number.NEGATIVE_INFINITY;

  async function readVersions(): Promise<RingKey[]> {
    client ??= connect(origin, settings.authorityHost, options);
    const vault = await client;
    const versions: SecretProperties[] = [];
    for await (const version of vault.listPropertiesOfSecretVersions(secretName))
      if (isUsable(version, nowMs())) versions.push(version);
    const keys: RingKey[] = [];
    for (const { version = "" } of versions.toSorted(byTime).slice(-newestVersions)) {
      const { value = "" } = await vault.getSecret(secretName, { version });
      const key = Buffer.from(value.trim(), "base64");
      if (key.length === keyBytes) keys.push({ id: version, key });
      else settings.log?.warn(`${name}: version ${version} is no key of 32 bytes in base64. It is not used.`);
    }
    return keys;
  }

  return createKeyRing(name, {
    outlivesFailures: true,
    mayHaveChanged: () => nowMs() >= nextAtMs,
    mayKnowMore: () => nowMs() >= triedAtMs + pauseMs,
    async readKeys() {
      triedAtMs = nowMs();
      nextAtMs = triedAtMs + pauseMs;
      try {
        const keys = await readVersions();
        if (keys.length === 0) throw new KeyVaultKeysInvalidError(name);
        nextAtMs = triedAtMs + (options.rereadMs ?? defaultRereadMs);
        return keys;
      } catch (error) {
        const named =
          error instanceof KeyVaultKeysInvalidError
            ? error
            : new KeyVaultUnreachableError(name, reasonOf(error));
        settings.log?.warn(named.message);
        throw named;
      }
    },
  });
}

async function connect(
  vaultUrl: string,
  authorityHost: string | undefined,
  options: KeyVaultKeyRingOptions,
): Promise<SecretClient> {
  const [{ SecretClient: Client }, credential] = await Promise.all([
    import("@azure/keyvault-secrets"),
    options.credential ?? defaultCredential(authorityHost),
  ]);
  return new Client(vaultUrl, credential, { retryOptions: { maxRetries: 2 }, ...options.client });
}

async function defaultCredential(authorityHost: string | undefined): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential(authorityHost === undefined ? {} : { authorityHost });
}

function isUsable({ enabled, notBefore, expiresOn }: SecretProperties, nowMs: number): boolean {
  if (enabled !== true) return false;
  return (notBefore?.getTime() ?? nowMs) <= nowMs && (expiresOn?.getTime() ?? Infinity) > nowMs;
}

/** Oldest first. Versions of one second are told apart by their names, so that every machine chooses the same. */
function byTime(left: SecretProperties, right: SecretProperties): number {
  const [leftMs, rightMs] = [left, right].map(({ createdOn }) => createdOn?.getTime() ?? 0) as [
    number,
    number,
  ];
  return leftMs - rightMs || ((left.version ?? "") < (right.version ?? "") ? -1 : 1);
}

/** What of an error may be shown: a code. Its text may hold a request. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  if ("statusCode" in error && typeof error.statusCode === "number") return `HTTP ${error.statusCode}`;
  if ("code" in error && typeof error.code === "string" && /^[A-Z_]+$/u.test(error.code)) return error.code;
  return error.name;
}
