const newline = 0x0a;

/**
 * Cuts a byte stream into lines. A line that grows over `maxBytes` is dropped up to its end and reported once; what
 * comes after it is read as usual. Chunks are joined once per line, not once per chunk.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  readonly #onLine: (line: string) => void;
  readonly #onOversize: () => void;
  #parts: Buffer[] = [];
  #sizeBytes = 0;
  #isDropping = false;

  constructor(maxBytes: number, onLine: (line: string) => void, onOversize: () => void) {
    this.#maxBytes = maxBytes;
    this.#onLine = onLine;
    this.#onOversize = onOversize;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      this.#add(chunk.subarray(from, at));
      this.#endLine();
      from = at + 1;
    }
    this.#add(chunk.subarray(from));
  }

  /** The stream is over: what is left without a line end is a line too. */
  end(): void {
    if (this.#sizeBytes > 0) this.#endLine();
  }

  #add(part: Buffer): void {
    if (this.#isDropping || part.length === 0) return;
    this.#parts.push(part);
    this.#sizeBytes += part.length;
    if (this.#sizeBytes <= this.#maxBytes) return;
    this.#isDropping = true;
    this.#clear();
    this.#onOversize();
  }

  #endLine(): void {
    if (this.#isDropping) {
      this.#isDropping = false;
      return;
    }
    const line = Buffer.concat(this.#parts).toString("utf8").trim();
    this.#clear();
    if (line !== "") this.#onLine(line);
  }

  #clear(): void {
    this.#parts = [];
    this.#sizeBytes = 0;
  }
}
