import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import { isLoopback } from "../../domain/loopback.ts";

const timeoutMs = 15_000;
/** Entra's answers are of a few kilobytes; a longer one is nobody's we know. */
const maxBytes = 1024 * 1024;
/** Discovery documents change with a tenant's region, not with a request. */
const discoveryLifetimeMs = 24 * 60 * 60_000;

/** Entra could not be reached, or answered with what is no answer of it. Worth another attempt. */
export class EntraUnreachableError extends Error {
  override readonly name = "EntraUnreachableError";
  readonly code = "EntraUnreachable";

  constructor(host: string, options?: ErrorOptions) {
    super(
      `Microsoft Entra at ${host} could not be reached, or gave no usable answer. Check the network and the proxy, then try again.`,
      options,
    );
  }
}

export interface EntraNetworkOptions {
  readonly fetch?: typeof fetch;
  readonly nowMs?: () => number;
}

/**
 * The network module that MSAL speaks through: by `fetch`, so that proxies and certificates are those of the process; with
 * a time limit; without redirects, so that no code or secret follows one. Discovery documents are kept for a day.
 *
 * @throws EntraUnreachableError
 */
export function createEntraNetwork(options: EntraNetworkOptions = {}): INetworkModule {
  const send = options.fetch ?? fetch;
  const nowMs = options.nowMs ?? Date.now;
  const kept = new Map<string, { until: number; answer: NetworkResponse<unknown> }>();

  return {
    async sendGetRequestAsync<T>(url: string, request?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
      const known = kept.get(url);
      if (known !== undefined && known.until > nowMs()) return known.answer as NetworkResponse<T>;
      const answer = await exchange<T>(url, "GET", request);
      if (answer.status === 200 && isDiscovery(url))
        kept.set(url, { until: nowMs() + discoveryLifetimeMs, answer });
      return answer;
    },
    sendPostRequestAsync: async <T>(url: string, request?: NetworkRequestOptions) =>
      await exchange<T>(url, "POST", request),
  };

  async function exchange<T>(
    address: string,
    method: "GET" | "POST",
    request: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const url = new URL(address);
    if (url.protocol !== "https:" && !isLoopback(url.hostname)) throw new EntraUnreachableError(url.host);
    try {
      const response = await send(url, {
        method,
        headers: request.headers ?? {},
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      if (response.status === 429 || response.status >= 500)
        throw new RangeError(`Entra answers with ${response.status}.`);
      if (text.length > maxBytes) throw new RangeError("The answer is longer than any of Entra's.");
      return {
        headers: Object.fromEntries(response.headers),
        body: JSON.parse(text) as T,
        status: response.status,
      };
    } catch (error) {
      throw new EntraUnreachableError(url.host, { cause: error });
    }
  }
}

function isDiscovery(url: string): boolean {
  const { pathname } = new URL(url);
  return pathname.endsWith("/openid-configuration") || pathname.endsWith("/discovery/instance");
}
