export interface Page {
  status: number;
  html: string;
  headers: Headers;
  /** Where the page redirects to; undefined where it shows something. */
  location: URL | undefined;
  /** The ids of the page's elements. */
  ids: string[];
}

/** A browser without a screen: it keeps cookies, presses buttons by their id, and follows no redirect. */
export class Browser {
  readonly #origin: string;
  #cookie = "";

  constructor(origin: string) {
    this.#origin = origin;
  }

  open(url: string): Promise<Page> {
    return this.#fetch(url, {});
  }

  /** Presses a button: its form is sent with hidden fields, what is ticked, and what was typed. */
  press(page: Page, button: string, typed: Record<string, string> = {}): Promise<Page> {
    const pressed = new RegExp(`<button id="${button}"([^>]*)>`).exec(page.html);
    if (pressed === null) throw new Error(`There is no button ${button} in ${page.html}`);
    const body = new URLSearchParams(formFields(page));
    const [, name, value] = /name="(\w+)" value="([^"]+)"/.exec(pressed[1] ?? "") ?? [];
    if (name !== undefined) body.set(name, value ?? "");
    for (const [field, text] of Object.entries(typed)) body.set(field, text);
    const action = /<form[^>]* action="([^"]+)"/.exec(page.html)?.[1] ?? "";
    return this.#fetch(new URL(unescaped(action), this.#origin).href, { method: "POST", body });
  }

  /** Signs in from the sign-in page on, and goes where the app is told. */
  async signIn(url: string, user: string): Promise<Page> {
    return this.press(await this.open(url), "sign-in", { user });
  }

  async #fetch(url: string, init: RequestInit): Promise<Page> {
    const headers = { Cookie: this.#cookie };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(";")[0] ?? "";
    const html = await response.text();
    const location = response.headers.get("location");
    return {
      status: response.status,
      html,
      headers: response.headers,
      location: location === null ? undefined : new URL(location),
      ids: [...html.matchAll(/ id="([\w-]+)"/g)].map(([, id]) => id ?? ""),
    };
  }
}

/** Hidden fields and ticked choices of the page's form. */
export function formFields({ html }: Page): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const [, name = ""] = /name="([^"]+)"/.exec(input) ?? [];
    const [, value = ""] = /value="([^"]*)"/.exec(input) ?? [];
    if (/type="hidden"/.test(input) || / checked/.test(input)) fields[name] = unescaped(value);
  }
  return fields;
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
