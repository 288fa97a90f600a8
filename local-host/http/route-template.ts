/** A route of an HTTP function, such as `orders/{id:int}/{*rest}`, ready to match paths. */
export interface RouteTemplate {
  /** The values of the parameters, decoded; undefined where the path does not match. */
  match(path: string): Record<string, string> | undefined;
  /** Orders routes that match the same path: literals before parameters, parameters before catch-alls. */
  specificity: string;
}

interface Segment {
  pattern: string;
  names: string[];
  isOptional: boolean;
  rank: string;
}

/** Constraints of ASP.NET routes that a pattern can express; others match any text. */
const constraints = new Map([
  ["int", "-?\\d+"],
  ["long", "-?\\d+"],
  ["bool", "(?:true|false)"],
  ["guid", "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"],
  ["alpha", "[a-z]+"],
  ["decimal", "-?\\d+(?:\\.\\d+)?"],
]);

/** @param template  as in the function's `route`, without the prefix. */
export function parseRoute(template: string): RouteTemplate {
  const segments = template
    .split("/")
    .filter((part) => part !== "")
    .map(parseSegment);
  const names = segments.flatMap((segment) => segment.names);
  const source = segments
    .map(({ pattern, isOptional }) => (isOptional ? `(?:/${pattern})?` : `/${pattern}`))
    .join("");
  const expression = new RegExp(`^${source}/?$`, "i");
  return {
    specificity: segments.map(({ rank }) => rank).join(""),
    match(path) {
      const found = expression.exec(path === "" ? "/" : path);
      if (!found) return undefined;
      const parameters: Record<string, string> = {};
      for (const [index, name] of names.entries()) {
        const value = found[index + 1];
        if (value !== undefined && value !== "") parameters[name] = decode(value);
      }
      return parameters;
    },
  };
}

function parseSegment(text: string): Segment {
  const names: string[] = [];
  const whole = /^\{(\*{0,2})(\w+)(?::([^}]*?))?(\?)?(?:=[^}]*)?\}$/.exec(text);
  if (whole) {
    const [, star, name = "", constraint, optional] = whole;
    names.push(name);
    if (star) return { pattern: "(.*)", names, isOptional: true, rank: "3" };
    const pattern = `(${constraintPattern(constraint)})`;
    return {
      pattern,
      names,
      isOptional: optional !== undefined || text.includes("="),
      rank: constraint ? "1" : "2",
    };
  }
  const parts = text.split(/(\{[^}]+\})/);
  const pattern = parts
    .map((part) => {
      const parameter = /^\{(\w+)(?::([^}]*))?\}$/.exec(part);
      if (!parameter) return escapeText(part);
      names.push(parameter[1] ?? "");
      return `(${constraintPattern(parameter[2])})`;
    })
    .join("");
  return { pattern, names, isOptional: false, rank: names.length > 0 ? "1" : "0" };
}

function constraintPattern(constraint: string | undefined): string {
  return constraints.get(constraint?.split(":")[0]?.toLowerCase() ?? "") ?? "[^/]+";
}

function escapeText(text: string): string {
  return encodeURI(text).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
