import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecretClientOptions } from "@azure/keyvault-secrets";
import { onTestFinished } from "vitest";
import { selfSigned } from "./self-signed.ts";

interface Version {
  id: string;
  value: string;
  created: number;
  enabled: boolean;
  exp?: number;
}

/** Answers as Key Vault does for one secret, `session-keys`, over TLS on loopback. */
export interface KeyVaultServer {
  readonly secretUrl: string;
  /** What makes the real client take the server's certificate and name. */
  readonly client: SecretClientOptions;
  readonly versions: Version[];
  /** Method and path of every request with a token. */
  readonly requests: string[];
  /** Adds a version, a second later than the last. @returns its ID */
  add(value: string, change?: Partial<Version>): string;
  /** The status of every answer from now on; 200 for right ones. */
  status: number;
}

export const vaultToken = `token-${crypto.randomUUID()}`;

/** @see https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret-versions/get-secret-versions */
export async function startKeyVault(): Promise<KeyVaultServer> {
  const directory = mkdtempSync(join(tmpdir(), "azebal-vault-"));
  const [certificate, key] = selfSigned(directory).map((path) => readFileSync(path)) as [Buffer, Buffer];
  rmSync(directory, { recursive: true });
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", origin);
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers })
        .end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${vaultToken}`)
      return answer(401, failure("Unauthorized", "AKV10000: Request is missing a Bearer or PoP token."), {
        "www-authenticate":
          'Bearer authorization="https://login.microsoftonline.com/t1", resource="https://vault.azure.net"',
      });
    vault.requests.push(`${request.method} ${pathname}`);
    if (vault.status !== 200) return answer(vault.status, failure("Forbidden", "no"));
    const [, , name, version] = pathname.split("/");
    if (name !== "session-keys") return answer(404, failure("SecretNotFound", "none"));
    if (version !== "versions") {
      const found = vault.versions.find(({ id }) => id === version);
      if (found === undefined) return answer(404, failure("SecretNotFound", "none"));
      if (!found.enabled)
        return answer(403, failure("Forbidden", "Operation get is not allowed on a disabled secret."));
      return answer(200, { value: found.value, ...bundle(found) });
    }
    // Two a page: a client that stops at the first misses the newest.
    const from = Number(searchParams.get("skip") ?? 0);
    const next = `${origin}/secrets/session-keys/versions?api-version=7.6&skip=${from + 2}`;
    return answer(200, {
      value: vault.versions.slice(from, from + 2).map(bundle),
      nextLink: from + 2 < vault.versions.length ? next : null,
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const origin = `https://localhost:${typeof address === "object" ? address?.port : 0}`;
  const bundle = ({ id, created, enabled, exp }: Version) => ({
    id: `${origin}/secrets/session-keys/${id}`,
    attributes: {
      enabled,
      created,
      updated: created,
      ...(exp === undefined ? {} : { exp }),
      recoveryLevel: "Recoverable",
    },
  });
  const vault: KeyVaultServer = {
    secretUrl: `${origin}/secrets/session-keys`,
    client: {
      disableChallengeResourceVerification: true,
      tlsOptions: { ca: certificate.toString() },
      retryOptions: { maxRetries: 0 },
    },
    versions: [],
    requests: [],
    status: 200,
    add(value, change = {}) {
      const id = crypto.randomUUID().replaceAll("-", "");
      vault.versions.push({
        id,
        value,
        created: 1_790_000_000 + vault.versions.length,
        enabled: true,
        ...change,
      });
      return id;
    },
  };
  return vault;
}

function failure(code: string, message: string) {
  return { error: { code, message } };
}
