import { z } from "zod";
import { InvalidFaultsError } from "../simulator-errors.ts";

const longestWaitSeconds = 3_600;
const mostProblemsShown = 5;

const retryAfterSeconds = z.int().min(0).max(longestWaitSeconds);

/** What happens to a request. `docs/simulator.md` describes each kind. */
const EffectSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("latency"),
    ms: z
      .int()
      .min(1)
      .max(longestWaitSeconds * 1_000),
  }),
  z.strictObject({
    kind: z.literal("throttled"),
    retryAfterSeconds: retryAfterSeconds.optional(),
    retryAfterAs: z.enum(["seconds", "date"]).default("seconds"),
  }),
  z.strictObject({
    kind: z.literal("server-error"),
    status: z.int().min(500).max(599).default(503),
    retryAfterSeconds: retryAfterSeconds.optional(),
  }),
  z.strictObject({ kind: z.literal("dropped") }),
  z.strictObject({ kind: z.literal("stalled"), at: z.enum(["start", "body"]).default("start") }),
  z.strictObject({ kind: z.literal("half-body") }),
  z.strictObject({ kind: z.literal("malformed-json") }),
  z.strictObject({ kind: z.literal("expired-token") }),
  z.strictObject({ kind: z.literal("html-page"), status: z.int().min(200).max(599).default(200) }),
  z.strictObject({ kind: z.literal("repeating-page"), link: z.enum(["same", "new"]).default("new") }),
]);
export type FaultEffect = z.infer<typeof EffectSchema>;

const RuleSchema = z
  .strictObject({
    name: z.string().min(1).optional(),
    match: z
      .strictObject({
        plane: z.enum(["arm", "graph", "logs", "tokens"]).optional(),
        method: z.string().min(1).optional(),
        path: z.string().startsWith("/", "must begin with /").optional(),
        query: z.record(z.string(), z.string()).optional(),
      })
      .default({}),
    nth: z.int().min(1).default(1),
    count: z.union([z.int().min(1), z.literal("always")]).default(1),
    effect: EffectSchema,
  })
  .refine(({ match, effect }) => match.plane !== "tokens" || !needsAzure.has(effect.kind), {
    path: ["effect", "kind"],
    message: "has no meaning for plane tokens",
  });

/** Effects that change what a service of Azure answers. */
const needsAzure: ReadonlySet<FaultEffect["kind"]> = new Set(["expired-token", "repeating-page"]);

/** A file of faults: what `azebal simulator --faults` reads and `PUT /simulator/faults` takes. */
const FaultsSchema = z.strictObject({ faults: z.array(RuleSchema) });

export type FaultRuleInput = z.input<typeof RuleSchema>;
/** A rule with every default filled in. */
export type FaultRule = Omit<z.output<typeof RuleSchema>, "name"> & { name: string };

/**
 * Checks rules and names those that have no name `fault-1`, `fault-2`, … by their place.
 *
 * @param source how the message calls where they come from, such as a file's path.
 * @throws InvalidFaultsError with every problem and its place.
 */
export function parseFaults(source: string, value: unknown): FaultRule[] {
  const parsed = FaultsSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".") || "the whole"}: ${message}`,
    );
    throw new InvalidFaultsError(source, problems.slice(0, mostProblemsShown));
  }
  const rules = parsed.data.faults.map((rule, index) => ({
    ...rule,
    name: rule.name ?? `fault-${index + 1}`,
  }));
  const twice = rules.find(({ name }, index) => rules.findIndex((rule) => rule.name === name) !== index);
  if (twice !== undefined) throw new InvalidFaultsError(source, [`two faults are called ${twice.name}`]);
  return rules;
}
