export const managementPath = "/runtime/webhooks/durabletask";

interface ManagementLinksOptions {
  hubName: string;
  /** The key of the loopback listener, as `code=`. */
  code: string;
}

/** The URLs that the Durable extension hands to clients. */
export class ManagementLinks {
  readonly #options: ManagementLinksOptions;

  constructor(options: ManagementLinksOptions) {
    this.#options = options;
  }

  get code(): string {
    return this.#options.code;
  }

  get #suffix(): string {
    const { hubName, code } = this.#options;
    return `taskHub=${encodeURIComponent(hubName)}&connection=Storage&code=${code}`;
  }

  /** What the start of an instance answers with. */
  started(origin: string, instanceId: string): Record<string, string> {
    const { rewindPostUri: _, ...uris } = this.#instanceUris(origin, urlEncode(instanceId));
    return { id: instanceId, ...uris };
  }

  /** The data of the `durableClient` binding of durable-functions 3.x. `rpcBaseUrl` must end in a slash. */
  clientBinding(origin: string, rpcBaseUrl: string): Record<string, unknown> {
    const base = `${origin}${managementPath}`;
    const { code, hubName } = this.#options;
    const create = `${base}/orchestrators/{functionName}[/{instanceId}]`;
    return {
      taskHubName: hubName,
      creationUrls: {
        createNewInstancePostUri: `${create}?code=${code}`,
        createAndWaitOnNewInstancePostUri: `${create}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&code=${code}`,
      },
      managementUrls: { id: "INSTANCEID", ...this.#instanceUris(origin, "INSTANCEID") },
      baseUrl: base,
      requiredQueryStringParameters: `code=${code}`,
      rpcBaseUrl,
    };
  }

  #instanceUris(origin: string, id: string) {
    const instance = `${origin}${managementPath}/instances/${id}`;
    const suffix = this.#suffix;
    return {
      statusQueryGetUri: `${instance}?${suffix}`,
      sendEventPostUri: `${instance}/raiseEvent/{eventName}?${suffix}`,
      terminatePostUri: `${instance}/terminate?reason={text}&${suffix}`,
      rewindPostUri: `${instance}/rewind?reason={text}&${suffix}`,
      purgeHistoryDeleteUri: `${instance}?${suffix}`,
      restartPostUri: `${instance}/restart?${suffix}`,
      suspendPostUri: `${instance}/suspend?reason={text}&${suffix}`,
      resumePostUri: `${instance}/resume?reason={text}&${suffix}`,
    };
  }
}

/** As .NET's WebUtility.UrlEncode. */
function urlEncode(text: string): string {
  return encodeURIComponent(text).replace(/%20/g, "+").replace(/'/g, "%27").replace(/~/g, "%7E");
}
