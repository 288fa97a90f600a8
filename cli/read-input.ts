import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { UsageError } from "./usage-error.ts";

/** Standard input as a file's name, as other commands have it. */
export const standardInput = "-";

/**
 * Reads one text whole: a file, a pipe (`<(kubectl logs …)`) or standard input. UTF-8, or UTF-16 where a byte order mark
 * says so, as PowerShell's `>` writes it. Never takes more into memory than the limit, however long the input is.
 *
 * @param source     a path, or `-` for standard input.
 * @param mostBytes  as the wire contract limits it.
 * @throws UsageError where it cannot be read or is larger.
 */
export async function readInput(
  source: string,
  mostBytes: number,
  stdin: Readable = process.stdin,
): Promise<string> {
  const name = source === standardInput ? "Standard input" : source;
  const stream = source === standardInput ? stdin : createReadStream(source);
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of stream) {
      const chunk = Buffer.from(part as Uint8Array);
      bytes += chunk.length;
      if (bytes > mostBytes)
        throw new UsageError(
          `${name} has more than ${mostBytes} bytes. Cut it to the lines around the failure, from the first error on.`,
        );
      parts.push(chunk);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${unreadable(name, error)} Name a text file, or - for standard input.`, {
      cause: error,
    });
  } finally {
    stream.destroy();
  }
  return decode(Buffer.concat(parts));
}

function unreadable(name: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return `There is no file ${name}.`;
  if (code === "EISDIR") return `${name} is a folder.`;
  return `${name} cannot be read (${error instanceof Error ? error.message : String(error)}).`;
}

function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString("hex");
  return new TextDecoder(mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8").decode(bytes);
}
