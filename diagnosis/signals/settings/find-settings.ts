import type { Signals } from "../../../domain/signals.ts";
import { distinct, matchesPerPattern, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";
import { fileKind } from "./file-kind.ts";
import { jsonSettings } from "./json-settings.ts";
import { settingPatterns } from "./setting-patterns.ts";

type SettingSignal = Signals["settings"][number];

const mostSettings = 400;
const valueCharacters = 500;

/**
 * Settings, environment variables and connection-string parts in the code and in the error, in order of appearance.
 * Values are as stored in e0, which is redacted: a secret shows as its mask.
 */
export function findSettings(scan: Scan, parts: readonly TextPart[]): SettingSignal[] {
  const found = distinct<SettingSignal>(
    mostSettings,
    ({ name, pointer, value }) => `${pointer} ${name} ${value}`,
  );
  for (const part of parts) {
    if (part.kind === "notes") continue;
    const inPart = [...patternSettings(scan, part)];
    if (part.path !== undefined && fileKind(part.path) === "json") inPart.push(...jsonSettings(scan, part));
    for (const { name, value, index } of inPart.toSorted((left, right) => left.index - right.index))
      if (value !== "" || name.includes("_"))
        found.add({
          name,
          value: withoutProse(value, part).slice(0, valueCharacters),
          ...part.positionAt(index),
        });
  }
  return found.list();
}

/** In a sentence the marks that end it follow a value: `(SharedAccessKeyName=worker).` */
function withoutProse(value: string, { kind }: TextPart): string {
  if (kind !== "error") return value;
  const trimmed = value.replace(/[.,;:!?]{1,3}$/, "");
  return trimmed.endsWith(")") && !trimmed.includes("(") ? trimmed.slice(0, -1) : trimmed;
}

function* patternSettings(scan: Scan, part: TextPart) {
  const kind = part.path === undefined ? undefined : fileKind(part.path);
  for (const { pattern, in: kinds } of settingPatterns) {
    if (kinds !== undefined && (kind === undefined || !kinds.includes(kind))) continue;
    scan.charactersRead += part.text.length;
    let taken = 0;
    for (const { groups, index } of part.text.matchAll(pattern)) {
      scan.matchesTaken += 1;
      taken += 1;
      if (taken > matchesPerPattern) break;
      const name = groups?.["n"]?.replaceAll(/["']/g, "");
      const value = groups?.["v"] ?? groups?.["w"] ?? groups?.["x"];
      if (name && value !== undefined && !/^["']?\s{0,2}$/.test(name))
        yield { name, value: value.trim(), index };
    }
  }
}
