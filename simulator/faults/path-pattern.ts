/**
 * A path with wildcards as an expression over whole paths, without regard to case: `*` stands for one segment or a part
 * of it, `**` for any number of segments.
 */
export function pathPattern(pattern: string): RegExp {
  const source = pattern
    .split("**")
    .map((part) => part.split("*").map(escaped).join("[^/]*"))
    .join(".*");
  return new RegExp(`^${source}$`, "i");
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
