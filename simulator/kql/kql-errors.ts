/** The query does not fit the data: an unknown table, column or function, or types that do not go together. */
export class KqlSemanticError extends Error {
  override readonly name = "KqlSemanticError";
  /** Kusto's own code, such as `SEM0100`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function unresolvedColumn(operator: string, name: string): KqlSemanticError {
  return new KqlSemanticError(
    "SEM0100",
    `'${operator}' operator: Failed to resolve column or scalar expression named '${name}'`,
  );
}

/** The table of a query is missing: only Resource Graph needs to tell this from other semantic errors. */
export class UnknownTableError extends KqlSemanticError {
  readonly table: string;

  constructor(operator: string, table: string) {
    super("SEM0100", `'${operator}' operator: Failed to resolve table or column expression named '${table}'`);
    this.table = table;
  }
}

/** The text is not KQL. */
export class KqlSyntaxError extends Error {
  override readonly name = "KqlSyntaxError";
  readonly code = "SYN0002";
  readonly line: number;
  /** 0-based position in the line. */
  readonly positionInLine: number;
  readonly token: string;

  constructor(query: string, position: number, problem: string) {
    const before = query.slice(0, position).split("\n");
    const line = before.length;
    const positionInLine = before.at(-1)?.length ?? 0;
    super(
      `Query could not be parsed at '${tokenAt(query, position)}' on line [${line},${positionInLine}]: ${problem}`,
    );
    this.line = line;
    this.positionInLine = positionInLine;
    this.token = tokenAt(query, position);
  }
}

function tokenAt(query: string, position: number): string {
  return /^\s*(\w+|\S)/.exec(query.slice(position))?.[1] ?? "<EOF>";
}
