const tables = {
  /** Of Resource Graph. */
  resource_graph:
    /^(?:resources|resourcecontainers|healthresources|networkresources|policyresources|authorizationresources|servicehealthresources|advisorresources)$/iu,
  logs: /^[A-Z]\w{2,80}$/iu,
} as const;

const stages =
  /^(?:where|project|project-away|summarize|take|limit|top|order\s+by|sort\s+by|count|distinct)\b/iu;

/**
 * The texts that a plain query names: one table, then filters, columns, counts, order. Undefined for a query with anything else in it
 * (a second table, a variable, a plug-in, a column of its own making): whoever writes such a query writes what it prints.
 */
export function literalsOfPlainKql(kind: keyof typeof tables, query: string): string[] | undefined {
  if (/[;`\\{}[\]]|\/\/|\/\*|@["']|\bh["']/u.test(query)) return undefined;
  const literals: string[] = [];
  const bare = query.replaceAll(/'([^'\n]*)'|"([^"\n]*)"/gu, (_, single?: string, double?: string) => {
    literals.push(single ?? double ?? "");
    return " ¤ ";
  });
  if (/["']/u.test(bare)) return undefined;
  const [table = "", ...rest] = bare.split("|").map((part) => part.trim());
  if (!tables[kind].test(table) || rest.length === 0) return undefined;
  if (!rest.every((stage) => stages.test(stage))) return undefined;
  if (
    /\b(?:union|join|lookup|evaluate|invoke|toscalar|materialize|externaldata|find|search|in\s*~?\s*\(\s*[A-Za-z]+\s*[|)])\b/iu.test(
      rest.join(" | "),
    )
  )
    return undefined;
  return literals;
}
