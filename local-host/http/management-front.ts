import { randomBytes } from "node:crypto";
import type { DurableEngine } from "../engine/durable-engine.ts";
import type { TypedData } from "../seam/core-types.ts";
import { emptyResponse } from "./json-response.ts";
import { isSecret, type LoopbackListener, listenOnLoopback } from "./loopback-listener.ts";
import { handleManagementRequest } from "./management/management-api.ts";
import { ManagementLinks, managementPath } from "./management/management-links.ts";

interface ManagementFrontOptions {
  engine: DurableEngine;
  hubName: string;
  defaultVersion: string | null;
}

/**
 * The two ways into the management API: in process, for whoever holds the host, and over loopback, for the durable
 * client (which speaks HTTP) and for the URLs that it hands out. Over loopback every request carries a secret that is
 * made anew at each start: in the path for the client, as `code=` for the URLs.
 */
export class ManagementFront {
  readonly #options: ManagementFrontOptions;
  readonly #links: ManagementLinks;
  readonly #clientPath = `/${randomBytes(24).toString("base64url")}/durabletask`;
  #listener: LoopbackListener | undefined;

  constructor(options: ManagementFrontOptions) {
    this.#options = options;
    this.#links = new ManagementLinks({
      hubName: options.hubName,
      code: randomBytes(24).toString("base64url"),
    });
  }

  /** @returns the data of the `durableClient` binding. */
  async listen(): Promise<TypedData> {
    const listener = await listenOnLoopback((request) => this.#overLoopback(request));
    this.#listener = listener;
    // Without a host name that it can use, the durable client points every URL at http://localhost:7071.
    if (!process.env["WEBSITE_HOSTNAME"] || process.env["WEBSITE_HOSTNAME"].includes("0.0.0.0"))
      process.env["WEBSITE_HOSTNAME"] = new URL(listener.origin).host;
    const { origin } = listener;
    return { string: JSON.stringify(this.#links.clientBinding(origin, `${origin}${this.#clientPath}/`)) };
  }

  close(): void {
    this.#listener?.close();
  }

  /** Answers a request of a trusted caller; undefined for one that is not for the management API. */
  async handle(request: Request): Promise<Response | undefined> {
    const url = new URL(request.url);
    return isUnder(url.pathname, managementPath)
      ? this.#answer(request, url, url.origin, managementPath)
      : undefined;
  }

  async #overLoopback(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const base = url.pathname.split("/", 3).join("/");
    if (isSecret(base, this.#clientPath))
      return this.#answer(request, url, this.#listener?.origin ?? url.origin, this.#clientPath);
    if (!isUnder(url.pathname, managementPath)) return emptyResponse(404);
    if (!isSecret(url.searchParams.get("code"), this.#links.code)) return emptyResponse(401);
    return this.#answer(request, url, url.origin, managementPath);
  }

  #answer(request: Request, url: URL, origin: string, base: string): Promise<Response> {
    const { engine, defaultVersion } = this.#options;
    const context = { engine, links: this.#links, defaultVersion };
    return handleManagementRequest(context, { request, url, origin }, url.pathname.slice(base.length));
  }
}

function isUnder(path: string, base: string): boolean {
  return path === base || path.startsWith(`${base}/`);
}
