/** Control and direction characters could make a terminal show or do something else; line ends inside a value may stay. */
export function isHarmfulInTerminal(text: string): boolean {
  return /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u.test(text);
}

/**
 * One word of bash or zsh, quoted where it is not plainly safe. A text with single quotes of its own stands in double
 * quotes, where nothing in it means anything there: KQL and JMESPath stay readable.
 */
export function shellWord(text: string): string {
  if (/^(?!=)[\w@%+=:,./-]+$/u.test(text)) return text;
  if (text.includes("'") && !/["$`\\!]/u.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
