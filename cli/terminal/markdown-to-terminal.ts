const bold = (text: string) => `\u001b[1m${text}\u001b[22m`;
const dim = (text: string) => `\u001b[2m${text}\u001b[22m`;
const cyan = (text: string) => `\u001b[36m${text}\u001b[39m`;

/**
 * Markdown as the report's renderer writes it, for reading in a terminal. Text that is no terminal's stays Markdown.
 * The renderer has already taken every control character out of the text.
 */
export function markdownToTerminal(markdown: string, isTerminal: boolean): string {
  if (!isTerminal) return markdown;
  let inCode = false;
  return markdown
    .split("\n")
    .filter((line) => {
      if (!line.startsWith("```")) return true;
      inCode = !inCode;
      return false;
    })
    .map((line) => styleLine(line))
    .join("\n");
}

function styleLine(line: string): string {
  const heading = /^(#{1,4})\s+(.*)$/.exec(line);
  if (heading) return bold(heading[2] ?? "");
  if (/^\s{0,3}(az|azd|kubectl|curl|gh|terraform|bicep)\s/.test(line)) return cyan(`    ${line.trim()}`);
  return line
    .replace(/\*\*([^*]+)\*\*/g, (_, text: string) => bold(text))
    .replace(/`([^`]+)`/g, (_, text: string) => cyan(text))
    .replace(/^(\s*)- /, `$1${dim("•")} `);
}
