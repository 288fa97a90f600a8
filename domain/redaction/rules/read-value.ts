import { consume } from "./consume.ts";

/** A value in a text: `[start, end)` without its quotes. */
export interface FoundValue {
  start: number;
  end: number;
  text: string;
  quoted: boolean;
}

export interface ValueContext {
  inConnectionString?: boolean;
  urlEncoded?: boolean;
}

/** A quote, the prefix of an interpolated, raw or national string before it: `$"`, `@"`, `f"`, `N'`. */
const openingQuote = /(?:[$@]{1,2}|[bfrBFRNU]{1,2})?(\\{0,7})(["'`])/y;
const colour = new RegExp(String.raw`(?:\u001b\[[0-9;]{0,16}m)+`, "y");
/** What stands in for a value and may hold spaces: tried before the value is read up to the next space. */
const bracketed =
  /\[redacted (?:[A-Za-z]{1,20} ){0,2}\d{1,9} chars\]|(?:\$\{\{[^}\r\n]{0,200}\}\}|\{\{[^}\r\n]{0,200}\}\}|\$\{[^}\r\n]{0,400}\}|\$\([^)\r\n]{0,200}\)|@Microsoft\.KeyVault\([^)\r\n]{0,2000}\)|<[^<>\r\n]{1,200}>|\[[^\]\r\n]{1,200}\]|\{[^{}\r\n]{1,200}\})(?=[\s;,"'`)\]}&<\\]|$)/iy;
const entity = String.raw`&(?:amp|lt|gt|apos|#\d{1,6});`;
const unquoted = new RegExp(
  String.raw`(?:${entity}|&(?!quot;|[\w.%-]{1,64}=)|,(?![\s,]|$|[\w. -]{1,64}[=:])|'(?![\s;,)\]}&]|$)|\\(?!["'nrt])|[^\s;"'<>&,\\\u001b${"`"}]{1,1024})`,
  "uy",
);
/** Inside a connection string a value reaches to the next semicolon, spaces and commas included. */
const untilSemicolon = new RegExp(
  String.raw`(?:${entity}|&(?!quot;)|'(?![;\s]|$)|\\(?!["'nrt])|[^;"'<>&\\\r\n\u001b${"`"}]{1,1024})`,
  "uy",
);
const urlEncoded = /(?:%(?!3B|26|20|22|0A|0D)[0-9A-F]{2}|[^\s;"'<>&%]{1,1024})/iy;

/** A plain value is first read this far: enough to judge it, and it keeps nested names from being read over and over. */
const probeLength = 128;

/**
 * Reads the value that begins at `from`: quoted with any of the three quotes (escaped ones too, as in JSON inside JSON),
 * a placeholder in brackets, or plain.
 *
 * @returns undefined where nothing stands there.
 */
export function readValue(text: string, from: number, context: ValueContext = {}): FoundValue | undefined {
  const start = after(colour, text, from) ?? from;
  openingQuote.lastIndex = start;
  const quote = openingQuote.exec(text);
  if (quote !== null) return readQuoted(text, openingQuote.lastIndex, quote[1]!.length, quote[2]!);
  const placeholderEnd = after(bracketed, text, start);
  if (placeholderEnd !== undefined) return plain(text, start, placeholderEnd);
  const probe = text.slice(start, start + probeLength);
  const trimmed = probe.slice(0, consume(patternFor(context), probe, 0)).replace(/[)\]},.\s]{1,128}$/u, "");
  return trimmed === "" ? undefined : plain(text, start, start + trimmed.length);
}

/** Where a plain value ends that was longer than the probe. */
export function endOfLongValue(text: string, value: FoundValue, context: ValueContext): number {
  if (value.quoted || value.end - value.start < probeLength) return value.end;
  return consume(patternFor(context), text, value.start);
}

function patternFor(context: ValueContext): RegExp {
  if (context.urlEncoded) return urlEncoded;
  return context.inConnectionString ? untilSemicolon : unquoted;
}

/**
 * A quoted value ends at its own quote, escaped as often as the opening one. Where that does not come on the same line the
 * text was cut, and what is left of the line is the value.
 */
function readQuoted(text: string, start: number, escapes: number, quote: string): FoundValue {
  let backslashes = 0;
  let at = start;
  for (; at < text.length; at += 1) {
    const char = text[at];
    if (char === "\\") backslashes += 1;
    else {
      if (char === quote && (escapes === 0 ? backslashes % 2 === 0 : backslashes <= escapes)) break;
      if ((char === "\n" || char === "\r") && quote !== "`") break;
      backslashes = 0;
    }
  }
  const end = text[at] === quote ? Math.max(start, at - (escapes === 0 ? 0 : backslashes)) : at;
  return { start, end, text: text.slice(start, end), quoted: true };
}

function plain(text: string, start: number, end: number): FoundValue {
  return { start, end, text: text.slice(start, end), quoted: false };
}

function after(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
