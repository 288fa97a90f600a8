/** Replacements in a text, given from left to right, applied at once. */
export class TextEdit {
  readonly #text: string;
  readonly #pieces: string[] = [];
  #copied = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Replaces `[start, end)`; a span that begins before the end of the last one is left as it is. */
  replace(start: number, end: number, replacement: string): void {
    if (start < this.#copied) return;
    this.#pieces.push(this.#text.slice(this.#copied, start), replacement);
    this.#copied = end;
  }

  result(): string {
    return this.#copied === 0 ? this.#text : this.#pieces.join("") + this.#text.slice(this.#copied);
  }
}
