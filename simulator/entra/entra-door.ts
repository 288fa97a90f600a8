import { type Answer, ok } from "../http/answer.ts";
import type { Reply } from "../http/serve.ts";
import type { SimulatedRequest } from "../http/simulated-request.ts";
import { authorize } from "./authorize.ts";
import { startDevice } from "./device-authorization.ts";
import { instanceDiscovery, openIdConfiguration } from "./discovery.ts";
import { describeRefusal, EntraRefusal, type RequestTrace, refusalBody, traceOf } from "./entra-refusal.ts";
import type { EntraState } from "./entra-state.ts";
import { continueSignIn, enterUserCode } from "./login.ts";
import { donePage, errorPage } from "./pages.ts";
import { refusals } from "./refusals.ts";
import { answerToken } from "./token-endpoint.ts";

const aliases = new Set(["common", "organizations"]);
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const domain = /^[\w-]{1,63}(?:\.[\w-]{1,63})+$/;

/** Where every request to the simulated Entra comes in: by its path to the endpoint, and out as JSON, page or redirect. */
export class EntraDoor {
  readonly #state: EntraState;
  readonly #defaultLifetimeSeconds: number;

  constructor(state: EntraState, defaultLifetimeSeconds: number) {
    this.#state = state;
    this.#defaultLifetimeSeconds = defaultLifetimeSeconds;
  }

  async reply(request: SimulatedRequest): Promise<Reply> {
    const form = new URLSearchParams(request.method === "POST" ? request.bodyText : "");
    const asked =
      form.get("client-request-id") ??
      request.query.get("client-request-id") ??
      request.headers["client-request-id"];
    const trace = traceOf(asked, new Date(this.#state.nowMs()));
    const answer = await this.#answer(request, form, trace);
    return { answer, headers: headersOf(trace) };
  }

  /** For what cannot be read as a request. */
  refuseUnreadable(): Reply {
    const trace = traceOf(undefined, new Date(this.#state.nowMs()));
    return {
      answer: { status: 400, body: refusalBody(refusals.wrongCode(), trace, this.#state.origin) },
      headers: headersOf(trace),
    };
  }

  async #answer(request: SimulatedRequest, form: URLSearchParams, trace: RequestTrace): Promise<Answer> {
    const [, tenant = "", endpoint = ""] = /^\/([^/]*)(?:\/(.*))?$/s.exec(request.path) ?? [];
    const isPage =
      pageEndpoints.has(endpoint) || request.path === "/devicelogin" || request.path === "/error";
    try {
      return isPage
        ? this.#answerPage(request, tenant, endpoint, form, trace)
        : await this.#answerJson(request, tenant, endpoint, form);
    } catch (error) {
      if (!(error instanceof EntraRefusal)) throw error;
      const { status = 400, aadsts } = error.parts;
      return isPage
        ? errorPage(status, aadsts, describeRefusal(error, trace), undefined)
        : { status, body: refusalBody(error, trace, this.#state.origin) };
    }
  }

  #answerPage(
    request: SimulatedRequest,
    tenant: string,
    endpoint: string,
    form: URLSearchParams,
    trace: RequestTrace,
  ): Answer {
    const isPost = request.method === "POST";
    if (request.path === "/error")
      return donePage("Error", `AADSTS${Number(request.query.get("code")) || 0}`);
    if (request.path === "/devicelogin")
      return enterUserCode(this.#state, request.path, isPost ? form : undefined);
    this.#checkTenant(tenant);
    switch (endpoint) {
      case "oauth2/v2.0/authorize":
        return authorize(this.#state, isPost ? form : request.query, request.headers["cookie"], trace);
      case "oauth2/v2.0/logout":
        return donePage("You signed out of your account", "It is a good idea to close all browser windows.", {
          "Set-Cookie": "ESTSAUTH=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=None",
        });
      default:
        return continueSignIn(this.#state, form, trace);
    }
  }

  async #answerJson(
    request: SimulatedRequest,
    tenant: string,
    endpoint: string,
    form: URLSearchParams,
  ): Promise<Answer> {
    const state = this.#state;
    switch (endpoint) {
      case "v2.0/.well-known/openid-configuration": {
        const isAlias = this.#checkTenant(tenant, "invalid_tenant");
        return ok(openIdConfiguration(state, tenant.toLowerCase(), isAlias));
      }
      case "discovery/instance":
        return ok(instanceDiscovery(state));
      case "discovery/v2.0/keys":
      case "discovery/keys":
        this.#checkTenant(tenant);
        return ok({ keys: await state.issuer.keys.published() });
      case "oauth2/v2.0/token":
      case "oauth2/v2.0/devicecode": {
        this.#checkTenant(tenant);
        if (request.method !== "POST") throw refusals.postOnly(request.method);
        if (endpoint.endsWith("devicecode")) return ok(startDevice(state, form));
        const lifetime = this.#defaultLifetimeSeconds;
        return ok(await answerToken(state, form, request.headers["authorization"], lifetime));
      }
      default:
        return { status: 404, text: "", headers: { "Content-Type": "text/plain" } };
    }
  }

  /**
   * @returns true for an alias of whatever tenant the user is of.
   * @throws EntraRefusal where there is no such tenant.
   */
  #checkTenant(tenant: string, error?: string): boolean {
    const name = tenant.toLowerCase();
    if (aliases.has(name)) return true;
    if (this.#state.directory.isNamed(name)) return false;
    if (name === "consumers") throw refusals.consumersOnly();
    throw guid.test(name) || domain.test(name)
      ? refusals.noSuchTenant(tenant, error)
      : refusals.notATenant(tenant);
  }
}

const pageEndpoints = new Set(["oauth2/v2.0/authorize", "oauth2/v2.0/logout", "login"]);

function headersOf(trace: RequestTrace): Record<string, string> {
  return {
    Date: trace.at.toUTCString(),
    "Cache-Control": "no-store, no-cache",
    Pragma: "no-cache",
    "Content-Type": "application/json; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "x-ms-request-id": trace.traceId,
    "client-request-id": trace.correlationId,
  };
}
