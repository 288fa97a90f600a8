/** A text of at most so many characters: one that is longer ends in `…`, which counts as one of them. */
export function cutText(text: string, mostCharacters: number): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
}
