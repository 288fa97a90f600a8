import { z } from "zod";
import { LocalTextSchema } from "../domain/language.ts";

/**
 * Every string called an expression below is JMESPath (the language of `az --query`), evaluated over the names bound in
 * the playbook's environment:
 *
 * - `request` (e0), `signals` (e1), `subscriptions` (e2), `names` (e3), `neighbours` (e4), `target` (the bound target),
 * - each entry of `reads` (the stored body of that read), each entry of `let`,
 * - functions: JMESPath's own, the analyses, and those listed in docs/playbooks.md (`exists`, `readable`, `in_cidr`, …).
 *
 * Evaluation is three-valued: what has not been read yet, or may not be read, is *unknown*, not false.
 */
const expression = z.string().min(1);

/** A text with `{{expression}}` places, filled in from the environment and rendered in the reader's language. */
const template = LocalTextSchema;

const PlaybookReadSchema = z.strictObject({
  /** What the reader sees while it is made: "Key Vault {{target.name}}: network rules and permission model". */
  title: template,
  /** The read, each string with `{{expression}}` places; not planned before every place has a value. */
  request: z.strictObject({
    kind: z.enum(["arm", "resource_graph", "logs", "metrics", "graph", "outside"]),
    /**
     * Of kind `outside`: the command that prints, as JSON, what no API of Azure shows (an object of a cluster, the users of a
     * database), each value quoted. It is never run by AZEBAL: it becomes the question of a gap, and its output enters as
     * `source: user`.
     */
    command: z.string().optional(),
    path: z.string().optional(),
    query: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
    subscriptions: expression.optional(),
    resourceId: z.string().optional(),
    metricNames: z.array(z.string()).optional(),
    aggregation: z.array(z.enum(["Average", "Minimum", "Maximum", "Total", "Count"])).optional(),
    interval: z.string().optional(),
    filter: z.string().optional(),
    /** Instants as expressions, for metrics and logs. */
    from: expression.optional(),
    to: expression.optional(),
  }),
  /**
   * A list; the read is made once for each element (six at most), `{{item}}` being the element, and the name is bound to
   * the list of answers.
   */
  each: expression.optional(),
  /** Only made while this holds (or is unknown because of a read that is under way). */
  when: expression.optional(),
  /** What the developer needs to make it, for the gap when it is denied: "Microsoft.KeyVault/vaults/read". */
  permission: z.string(),
  /** True where a denied or absent answer leaves the verdict possible without it. */
  optional: z.boolean().optional(),
});
export type PlaybookRead = z.infer<typeof PlaybookReadSchema>;

const effectPlace = {
  /** The resource's ID, or the path of a Microsoft Graph object, with `{{expression}}` places. */
  id: z.string().optional(),
  /** In its stead: an expression that lists IDs; the effect is on each of them. */
  each: expression.optional(),
  when: expression.optional(),
};
/** JSON pointers into the body that a GET of the resource answers, each with the expression of its new value. */
const effectValues = z.record(z.string().startsWith("/"), expression);

/** One fact that an action changes; see `domain/contract/change.ts`. */
const PlaybookEffectSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("set"), ...effectPlace, values: effectValues }),
  z.strictObject({ kind: z.literal("append"), ...effectPlace, values: effectValues }),
  /** `body`: an expression that gives the object without `id`, `name` and `type`. */
  z.strictObject({ kind: z.literal("create"), ...effectPlace, body: expression }),
  z.strictObject({ kind: z.literal("delete"), ...effectPlace }),
  z.strictObject({ kind: z.literal("measure"), ...effectPlace, metric: z.string(), value: expression }),
]);
export type PlaybookEffect = z.infer<typeof PlaybookEffectSchema>;

const PlaybookActionSchema = z.strictObject({
  title: template,
  why: template,
  /** A list: commands, `undo` and effects are there for each element (twenty at most), which is called `item`. */
  each: expression.optional(),
  /** Shell commands; every `{{…}}` value is quoted and checked by the renderer. */
  commands: z.array(z.string()),
  /** The Bicep property or configuration key that does the same. */
  config: z.string().optional(),
  changes: z.boolean(),
  needsRole: z.string().optional(),
  undo: z.string().optional(),
  when: expression.optional(),
  /** Left out where this holds: another action stands in its stead. Offered where it is not known. */
  unless: expression.optional(),
  /** The facts that it changes. Applied to the evidence they must make the cause vanish, or the action is no fix. */
  effects: z.array(PlaybookEffectSchema).min(1).optional(),
});
export type PlaybookAction = z.infer<typeof PlaybookActionSchema>;

export const PlaybookSchema = z.strictObject({
  code: z.string(),
  title: LocalTextSchema,
  verdict: z.enum(["azure", "not_azure"]),
  /** The pages this was written from. */
  sources: z.array(z.url()).min(1),
  /**
   * What raises the hypothesis: an expression over `request` and `signals` alone. Generous: a wrong raise costs reads, a
   * missing one costs the case.
   */
  raisedBy: expression,
  /** How the culprit is found: an expression that gives a list of `signals.resources` rows (or nothing, with `target` null). */
  target: expression.optional(),
  /** True where the check makes no sense without a target. */
  needsTarget: z.boolean(),
  /** Read and weighed together with this one; it is proven only if all of them are refuted. */
  competitors: z.array(z.string()),
  reads: z.record(z.string(), PlaybookReadSchema),
  let: z.record(z.string(), expression).optional(),
  /** Confirms when true, refutes when false. Its trace is the proof. */
  holds: expression,
  /**
   * Which of several confirmed causes speaks first, as the call meets them: 1 subscription and sign-in, 2 name and
   * existence, 3 network and DNS, 4 transport (TLS), 5 permission model and authentication kind, 6 authorisation,
   * 7 limits and state, 8 the request itself, 9 code.
   */
  layer: z.int().min(1).max(9),
  explanation: template,
  /** Sentences that follow the explanation, each where its condition holds. */
  details: z.array(z.strictObject({ when: expression, text: template })).optional(),
  /** One sentence for `ruled_out`, said where `holds` is false. */
  ruledOut: template,
  /** Further IDs to name as culprits: expressions that give an ID or a list of IDs. The target is always named. */
  culprits: z.array(expression).optional(),
  actions: z.array(PlaybookActionSchema).min(1),
  verify: z.strictObject({ text: template, commands: z.array(z.string()) }),
  /** What the developer would meet next, and why, where this hides a second cause. */
  settledBy: template.optional(),
});
export type Playbook = z.infer<typeof PlaybookSchema>;
