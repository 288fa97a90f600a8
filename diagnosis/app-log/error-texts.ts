import type { Signals } from "../../domain/signals.ts";
import type { EvidenceDocument } from "../evaluation/place.ts";
import { tellsError } from "./log-columns.ts";
import { type LogLine, type LogRow, logRows } from "./log-rows.ts";

/** What a log tells of one failure: a second text of the error. */
export interface ErrorText {
  readonly lines: readonly LogLine[];
  /** The line that says it, and the row in which it stands. */
  readonly said: LogLine;
  readonly row: LogRow;
}

/** More than so many different failures of one app are not looked into. */
const mostTexts = 3;
const mostLines = 60;
const mostCharacters = 12_000;
/** What a program and its platform write of one failure stands close together; each line of a stack may be a row. */
const togetherMs = 3_000;
/** A clock of a row may run ahead of when the failure was noticed. */
const aheadMs = 5 * 60_000;

interface Whose {
  /** The workload's, in lower case. */
  readonly id: string;
  readonly name: string;
}

/**
 * The different failures that the answers tell of, likeliest first: those of the call that the request names by an ID, then
 * the nearest to when the failure was seen. What the request itself says is no news.
 */
export function errorTexts(
  answers: readonly EvidenceDocument[],
  whose: Whose,
  signals: Signals,
  request: string,
): readonly ErrorText[] {
  const rows = answers.flatMap(logRows).filter((row) => row.lines.length > 0 && isOf(row, whose, signals));
  const seenAtMs = Date.parse(signals.observedAt);
  const asked = new Set(signals.guids.map(({ guid }) => guid.replaceAll("-", "").toLowerCase()));
  const isAsked = (text: ErrorText[]) => text.some(({ row }) => asked.has(row.operation.replaceAll("-", "")));
  const told = new Set(request.split("\n").map(alike));
  const byText = new Map<string, ErrorText[]>();
  for (const group of groupsOf(concerned(rows, request))) {
    const text = textOf(group, told);
    if (text === undefined) continue;
    const key = [...new Set(text.lines.filter(({ text: line }) => tellsError(line)).map(keyOf))]
      .toSorted()
      .join("\n");
    byText.set(key, [...(byText.get(key) ?? []), text]);
  }
  const distanceMs = (texts: ErrorText[]) => Math.min(...texts.map(({ row }) => distance(row, seenAtMs)));
  return [...byText.values()]
    .toSorted(
      (left, right) => Number(isAsked(right)) - Number(isAsked(left)) || distanceMs(left) - distanceMs(right),
    )
    .slice(0, mostTexts)
    .map(
      (same) =>
        same.toSorted((left, right) => distance(left.row, seenAtMs) - distance(right.row, seenAtMs))[0]!,
    );
}

function keyOf({ text }: LogLine): string {
  return alike(text);
}

/** What comes after it was noticed is no cause of it. */
function distance({ atMs }: LogRow, seenAtMs: number): number {
  return atMs > seenAtMs + aheadMs ? (atMs - seenAtMs) * 10 : Math.abs(seenAtMs - atMs);
}

/** Rows of other apps in the same workspace, by the names that they carry; what names none may be its own. */
function isOf({ owners, table }: LogRow, { id, name }: Whose, { resources }: Signals): boolean {
  const names = owners.filter((owner) => !owner.startsWith("/"));
  if (names.some((owner) => owner === name || owner.startsWith(`${name}-`))) return true;
  const ids = owners.filter((owner) => owner.startsWith("/"));
  if (ids.some((owner) => owner.startsWith(id))) return names.length === 0 || !table.startsWith("Container");
  if (names.length > 0 && table.startsWith("Container")) return false;
  const others = resources.filter((one) => one.id.toLowerCase() !== id);
  return !others.some(
    (one) =>
      names.includes(one.name.toLowerCase()) ||
      (runsCode.test(one.type) && ids.some((owner) => owner.startsWith(one.id.toLowerCase()))),
  );
}

const runsCode = /^microsoft\.(?:web\/sites|app\/|containerservice|containerinstance)/u;

/** Where rows name what the request names, such as a pod, the others are of something else. */
function concerned(rows: readonly LogRow[], request: string): readonly LogRow[] {
  const words = new Set(request.toLowerCase().match(/[a-z][a-z0-9]*(?:-[a-z0-9]+)+/gu) ?? []);
  const isNamed = ({ lines }: LogRow) =>
    lines.some(({ text }) => [...words].some((word) => word.length > 8 && text.toLowerCase().includes(word)));
  const tables = new Set(rows.filter(isNamed).map(({ table }) => table));
  return rows.filter((row) => row.table !== "KubeEvents" || !tables.has(row.table) || isNamed(row));
}

/** Rows that stand close together in time, or belong to one request, in the order in which they were written. */
function groupsOf(rows: readonly LogRow[]): LogRow[][] {
  const groups: LogRow[][] = [];
  const inOrder = [...rows].toSorted((left, right) => left.atMs - right.atMs);
  for (const row of inOrder) {
    const last = groups.at(-1);
    const previous = last?.at(-1);
    const isNext =
      previous !== undefined &&
      (row.atMs - previous.atMs <= togetherMs ||
        (row.operation !== "" && last!.some(({ operation }) => operation === row.operation)));
    if (isNext) last!.push(row);
    else groups.push([row]);
  }
  return groups;
}

/** The group as one text; undefined where it says nothing that the request does not. */
function textOf(group: readonly LogRow[], told: ReadonlySet<string>): ErrorText | undefined {
  const seen = new Set<string>();
  const lines: LogLine[] = [];
  let characters = 0;
  for (const line of group.flatMap((row) => row.lines)) {
    const key = alike(line.text);
    if (key === "" || seen.has(key)) continue;
    seen.add(key);
    characters += line.text.length + 1;
    if (lines.length === mostLines || characters > mostCharacters) break;
    lines.push(line);
  }
  const isNews = ({ text }: LogLine) => tellsError(text) && !told.has(alike(text));
  const news = lines.filter(isNews);
  const first = news.find(({ text }) => !isFrame.test(text)) ?? news[0];
  if (first === undefined) return undefined;
  const row = group.find((one) => one.lines.includes(first)) ?? group[0]!;
  return { lines, said: first, row };
}

/** What leads to an error and does not say it. */
const isFrame = /^\s*(?:traceback|at |file "|\^)/iu;

/** Without what differs from one time to the next: numbers of more than four digits, IDs, times. */
function alike(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gu, "#")
    .replace(/\d{4}-\d\d-\d\dt?[\d:.z ]*/gu, "#")
    .replace(/\d{5,}/gu, "#");
}
