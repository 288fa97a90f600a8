import { secretMeaningOf } from "../secret-name.ts";
import { isWordy } from "../value-shape.ts";

/** `os.environ["X"]`, `getenv("X")`, `config.get(…)`, `new Foo(`: code that fetches the value from elsewhere. */
const call =
  /(?:(?:await|new|yield|return|from)[ \t]+)?[A-Za-z_$@][\w$]*!?(?:(?:\?\.|\.|::|->)[A-Za-z_$][\w$-]*!?)*[ \t]?(?:\([)"'\w$@]|\[["'\w$]|\()/y;
const member = /[A-Za-z_$@][\w$]*!?(?:(?:\?\.|\.|::|->)[A-Za-z_$][\w$-]*!?)+/y;
const word = /^[A-Za-z_][A-Za-z_]*\d{0,2}[?!]?$/;
const types =
  /^(?:string|str|securestring|bytes|byte|char|int|bool|boolean|object|any|unknown|optional|option|var|let|const|void|text|varchar|nvarchar|secret|secretstr|none|null|true|false)[?!]?$/i;
/** Words with which a sentence goes on after a label: `password: must be changed`. */
const prose =
  /^(?:must|should|is|was|were|are|be|not|no|has|have|had|the|a|an|this|that|it|its|see|your|for|cannot|could|can|will|would|may|might|invalid|expired|incorrect|wrong|bad|missing|required|empty|reset|authentication|failed|failure|error|too|does|did|do|and|or|in|of|to|with|from|at|on|by|used|using|set|stored|rotated|changed|provided|specified|access|denied|unauthorized|when|if|only|please|need|needs)$/i;

/**
 * True where an unquoted value is code or a sentence, no literal: it names where the secret comes from, which is evidence.
 *
 * @param isLiteral  the place holds literals only (a shell assignment, a connection string): nothing there is code.
 */
export function isExpression(text: string, at: number, value: string, isLiteral: boolean): boolean {
  call.lastIndex = at;
  if (!isLiteral && call.test(text)) return true;
  call.lastIndex = at;
  if (isLiteral && /^[A-Za-z_][\w.]*(?:\(["')]|\[["'])/.test(text.slice(at, at + 200))) return true;
  if (isLiteral) return false;
  member.lastIndex = at;
  const chain = member.exec(text)?.[0];
  if (chain !== undefined && chain.length >= value.length && isWordy(value.replaceAll(/[?!:>$@]/g, "")))
    return true;
  if (!word.test(value)) return false;
  if (types.test(value) || secretMeaningOf(value) !== undefined) return true;
  const following = /^[ \t]+[a-z]+/.test(text.slice(at + value.length, at + value.length + 40));
  return prose.test(value) && following;
}
