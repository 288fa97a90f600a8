import { oneLine } from "../../domain/redaction/one-line.ts";
import { redactText } from "../../domain/redaction/redact-text.ts";

/** Whatever a reader, a terminal or an agent could follow, run or take for mark-up. */
const acting = [
  /[a-z][a-z0-9+.-]*:\/\//iu,
  /\bwww\./iu,
  /\]\(/u,
  /<\/?[a-z!]/iu,
  /```|\$\(|\$\{|&&|\|\||[;|]\s*\w|[<>]{1,2}\s*[/\w]/u,
  /(?:^|[\s`'"(])(?:sudo|curl|wget|bash|sh|pwsh|powershell|az|azd|kubectl|helm|terraform|docker|npm|npx|pip|python|node|git|ssh|rm|chmod|eval)\s+[-\w/.]/iu,
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:previous|above|prior|all|instructions?)\b/iu,
  /\b(?:system|assistant|user|developer)\s*(?:prompt|message)?\s*:/iu,
  /\btool[_ ]?(?:call|result)\b/iu,
  /[A-Za-z0-9+/]{60,}={0,2}/u,
] as const;

/**
 * A sentence of a model as people may be shown it: one line, redacted, without controls and mark-up. Undefined for one that
 * holds an address, a command, mark-up or words to a model: nothing of such a sentence is shown.
 */
export function plainSentence(text: string, maxCharacters: number): string | undefined {
  const line = oneLine(redactText(text.normalize("NFKC")));
  if (line === "" || line.length > maxCharacters || line.includes("<U+")) return undefined;
  return acting.some((pattern) => pattern.test(line)) ? undefined : line.replaceAll("`", "'");
}
