/* oxlint-disable no-control-regex -- control characters are what this file is about */
const sequences = [
  /** Operating system commands (titles, hyperlinks), device control, and their kin: up to their terminator. */
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]{0,4096}(?:\u0007|\u001b\\|\u009c)/g,
  /** Control sequences: colours, cursor movement, erasing. */
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,16}[@-~]/g,
  /** Two-character escapes. */
  /\u001b[ -/]{0,4}[0-Z\\^-~]/g,
] as const;

/**
 * What could act on a terminal or disguise a text: other control characters, bidirectional marks and overrides, invisible
 * characters, tags, and half surrogate pairs. Joiners stay, since emoji and some scripts need them.
 */
const dangerous =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/**
 * Makes a text safe to show: terminal sequences are removed, and every other control, bidirectional or invisible character
 * becomes a visible `<U+202E>`. Line ends become `\n`; tabs and newlines stay.
 */
export function neutraliseControls(text: string): string {
  return sequences
    .reduce((result, pattern) => result.replaceAll(pattern, ""), text)
    .replaceAll(/\r\n?|\u0085|[\u2028\u2029]/g, "\n")
    .replaceAll(
      dangerous,
      (char) => `<U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}>`,
    )
    .toWellFormed();
}
