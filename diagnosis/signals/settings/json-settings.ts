import { type Found, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";

export interface JsonSetting {
  name: string;
  value: string;
  index: number;
}

const token =
  /"((?:[^"\\\n]|\\[^\n]){0,4000})"|([{}[\],:])|(-?\d[\d.eE+-]{0,40})|\b(true|false|null)\b|\/\/[^\n]{0,2000}/g;
const deepest = 40;

interface Level {
  isList: boolean;
  key: string | undefined;
  /** `{ "name": …, "value": … }`, the shape in which `az webapp config appsettings` exchanges settings. */
  name?: string;
  value?: JsonSetting;
}

/**
 * The scalars of a JSON text, named as .NET configuration names them (`AzureAd:ClientSecret`), without needing the text to
 * be whole or free of comments. `{ "name": "A", "value": "b" }` gives `A`, and so does `Values:A` of local.settings.json.
 */
export function jsonSettings(scan: Scan, part: TextPart): JsonSetting[] {
  const settings: JsonSetting[] = [];
  const levels: Level[] = [];
  const tokens = [...find(scan, part, token)].filter(({ groups }) => !groups[0]!.startsWith("//"));
  for (const [at, { groups, index }] of tokens.entries()) {
    const top = levels.at(-1);
    const sign = groups[2]!;
    if (sign === "{" || sign === "[") {
      if (levels.length < deepest) levels.push({ isList: sign === "[", key: undefined });
    } else if (sign === "}" || sign === "]") {
      const closed = levels.pop();
      if (closed?.name !== undefined && closed.value !== undefined)
        settings.push({ ...closed.value, name: closed.name });
    } else if (sign === "" && top !== undefined) {
      if (isKey(tokens, at)) top.key = groups[1]!;
      else addScalar(settings, levels, top, scalar(groups), index);
    }
  }
  return settings;
}

function isKey(tokens: readonly Found[], at: number): boolean {
  return tokens[at]!.groups[0]!.startsWith('"') && tokens[at + 1]?.groups[2] === ":";
}

function scalar(groups: readonly string[]): string {
  return groups[1] || groups[3] || groups[4] || "";
}

function addScalar(
  settings: JsonSetting[],
  levels: readonly Level[],
  top: Level,
  value: string,
  index: number,
) {
  const key = top.key?.toLowerCase();
  if (key === "name") top.name = value;
  if (key === "value") top.value = { name: "", value, index };
  const path = levels.flatMap((level) => (level.key === undefined ? [] : [level.key]));
  const name = (path[0] === "Values" ? path.slice(1) : path).join(":");
  if (name !== "") settings.push({ name, value, index });
}
