import type { Playbook } from "../playbook.ts";
import { appServiceCertBinding } from "./app-service/cert-binding-stale.ts";
import { appServiceContainerPort } from "./app-service/container-port-mismatch.ts";
import { appServiceFreeQuota } from "./app-service/free-tier-quota-exceeded.ts";
import { appServiceHttp20ProxyFlag } from "./app-service/http20-proxy-flag.ts";
import { appServiceRuntimeStack } from "./app-service/runtime-stack-mismatch.ts";
import { appServiceScmRestriction } from "./app-service/scm-access-restriction.ts";
import { appServiceSiteStopped } from "./app-service/site-stopped.ts";
import { appServiceStartupTimeout } from "./app-service/startup-timeout.ts";
import { codeCliTokenCache } from "./code/cli-token-cache-regression.ts";
import { codeConfigMissing } from "./code/config-value-missing.ts";
import { codeForwardedHeaders } from "./code/forwarded-headers-not-processed.ts";
import { codeFunctionsHostJson } from "./code/functions-hostjson-bundle.ts";
import { codeFunctionsIndex } from "./code/functions-index-failure.ts";
import { codeImageArchitecture } from "./code/image-arch-mismatch.ts";
import { codeJwtTimezone } from "./code/jwt-exp-timezone.ts";
import { codeLibraryRegression } from "./code/library-regression.ts";
import { codeSdkMetricCap } from "./code/sdk-metric-dimension-cap.ts";
import { codeUnhandledException } from "./code/unhandled-exception.ts";
import { codeWebserverConfig } from "./code/webserver-config-error.ts";
import { containerAppsProbe } from "./container-apps/probe-failing.ts";
import { functionsContentShare } from "./functions/content-share-not-over-vnet.ts";
import { functionsBundleUnreachable } from "./functions/extension-bundle-unreachable.ts";
import { platformDefectiveBundle } from "./platform/defective-bundle-release.ts";
import { platformSlotSwap } from "./platform/known-defect-slot-swap.ts";

/** What runs code: App Service, Functions, Container Apps; the code itself; the platform below. */
export const hostingPlaybooks: readonly Playbook[] = [
  appServiceSiteStopped,
  appServiceFreeQuota,
  appServiceScmRestriction,
  appServiceCertBinding,
  appServiceHttp20ProxyFlag,
  appServiceRuntimeStack,
  appServiceContainerPort,
  appServiceStartupTimeout,
  functionsContentShare,
  functionsBundleUnreachable,
  containerAppsProbe,
  platformDefectiveBundle,
  platformSlotSwap,
  codeImageArchitecture,
  codeWebserverConfig,
  codeFunctionsHostJson,
  codeFunctionsIndex,
  codeSdkMetricCap,
  codeCliTokenCache,
  codeJwtTimezone,
  codeForwardedHeaders,
  codeConfigMissing,
  codeLibraryRegression,
  codeUnhandledException,
];
