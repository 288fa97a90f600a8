import { readImports, withoutComments } from "./read-imports.ts";
import type { Sources } from "./room-rules.ts";
import { openRooms, roomOf } from "./rooms.ts";

const lineLimit = 300;
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|d))?\.ts$/u;
const vagueNames = /^(?:utils?|helpers?|common|manager|misc)$|-(?:utils?|helpers?|manager)$/u;

/** What a file says wrong about itself: its name, its size, the form of its exports and imports. */
export function fileViolations(sources: Sources): string[] {
  return [...sources].flatMap(([path, source]) => {
    const name = path.split("/").at(-1)!;
    const found: string[] = [];
    if (!kebabCase.test(name)) found.push("is not named in kebab-case");
    if (path.split("/").some((part) => vagueNames.test(part.replace(/(\.test)?\.ts$/u, ""))))
      found.push("is named after no idea (utils, helpers, common, manager)");
    if (name === "index.ts") found.push("re-exports a room");
    const lines = source.trimEnd().split("\n");
    if (lines.length > lineLimit && !/one thing/iu.test(lines.slice(0, 12).join("\n")))
      found.push(`has ${lines.length} lines and does not say at its top why it is one thing`);
    if (/^export default\b|^export \{[^}]*\bas default\b/mu.test(source) && !name.endsWith(".config.ts"))
      found.push("has a default export");
    if (
      readImports(source).some(({ specifier }) => /^\.{1,2}\//u.test(specifier) && !/\.\w+$/u.test(specifier))
    )
      found.push("imports a file without its ending");
    return found.map((what) => `${path} ${what}`);
  });
}

/**
 * Places that may touch the environment: the entries, the one parser of it, and the local host, which sets what a
 * Functions host sets for its app (WEBSITE_HOSTNAME).
 */
const environmentReaders =
  /^(?:app\.ts|services\/platform\/config\.ts|cli\/|local-host\/http\/management-front\.ts)/u;

const forbidden: { text: RegExp; why: string; where: (path: string) => boolean }[] = [
  {
    text: /throw new Error\(/u,
    why: "throws a bare Error: give it a class with a name and a code",
    where: () => true,
  },
  {
    text: /\bprocess\.env\b/u,
    why: "reads the environment: services/platform/config.ts does",
    // Playbooks are data: their texts tell developers of `process.env`.
    where: (path) => !environmentReaders.test(path) && !path.startsWith("diagnosis/playbooks/"),
  },
  {
    text: /retryTimeoutInMilliseconds/u,
    why: "sets retryTimeoutInMilliseconds: the instance would hang for ever",
    where: (path) => !path.startsWith("local-host/"),
  },
  {
    text: /\bdf\.app\.entity\(|\bcallEntity\(|\bsignalEntity\(/u,
    why: "uses durable entities",
    where: (path) => !path.startsWith("local-host/"),
  },
  {
    text: /\bTimestamp\s*:/u,
    why: "names a property Timestamp: durable-functions turns it into a Date",
    where: (path) => path.startsWith("orchestrations/") || path.startsWith("domain/"),
  },
  {
    text: /\b(?:Date\.now|Math\.random|new Date|performance\.now)\b|\bawait\b/u,
    why: "is not deterministic: an orchestration has no clock, no random and no await",
    where: (path) => path.startsWith("orchestrations/"),
  },
];

/** What no product file may say. Tests may. */
export function textViolations(sources: Sources): string[] {
  return [...sources].flatMap(([path, source]) => {
    const room = roomOf(path);
    if (room !== undefined && (openRooms as readonly string[]).includes(room)) return [];
    const code = withoutComments(source);
    return forbidden.flatMap(({ text, why, where }) =>
      where(path) && text.test(code) ? [`${path} ${why}`] : [],
    );
  });
}
