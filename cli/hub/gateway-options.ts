import type { GatewayOptions } from "../../mcp-gateway/gateway-options.ts";
import { productVersion } from "../product-version.ts";
import type { Hub } from "./open-hub.ts";

/** What the gateway needs of a hub. */
export function gatewayOptions(hub: Hub): GatewayOptions {
  return {
    functionApp: hub.functionApp,
    signAssertion: hub.signAssertion,
    principal: hub.principal,
    audit: hub.audit,
    ...(hub.journal ? { journal: hub.journal } : {}),
    version: productVersion,
    log: ({ level, message, ...fields }) => hub.log[level](message, fields),
  };
}
