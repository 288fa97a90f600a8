import { app } from "@azure/functions";
import * as df from "durable-functions";
import { captureHistory } from "./activities/history/capture-history.ts";
import { loadReadingRooms } from "./activities/load-diagnosis.ts";
import { registerActivities } from "./activities/register-activities.ts";
import { thinkInThread } from "./activities/thinking/think-in-thread.ts";
import { registerClientFunctions } from "./client-functions/register-client-functions.ts";
import type { ReadRequest } from "./domain/read-step.ts";
import { registerOrchestrations } from "./orchestrations/register-orchestrations.ts";
import { createAzureReader, originsOf } from "./services/azure/azure-reader.ts";
import { createReadBudget } from "./services/azure/budget/read-budget.ts";
import { tokenPassword } from "./services/azure/credentials/token-password.ts";
import { createCredentialSource } from "./services/azure/credentials.ts";
import { admitRead } from "./services/azure/read-gate.ts";
import { shareReads } from "./services/azure/sharing/share-reads.ts";
import { createEntraClient } from "./services/identity/entra-client.ts";
import { keepClaims } from "./services/identity/kept-claims.ts";
import { createSessionTokens } from "./services/identity/session-tokens.ts";
import { createModelClient } from "./services/llm/model-client.ts";
import { azureClouds } from "./services/platform/azure-clouds.ts";
import { computeBuildId } from "./services/platform/build-id.ts";
import { readConfig } from "./services/platform/config.ts";
import { keepVerified } from "./services/platform/kept-assertions.ts";
import { createLogger } from "./services/platform/logging.ts";
import { readPlaybookFolder } from "./services/platform/playbook-folder.ts";
import { createAssertionVerifier } from "./services/platform/principal-assertion.ts";
import { traceAzureRequests } from "./services/platform/tracing/azure-requests.ts";
import { openTracing } from "./services/platform/tracing.ts";
import { openStores } from "./services/stores/open-stores.ts";

/** The entry of the function app: Azure's Functions host and the local host load this file, and nothing else. */

/** The rooms that decide what a diagnosis does. */
const builtFrom = [
  "app.ts",
  "app.js",
  "domain",
  "diagnosis",
  "orchestrations",
  "activities",
  "client-functions",
  "services",
];

const config = readConfig(process.env);
const log = createLogger({ level: config.logLevel });
const buildId = config.buildId ?? computeBuildId(import.meta.dirname, builtFrom);
const { traces } = config;
const tracing = openTracing({ traces, service: "azebal-function-app", version: buildId, log });
const now = () => new Date().toISOString();
const stores = openStores({
  directory: config.hubDirectory,
  ...(config.redisUrl === undefined ? {} : { redis: { url: config.redisUrl, log } }),
  ...(config.postgres === undefined
    ? {}
    : {
        postgres: {
          ...config.postgres,
          ...tokenPassword(config.postgres.tokenAudience, { authorityHost: config.azure.authorityHost }),
          log,
        },
      }),
  ...(config.sessionKeysUrl === undefined
    ? {}
    : {
        sessionKeys: {
          secretUrl: config.sessionKeysUrl,
          authorityHost: config.azure.authorityHost,
          log,
        },
      }),
});
/**
 * Where people sign in with Microsoft Entra, each has a session or nothing. Elsewhere a gateway on another machine writes none into
 * these stores: then it is the app's own sign-in, good for its owner alone.
 */
const ownSignIn = config.entra ? undefined : config.tokenUrl ? "token_endpoint" : "default_azure";
const { entra } = config;
const sessionTokens = entra && {
  entra: createSessionTokens({
    sessions: stores.sessions,
    entra: createEntraClient({ settings: entra, audience: config.azure.arm.audience }),
    audience: config.azure.arm.audience,
    keepClaims: async (principal, claims) => await keepClaims(stores.singleUse, principal, claims),
  }),
};
const credentials = createCredentialSource({
  kindOf: async (principal) => {
    const session = await stores.sessions.findByPrincipal(principal);
    if (session === undefined) return ownSignIn;
    return session.credential === "entra" && entra === undefined ? ownSignIn : session.credential;
  },
  authorityHost: config.azure.authorityHost,
  ...(sessionTokens === undefined ? {} : { tokens: sessionTokens }),
  ...(config.tokenUrl === undefined ? {} : { tokenUrl: config.tokenUrl }),
  ...(config.tenantId === undefined ? {} : { tenantId: config.tenantId }),
});

const { assertionJwks, unknownVariables } = config;
if (!assertionJwks)
  log.warn("AZEBAL_ASSERTION_JWKS is not set: every request is refused until it holds a gateway's keys.");
if (unknownVariables.length > 0)
  log.warn(`No such setting: ${unknownVariables.join(", ")}. Check the spelling.`);

const verifier = keepVerified(
  createAssertionVerifier({
    keys: (assertionJwks?.keys ?? []).map(({ d: _private, ...key }) => key),
  }),
);

/** For commands that people run themselves: those of the cloud, wherever this process reads it. */
const { graph, logs } = azureClouds[config.cloud];
const azHosts = { graph: graph.endpoint, logs: logs.endpoint, logsAudience: logs.audience };

const origins = originsOf(config.azure);

function tokenOf(audience: string | undefined): { token?: () => Promise<string> } {
  const { password } = tokenPassword(audience, { authorityHost: config.azure.authorityHost });
  return password === undefined ? {} : { token: password };
}

const thinking = thinkInThread({ ownPlaybooks: readPlaybookFolder(config.playbooksDirectory), log });
app.hook.appTerminate(() => thinking.close());

/** What is asked besides the playbooks, with this process's own identity where it takes no key. */
const model = config.model && {
  client: createModelClient({
    ...config.model,
    ...tokenOf(config.model.tokenAudience),
  }),
  tokensPerDiagnosis: config.model.tokensPerDiagnosis,
  admits: (request: ReadRequest) => admitRead(request, origins).ok,
};

registerOrchestrations({
  deadlineMinutes: config.diagnosisMinutes,
  signInMinutes: config.signInMinutes,
});
registerActivities({
  stores,
  reader: shareReads(
    createAzureReader({
      planes: config.azure,
      credentials,
      requestTimeoutMs: config.azureRequestSeconds * 1_000,
      budget: createReadBudget(),
      traceRequest: traceAzureRequests(tracing),
    }),
  ),
  diagnosis: loadReadingRooms,
  thinking,
  ...(model === undefined ? {} : { model }),
  prepareToThink: () => thinking.prepare(),
  azHosts,
  now,
  log,
  tracing,
});
const { wakeFollowers } = registerClientFunctions({
  app,
  df,
  stores,
  verifyAssertion: (assertion) => verifier.verify(assertion),
  buildId,
  planner: model === undefined ? "playbooks" : "model",
  azHosts,
  now,
  log,
  tracing,
});
app.hook.postInvocation(wakeFollowers);
app.hook.preInvocation(captureHistory({ history: stores.history, buildId, now, log }));
app.hook.appTerminate(async () => {
  await Promise.all([stores.close(), tracing.close()]);
});
