import type { Outcome } from "../../../../domain/failure.ts";
import type { Principal } from "../../../../domain/principal.ts";
import type { ReadRequest } from "../../../../domain/read-step.ts";
import { type AzureAnswer, createAzureReader } from "../../../../services/azure/azure-reader.ts";
import type { CredentialSource } from "../../../../services/azure/credentials.ts";
import type { TraceRequest } from "../../../../services/azure/reading/signed-exchange.ts";

export const mara: Principal = {
  tenantId: "c9ecf777-3723-46b7-b162-9ac149673713",
  objectId: "42d41113-ae2b-4edf-8af2-6bd0fcda536e",
  userPrincipalName: "mara.lindqvist@fabrikamretail.example",
};

/** Tokens `token-1`, `token-2`, …: a new one each time the last was rejected. */
export function countedTokens(): CredentialSource & { readonly audiences: string[] } {
  const audiences: string[] = [];
  let count = 1;
  return {
    audiences,
    accessToken(_principal, audience, rejected) {
      audiences.push(audience);
      if (rejected?.token === `token-${count}`) count += 1;
      return Promise.resolve({ ok: true, value: `token-${count}` });
    },
    signedInAs: () => Promise.resolve({ ok: true, value: mara }),
  };
}

/** A reader whose three planes are one origin. */
export function readerOn(
  origin: string,
  options: { credentials?: CredentialSource; requestTimeoutMs?: number; traceRequest?: TraceRequest } = {},
) {
  const reader = createAzureReader({
    planes: {
      arm: { endpoint: origin, audience: "https://management.azure.com" },
      graph: { endpoint: origin, audience: "https://graph.microsoft.com" },
      logs: { endpoint: origin, audience: "https://api.loganalytics.io" },
    },
    credentials: options.credentials ?? countedTokens(),
    ...(options.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: options.requestTimeoutMs }),
    ...(options.traceRequest === undefined ? {} : { traceRequest: options.traceRequest }),
  });
  return (request: ReadRequest, signal?: AbortSignal): Promise<Outcome<AzureAnswer>> =>
    reader.read(mara, request, signal);
}

export function arm(path: string): ReadRequest {
  return { kind: "arm", path };
}
