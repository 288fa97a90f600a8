import type { Outcome } from "../../../domain/failure.ts";
import { limits } from "../../../domain/limits.ts";
import type { ReadRequest } from "../../../domain/read-step.ts";
import type { AdmittedRead } from "../gate/admitted-read.ts";
import { type AzureAnswer, azureAnswer, readName } from "./azure-answer.ts";
import { createItemList, isJsonObject, type JsonObject } from "./item-list.ts";
import { type ReceivedAnswer, receive } from "./received-answer.ts";
import { createResourceGraphQuery } from "./resource-graph-query.ts";
import type { SignedExchange } from "./signed-exchange.ts";
import { MalformedAnswerError } from "./wire-faults.ts";

/**
 * A Resource Graph query with all its pages (`$skipToken`), through `@azure/arm-resourcegraph`.
 *
 * `complete` is false where the service truncated the result, a token or a page came twice, or the page or size limit
 * ended it.
 * @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data#paging-results
 */
export async function readResourceGraph(
  request: Extract<ReadRequest, { kind: "resource_graph" }>,
  read: AdmittedRead,
  wire: SignedExchange,
  signal?: AbortSignal,
): Promise<Outcome<AzureAnswer>> {
  const name = readName(read);
  const query = await createResourceGraphQuery(read, wire, signal);
  const rows = createItemList();
  const seen = new Set<string>();
  let first: { received: ReceivedAnswer; body: JsonObject } | undefined;
  let skipToken: string | undefined;
  let previousPage = "";
  for (let pages = 1; ; pages += 1) {
    const sent = await query(request, skipToken);
    if (!sent.ok) return sent;
    const received = receive(sent.value, name);
    if (!received.ok) return received;
    const { status, body } = received.value;
    if (status >= 300) {
      if (first !== undefined) return answered(first, false);
      return { ok: true, value: azureAnswer(read, received.value, { body, complete: true }) };
    }
    if (!isJsonObject(body) || !Array.isArray(body["data"]))
      throw new MalformedAnswerError(name, "it has no data rows");
    first ??= { received: received.value, body };
    const page = JSON.stringify(body["data"]);
    if (body["data"].length > 0 && page === previousPage) return answered(first, false);
    previousPage = page;
    rows.add(body["data"]);
    const next = body["$skipToken"] ?? "";
    const isWhole = next === "" && body["resultTruncated"] !== "true";
    if (next === "" || rows.isFull) return answered(first, isWhole && !rows.isFull);
    if (typeof next !== "string" || seen.has(next) || pages >= limits.pagesPerRead)
      return answered(first, false);
    seen.add(next);
    skipToken = next;
  }

  function answered(
    from: { received: ReceivedAnswer; body: JsonObject },
    complete: boolean,
  ): Outcome<AzureAnswer> {
    const { $skipToken: _token, ...own } = from.body;
    const body = { ...own, count: rows.items.length, data: rows.items };
    return { ok: true, value: azureAnswer(read, from.received, { body, complete }) };
  }
}
