import { isLoopback } from "../../domain/loopback.ts";
import type { Caller } from "../../domain/principal.ts";
import type { FunctionAppClient } from "../../mcp-gateway/function-app-client.ts";
import type { Identity } from "../../mcp-gateway/identity/identity.ts";
import { type Config, readConfig } from "../../services/platform/config.ts";
import type { EntraConfig } from "../../services/platform/entra-config.ts";
import { createLogger, type Logger } from "../../services/platform/logging.ts";
import { openTracing, type Tracing } from "../../services/platform/tracing.ts";
import type { AuditEntry, AuditLog } from "../../services/stores/audit-log.ts";
import type { ProgressJournal } from "../../services/stores/progress-journal.ts";
import type { RateLimits } from "../../services/stores/rate-limits.ts";
import type { Stores } from "../../services/stores/stores.ts";
import { FunctionAppConnection } from "../owner/function-app-connection.ts";
import { productVersion } from "../product-version.ts";
import { currentSessionIn } from "./current-session.ts";
import type { OwnEntraGateway } from "./entra-gateway.ts";
import { gatewayLog } from "./gateway-options.ts";
import { createDataDirectory, createHubDirectory } from "./hub-directory.ts";
import { NotSignedInError } from "./hub-error.ts";
import type { SignerOf } from "./key-file-signer.ts";
import { resumeDiagnoses } from "./resume-diagnoses.ts";
import { sendElsewhere } from "./send-elsewhere.ts";

/** Everything that a command needs to serve or use AZEBAL. Opened when first used: a client that only says hello waits for nothing. */
export interface Hub {
  config: Config;
  log: Logger;
  tracing: Tracing;
  principal: () => Promise<Caller>;
  signAssertion: (caller: Caller, command?: string) => Promise<string>;
  functionApp: FunctionAppClient;
  /** The origin of a function app elsewhere; absent where it runs on this machine. */
  functionAppUrl?: string;
  audit: Pick<AuditLog, "write">;
  rateLimits: Pick<RateLimits, "take">;
  /** Present where a server keeps the progress journal, so that every gateway can follow it there. */
  journal?: Pick<ProgressJournal, "read" | "waitFor">;
  /** How people sign in, where that is with Microsoft Entra. */
  entra?: EntraConfig;
  /** The sign-in of this process's one person, with Microsoft Entra: on standard input and output. */
  identity?: Identity;
  /** Signs this process's person in by an access token of the Azure CLI. @throws SignInFailedError */
  bringToken(token: string): Promise<Caller>;
  /** Where this hub's databases lie. */
  directory(): Promise<string>;
  stores(): Promise<Stores>;
  /** Starts or finds the function app now, so that the first call does not wait for it. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export interface HubOptions {
  /** A scenario's folder: its simulated Azure stands in for the real one. */
  scenario?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

interface Opened {
  directory: string;
  connection: FunctionAppConnection;
  stores: Stores;
}

/**
 * The hub of one developer: one cloud, one principal, one scenario or none.
 *
 * @throws InvalidConfigurationError, UsageError (no such scenario), at once; everything else when first used.
 */
export async function openHub({ scenario, env }: HubOptions): Promise<Hub> {
  const config = readConfig(env);
  const log = createLogger({ level: config.logLevel });
  const { traces } = config;
  const tracing = openTracing({ traces, service: "azebal-gateway", version: productVersion, log });
  const identity = scenario
    ? (await import("./scenario-principal.ts")).scenarioIdentity(scenario)
    : undefined;
  const scenarioDirectory = identity?.directory;
  /** People sign in here; a scenario signs its own user in. */
  const entra = identity ? undefined : config.entra;
  let own: OwnEntraGateway | undefined;
  /** A scenario's Azure is on this machine, and so is the function app that reads it. */
  const elsewhere = scenario ? undefined : config.functionAppUrl;
  let signedIn: Promise<Caller> | undefined;
  let opened: Promise<Opened> | undefined;
  let signing: Promise<SignerOf> | undefined;

  /** Apart from the rest, so that a folder that cannot be used is never taken for a missing sign-in. */
  function principal(): Promise<Caller> {
    // Another window may have signed in or out meanwhile.
    if (entra) return whoIsSignedIn();
    signedIn ??= whoIsSignedIn().catch((error: unknown) => {
      signedIn = undefined;
      throw error;
    });
    return signedIn;
  }

  async function whoIsSignedIn(): Promise<Caller> {
    if (identity) return identity.principal;
    if (entra) return await currentCaller(await hub());
    return await (await import("./signed-in-principal.ts")).signedInPrincipal(config);
  }

  async function open(): Promise<Opened> {
    // With Entra the hub is that of everybody who signs in: it is opened to find out who that is.
    const owner = entra ? undefined : await principal();
    const isSimulated =
      config.tokenUrl !== undefined || isLoopback(new URL(config.azure.arm.endpoint).hostname);
    const directory = createHubDirectory(config.dataDirectory, {
      cloud: isSimulated ? `simulated at ${config.azure.arm.endpoint}` : config.cloud,
      owner: owner ?? { tenantId: entra!.tenantId, clientId: entra!.clientId },
      ...(scenarioDirectory ? { scenarioDirectory } : {}),
    });
    const { openStores } = await import("../../services/stores/open-stores.ts");
    const connection = new FunctionAppConnection({
      hubDirectory: directory,
      run: async () => {
        const { runFunctionApp } = await import("./run-function-app.ts");
        return await runFunctionApp({
          config,
          hubDirectory: directory,
          ...(owner ? { principal: owner } : {}),
          log,
          ...(scenarioDirectory ? { scenarioDirectory } : {}),
        });
      },
    });
    const redis = config.redisUrl === undefined ? {} : { redis: { url: config.redisUrl, log } };
    const { sessionKeysUrl: secretUrl, azure } = config;
    const keys =
      secretUrl === undefined ? {} : { sessionKeys: { secretUrl, authorityHost: azure.authorityHost, log } };
    // Diagnoses of a scenario's Azure stay on this machine.
    const postgres =
      config.postgres === undefined || scenario
        ? {}
        : {
            postgres: (await import("./postgres-settings-of.ts")).postgresSettingsOf(
              config.postgres,
              config,
              log,
            ),
          };
    return { directory, connection, stores: openStores({ directory, ...redis, ...keys, ...postgres }) };
  }

  /** A failed opening is tried again at the next call: signing in or freeing a folder needs no restart. */
  function hub(): Promise<Opened> {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  async function currentCaller({ directory, stores }: Opened): Promise<Caller> {
    const sessionId = currentSessionIn(directory).read();
    const session = sessionId === undefined ? undefined : await stores.sessions.get(sessionId);
    if (session === undefined) throw new NotSignedInError("Nobody is signed in. Call the login tool.");
    return { ...session.principal, roles: session.roles ?? [], sessionId: session.sessionId };
  }

  /** Its parts load with the first sign-in. */
  async function ownGateway(settings: EntraConfig): Promise<OwnEntraGateway> {
    const { directory, stores } = await hub();
    const { createOwnEntraGateway } = await import("./entra-gateway.ts");
    const current = currentSessionIn(directory);
    own ??= createOwnEntraGateway({
      entra: settings,
      audience: config.azure.arm.audience,
      stores,
      log: gatewayLog(log),
      onSignedIn: async (caller) => {
        const before = current.read();
        current.write(caller.sessionId);
        // One sign-in for this machine's windows: none is left behind that nobody can end.
        if (before !== undefined && before !== caller.sessionId) await stores.sessions.remove(before);
        void resumeDiagnoses(made, caller);
      },
      onSignedOut: async () => current.write(undefined),
    });
    return own;
  }

  function ownIdentity(settings: EntraConfig): Identity {
    const identityOf = async () => (await ownGateway(settings)).identity;
    return {
      login: async (request) => await (await identityOf()).login(request),
      whoIs: async (caller) => await (await identityOf()).whoIs(caller),
      logout: async (caller, everywhere) => await (await identityOf()).logout(caller, everywhere),
    };
  }

  const made: Hub = {
    config,
    log,
    tracing,
    principal,
    ...(entra ? { entra, identity: ownIdentity(entra) } : {}),
    bringToken: async (token) => {
      if (entra === undefined) throw new NotSignedInError("This machine's own sign-in counts. Run: az login");
      return await (await ownGateway(entra)).identity.bringToken(token);
    },
    directory: async () => (await hub()).directory,
    stores: async () => (await hub()).stores,
    signAssertion: async (who, command) => {
      signing ??= import("./key-file-signer.ts").then(({ keyFileSigner }) => keyFileSigner());
      const directory = elsewhere ? createDataDirectory(config.dataDirectory) : (await hub()).directory;
      const signer = await (await signing)(directory);
      return await signer.sign({
        principal: who,
        ...(who.roles === undefined ? {} : { roles: who.roles }),
        ...(command === undefined ? {} : { command }),
      });
    },
    functionApp: {
      send: async (request) =>
        elsewhere ? await sendElsewhere(request, elsewhere) : await (await hub()).connection.send(request),
    },
    ...(elsewhere ? { functionAppUrl: elsewhere } : {}),
    ...(config.redisUrl === undefined ? {} : { journal: journalOf(hub) }),
    audit: { write: async (entry: AuditEntry) => await (await hub()).stores.audit.write(entry) },
    rateLimits: {
      // A hub that cannot be opened is told by the call itself, with what to do.
      take: async (...asked) =>
        (await (await hub().catch(() => undefined))?.stores.rateLimits.take(...asked)) ?? {
          ok: true,
          retryAfterMs: 0,
          remaining: 0,
        },
    },
    warm: async () => {
      const { connection } = await hub();
      if (!elsewhere) await connection.warm();
    },
    close: async () => {
      own?.close();
      const closeOpened = async () => {
        const current = await opened?.catch(() => undefined);
        await current?.connection.close();
        await current?.stores.close();
      };
      await Promise.all([closeOpened(), tracing.close()]);
    },
  };
  return made;
}

function journalOf(hub: () => Promise<Opened>): NonNullable<Hub["journal"]> {
  return {
    read: async (...query) => await (await hub()).stores.journal.read(...query),
    waitFor: async (...query) => await (await hub()).stores.journal.waitFor(...query),
  };
}
