import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { GatewayLog } from "../gateway-log.ts";
import { readFormBody } from "../http/read-form-body.ts";
import { requestUrl } from "../http/request-url.ts";
import { type Page, pageHeaders, pageLanguage, renderPage } from "./page.ts";
import type { SignIn, SignInEnd } from "./sign-in.ts";
import { consentPage, endPage, failedPage } from "./sign-in-texts.ts";

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

/** For less than an hour, and always longer than an invitation. */
const cookieSeconds = 3_600;
/** A code and a state are of a few hundred characters; what is longer is nobody's we know. */
const longestParameter = 8_192;

export function createSignInRoutes(options: SignInRoutesOptions): SignInRoutes {
  const { signIn } = options;
  return async (incoming, outgoing) => {
    const url = requestUrl(incoming);
    if (!url?.pathname.startsWith("/auth/")) return false;
    // A HEAD of the first page changes nothing; Node leaves its body out. The callback is for one GET.
    const isLook = incoming.method === "HEAD" && url.pathname === "/auth/sign-in";
    const route = `${isLook ? "GET" : incoming.method} ${url.pathname}`;
    const reply = (page: Page, status = 200, cookie?: string) =>
      write(incoming, outgoing, page, status, cookie);
    try {
      if (route === "GET /auth/sign-in") await showConsent(url, reply);
      else if (route === "POST /auth/sign-in") await consented(incoming, outgoing, reply);
      else if (route === "POST /auth/cli-token") await brought(incoming, outgoing, reply);
      else if (route === "GET /auth/callback") await returned(url, incoming, outgoing, reply);
      else {
        const allowed = methodsOf[url.pathname];
        if (allowed === undefined) return false;
        outgoing.writeHead(405, { allow: allowed }).end();
      }
    } catch (error) {
      options.log({
        level: "error",
        event: "sign_in_failed",
        message: `${route} failed with ${error instanceof Error ? error.name : typeof error}.`,
      });
      if (outgoing.headersSent) outgoing.destroy();
      else reply(failedPage(languageOf(incoming)), 503);
    }
    return true;

    async function showConsent(address: URL, answer: typeof reply): Promise<void> {
      const sealed = parameter(address.searchParams, "request");
      const invitation = sealed === undefined ? undefined : await signIn.open(sealed);
      if (sealed === undefined || invitation === undefined)
        return answer(endPage({ kind: "expired" }, languageOf(incoming)), 410);
      const cookie = cookieOf(incoming) ?? randomBytes(32).toString("base64url");
      // The form must come back with the cookie's own value: no other site knows it.
      const fields = { request: sealed, browser: cookie };
      answer(
        consentPage(invitation, fields, languageOf(incoming)),
        200,
        // Also where the browser has it: it is to last until the end of this sign-in.
        cookie,
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
    if (end.kind === "signed_in") return await goOn(end, incoming, outgoing, reply);
    // The person can try again: the client is not told.
    reply(endPage(end, languageOf(incoming)), statuses[end.kind]);
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
    reply(endPage(end, languageOf(incoming)), statuses[end.kind]);
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
    const errorDescription = parameter(url.searchParams, "error_description");
    const end = await signIn.return(
      {
        state,
        ...(code === undefined ? {} : { code }),
        ...(error === undefined ? {} : { error }),
        ...(errorDescription === undefined ? {} : { errorDescription }),
      },
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
    outgoing.writeHead(status, {
      ...pageHeaders(["https:", "http://127.0.0.1:*", "http://localhost:*", ...(page.sendsTo ?? [])]),
      ...(cookie === undefined
        ? {}
        : {
            "set-cookie": `${cookieName()}=${cookie}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${cookieSeconds}${options.isSecure() ? "; Secure" : ""}`,
          }),
    });
    outgoing.end(renderPage(page, languageOf(incoming)));
  }

  /** `__Host-`: no page of a neighbouring domain can set it, and so none can know what a browser will send. */
  function cookieName(): string {
    return options.isSecure() ? "__Host-azebal-sign-in" : "azebal-sign-in";
  }

  function cookieOf(incoming: IncomingMessage): string | undefined {
    const pairs = (incoming.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
    const value = pairs.find(([name]) => name === cookieName())?.[1];
    return value !== undefined && /^[\w-]{20,100}$/u.test(value) ? value : undefined;
  }
}

const methodsOf: Readonly<Record<string, string>> = {
  "/auth/sign-in": "GET, HEAD, POST",
  "/auth/cli-token": "POST",
  "/auth/callback": "GET",
};

const statuses: Readonly<Record<SignInEnd["kind"], number>> = {
  signed_in: 200,
  expired: 410,
  other_browser: 403,
  declined: 403,
  refused: 403,
  other_user: 403,
  unreachable: 503,
};

function redirect(outgoing: ServerResponse, target: string): void {
  outgoing
    .writeHead(303, { location: target, "cache-control": "no-store", "referrer-policy": "no-referrer" })
    .end();
}

function parameter(parameters: URLSearchParams, name: string): string | undefined {
  const value = parameters.get(name);
  return value === null || value === "" || value.length > longestParameter ? undefined : value;
}

function languageOf(incoming: IncomingMessage) {
  return pageLanguage(incoming.headers["accept-language"]);
}
