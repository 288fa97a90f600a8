import { homedir } from "node:os";
import { parse, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folders in which files may be read: the client's roots where it declares any, else the folder in which it started
 * the server. A file system's root and the home folder are no project: a model could ask for any file of the user.
 *
 * @param rootUris  what `roots/list` answered; undefined where the client declared no roots.
 */
export function sourceFolders(rootUris: readonly string[] | undefined, workingDirectory: string): string[] {
  if (rootUris) return rootUris.flatMap((uri) => folderOf(uri) ?? []);
  const folder = resolve(workingDirectory);
  return folder === parse(folder).root || folder === resolve(homedir()) ? [] : [folder];
}

function folderOf(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (url.protocol !== "file:") return undefined;
  try {
    return resolve(fileURLToPath(url));
  } catch (error) {
    // A host name or an encoded slash: no folder of this machine.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
