import { createRequire } from "node:module";
import type { SyntaxTree } from "./syntax-tree.ts";

/** The little of `@kusto/language-service-next` that is used here; its own types are 1.7 MB of globals. */
interface KustoNode {
  Kind: number;
  ChildCount: number;
  GetChild(index: number): KustoNode | null;
  ValueText?: string;
  Text?: string;
}
interface KustoDiagnostic {
  Code: string;
  Message: string;
  Start: number;
  Severity: string;
}
interface KustoLanguage {
  Syntax: { SyntaxKind: Record<string, unknown> };
  KustoCode: {
    Parse(text: string): {
      Syntax: KustoNode;
      GetDiagnostics(): { Count: number; getItem(index: number): KustoDiagnostic };
    };
  };
}

export interface SyntaxProblem {
  message: string;
  /** 0-based position in the query's text. */
  position: number;
}

/**
 * Loads Microsoft's own KQL parser. It is transpiled from C# to scripts that set globals, takes about a second to be
 * ready and 150 MB, so it is loaded in a thread of its own and only for a first query.
 *
 * @returns a parse function that gives the tree, or the first syntax problem.
 */
export function loadKustoLibrary(): (text: string) => SyntaxTree | SyntaxProblem {
  const require = createRequire(import.meta.url);
  require("@kusto/language-service-next/bridge.min.js");
  require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
  const { Syntax, KustoCode } = (globalThis as unknown as { Kusto: { Language: KustoLanguage } }).Kusto
    .Language;
  const kindNames = new Map<number, string>();
  for (const [name, value] of Object.entries(Syntax.SyntaxKind))
    if (typeof value === "number") kindNames.set(value, name);

  const toTree = (node: KustoNode): SyntaxTree => {
    const children: SyntaxTree[] = [];
    for (let index = 0; index < (node.ChildCount || 0); index += 1) {
      const child = node.GetChild(index);
      if (child !== null) children.push(toTree(child));
    }
    const text = children.length > 0 ? "" : String(node.ValueText ?? node.Text ?? "");
    return { kind: kindNames.get(node.Kind) ?? "Unknown", text, children };
  };

  return (text) => {
    const code = KustoCode.Parse(text);
    const problems = code.GetDiagnostics();
    for (let index = 0; index < problems.Count; index += 1) {
      const { Message, Start, Severity } = problems.getItem(index);
      if (Severity === "Error") return { message: Message, position: Start };
    }
    return toTree(code.Syntax);
  };
}
