import { randomUUID } from "node:crypto";
import type { LogLevel, TypedData } from "../seam/core-types.ts";
import type { RegisteredFunction } from "../seam/function-app.ts";
import { invokeFunction } from "../seam/invoke-function.ts";
import type { LoadedApp } from "../seam/load-app.ts";
import { toResponse, toTriggerData } from "./http-trigger-data.ts";
import { emptyResponse } from "./json-response.ts";
import { parseRoute, type RouteTemplate } from "./route-template.ts";
import { streamThroughProxy } from "./stream-through-proxy.ts";

interface HttpFunctionsOptions {
  loaded: LoadedApp;
  /** `extensions.http.routePrefix` of host.json; `api` where it says nothing. */
  routePrefix: string;
  clientBinding: () => TypedData;
  log: (level: LogLevel, category: string, message: string, functionName: string) => void;
}

interface Route {
  template: RouteTemplate;
  methods: ReadonlySet<string> | undefined;
  target: RegisteredFunction;
}

/** Functions with an HTTP trigger. Keys (`authLevel`) are not asked for: who may call is the caller's to decide. */
export class HttpFunctions {
  readonly #options: HttpFunctionsOptions;
  readonly #routes: Route[];

  constructor(options: HttpFunctionsOptions) {
    this.#options = options;
    const prefix = options.routePrefix.split("/").filter(Boolean).join("/");
    this.#routes = [...options.loaded.app.byTrigger("httptrigger").values()]
      .map((target) => toRoute(target, prefix))
      .toSorted((left, right) => (left.template.specificity < right.template.specificity ? -1 : 1));
  }

  /** @returns undefined where no function has a route for this path. */
  async handle(request: Request): Promise<Response | undefined> {
    const url = new URL(request.url);
    const matching = this.#routes.flatMap((route) => {
      const parameters = route.template.match(url.pathname);
      return parameters ? [{ ...route, parameters }] : [];
    });
    if (matching.length === 0) return undefined;
    const chosen = matching.find(({ methods }) => methods?.has(request.method) ?? true);
    if (!chosen) {
      const allowed = new Set(matching.flatMap(({ methods }) => [...(methods ?? [])]));
      return new Response(null, { status: 405, headers: { allow: [...allowed].join(", ") } });
    }
    return this.#invoke(chosen.target, request, url, chosen.parameters);
  }

  async #invoke(
    target: RegisteredFunction,
    request: Request,
    url: URL,
    parameters: Record<string, string>,
  ): Promise<Response> {
    const { loaded, clientBinding, log } = this.#options;
    const { name } = target.metadata;
    const invocationId = randomUUID();
    const body = new Uint8Array(await request.arrayBuffer());
    const invocation = {
      triggerData: toTriggerData(request, url, parameters, body),
      inputs: { durableclient: clientBinding() },
      invocationId,
      log: (level: LogLevel, category: string, message: string) => log(level, category, message, name),
    };
    try {
      if (loaded.httpStreamUrl !== undefined)
        return await streamThroughProxy(
          { proxyUrl: loaded.httpStreamUrl, invocationId, request, url, parameters, body },
          (triggerMetadata) =>
            invokeFunction(loaded.app, loaded.model, target, { ...invocation, triggerMetadata }),
        );
      const invoked = await invokeFunction(loaded.app, loaded.model, target, invocation);
      return toResponse(await invoked.respond());
    } catch (error) {
      // As on Azure the caller learns nothing of an unhandled error; the log has it.
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log("error", "user", `HTTP function '${name}' failed: ${message}`, name);
      return emptyResponse(500);
    }
  }
}

function toRoute(target: RegisteredFunction, prefix: string): Route {
  const binding = target.metadata.bindings[target.triggerName];
  const route = binding?.route ?? target.metadata.name;
  const methods = binding?.methods?.map((method) => method.toUpperCase());
  return {
    target,
    template: parseRoute(`${prefix}/${route}`),
    methods: methods && methods.length > 0 ? new Set(methods) : undefined,
  };
}
