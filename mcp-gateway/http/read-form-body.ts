import type { IncomingMessage } from "node:http";
import { collectBody } from "./read-json-body.ts";

/**
 * Reads the fields of a submitted form; none where it is longer than `maxBytes`, or no form.
 *
 * @throws RequestBrokenError when the client goes away before the end.
 */
export async function readFormBody(request: IncomingMessage, maxBytes: number): Promise<URLSearchParams> {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  const bytes = await collectBody(request, maxBytes);
  return new URLSearchParams(isForm && bytes ? bytes.toString("utf8") : "");
}
