/** What a history may say of an answer: its status and its size, never its content. */
export function answerSummary(status: number, body: unknown): string {
  const list = elementsOf(body);
  return list === undefined ? `HTTP ${status}` : `HTTP ${status}, ${list.length} in the list`;
}

/** The elements of a list answer: ARM and Graph say `value`, Resource Graph `data`. */
function elementsOf(body: unknown): unknown[] | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  if ("value" in body && Array.isArray(body.value)) return body.value;
  if ("data" in body && Array.isArray(body.data)) return body.data;
  return undefined;
}
