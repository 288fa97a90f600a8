import { markerFor } from "../marker.ts";
import { TextEdit } from "../text-edit.ts";
import { isPlaceholder } from "../value-shape.ts";
import { readValue } from "./read-value.ts";

const yamlSecret = /^[ \t]*(?:- )?kind:[ \t]*["']?Secret["']?[ \t]*$/m;
const jsonSecret = /"kind"\s{0,8}:\s{0,8}"Secret"/;
const jsonData = /("(?:data|stringData)"\s{0,8}:\s{0,8}\{)([^{}]{1,200000})\}/g;
const jsonEntry = /"[^"\n]{1,300}"\s{0,8}:\s{0,8}(?=")/g;
const yamlData = /^([ \t]*)(?:- )?(?:data|stringData):[ \t]*\r?$/;
const yamlEntry = /^[ \t]*["']?[\w./-]{1,253}["']?:[ \t]*(?=\S)/;

/** Hides every value of a Kubernetes Secret's `data` and `stringData`, in YAML and in JSON text; the keys stay. */
export function hideKubernetesSecrets(text: string): string {
  if (!text.includes("Secret")) return text;
  return hideYaml(hideJson(text));
}

function hideJson(text: string): string {
  if (!jsonSecret.test(text)) return text;
  return text.replaceAll(
    jsonData,
    (_, opening: string, entries: string) => `${opening}${hideEntries(entries)}}`,
  );
}

function hideEntries(entries: string): string {
  const edit = new TextEdit(entries);
  jsonEntry.lastIndex = 0;
  for (let match = jsonEntry.exec(entries); match !== null; match = jsonEntry.exec(entries)) {
    const value = readValue(entries, jsonEntry.lastIndex);
    if (value === undefined) continue;
    if (!isPlaceholder(value.text)) edit.replace(value.start, value.end, markerFor(value.text));
    jsonEntry.lastIndex = value.end + 1;
  }
  return edit.result();
}

function hideYaml(text: string): string {
  if (!yamlSecret.test(text)) return text;
  return text
    .split(/^(?=---)/m)
    .map((document) => (yamlSecret.test(document) ? hideDocument(document) : document))
    .join("");
}

function hideDocument(document: string): string {
  const edit = new TextEdit(document);
  let dataIndent: number | undefined;
  let entryIndent: number | undefined;
  let at = 0;
  for (const line of document.split("\n")) {
    const indent = line.length - line.trimStart().length;
    if (line.trim() !== "" && dataIndent !== undefined && indent <= dataIndent) dataIndent = undefined;
    const data = yamlData.exec(line);
    if (data !== null && dataIndent === undefined) {
      dataIndent = data[1]!.length;
      entryIndent = undefined;
    } else if (dataIndent !== undefined && line.trim() !== "") {
      entryIndent ??= indent;
      hideLine(edit, line, at, indent > entryIndent);
    }
    at += line.length + 1;
  }
  return edit.result();
}

/** An entry keeps its key; a line deeper than the entries is the rest of a block. */
function hideLine(edit: TextEdit, line: string, at: number, isContinued: boolean): void {
  const key = isContinued ? undefined : yamlEntry.exec(line)?.[0];
  if (key === undefined && !isContinued) return;
  const start = key?.length ?? line.length - line.trimStart().length;
  const value = line.slice(start).trimEnd();
  if (value === "" || /^[|>][+-]?$/.test(value) || isPlaceholder(value)) return;
  edit.replace(at + start, at + start + value.length, markerFor(value));
}
