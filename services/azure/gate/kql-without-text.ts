/** What a literal or a comment begins with, at whatever place it is looked for next. */
const beginning = /\/\/|```|~~~|["']/gu;

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
  for (;;) {
    beginning.lastIndex = at;
    const found = beginning.exec(query);
    if (found === null) return code + query.slice(at);
    const [sign] = found;
    code += query.slice(at, found.index);
    at = found.index;
    if (sign === "//") {
      const end = query.slice(at).search(/[\r\n]/u);
      at = end < 0 ? query.length : at + end;
      continue;
    }
    const end =
      sign === "'" || sign === '"'
        ? endOfLiteral(query, at, sign, query[at - 1] === "@")
        : endOfFenced(query, at, sign);
    if (end === undefined) return undefined;
    code += '""';
    at = end;
  }
}

function endOfFenced(query: string, start: number, fence: string): number | undefined {
  const end = query.indexOf(fence, start + fence.length);
  return end < 0 ? undefined : end + fence.length;
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
