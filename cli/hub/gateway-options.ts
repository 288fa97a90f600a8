import type { GatewayLog } from "../../mcp-gateway/gateway-log.ts";
import type { GatewayOptions } from "../../mcp-gateway/gateway-options.ts";
import type { Logger } from "../../services/platform/logging.ts";
import { productVersion } from "../product-version.ts";
import type { Hub } from "./open-hub.ts";

/** What the gateway needs of a hub. */
export function gatewayOptions(hub: Hub): GatewayOptions {
  return {
    functionApp: hub.functionApp,
    signAssertion: hub.signAssertion,
    principal: hub.principal,
    audit: hub.audit,
    rateLimits: hub.rateLimits,
    ...(hub.identity ? { identity: hub.identity } : {}),
    ...(hub.journal ? { journal: hub.journal } : {}),
    version: productVersion,
    tracing: hub.tracing,
    log: gatewayLog(hub.log),
  };
}

export function gatewayLog(log: Logger): GatewayLog {
  return ({ level, message, ...fields }) => log[level](message, fields);
}
