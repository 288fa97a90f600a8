import { AzureSourceSchema, type Evidence } from "../../../domain/evidence.ts";

/** One read of Azure as it was stored, taken apart. */
export interface StoredRead {
  evidence: Evidence;
  method: "GET" | "POST";
  /** As it was asked, percent signs decoded: `/subscriptions/…`, `/v1.0/applications(appId='…')`. */
  path: string;
  /** Without `api-version`. */
  query: Readonly<Record<string, string>>;
  /** Parsed; null where it was none. */
  body: unknown;
}

const sources: ReadonlySet<string> = new Set(AzureSourceSchema.options);

/** The reads among the evidence of a diagnosis, in order. */
export function storedReads(evidence: readonly Evidence[]): StoredRead[] {
  return evidence.flatMap((one) => {
    // What was extracted from the request is stored beside the reads, and was asked of nobody.
    const [, method, asked] = /^(GET|POST) (\/\S*)/u.exec(one.request) ?? [];
    if (!sources.has(one.source) || method === undefined || asked === undefined) return [];
    const [path, parameters = ""] = splitOnce(asked, "?");
    const query = Object.fromEntries(
      [...new URLSearchParams(parameters)].filter(([name]) => name.toLowerCase() !== "api-version"),
    );
    return [
      {
        evidence: one,
        method: method as StoredRead["method"],
        path: decoded(path).replace(/\/+$/u, ""),
        query,
        body: parsed(one.body),
      },
    ];
  });
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
