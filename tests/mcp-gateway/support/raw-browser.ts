import { request } from "node:http";

export interface RawAnswer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
  /** Name and value of each cookie that it sets. */
  cookies: string[];
}

export interface RawAsk {
  method?: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams;
}

/** Sends a request just as it stands: no redirect is followed, no path made better. */
export function rawFetch(origin: string, target: string, ask: RawAsk = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const { body, headers = {}, method = "GET" } = ask;
  const form = body instanceof URLSearchParams ? { "content-type": "application/x-www-form-urlencoded" } : {};
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, path: target, method, headers: { ...form, ...headers }, agent: false },
      (incoming) => {
        let text = "";
        incoming.setEncoding("utf8").on("data", (part: string) => (text += part));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text,
            cookies: (incoming.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";", 1)[0] ?? ""),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body?.toString());
  });
}

/** The hidden fields of a page's first form. */
export function hiddenFields(html: string): Record<string, string> {
  const [form = ""] = html.split("</form>", 1);
  const fields = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/gu)];
  return Object.fromEntries(fields.map(([, name, value]) => [name, value]));
}
