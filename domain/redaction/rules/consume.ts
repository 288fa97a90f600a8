/**
 * Where a run of text ends that begins at `from` and is made of what the sticky pattern matches, again and again. The
 * pattern itself is bounded: one without a bound would need a stack as long as the text.
 */
export function consume(pattern: RegExp, text: string, from: number): number {
  let end = from;
  for (pattern.lastIndex = from; pattern.test(text) && pattern.lastIndex > end; ) end = pattern.lastIndex;
  return end;
}
