import { AzUsageError } from "./az-arguments.ts";

/**
 * A result as knack prints it: nothing at all for null, JSON of two spaces, or tab-separated values.
 *
 * @see https://learn.microsoft.com/cli/azure/format-output-azure-cli
 */
export function azOutput(result: unknown, format: string): string {
  if (result === null || result === undefined) return "";
  if (format === "json") return `${JSON.stringify(result, null, 2)}\n`;
  if (format === "tsv") return (Array.isArray(result) ? result : [result]).map(tsvRow).join("");
  throw new AzUsageError(`argument --output: invalid choice: '${format}'`);
}

function tsvRow(row: unknown): string {
  if (typeof row === "boolean") return `${row}\n`;
  if (typeof row !== "object" || row === null) return `${pythonText(row)}\n`;
  return `${Object.values(row).map(tsvCell).join("\t")}\n`;
}

function tsvCell(cell: unknown): string {
  if (Array.isArray(cell)) return String(cell.length);
  return typeof cell === "object" && cell !== null ? "" : pythonText(cell);
}

/** What Python's `str` makes of a value. */
export function pythonText(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number);
}
