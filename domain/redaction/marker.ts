/**
 * What stands where a secret stood: `[redacted 12 chars]`, `[redacted JWT 812 chars]`. The length stays, since it is
 * evidence (an empty or cut-off secret is a cause), and no rule changes a marker again.
 */
export function markerFor(secret: string, what?: string): string {
  let length = 0;
  for (const _ of secret) length += 1;
  return `[redacted ${what === undefined ? "" : `${what} `}${length} chars]`;
}

const whole = /^\[redacted (?:[A-Za-z]{1,20} ){0,2}\d{1,9} chars\]$/;

export function isMarker(text: string): boolean {
  return text.length < 80 && whole.test(text);
}

const inside = /\[redacted (?:[A-Za-z]{1,20} ){0,2}(\d{1,9}) chars\]/g;

/** True where something in the text was redacted. */
export function isMarked(text: string): boolean {
  return text.search(inside) >= 0;
}

/**
 * How many characters (code points) a text of one line had before it was redacted. Undefined where it has several: what is
 * hidden over line ends is counted otherwise.
 */
export function lengthBeforeRedaction(text: string): number | undefined {
  if (text.includes("\n")) return undefined;
  let hidden = 0;
  const rest = text.replaceAll(inside, (_, length: string) => {
    hidden += Number(length);
    return "";
  });
  return hidden + Array.from(rest).length;
}
