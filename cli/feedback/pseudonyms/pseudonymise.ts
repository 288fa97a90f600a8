import { isObject } from "../scenario/json-shapes.ts";
import { addressMap, addressPattern } from "./addresses.ts";
import { givenWords } from "./given-words.ts";
import { guidMap, guidPattern } from "./guids.ts";
import { identifiersIn } from "./identifiers.ts";
import { wordMap } from "./words.ts";

/**
 * The same documents with other names, GUIDs, hosts, people and addresses in them, through one mapping: what was equal still is, what
 * contained still contains, and no word that carries a meaning for a diagnosis is touched.
 *
 * @param salt  secret and used once: nobody can try names to find out which they were.
 */
export function pseudonymise<Documents extends readonly unknown[]>(
  salt: string,
  documents: Documents,
): Documents {
  const texts = documents.map((document) => JSON.stringify(document));
  const words = wordMap(salt, identifiersIn(documents), givenWords(documents));
  const guid = guidMap(salt, texts);
  const address = addressMap(
    Number.parseInt(guid("00000000000000000000000000000001").slice(0, 8), 16),
    texts,
  );
  const whole = [...words.names.keys()].toSorted((left, right) => right.length - left.length).map(escaped);
  const names =
    whole.length === 0 ? "" : String.raw`|(?<name>(?<![\p{L}\d-])(?:${whole.join("|")})(?![\p{L}\d-]))`;
  const pattern = new RegExp(
    `(?<guid>${guidPattern})|(?<address>${addressPattern})${names}|(?<percent>%[0-9a-f]{2})|(?:\\\\(?<escape>[nrt]))?(?<word>\\p{L}+)`,
    "giu",
  );
  const inText = (text: string): string =>
    text.replaceAll(pattern, (...found) => {
      const groups = found.at(-1) as Record<string, string | undefined>;
      if (groups["guid"] !== undefined) return guid(groups["guid"]);
      if (groups["address"] !== undefined) return address(groups["address"]);
      if (groups["name"] !== undefined)
        return words.names.get(groups["name"].toLowerCase()) ?? groups["name"];
      if (groups["percent"] !== undefined) return groups["percent"];
      const { escape, word = "" } = groups;
      return escape === undefined ? words.word(word) : `\\${words.escaped(escape, word)}`;
    });
  return documents.map((document) => inAll(document, inText)) as unknown as Documents;
}

function inAll(value: unknown, inText: (text: string) => string): unknown {
  if (typeof value === "string") return inText(value);
  if (Array.isArray(value)) return value.map((item) => inAll(item, inText));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [inText(name), inAll(member, inText)]),
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
