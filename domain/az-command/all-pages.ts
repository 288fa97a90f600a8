/** How the lines of several pages make one: counts are added up; of `2 of 5` both numbers are. */
export type PageTotal = "sum" | "share";

const totals: Readonly<Record<PageTotal, string>> = {
  sum: "awk '{ n += $1 } END { print n + 0 }'",
  share: `awk '{ some += $1; all += $3 } END { print some + 0 " of " all + 0 }'`,
};

/**
 * A command that asks page after page, since `az rest` does not follow links, and shows of each what is asked for.
 *
 * @param asked     the quoted words of the request; the one after `--url` is the first page.
 * @param nextLink  JMESPath to the next page's address.
 * @param shown     the quoted words that say what to show.
 */
export function allPages(
  asked: readonly string[],
  nextLink: string,
  shown: readonly string[],
  total: PageTotal | undefined,
): string | undefined {
  const at = asked.indexOf("--url") + 1;
  const first = asked[at];
  if (at === 0 || first === undefined) return undefined;
  const page = asked.with(at, '"$url"').join(" ");
  const loop = [
    `(url=${first}; while [ -n "$url" ]; do`,
    `${page} ${shown.join(" ")};`,
    `url=$(${page} --query '${nextLink}' --output tsv); done)`,
  ].join(" ");
  return total === undefined ? loop : `${loop} | ${totals[total]}`;
}
