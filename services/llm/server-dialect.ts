/** How a server wants to be asked. Every step goes to what more servers understand, and none goes back. */
export interface ServerDialect {
  /** How the answer's shape is asked for: held to the schema, held to JSON, or by words alone. */
  readonly answerFormat: "json_schema" | "json_object" | "text";
  readonly tokenLimit: "max_completion_tokens" | "max_tokens";
  /** Whether the usage is asked for at the end of the stream. */
  readonly asksUsage: boolean;
  readonly temperature?: number;
}

/** What is known of one server, for as long as the process lives. */
export interface KnownDialect {
  current(): ServerDialect;
  /**
   * Learns from a refusal (400 or 422) of a question that was put in `asked`.
   *
   * @param refusal  the server's own words, in whatever form.
   * @returns true where the question is worth putting again, in the current dialect.
   */
  learn(refusal: string, asked: ServerDialect): boolean;
}

type Step = { names: RegExp; next: (dialect: ServerDialect) => ServerDialect | undefined };

/** By the names that servers give in their refusals: OpenAI, Azure, vLLM, Ollama, LM Studio, LiteLLM, FastAPI's 422. */
const steps: readonly Step[] = [
  {
    names: /stream_options|include_usage/iu,
    next: (dialect) => (dialect.asksUsage ? { ...dialect, asksUsage: false } : undefined),
  },
  {
    names: /max_completion_tokens/iu,
    next: (dialect) =>
      dialect.tokenLimit === "max_completion_tokens" ? { ...dialect, tokenLimit: "max_tokens" } : undefined,
  },
  {
    names: /temperature/iu,
    next: ({ temperature, ...dialect }) => (temperature === undefined ? undefined : dialect),
  },
  {
    names: /response_format|json_schema|json_object|structured.?output|guided/iu,
    next: (dialect) => {
      if (dialect.answerFormat === "json_schema") return { ...dialect, answerFormat: "json_object" };
      return dialect.answerFormat === "json_object" ? { ...dialect, answerFormat: "text" } : undefined;
    },
  },
];

export function createServerDialect(temperature?: number): KnownDialect {
  let dialect: ServerDialect = {
    answerFormat: "json_schema",
    tokenLimit: "max_completion_tokens",
    asksUsage: true,
    ...(temperature === undefined ? {} : { temperature }),
  };
  return {
    current: () => dialect,
    learn(refusal, asked) {
      // Another question has taught it meanwhile.
      if (asked !== dialect) return true;
      const next = steps
        .filter(({ names }) => names.test(refusal))
        .map((step) => step.next(dialect))
        .find((candidate) => candidate !== undefined);
      if (next === undefined) return false;
      dialect = next;
      return true;
    },
  };
}
