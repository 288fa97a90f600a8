import { markerFor } from "../marker.ts";
import { TextEdit } from "../text-edit.ts";
import { isPlaceholder } from "../value-shape.ts";
import { consume } from "./consume.ts";

const begin = /-----BEGIN ((?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?)-----/g;
/** What a key's body is made of, line breaks as JSON and shells write them included; used where the end was cut off. */
const body = /(?:[A-Za-z0-9+/=:,\s-]{1,1024}|\\[nr])/y;

/** Hides what stands between the lines that begin and end a PEM private key; certificates and public keys stay. */
export function hidePrivateKeys(text: string): string {
  if (!text.includes("PRIVATE KEY")) return text;
  const edit = new TextEdit(text);
  begin.lastIndex = 0;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const start = begin.lastIndex;
    const end = bodyEnd(text, start, `-----END ${match[1]!}-----`);
    const content = text.slice(start, end);
    const leading = /^(?:\s|\\[nr])*/.exec(content)?.[0] ?? "";
    const trailing = /(?:\s|\\[nr])*$/.exec(content.slice(leading.length).slice(-64))?.[0] ?? "";
    const key = content.slice(leading.length, content.length - trailing.length);
    if (key !== "" && !isPlaceholder(key)) {
      const keptLines = "\n".repeat(key.split("\n").length - 1);
      edit.replace(start, end, `${leading}${markerFor(key, "private key")}${keptLines}${trailing}`);
    }
    begin.lastIndex = end;
  }
  return edit.result();
}

function bodyEnd(text: string, start: number, endLine: string): number {
  const cut = consume(body, text, start);
  const end = text.slice(start, cut + endLine.length).indexOf("-----END ");
  return end < 0 ? cut : start + end;
}
