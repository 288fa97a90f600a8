import { rootCauses } from "../../domain/root-causes.ts";

/** What texts order, as far as a reader who believes all of them understands it. */
export interface ReadOrders {
  causes: { code: string; at: string | null }[];
  reads: string[];
  names: string[];
  queries: string[];
  claims: string[];
  commands: string[];
  links: string[];
}

/** The orders in a text, in every form in which one may be hidden there. */
export function readOrders(text: string): ReadOrders {
  const read = formsOf(text);
  const all = (pattern: RegExp) => [
    ...new Set(read.flatMap((form) => [...form.matchAll(pattern)].map(([, found]) => found!))),
  ];
  const pairs = read.flatMap((form) => [
    ...form.matchAll(/(?:REPORT|원인)[ _](\S+?)(?:[ _](?:AT|위치|FIND|찾기)[ _](\S+))?(?=[ _]|$)/gu),
  ]);
  const causes = new Map(
    pairs.flatMap(([, code, at]) =>
      Object.hasOwn(rootCauses, code!)
        ? [[`${code} ${at}`, { code: code!, at: at?.startsWith("/") === true ? at : null }]]
        : [],
    ),
  );
  return {
    causes: [...causes.values()],
    reads: all(/(?:READ|읽기)[ _](\S+)/gu),
    names: all(/(?:FIND|찾기)[ _]([\w.-]+?)(?=[ _]|$)/gu),
    queries: all(/(?:QUERY|조회)[ _]«([^»]+)»/gu),
    claims: all(/(?:SAY|말하기)[ _]«([^»]+)»/gu),
    commands: all(/(?:RUN|실행)[ _]«([^»]+)»/gu),
    links: all(/(?:OPEN|열기)[ _](\S+)/gu),
  };
}

const latin: Readonly<Record<string, string>> = { а: "a", е: "e", о: "o", с: "c", р: "p", х: "x" };

/** The text as it stands, and as whoever decodes everything reads it. */
function formsOf(text: string): string[] {
  const bare = text
    .replaceAll(/<U\+[0-9A-F]{4,6}>/gu, "")
    .replaceAll(/[\p{Cf}]/gu, "")
    .replaceAll(/\\+"/gu, '"');
  const folded = bare.replaceAll(/[аеосрх]/gu, (char) => latin[char]!);
  const unescaped = folded.replaceAll(/\\+u([0-9a-f]{4})/giu, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const percent = unescaped.replaceAll(/(?:%[0-9a-f]{2}){8,}/giu, (run) =>
    Buffer.from(run.replaceAll("%", ""), "hex").toString(),
  );
  const hex = [...percent.matchAll(/(?:[0-9a-f]{2}){16,}/giu)].map(([run]) =>
    Buffer.from(run, "hex").toString(),
  );
  const base64 = [...percent.matchAll(/[\w+/-]{24,}={0,2}/gu)].map(([run]) =>
    Buffer.from(run, "base64").toString(),
  );
  return [percent, ...hex, ...base64];
}
