/** Letters of other scripts that look like Latin ones, by the Latin one. */
const lookAlikes: Readonly<Record<string, string>> = {
  a: "аɑα",
  c: "сϲ",
  d: "ԁ",
  e: "е",
  h: "һ",
  i: "іı",
  j: "ј",
  k: "κ",
  l: "ӏ",
  n: "ո",
  o: "оοօ",
  p: "рρ",
  s: "ѕ",
  t: "т",
  u: "υ",
  v: "ν",
  x: "хχ",
  y: "уγ",
};
const latinOf = new Map(
  Object.entries(lookAlikes).flatMap(([latin, others]) =>
    Array.from(others, (other) => [other, latin] as const),
  ),
);
const lookAlike = new RegExp(`[${[...latinOf.keys()].join("")}]`, "gu");

const shortestRun = 24;
/** Of one text; what is longer is no message to anybody. */
const mostDecoded = 200_000;
/** Something encoded may hold something encoded. */
const deepest = 2;

/**
 * A text in the forms in which it can be read: as it is drawn (without invisible characters, look-alikes in Latin, escapes as
 * what they stand for), and everything in it that is base64 or hexadecimal of another text. In lower case.
 */
export function readableForms(text: string, depth = 0): string[] {
  const drawn = drawnForm(text);
  if (depth === deepest) return [drawn.toLowerCase()];
  const decoded = decodedRuns(drawn.slice(0, mostDecoded));
  return [drawn.toLowerCase(), ...decoded.flatMap((inner) => readableForms(inner, depth + 1))];
}

/** The text as a reader sees it, whatever it is made of. */
export function drawnForm(text: string): string {
  return text
    .replaceAll(/\\u\{?([0-9a-f]{4,6})\}?/giu, (all, code: string) => charOf(code) ?? all)
    .replaceAll(/\\x([0-9a-f]{2})/giu, (all, code: string) => charOf(code) ?? all)
    .replaceAll(
      /&#x?([0-9a-f]{2,6});/giu,
      (all: string, code: string) =>
        (/^&#x/iu.test(all) ? charOf(code) : charOf(Number(code).toString(16))) ?? all,
    )
    .replaceAll(/(?:%[0-9a-f]{2})+/giu, (run) => utf8(run.replaceAll("%", ""), "hex") ?? run)
    .normalize("NFKC")
    .replaceAll(/<U\+[0-9A-F]{4,6}>|[\p{Cf}\u034f\u115f\u1160\u3164]/gu, "")
    .replaceAll(lookAlike, (char) => latinOf.get(char)!);
}

function decodedRuns(text: string): string[] {
  const hex = [...text.matchAll(/(?:[0-9a-f]{2}){12,}/giu)].map(([run]) => utf8(run, "hex"));
  const whole = [...text.matchAll(/[\w+/-]{24,}={0,2}/gu)].map(([run]) => run);
  // A name may go before it, joined by what base64 of URLs is made of, too.
  const parts = whole.flatMap((run) => run.split(/[_/-]/u).filter(({ length }) => length >= shortestRun));
  const base64 = [...new Set([...whole, ...parts])].map((run) => utf8(run, "base64"));
  return [...hex, ...base64].filter((inner) => inner !== undefined);
}

/** The text that these bytes are; undefined where they are none. */
function utf8(encoded: string, encoding: "hex" | "base64"): string | undefined {
  // What was cut off may end in the middle of a character.
  const text = Buffer.from(encoded, encoding)
    .toString()
    .replace(/\ufffd{1,3}$/u, "");
  return text === "" || /[^\P{C}\n\r\t\u200b-\u206f]|\ufffd/u.test(text) ? undefined : text;
}

function charOf(hex: string): string | undefined {
  const code = Number.parseInt(hex, 16);
  return Number.isNaN(code) || code > 0x10_ffff ? undefined : String.fromCodePoint(code);
}
