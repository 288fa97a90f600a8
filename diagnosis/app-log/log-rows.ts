import { isObject, type JsonObject, type JsonValue, scalarText, isScalar } from "../../domain/json-value.ts";
import { childOf, type EvidenceDocument, pointerOf } from "../evaluation/place.ts";
import {
  callColumns,
  detailColumns,
  kindColumns,
  messageColumns,
  ownerColumns,
  tableColumn,
} from "./log-columns.ts";

/** One line of what a log says, and the cell that it stands in. */
export interface LogLine {
  readonly text: string;
  readonly evidenceId: string;
  /** JSON pointer of the cell in the stored answer. */
  readonly pointer: string;
  /** 1-based, where the cell has several lines. */
  readonly lineInCell?: number;
}

/** A row of a log, as far as an error is told in it. */
export interface LogRow {
  /** Milliseconds since 1970; 0 where the row has no time. */
  readonly atMs: number;
  /** JSON pointer of the cell that holds the time. */
  readonly timePointer: string;
  readonly evidenceId: string;
  /** Of the request that it was written in; empty where it tells none. */
  readonly operation: string;
  readonly table: string;
  /** Whose it is, as far as it says so, in lower case. */
  readonly owners: readonly string[];
  readonly lines: readonly LogLine[];
}

/** Longer lines and cells are cut: what went wrong is said before. */
const longestLine = 1_500;
const mostLinesInCell = 30;
const deepestJson = 6;

/** The rows of an answer of the log service, as `shapeAnswer` stores it. */
export function logRows({ body, evidence }: EvidenceDocument): LogRow[] {
  const rows = childOf(body, "rows");
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row, index) => (isObject(row) ? [logRow(row, index, evidence.evidenceId)] : []));
}

function logRow(row: JsonObject, index: number, evidenceId: string): LogRow {
  const at = (column: string) => pointerOf(["rows", index, column]);
  const time = ["TimeGenerated", "timestamp"].find((column) => typeof row[column] === "string");
  const said = (column: string) => textIn(row[column]);
  const plain = [...kindColumns, ...messageColumns].flatMap((column) =>
    linesOf(said(column)).map((line) => ({ ...line, evidenceId, pointer: at(column) })),
  );
  const nested = detailColumns.flatMap((column) =>
    detailLines(said(column)).map((text) => ({ text, evidenceId, pointer: at(column) })),
  );
  const isCall = said("Success").toLowerCase() === "false";
  const call = callColumns.flatMap((column) => {
    const text = isCall ? said(column).slice(0, longestLine) : "";
    return text === "" ? [] : [{ text: labelled(column, text), evidenceId, pointer: at(column) }];
  });
  return {
    atMs: time === undefined ? 0 : Date.parse(said(time)) || 0,
    timePointer: time === undefined ? "" : at(time),
    evidenceId,
    operation: said("OperationId") || said("operation_Id"),
    table: said(tableColumn) || said("Type"),
    owners: [...ownerColumns.map(said), said("_ResourceId")].flatMap((owner) =>
      owner === "" ? [] : [owner.toLowerCase()],
    ),
    lines: eachOnce([...plain, ...nested, ...call]),
  };
}

/** A number alone says nothing to whoever reads for codes. */
function labelled(column: string, text: string): string {
  return column === "ResultCode" ? `ResultCode: ${text}` : text;
}

function textIn(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "";
  return isScalar(value) ? scalarText(value) : JSON.stringify(value);
}

function linesOf(cell: string): { text: string; lineInCell?: number }[] {
  if (cell === "") return [];
  const lines = cell.split("\n");
  if (lines.length === 1) return [{ text: cell.slice(0, longestLine) }];
  return lines
    .map((line, index) => ({ text: line.slice(0, longestLine).trimEnd(), lineInCell: index + 1 }))
    .filter(({ text }) => text.trim() !== "")
    .slice(0, mostLinesInCell);
}

/** The texts of nested exceptions: only what stands in the cell as it is, so that it can be cited there. */
function detailLines(cell: string): string[] {
  if (cell === "") return [];
  const parsed = parseJson(cell);
  const texts = parsed === undefined ? [cell] : stringsIn(parsed, 0);
  return texts
    .flatMap((text) => text.split("\n"))
    .map((line) => line.trim().slice(0, longestLine))
    .filter((line) => line !== "" && cell.includes(line))
    .slice(0, mostLinesInCell);
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function stringsIn(value: JsonValue, depth: number): string[] {
  if (typeof value === "string") return [value];
  if (depth > deepestJson || typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((inner) => stringsIn(inner as JsonValue, depth + 1));
}

function eachOnce(lines: readonly LogLine[]): LogLine[] {
  const seen = new Set<string>();
  return lines.filter(({ text }) => {
    const isNew = !seen.has(text.trim());
    seen.add(text.trim());
    return isNew;
  });
}
