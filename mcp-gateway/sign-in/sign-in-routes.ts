import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { GatewayLog } from "../gateway-log.ts";
import { readFormBody } from "../http/read-form-body.ts";
import { type Page, pageHeaders, pageLanguage, renderPage } from "./page.ts";
import type { SignIn, SignInEnd } from "./sign-in.ts";
import { consentPage, endPage } from "./sign-in-texts.ts";

export interface SignInRoutesOptions {
  readonly signIn: SignIn;
  /** True where the pages are served over TLS: the cookie is then for TLS only. */
  readonly isSecure: () => boolean;
  /** Where a sign-in that a client asked for goes on; without it, it ends on a page. */
  readonly sendOn?: (end: SignInEnd) => Promise<string | undefined>;
  readonly log: GatewayLog;
}

/** Answers what belongs to the sign-in; false where the request is none of its own. */
export type SignInRoutes = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<boolean>;

const cookieName = "azebal-sign-in";
/** A code and a state are of a few hundred characters; what is longer is nobody's we know. */
const longestParameter = 8_192;

export function createSignInRoutes(options: SignInRoutesOptions): SignInRoutes {
  const { signIn } = options;
  return async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", "http://gateway.invalid");
    const route = `${incoming.method} ${url.pathname}`;
    if (!url.pathname.startsWith("/auth/")) return false;
    const reply = (page: Page, status = 200, cookie?: string) =>
      write(incoming, outgoing, page, status, cookie);
    try {
      if (route === "GET /auth/sign-in") await showConsent(url, reply);
      else if (route === "POST /auth/sign-in") await consented(incoming, outgoing, reply);
      else if (route === "POST /auth/cli-token") await brought(incoming, outgoing, reply);
      else if (route === "GET /auth/callback") await returned(url, incoming, outgoing, reply);
      else return false;
    } catch (error) {
      options.log({
        level: "error",
        event: "sign_in_failed",
        message: `${route} failed with ${error instanceof Error ? error.name : typeof error}.`,
      });
      reply(failurePage(error), 503);
    }
    return true;

    async function showConsent(address: URL, answer: typeof reply): Promise<void> {
      const sealed = parameter(address.searchParams, "request");
      const invitation = sealed === undefined ? undefined : await signIn.open(sealed);
      if (sealed === undefined || invitation === undefined)
        return answer(endPage({ kind: "expired" }, languageOf(incoming)), 410);
      const known = cookieOf(incoming);
      const cookie = known ?? randomBytes(32).toString("base64url");
      // The form must come back with the cookie's own value: no other site knows it.
      const fields = { request: sealed, browser: cookie };
      answer(
        consentPage(invitation, fields, languageOf(incoming)),
        200,
        known === undefined ? cookie : undefined,
      );
    }
  };

  async function consented(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    reply: (page: Page, status?: number) => void,
  ): Promise<void> {
    const form = await readFormBody(incoming, 4 * longestParameter);
    const sealed = parameter(form, "request");
    const cookie = cookieOf(incoming);
    if (cookie === undefined || form.get("browser") !== cookie)
      return reply(endPage({ kind: "other_browser" }, languageOf(incoming)), 403);
    const target = sealed === undefined ? undefined : await signIn.consent(sealed, cookie);
    if (target === undefined) return reply(endPage({ kind: "expired" }, languageOf(incoming)), 410);
    redirect(outgoing, target);
  }

  async function brought(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    reply: (page: Page, status?: number) => void,
  ): Promise<void> {
    const form = await readFormBody(incoming, 4 * longestParameter);
    const cookie = cookieOf(incoming);
    if (cookie === undefined || form.get("browser") !== cookie)
      return reply(endPage({ kind: "other_browser" }, languageOf(incoming)), 403);
    const end = await signIn.bringToken(parameter(form, "request") ?? "", parameter(form, "token") ?? "");
    await goOn(end, incoming, outgoing, reply);
  }

  /** Where a client asked for the sign-in, its browser is sent on; else it ends on a page. */
  async function goOn(
    end: SignInEnd,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    reply: (page: Page, status?: number) => void,
  ): Promise<void> {
    const next = await options.sendOn?.(end);
    if (next !== undefined) return redirect(outgoing, next);
    reply(endPage(end, languageOf(incoming)), end.kind === "signed_in" ? 200 : statusOf(end.kind));
  }

  async function returned(
    url: URL,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    reply: (page: Page, status?: number) => void,
  ): Promise<void> {
    const state = parameter(url.searchParams, "state") ?? "";
    const code = parameter(url.searchParams, "code");
    const error = parameter(url.searchParams, "error");
    const end = await signIn.return(
      { state, ...(code === undefined ? {} : { code }), ...(error === undefined ? {} : { error }) },
      cookieOf(incoming),
    );
    await goOn(end, incoming, outgoing, reply);
  }

  function write(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    page: Page,
    status: number,
    cookie: string | undefined,
  ): void {
    const secure = options.isSecure() ? "; Secure" : "";
    outgoing.writeHead(status, {
      ...pageHeaders(["https:", "http://127.0.0.1:*", "http://localhost:*"]),
      ...(cookie === undefined
        ? {}
        : {
            "set-cookie": `${cookieName}=${cookie}; Path=/auth; HttpOnly; SameSite=Lax; Max-Age=3600${secure}`,
          }),
    });
    outgoing.end(renderPage(page, languageOf(incoming)));
  }
}

function statusOf(kind: SignInEnd["kind"]): number {
  return kind === "expired" ? 410 : 403;
}

function failurePage(error: unknown): Page {
  const isUnreachable = error instanceof Error && error.name === "EntraUnreachableError";
  return {
    title: isUnreachable ? "Microsoft Entra could not be reached" : "AZEBAL itself failed",
    text: [
      isUnreachable && error instanceof Error ? error.message : "Try again in a minute. Its log says more.",
    ],
    isBad: true,
  };
}

function redirect(outgoing: ServerResponse, target: string): void {
  outgoing
    .writeHead(303, { location: target, "cache-control": "no-store", "referrer-policy": "no-referrer" })
    .end();
}

function parameter(parameters: URLSearchParams, name: string): string | undefined {
  const value = parameters.get(name);
  return value === null || value === "" || value.length > longestParameter ? undefined : value;
}

function cookieOf(incoming: IncomingMessage): string | undefined {
  const pairs = (incoming.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  const value = pairs.find(([name]) => name === cookieName)?.[1];
  return value !== undefined && /^[\w-]{20,100}$/u.test(value) ? value : undefined;
}

function languageOf(incoming: IncomingMessage) {
  return pageLanguage(incoming.headers["accept-language"]);
}
