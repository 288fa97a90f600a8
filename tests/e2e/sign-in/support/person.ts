import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { onTestFinished } from "vitest";
import { Browser, type Page } from "../../../simulator/entra/support/browser.ts";
import type { EntraWorld } from "./entra-world.ts";

/** A person with a browser: one for the gateway's pages, one for Entra's, each with its own cookies. */
export class Person {
  readonly name: string;
  /** Codes, states, nonces and cookies that the browser has met: good once or not at all by the end, and nobody's to keep. */
  readonly secrets: string[] = [];
  /** The pages that the gateways showed, without their forms. */
  readonly pages: string[] = [];
  readonly #entra: Browser;
  readonly #gateways = new Map<string, GatewayBrowser>();

  constructor({ entra }: EntraWorld, name: string) {
    this.name = name;
    this.#entra = new Browser(entra.origin);
    const trusted = getCACertificates("default");
    setDefaultCACertificates([...trusted, entra.certificatePem]);
    onTestFinished(() => setDefaultCACertificates(trusted));
  }

  /** Opens the link, consents, signs in at Entra, and goes where that leads: to the gateway's last page or a client's address. */
  async signIn(
    link: string,
    /** Runs before Entra's answer is brought back. */
    between = () => {},
  ): Promise<Answer> {
    const callback = await this.untilCallback(link);
    between();
    const end = await this.#at(callback).open(callback);
    this.#note(callback, end.location?.href);
    this.pages.push(end.text);
    this.secrets.push(this.#at(callback).cookie.split("=")[1] ?? "");
    return end;
  }

  /** Consents, and then cancels at Entra. */
  async cancel(link: string): Promise<Answer> {
    const gateway = this.#at(link);
    const { location } = await gateway.submit((await gateway.open(link)).text);
    const page = await this.#entra.press(await this.#entra.open(location?.href ?? ""), "cancel");
    const callback = page.location?.href ?? "";
    return await this.#at(callback).open(callback);
  }

  /** As `signIn`, up to the address at which Entra sends the browser back, which is not opened. */
  async untilCallback(link: string): Promise<string> {
    const gateway = this.#at(link);
    const consent = await gateway.open(link);
    const action = await gateway.submit(consent.text);
    this.#note(action.location?.href);
    if (action.location === undefined) throw new Error(`No way to Entra: ${action.status} ${action.text}`);
    let page: Page = await this.#entra.signIn(action.location.href, this.name);
    for (const step of ["approve", "accept"])
      if (page.ids.includes(step)) page = await this.#entra.press(page, step);
    if (page.location === undefined) throw new Error(`Entra did not send back: ${page.html}`);
    return page.location.href;
  }

  #note(...addresses: (string | undefined)[]): void {
    for (const address of addresses) {
      const { searchParams } = new URL(address ?? "http://localhost/");
      for (const name of ["code", "nonce", "code_challenge"]) {
        const value = searchParams.get(name);
        // Of a sealed code, what is its own.
        if (value !== null) this.secrets.push(value.split(".").at(-1) ?? "");
      }
      const state = searchParams.get("state") ?? "";
      if (/^[\w-]{32}$/u.test(state)) this.secrets.push(state);
    }
  }

  /** The person's browser at a gateway. */
  #at(link: string): GatewayBrowser {
    const { origin } = new URL(link);
    const known = this.#gateways.get(origin) ?? new GatewayBrowser(origin);
    this.#gateways.set(origin, known);
    return known;
  }
}

interface Answer {
  status: number;
  text: string;
  location: URL | undefined;
}

class GatewayBrowser {
  readonly #origin: string;
  cookie = "";

  constructor(origin: string) {
    this.#origin = origin;
  }

  open(url: string): Promise<Answer> {
    return this.#fetch(url, {});
  }

  submit(html: string): Promise<Answer> {
    const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/gu)];
    const body = new URLSearchParams(Object.fromEntries(fields.map(([, name, value]) => [name, value])));
    return this.#fetch(new URL("/auth/sign-in", this.#origin).href, { method: "POST", body });
  }

  async #fetch(url: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(url, { ...init, headers: { cookie: this.cookie }, redirect: "manual" });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(";")[0] ?? "";
    const location = response.headers.get("location");
    return {
      status: response.status,
      text: await response.text(),
      location: location === null ? undefined : new URL(location, url),
    };
  }
}
