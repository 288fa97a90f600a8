import { KqlSemanticError, KqlSyntaxError } from "./kql-errors.ts";
import { runQuery } from "./operators/run-query.ts";
import { type QueryParser, sharedQueryParser } from "./parser/query-parser.ts";
import type { Table, TableSource } from "./table.ts";
import { KqlInstant } from "./values/instant.ts";

/** Evaluates KQL over tables in memory. */
export class KqlEngine {
  readonly #parser: QueryParser;

  constructor(parser: QueryParser = sharedQueryParser) {
    this.#parser = parser;
  }

  /** Gets the parser ready, which takes a second or so, before a query needs it. */
  warmUp(): void {
    // Should the parser not load, the first query meets the same error and tells it.
    this.#parser.parse("print 1").catch(() => undefined);
  }

  /**
   * @param nowMs what `now()` and `ago()` count from, in milliseconds since 1970.
   * @throws KqlSyntaxError where the text is not KQL.
   * @throws KqlSemanticError where it does not fit the tables, or uses what is not evaluated here.
   */
  async run(text: string, tables: TableSource, nowMs: number): Promise<Table> {
    const outcome = await this.#parser.parse(text);
    switch (outcome.kind) {
      case "syntax":
        throw new KqlSyntaxError(text, outcome.position, outcome.message);
      case "unsupported":
        throw new KqlSemanticError("SEM0001", `This service does not support ${outcome.what} in queries.`);
      case "query":
        return runQuery(outcome.query, tables, KqlInstant.ofMs(nowMs));
    }
  }
}
