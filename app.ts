import { app } from "@azure/functions";
import { captureHistory } from "./activities/history/capture-history.ts";
import { loadDiagnosis } from "./activities/load-diagnosis.ts";
import { registerActivities } from "./activities/register-activities.ts";
import { registerOrchestrations } from "./orchestrations/register-orchestrations.ts";
import { createAzureReader } from "./services/azure/azure-reader.ts";
import { createCredentialSource } from "./services/azure/credentials.ts";
import { computeBuildId } from "./services/platform/build-id.ts";
import { readConfig } from "./services/platform/config.ts";
import { createLogger } from "./services/platform/logging.ts";
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
const now = () => new Date().toISOString();
const stores = openStores({ directory: config.hubDirectory });
const credentials = createCredentialSource({
  kindOf: async (principal) => (await stores.sessions.findByPrincipal(principal))?.credential,
  authorityHost: config.azure.authorityHost,
  ...(config.tokenUrl === undefined ? {} : { tokenUrl: config.tokenUrl }),
  ...(config.tenantId === undefined ? {} : { tenantId: config.tenantId }),
});

registerOrchestrations({ deadlineMinutes: config.diagnosisMinutes });
registerActivities({
  stores,
  reader: createAzureReader({ planes: config.azure, credentials }),
  diagnosis: loadDiagnosis,
  now,
  log,
});
app.hook.preInvocation(captureHistory({ history: stores.history, buildId, now, log }));
app.hook.appTerminate(() => stores.close());
