import { z } from "zod";

export const CitationOperatorSchema = z.enum([
  "equals",
  "contains",
  "absent",
  "none_match",
  "in_range",
  "before",
  "differs_from",
]);
export type CitationOperator = z.infer<typeof CitationOperatorSchema>;

/**
 * What a predicate saw, as it saw it. Made by evaluation, never written by an author, and evaluated again on the stored
 * bytes before a report leaves.
 *
 * - `equals`: the value at `pointer` is `operand` (both scalar).
 * - `contains`: the string at `pointer` holds `operand`, or the array holds it as an element; case is ignored.
 * - `absent`: `pointer` is the deepest parent that exists, `operand` the path below it that does not (or is null).
 * - `none_match`: `pointer` is an array on complete evidence (or an object, for its values; or a text, for itself),
 *   `operand` the filter (JMESPath, values filled in) that none of its elements passes; `value` is its length and what was
 *   looked for. Of an empty list the operand is the literal `true`.
 * - `in_range`: the value at `pointer` (number, instant, address or CIDR range) lies in / covers `operand`: `> 80`,
 *   `>= <instant>`, `= 3` (a list's length), a range or address, or `outside <range>`.
 * - `before`: the instant at `pointer` is earlier than `operand` (ISO 8601).
 * - `differs_from`: the value at `pointer` is not `operand`.
 */
export const CitationSchema = z.strictObject({
  evidenceId: z.string(),
  /** RFC 6901 JSON pointer into the stored body. */
  pointer: z.string(),
  op: CitationOperatorSchema,
  operand: z.string().optional(),
  value: z.string(),
  /** The ID of the innermost ARM resource around the pointer, where the body is a list or a query's rows. */
  resourceId: z.string().optional(),
  /** 1-based line inside the cited text, for requests and source code. */
  line: z.int().min(1).optional(),
});
export type Citation = z.infer<typeof CitationSchema>;
