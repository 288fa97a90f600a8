import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readStoredText } from "../../../services/stores/sqlite/stored-text.ts";

/** Every file below a folder: its path and its bytes, one character each. */
export function bytesBelow(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(path).toString("latin1")]));
}

/** Every cell of every table of a SQLite file, compressed ones opened: raw bytes split long texts over pages. */
export function cellsOf(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return tables
      .flatMap(({ name }) => database.prepare(`SELECT * FROM "${String(name)}"`).all())
      .flatMap((row) => Object.values(row))
      .map((cell) => (cell instanceof Uint8Array ? readStoredText(cell) : String(cell)))
      .join("\n");
  } finally {
    database.close();
  }
}
