/** The lines of a section, up to the next heading of the same level or a higher one. */
export function section(page: string, heading: string): string[] {
  const lines = page.split("\n");
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`There is no "${heading}".`);
  const level = heading.split(" ")[0]!.length;
  const length = lines
    .slice(start + 1)
    .findIndex((line) => /^#+ /u.test(line) && line.split(" ")[0]!.length <= level);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
}

/** What stands in backticks at the beginning of each row of one table of a section. */
export function firstCells(lines: readonly string[], table: number): string[] {
  const tables: string[][] = [];
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith("|")) continue;
    if (!lines[index - 1]?.startsWith("|")) tables.push([]);
    tables.at(-1)?.push(line);
  }
  return (tables[table] ?? []).flatMap((row) => /^\| `([^`]+)`/u.exec(row)?.[1] ?? []);
}
