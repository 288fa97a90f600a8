import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { SourceFile } from "../../domain/contract/debug-request.ts";
import { limits } from "../../domain/limits.ts";
import { SourcePathError } from "./source-path-error.ts";

/** The first folder in which a path was found, both free of links. */
interface Located {
  folder: string;
  file: string;
}

/**
 * Reads the named files, UTF-8 text only, as long as they truly lie inside one of `folders`: links are followed first
 * and the place where they end is what counts. Relative paths are looked up in each folder in turn.
 *
 * @returns each file once, in the order named, its path relative to its folder and with forward slashes.
 * @throws SourcePathError for the first path that is outside, missing, no file, binary, or one too many bytes
 *   (`limits.sourceBytes` over all).
 */
export async function readSourceFiles(
  paths: readonly string[],
  folders: readonly string[],
): Promise<SourceFile[]> {
  const realFolders = (await Promise.all(folders.map(realpathOrNothing))).filter(
    (folder) => folder !== undefined,
  );
  if (realFolders.length === 0)
    throw new SourcePathError(
      paths[0] ?? "",
      "cannot be read: this client shares no project folder. Open a folder in the IDE (MCP roots) or start azebal in the project's folder, or send the text in source_code.",
    );
  const read = new Map<string, SourceFile>();
  const names = new Set<string>();
  let leftBytes: number = limits.sourceBytes;
  for (const path of paths) {
    const { folder, file } = await locate(path, realFolders);
    if (read.has(file)) continue;
    const content = await readText(path, file, leftBytes);
    leftBytes -= Buffer.byteLength(content);
    const name = freeName(folder, file, names);
    names.add(name);
    read.set(file, { path: name, content });
  }
  return [...read.values()];
}

async function realpathOrNothing(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isFileSystemError(error)) return undefined;
    throw error;
  }
}

async function locate(path: string, folders: readonly string[]): Promise<Located> {
  if (path.includes("\0")) throw new SourcePathError(path, "is no path: it holds a NUL character.");
  const candidates = isAbsolute(path) ? [path] : folders.map((folder) => resolve(folder, path));
  let isOutside = false;
  for (const candidate of candidates) {
    const file = await realpathOrNothing(candidate);
    if (file === undefined) continue;
    const folder = folders.find((each) => isInside(each, file));
    if (folder !== undefined) return { folder, file };
    isOutside = true;
  }
  // A path that points outside is told the same whether something is there or not.
  if (isOutside || candidates.every((candidate) => !folders.some((folder) => isInside(folder, candidate))))
    throw new SourcePathError(
      path,
      `lies outside ${folders.join(", ")}: only files of the open project are read. Send the text in source_code if it matters.`,
    );
  throw new SourcePathError(
    path,
    `does not exist in ${folders.join(", ")}. Check the spelling, or leave it out.`,
  );
}

function isInside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function readText(path: string, file: string, leftBytes: number): Promise<string> {
  // Not through a link that was put there in the meantime, and without waiting for a named pipe's writer.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, flags);
    const stat = await handle.stat();
    if (!stat.isFile()) throw new SourcePathError(path, "is no file. Name the files themselves.");
    if (stat.size > leftBytes) throw tooLarge(path, stat.size, leftBytes);
    const bytes = await handle.readFile();
    if (bytes.length > leftBytes) throw tooLarge(path, bytes.length, leftBytes);
    return textOf(path, bytes);
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    throw new SourcePathError(
      path,
      `cannot be read (${error.code}). Check its permissions, or leave it out.`,
      {
        cause: error,
      },
    );
  } finally {
    await handle?.close();
  }
}

function tooLarge(path: string, sizeBytes: number, leftBytes: number): SourcePathError {
  return new SourcePathError(
    path,
    `has ${sizeBytes} bytes and only ${leftBytes} of ${limits.sourceBytes} are left. Name the files around the failing call only.`,
  );
}

function textOf(path: string, bytes: Buffer): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new SourcePathError(path, "is binary or not UTF-8 text. Leave it out, or name its source.");
}

/** Relative to its folder; with the folder's own name in front where two folders have a file of that name. */
function freeName(folder: string, file: string, taken: ReadonlySet<string>): string {
  const name = relative(folder, file).split(sep).join("/");
  return taken.has(name) ? join(basename(folder), name).split(sep).join("/") : name;
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  // Node's own permission model refuses without a system call.
  return (
    error instanceof Error && "code" in error && /^(ERR_ACCESS_DENIED|E[A-Z]+)$/.test(String(error.code))
  );
}
