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
