import type { Outcome } from "../../../domain/failure.ts";
import { limits } from "../../../domain/limits.ts";
import type { AdmittedRead } from "../gate/admitted-read.ts";
import { type AzureAnswer, azureAnswer, readName } from "./azure-answer.ts";
import { createItemList, isJsonObject, type JsonObject } from "./item-list.ts";
import { type ReceivedAnswer, receive, tooLarge } from "./received-answer.ts";
import type { SignedExchange } from "./signed-exchange.ts";

/**
 * A GET (or named POST) of ARM or Graph, or a log query, with all its pages.
 *
 * A next page is followed only at the same origin and path; the list is `complete: false` where the page limit or the
 * size limit ended it, where a page came twice, or where a later page was refused. A later page that asks to wait makes
 * the whole read wait.
 */
export async function readPages(
  read: AdmittedRead,
  wire: SignedExchange,
  signal?: AbortSignal,
): Promise<Outcome<AzureAnswer>> {
  const first = await page(read, read.url, wire, signal);
  if (!first.ok) return first;
  const { body, sizeBytes, status } = first.value;
  if (!isJsonObject(body) || !Array.isArray(body["value"]) || status >= 300) {
    if (sizeBytes > limits.evidenceBodyBytes) return { ok: false, failure: tooLarge(readName(read), status) };
    return { ok: true, value: azureAnswer(read, first.value, { body, complete: !hasPartialError(body) }) };
  }
  const rest = await followPages(read, body, wire, signal);
  if (!rest.ok) return rest;
  const { nextLink: _arm, "@odata.nextLink": _graph, ...own } = body;
  const { items, complete, pages } = rest.value;
  const content = { body: { ...own, value: items }, complete, ...(pages > 1 ? { pages } : {}) };
  return { ok: true, value: azureAnswer(read, first.value, content) };
}

interface Followed {
  readonly items: readonly unknown[];
  readonly complete: boolean;
  readonly pages: number;
}

async function followPages(
  read: AdmittedRead,
  firstBody: JsonObject,
  wire: SignedExchange,
  signal: AbortSignal | undefined,
): Promise<Outcome<Followed>> {
  const list = createItemList();
  const seen = new Set<string>([read.url.href]);
  let body = firstBody;
  let previous = "";
  let pages = 1;
  for (; ; pages += 1) {
    const value = body["value"];
    if (!Array.isArray(value)) return ended(false);
    const text = JSON.stringify(value);
    if (value.length > 0 && text === previous) return ended(false);
    previous = text;
    list.add(value);
    const link = body["nextLink"] ?? body["@odata.nextLink"] ?? "";
    if (link === "" || list.isFull) return ended(link === "" && !list.isFull);
    const url = nextPage(link, read.url);
    if (url === undefined || seen.has(url.href) || pages >= limits.pagesPerRead) return ended(false);
    seen.add(url.href);
    const next = await page(read, url, wire, signal);
    if (!next.ok) return next;
    if (next.value.status >= 300 || !isJsonObject(next.value.body)) return ended(false);
    body = next.value.body;
  }

  function ended(complete: boolean): Outcome<Followed> {
    return { ok: true, value: { items: list.items, complete, pages } };
  }
}

async function page(
  read: AdmittedRead,
  url: URL,
  wire: SignedExchange,
  signal: AbortSignal | undefined,
): Promise<Outcome<ReceivedAnswer>> {
  const answer = await wire.send({ ...read, url, read: readName(read) }, signal);
  return answer.ok ? receive(answer.value, readName(read)) : answer;
}

/** The gate admitted one path at one origin: a link that leads anywhere else is not followed. */
function nextPage(link: unknown, from: URL): URL | undefined {
  if (typeof link !== "string" || !URL.canParse(link)) return undefined;
  const url = new URL(link);
  const samePath = url.pathname.toLowerCase() === from.pathname.toLowerCase();
  return url.origin === from.origin && url.username === "" && url.password === "" && samePath
    ? url
    : undefined;
}

/** Log queries answer 200 with `error: { code: "PartialError" }` beside the rows that they did get. */
function hasPartialError(body: unknown): boolean {
  return isJsonObject(body) && isJsonObject(body["error"]) && Array.isArray(body["tables"]);
}
