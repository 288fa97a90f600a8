import type { ReportEvidence } from "../../domain/contract/report.ts";
import type { ExpectedEvidence } from "./scenario-files.ts";

/** True where one citation carries all three: the source, the field in its pointer (or filter), and the value. */
export function isCited(expected: ExpectedEvidence, citations: readonly ReportEvidence[]): boolean {
  return citations.some(
    (citation) =>
      sourceMatches(expected.path, citation) &&
      fieldMatches(expected.field, citation) &&
      valueMatches(expected.value, citation),
  );
}

function sourceMatches(path: string, citation: ReportEvidence): boolean {
  const pointer = citation.pointer;
  if (path === "request.error")
    return citation.source === "request" && (pointer.startsWith("/error") || pointer.startsWith("/fields"));
  if (path === "request.source_code")
    return citation.source === "request" && pointer.startsWith("/source_code");
  if (path === "activityLog") return citation.source === "activity_log";
  const [kind, name] = splitKind(path);
  if (kind === "tables")
    return (
      citation.source === "logs" && includes(`${citation.query ?? ""} ${citation.request} ${pointer}`, name)
    );
  if (kind === "metrics")
    return (
      citation.source === "metrics" &&
      includes(`${citation.query ?? ""} ${citation.request} ${pointer}`, name)
    );
  if (kind === "graph") return citation.source === "graph" && includes(decode(citation.request), name);
  const request = decode(citation.request).toLowerCase();
  const wanted = path.toLowerCase();
  if (citation.resource_id?.toLowerCase() === wanted) return true;
  const asked = request.replace(/^get\s+/, "").split("?")[0];
  return asked === wanted;
}

function splitKind(path: string): [string, string] {
  const colon = path.indexOf(":");
  return colon < 0 ? ["", path] : [path.slice(0, colon), path.slice(colon + 1)];
}

/** `properties.networkAcls.defaultAction` in `/value/3/properties/networkAcls/defaultAction`, indices aside. */
function fieldMatches(field: string, citation: ReportEvidence): boolean {
  const pointer = citation.pointer.replaceAll("~1", "/").replaceAll("~0", "~");
  const place = `${pointer}/${citation.operand ?? ""}`;
  if (includes(place, field)) return true;
  const withoutIndices = (text: string) =>
    text
      .replace(/\[(\d*)\]/g, "/$1")
      .split(/[./]/)
      .filter((part) => part !== "" && !/^\d+$/.test(part))
      .join("/")
      .toLowerCase();
  return withoutIndices(place).includes(withoutIndices(field));
}

function valueMatches(value: unknown, citation: ReportEvidence): boolean {
  if (value === undefined) return true;
  const wanted = typeof value === "string" ? value : JSON.stringify(value);
  if (includes(`${citation.value} ${citation.operand ?? ""}`, wanted)) return true;
  return citation.op === "absent" && (wanted === "null" || wanted === "");
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
