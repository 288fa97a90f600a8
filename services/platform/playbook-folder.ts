import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PlaybookFile } from "../../domain/playbook-file.ts";

/** The folder of a company's playbooks cannot be read. */
export class PlaybookFolderError extends Error {
  override readonly name = "PlaybookFolderError";
  readonly code = "PlaybookFolder";

  constructor(directory: string, options?: ErrorOptions) {
    super(
      `The playbooks in ${directory} cannot be read. Make the folder and its files readable, or unset AZEBAL_PLAYBOOKS_DIR.`,
      options,
    );
  }
}

/**
 * The files `*.json` of a company's own playbooks, by name, as text; none without a folder.
 *
 * @throws PlaybookFolderError where the folder or a file of it cannot be read: a diagnosis without them would not be the
 *   one that was asked for.
 */
export function readPlaybookFolder(directory: string | undefined): readonly PlaybookFile[] {
  if (directory === undefined) return [];
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".json"))
      .map(({ name }) => join(directory, name))
      .toSorted()
      .map((file) => ({ file, text: readFileSync(file, "utf8") }));
  } catch (error) {
    throw new PlaybookFolderError(directory, { cause: error });
  }
}
