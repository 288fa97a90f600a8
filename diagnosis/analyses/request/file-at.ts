import { type AnalysisFunction, known } from "../../evaluation/evaluated.ts";
import { memberOf } from "../../evaluation/navigate.ts";

/**
 * `file_at(path)`: the file that was sent under this path, as an error or a stack frame states it: one path ends with the other
 * (`/home/site/wwwroot/src/a.py` and `src/a.py`), else the only one of that name. Null where none is, or where several are.
 */
export const fileAt: AnalysisFunction = ([path], context) => {
  if (path?.kind !== "known") return path ?? known(null);
  const files = context.evaluate("not_null($.request.source_code, `{}`)", known(null));
  if (files.kind !== "known") return files;
  if (typeof path.value !== "string" || files.value === null || typeof files.value !== "object")
    return known(null);
  const asked = partsOf(path.value);
  const paths = Object.keys(files.value);
  const ending = paths.filter((name) => isEnd(partsOf(name), asked) || isEnd(asked, partsOf(name)));
  const alike = paths.filter((name) => partsOf(name).at(-1) === asked.at(-1));
  const [found, ...others] = ending.length > 0 ? ending : alike;
  return found === undefined || others.length > 0 ? known(null) : memberOf(files, found);
};

function partsOf(path: string): string[] {
  return path
    .toLowerCase()
    .split(/[\\/]/)
    .filter((part) => part !== "" && part !== ".");
}

function isEnd(end: readonly string[], whole: readonly string[]): boolean {
  return end.length > 0 && end.every((part, at) => part === whole[whole.length - end.length + at]);
}
