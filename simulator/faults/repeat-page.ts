import { randomUUID } from "node:crypto";
import type { Answer } from "../http/answer.ts";
import { linkTo, offsetOf, tokenOf } from "../http/page.ts";
import { jsonBody, parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { fieldOf } from "../tenant/field.ts";

/**
 * A list's page with a link to itself: whoever follows it to its end never gets there. What is no list stays as it is.
 *
 * @param link `same` gives the same link with every page, `new` another one each time.
 */
export function repeatPage(
  answer: Answer,
  request: SimulatedRequest,
  origin: string,
  link: "same" | "new",
): Answer {
  const { body } = answer;
  if (answer.status !== 200 || typeof body !== "object" || body === null) return answer;
  const mark = link === "same" ? "repeated" : randomUUID();
  if (fieldOf(body, "data") !== undefined) {
    const asked = fieldOf(jsonBody(request), "options", "$skipToken");
    const $skipToken = tokenOf(offsetOf(typeof asked === "string" ? asked : undefined), mark);
    return { ...answer, body: { ...body, resultTruncated: "true", $skipToken } };
  }
  if (!Array.isArray(fieldOf(body, "value"))) return answer;
  const token = tokenOf(offsetOf(parameter(request, "$skiptoken")), mark);
  const name = fieldOf(body, "@odata.context") === undefined ? "nextLink" : "@odata.nextLink";
  return { ...answer, body: { ...body, [name]: linkTo(request, origin, token) } };
}
