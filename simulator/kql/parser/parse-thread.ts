import { parentPort } from "node:worker_threads";
import { convertQuery } from "./convert-query.ts";
import { loadKustoLibrary } from "./kusto-library.ts";
import type { ParseOutcome, ParseReply, ParseRequest } from "./parse-message.ts";
import { UnsupportedKqlError } from "./syntax-tree.ts";

/** The thread's entry: parses each query that it is sent. */
const parse = loadKustoLibrary();

parentPort?.on("message", ({ id, text }: ParseRequest) => {
  const reply: ParseReply = { id, outcome: outcomeOf(text) };
  parentPort?.postMessage(reply);
});

function outcomeOf(text: string): ParseOutcome {
  const parsed = parse(text);
  if ("message" in parsed) return { kind: "syntax", ...parsed };
  try {
    return { kind: "query", query: convertQuery(parsed) };
  } catch (error) {
    if (error instanceof UnsupportedKqlError) return { kind: "unsupported", what: error.what };
    throw error;
  }
}
