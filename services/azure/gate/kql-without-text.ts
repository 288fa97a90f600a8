/**
 * KQL with its string literals emptied and its comments removed, so that what looks like an operator is one. Undefined
 * where a literal does not end. Knows `"…"` and `'…'` with backslash escapes, `@"…"` with doubled quotes, and the
 * multi-line ```` ```…``` ```` and `~~~…~~~`.
 *
 * @see https://learn.microsoft.com/kusto/query/scalar-data-types/string
 */
export function kqlWithoutText(query: string): string | undefined {
  let code = "";
  let at = 0;
  while (at < query.length) {
    const fence = /^(?:```|~~~)/u.exec(query.slice(at, at + 3))?.[0];
    if (query.startsWith("//", at)) {
      const end = query.slice(at).search(/[\r\n]/u);
      at = end < 0 ? query.length : at + end;
      continue;
    }
    if (fence !== undefined) {
      const end = query.indexOf(fence, at + 3);
      if (end < 0) return undefined;
      code += '""';
      at = end + 3;
      continue;
    }
    const quote = query[at];
    if (quote === '"' || quote === "'") {
      const end = endOfLiteral(query, at, quote, query[at - 1] === "@");
      if (end === undefined) return undefined;
      code += '""';
      at = end;
      continue;
    }
    code += query[at];
    at += 1;
  }
  return code;
}

/** The index after the closing quote; undefined where the literal ends with its line or the query. */
function endOfLiteral(query: string, start: number, quote: string, verbatim: boolean): number | undefined {
  for (let at = start + 1; at < query.length; at += 1) {
    const character = query[at];
    if (character === "\n" || character === "\r") return undefined;
    if (character === "\\" && !verbatim) at += 1;
    else if (character === quote && verbatim && query[at + 1] === quote) at += 1;
    else if (character === quote) return at + 1;
  }
  return undefined;
}
