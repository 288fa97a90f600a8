import type { KqlType } from "../syntax.ts";
import type { Value } from "../table.ts";
import { convertValue, numberOf, textOfValue } from "../values/convert-value.ts";
import { kustoPattern } from "../values/match-text.ts";
import { define, type KqlFunction } from "./kql-function.ts";

const manyArguments = 64;
const text = (value: Value): string => textOfValue(value);
const whole = (value: Value, otherwise: number): number => Math.trunc(numberOf(value) ?? otherwise);

const replaceString = define(3, 3, "string", ([value, from, to]) =>
  text(value).replaceAll(text(from), text(to)),
);
const replaceRegex = define(3, 3, "string", ([value, pattern, to]) =>
  text(value).replaceAll(kustoPattern(text(pattern), "g"), text(to).replaceAll(/\\(\d)/g, "$$$1")),
);

export const textFunctions: Record<string, KqlFunction> = {
  strcat: define(1, manyArguments, "string", (values) => values.map(text).join("")),
  strcat_delim: define(2, manyArguments, "string", ([mark, ...values]) => values.map(text).join(text(mark))),
  strlen: define(1, 1, "long", ([value]) => Array.from(text(value)).length),
  tolower: define(1, 1, "string", ([value]) => text(value).toLowerCase()),
  toupper: define(1, 1, "string", ([value]) => text(value).toUpperCase()),
  reverse: define(1, 1, "string", ([value]) => Array.from(text(value)).toReversed().join("")),
  substring: define(2, 3, "string", ([value, start, length]) => {
    const from = Math.max(0, whole(start, 0));
    return text(value).slice(from, length === undefined ? undefined : from + whole(length, 0));
  }),
  indexof: define(2, 5, "long", ([value, sought, start]) =>
    text(value).indexOf(text(sought), whole(start, 0)),
  ),
  countof: define(2, 3, "long", ([value, sought, kind]) => {
    if (text(sought) === "") return 0;
    if (kind === "regex") return [...text(value).matchAll(kustoPattern(text(sought), "g"))].length;
    return text(value).split(text(sought)).length - 1;
  }),
  split: define(2, 3, "dynamic", ([value, mark, index]) => {
    const parts = text(value).split(text(mark));
    return index === undefined ? parts : parts.slice(whole(index, 0), whole(index, 0) + 1);
  }),
  trim: define(2, 2, "string", ([pattern, value]) =>
    text(value)
      .replace(kustoPattern(`^(?:${text(pattern)})+`), "")
      .replace(kustoPattern(`(?:${text(pattern)})+$`), ""),
  ),
  trim_start: define(2, 2, "string", ([pattern, value]) =>
    text(value).replace(kustoPattern(`^(?:${text(pattern)})+`), ""),
  ),
  trim_end: define(2, 2, "string", ([pattern, value]) =>
    text(value).replace(kustoPattern(`(?:${text(pattern)})+$`), ""),
  ),
  replace_string: replaceString,
  replace_regex: replaceRegex,
  replace: define(3, 3, "string", ([pattern, to, value], context) =>
    replaceRegex.run([value, pattern, to], context),
  ),
  extract: define(3, 4, "string", ([pattern, group, value, type]) => {
    const found = kustoPattern(text(pattern)).exec(text(value))?.[whole(group, 0)] ?? "";
    return type === undefined ? found : convertValue(text(type) as KqlType, found);
  }),
  extract_all: define(2, 2, "dynamic", ([pattern, value]) =>
    [...text(value).matchAll(kustoPattern(text(pattern), "g"))].map((match) =>
      match.length > 2 ? match.slice(1) : (match[1] ?? match[0]),
    ),
  ),
  url_decode: define(1, 1, "string", ([value]) => decoded(text(value))),
  url_encode: define(1, 1, "string", ([value]) => encodeURIComponent(text(value))),
  base64_decode_tostring: define(1, 1, "string", ([value]) =>
    Buffer.from(text(value), "base64").toString("utf8"),
  ),
  base64_encode_tostring: define(1, 1, "string", ([value]) => Buffer.from(text(value)).toString("base64")),
  isempty: define(1, 1, "bool", ([value]) => text(value) === ""),
  isnotempty: define(1, 1, "bool", ([value]) => text(value) !== ""),
  notempty: define(1, 1, "bool", ([value]) => text(value) !== ""),
};

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
