import type { Playbook } from "../playbook.ts";
import { appServiceContainerPort } from "./app-service/container-port-mismatch.ts";
import { appServiceStartupTimeout } from "./app-service/startup-timeout.ts";
import { codeCliTokenCache } from "./code/cli-token-cache-regression.ts";
import { codeFunctionsHostJson } from "./code/functions-hostjson-bundle.ts";
import { codeImageArchitecture } from "./code/image-arch-mismatch.ts";
import { codeSdkMetricCap } from "./code/sdk-metric-dimension-cap.ts";
import { codeWebserverConfig } from "./code/webserver-config-error.ts";
import { platformSlotSwap } from "./platform/known-defect-slot-swap.ts";

/** What runs code: App Service, Functions, Container Apps; the code itself; the platform below. */
export const hostingPlaybooks: readonly Playbook[] = [
  appServiceContainerPort,
  appServiceStartupTimeout,
  codeImageArchitecture,
  codeWebserverConfig,
  codeFunctionsHostJson,
  codeSdkMetricCap,
  codeCliTokenCache,
  platformSlotSwap,
];
