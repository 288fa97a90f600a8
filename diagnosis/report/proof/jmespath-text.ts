/** A name as every JMESPath reads it, that of the Azure CLI included. */
export function identifier(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/**
 * A text as every JMESPath reads it. The versions of the language read a backslash or a quote between single quotes
 * differently; as JSON between backticks they agree.
 */
export function textLiteral(text: string): string {
  if (!/['\\]/.test(text)) return `'${text}'`;
  return `\`${JSON.stringify(text).replaceAll("`", "\\u0060").replaceAll("'", "\\u0027")}\``;
}

/** `length(…)` and the like over what a path leads to. */
export function call(name: string, ...operands: readonly string[]): string {
  return `${name}(${operands.join(", ")})`;
}

/** What follows on a whole list, where the path itself already runs over the parts of one. */
export function onList(path: string, rest: string): string {
  if (rest === "") return path;
  if (path === "@") return rest;
  return path.includes("[]") ? `${path} | ${rest}` : `${path}${rest}`;
}
