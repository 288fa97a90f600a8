import { isLoopback } from "../../domain/loopback.ts";

/** Azure OpenAI's and Azure AI Foundry's own hosts, in every cloud. */
const azureHost = /\.(?:openai|cognitiveservices|services\.ai)\.azure\.(?:com|us|cn)$/iu;

/** True for the hosts that take Azure's `api-key` header. */
export function isAzureHost(endpoint: string): boolean {
  return azureHost.test(new URL(endpoint).hostname);
}

/** @returns why nothing may be sent there; undefined where it may. */
export function plainHttpRefusal(endpoint: string, isPlainHttpAllowed: boolean): string | undefined {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === "https:" || (protocol === "http:" && (isPlainHttpAllowed || isLoopback(hostname))))
    return undefined;
  return "plain HTTP is for this machine only: name an https:// address, or allow it (AZEBAL_MODEL_PLAIN_HTTP=allowed)";
}
