import { sameArmId } from "../arm-resource-id.ts";
import { cutText } from "../cut-text.ts";
import { shapeLogs, shapeMetrics } from "../evidence-shape.ts";
import { type Evidence, requestPath } from "../evidence.ts";
import { isObject, type JsonObject, type JsonValue } from "../json-value.ts";
import { parsePasted } from "./parse-pasted.ts";
import { askedKey, outsideCommand, sourceOfKey } from "./supplied-evidence.ts";

/** What was asked: the refused read, or the command whose output was wanted. */
export type AskedOfUser = Pick<Evidence, "requestKey" | "request" | "query">;

export type SuppliedBody =
  | {
      readonly ok: true;
      /** In the form in which an answer of Azure to the same read is stored. */
      readonly body: JsonValue;
      /** False where the output says itself that it is not all. */
      readonly complete: boolean;
    }
  /** Why it is no answer to what was asked, and what to send instead. */
  | { readonly ok: false; readonly problem: string };

/**
 * Takes a pasted output for the answer to what was asked: whatever the Azure CLI makes of the answer is undone, and it must be
 * of the very resource. Whether it is true is not looked at here.
 */
export function suppliedBody(asked: AskedOfUser, text: string): SuppliedBody {
  const read = parsePasted(text);
  if (read.kind === "none")
    return problem(
      "this is not JSON. Run the command as it stands (output as JSON) and paste all that it prints",
    );
  if (read.kind === "broken")
    return problem(
      "the JSON in this is not whole: its end or a part of it is missing. Run the command as it stands, and paste all that it prints, from the first bracket to the last",
    );
  const pasted = read.value;
  if (isObject(pasted) && isObject(pasted["error"]) && Object.keys(pasted).length === 1)
    return problem(
      "this is an error, not what was asked for: whoever ran the command may not read it either. Somebody with the permission that the gap names can",
    );
  const source = sourceOfKey(askedKey(asked));
  switch (source) {
    case "resource_graph":
      return ofRows(pasted);
    case "logs":
      return ofLogs(pasted, asked.query ?? "");
    case "metrics":
      return ofMetrics(pasted);
    case "arm":
    case "activity_log":
    case "graph":
      return ofResource(pasted, asked.request);
    case "request":
    case "model":
    case "user":
      return isRowsCommand(asked) ? ofRows(pasted) : { ok: true, body: pasted, complete: true };
  }
}

function isRowsCommand(asked: AskedOfUser): boolean {
  return outsideCommand(askedKey(asked))?.startsWith("az graph query ") === true;
}

/** `az graph query` prints `count`, `data`, `skip_token` and `total_records`; some print the rows alone. */
function ofRows(pasted: JsonValue): SuppliedBody {
  const rows = Array.isArray(pasted) ? pasted : isObject(pasted) ? pasted["data"] : undefined;
  if (!Array.isArray(rows))
    return problem("there is no list `data` of rows in it, as `az graph query` prints one");
  const [token, total] = isObject(pasted) ? [pasted["skip_token"], pasted["total_records"]] : [];
  const complete = !token && (typeof total !== "number" || total <= rows.length);
  return { ok: true, body: { totalRecords: rows.length, count: rows.length, data: rows }, complete };
}

/** `az monitor log-analytics query` prints a list of rows, each with the name of its table; `az rest` the tables. */
function ofLogs(pasted: JsonValue, query: string): SuppliedBody {
  if (!Array.isArray(pasted)) {
    const shaped = shapeLogs(pasted, query);
    return isObject(shaped) && Array.isArray(shaped["rows"])
      ? { ok: true, body: shaped, complete: true }
      : problem("there are no rows in it, as the log query prints them");
  }
  const rows = pasted.filter(isObject);
  if (rows.length < pasted.length) return problem("a row in it is no object, as the log query prints them");
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => name !== "TableName");
  const columns = names.map((name) => ({ name }));
  const tables = [{ columns, rows: rows.map((row) => names.map((name) => row[name] ?? null)) }];
  return ofLogs({ tables }, query);
}

function ofMetrics(pasted: JsonValue): SuppliedBody {
  if (!isObject(pasted) || !Array.isArray(pasted["value"]))
    return problem("there is no list `value` of metrics in it");
  return { ok: true, body: shapeMetrics(pasted), complete: true };
}

/** One resource, which says its own ID; or a list. */
function ofResource(pasted: JsonValue, request: string): SuppliedBody {
  const path = requestPath(request);
  if (Array.isArray(pasted)) return listed({ value: pasted }, path);
  if (!isObject(pasted)) return problem("it is no object, as the command prints one");
  if (Array.isArray(pasted["value"])) return listed(pasted, path);
  const { id } = pasted;
  if (typeof id !== "string")
    return problem("it has no `id`: paste the whole output of the command, not a part of it");
  if (path.startsWith("/subscriptions/") && !sameArmId(id, path))
    return problem(`it is of ${cut(id)}, and ${cut(path)} was asked for`);
  return { ok: true, body: pasted, complete: true };
}

/** What is listed may stand above what was asked, such as a role assignment; it never stands in another subscription. */
function listed(list: JsonObject, path: string): SuppliedBody {
  const asked = subscriptionOf(path);
  const rows = list["value"] as JsonValue[];
  const stranger = rows.find((row) => {
    const id = isObject(row) && typeof row["id"] === "string" ? row["id"] : "";
    const own = subscriptionOf(id);
    return asked !== undefined && own !== undefined && own !== asked;
  });
  if (isObject(stranger))
    return problem(
      `it lists ${cut(String(stranger["id"] as string))}, which is in another subscription than what was asked for`,
    );
  return { ok: true, body: list, complete: !list["nextLink"] && !list["@odata.nextLink"] };
}

function subscriptionOf(path: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/iu.exec(path)?.[1]?.toLowerCase();
}

function problem(what: string): SuppliedBody {
  return { ok: false, problem: `${what}.` };
}

function cut(text: string): string {
  return cutText(text, 300);
}
