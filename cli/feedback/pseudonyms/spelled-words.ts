/** The words of a text, in lower case: runs of letters, and the parts of a run in camel case. */
export function spelledWords(text: string): string[] {
  return (text.match(/\p{L}+/gu) ?? []).flatMap((run) => {
    const parts = camelParts(run);
    return (parts.length > 1 ? [run, ...parts] : [run]).map((word) => word.toLowerCase());
  });
}

/** `OrdersDBQueue` is `Orders`, `DB`, `Queue`. */
export function camelParts(run: string): string[] {
  return run.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|[^\p{Lu}\p{Ll}]+/gu) ?? [];
}
