import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";

/** What only newer versions of a runtime have (`since`), or newer ones no longer have (`until`), by the words of its errors. */
type Mark = readonly [version: number, pattern: string];

const nodeSince: readonly Mark[] = [
  [14, "Unexpected token '?[.?]'?$|Unexpected token '?[?]"],
  [16, "[.](?:at|replaceAll) is not a function|Unexpected token '(?:[|]{2}|&&|[?]{2})='"],
  [
    18,
    "(?:fetch|FormData|structuredClone|Headers|ReadableStream|Request|Response) is not defined|findLast(?:Index)? is not a function|No such built-in module: node:test",
  ],
  [
    20,
    "(?:File|CustomEvent|crypto) is not defined|to(?:Sorted|Reversed|Spliced) is not a function|export named '?(?:styleText|parseEnv)",
  ],
  [
    22,
    "withResolvers is not a function|(?:Object|Map)[.]groupBy is not a function|(?:WebSocket|Iterator|Navigator|navigator) is not defined|built-in module:? '?node:(?:sqlite|sea)|globSync|fromAsync is not a function",
  ],
];
const pythonSince: readonly Mark[] = [
  [9, "removeprefix|removesuffix|No module named 'zoneinfo'|'type' object is not subscriptable"],
  [
    10,
    "unsupported operand type.s. for [|]: '(?:type|NoneType|_|ABCMeta)|No module named 'types.UnionType|import name 'pairwise'|cannot import name '(?:TypeAlias|ParamSpec|Concatenate|TypeGuard)'",
  ],
  [
    11,
    "No module named 'tomllib'|'StrEnum'|ExceptionGroup|import name '(?:Self|UTC|assert_never|LiteralString|Never|reveal_type)'|TaskGroup|asyncio.{0,20}timeout'",
  ],
  [12, "import name '(?:override|batched)'|pathlib.{0,40}walk'"],
];
const pythonUntil: readonly Mark[] = [
  [11, "No module named '(?:distutils|imp|asynchat|asyncore|smtpd)|'pkgutil' has no attribute 'ImpImporter'"],
  [12, "No module named '(?:cgi|crypt|telnetlib|pipes|imghdr|nntplib|audioop|aifc)'"],
  [10, "'asyncio' has no attribute 'coroutine'|'inspect' has no attribute 'getargspec'"],
  [9, "cannot import name '(?:Mapping|MutableMapping|Iterable|Callable|Sequence)' from 'collections'"],
];
const phpSince: readonly Mark[] = [
  [
    8,
    "undefined function (?:str_contains|str_starts_with|str_ends_with|get_debug_type)|unexpected token .match",
  ],
  [8.1, "undefined function array_is_list|unexpected (?:identifier|token) .{0,3}(?:enum|readonly)"],
  [8.2, "Class .{0,3}Random.{0,3}Randomizer"],
  [8.3, "undefined function (?:json_validate|mb_str_pad)"],
  [8.4, "undefined function (?:array_find|array_any|array_all|mb_trim)"],
];
const javaSince: readonly Mark[] = [
  [
    11,
    "NoSuchMethodError.{0,40}(?:String[.](?:strip|isBlank|repeat)|Files[.]readString)|java/net/http/HttpClient",
  ],
  [17, "NoClassDefFoundError: java/lang/Record|NoSuchMethodError.{0,60}toList[(]"],
  [
    21,
    "SequencedCollection|NoSuchMethodError.{0,60}(?:getFirst|getLast|reversed)[(]|newVirtualThreadPerTaskExecutor|Thread[.]ofVirtual",
  ],
];
const javaUntil: readonly Mark[] = [
  [
    8,
    "NoClassDefFoundError: javax/(?:xml/bind|annotation/|activation)|ClassNotFoundException: javax[.](?:xml[.]bind|activation)|Unrecognized VM option '?(?:UseParNewGC|PrintGCDateStamps)",
  ],
];

/** A quotation mark of the message stands for any character: the patterns stand between such marks themselves. */
const unquoted = (pattern: string) => pattern.replaceAll("'", ".");

/** How runtimes say that they lack something: which version it would take is for the check to find. */
export const saysVersion = errorMatches(
  "is not (?:defined|a function|subscriptable)|No module named|cannot import name|has no attribute|built-in module|undefined function|unexpected (?:token|identifier)|unsupported operand",
  "NoClassDefFoundError|NoSuchMethodError|ClassNotFoundException|Unrecognized VM option|ExceptionGroup|virtual thread|Class .{0,60}not found",
);

function versions(list: readonly Mark[]): string {
  const rows = list.map(([version, pattern]) => ({ version, pattern: unquoted(pattern) }));
  return `\`${JSON.stringify(rows)}\`[?matches($.request.error, pattern)].version`;
}

const syntaxError = "SyntaxError: (?:invalid syntax|f-string:|expected '?[(:])";
/** A log writes its time before each line that it takes over. */
const lineStart = "(?:^|[0-9]z?[|:\\]]? |[|>] ?|: )[ \\t]*";

/** Statements of Python by the minor version that brought them. */
const newerStatements: readonly Mark[] = [
  [12, "type [A-Za-z_]{1,40}(?:\\[.{1,60}\\])? ?= "],
  [12, "(?:async )?(?:def|class) [A-Za-z_0-9]{1,60}\\[.{1,80}\\][(:]"],
  [11, "except[*] "],
  [10, "match .{1,80}:[ \\r]*$"],
  [10, "case .{1,80}:[ \\r]*$"],
];

/** Which version of its language the app needs, by what the configured one lacks; numbers, for a Python its minor version. */
export const versionFacts: NonNullable<Playbook["let"]> = {
  configuredNode: "to_number(find(not_null(configured, ''), '(?:^NODE[|]|^~|^)([0-9]{2})'))",
  nodeSince: `max(${versions(nodeSince)})`,
  isNodeBelow: "configuredNode && nodeSince && configuredNode < nodeSince",
  configuredPython: "to_number(find(not_null(configured, ''), 'PYTHON[|]3[.]([0-9]{1,2})'))",
  /** Statements that an older parser stumbles over. */
  syntaxSince: `matches(request.error, '${unquoted(syntaxError)}') && (${newerStatements
    .map(([version, pattern]) => `matches(request.error, '${lineStart}${pattern}') && \`${version}\``)
    .join(" || ")}) || \`null\``,
  pythonSince: `max([max(${versions(pythonSince)}), syntaxSince][?@])`,
  pythonUntil: `min(${versions(pythonUntil)})`,
  isPythonBelow: "configuredPython && pythonSince && configuredPython < pythonSince",
  isPythonAbove: "configuredPython && pythonUntil && configuredPython > pythonUntil",
  configuredPhp: "to_number(find(not_null(configured, ''), '(?:PHP[|]|^)([5-8][.][0-9])'))",
  phpSince: `max(${versions(phpSince)})`,
  isPhpBelow: "configuredPhp && phpSince && configuredPhp < phpSince",
  configuredJava: "to_number(find(not_null(configured, ''), '(?:java|jre)([0-9]{1,2})'))",
  javaSince: `max(${versions(javaSince)})`,
  javaUntil: `min(${versions(javaUntil)})`,
  isJavaBelow: "configuredJava && javaSince && configuredJava < javaSince",
  isJavaAbove: "configuredJava && javaUntil && configuredJava > javaUntil",
  /** Tomcat 10 and JBoss EAP 8 have the packages of Jakarta EE in the place of javax. */
  configuredServer: "find(not_null(configured, ''), '((?:TOMCAT|JBOSSEAP)[|][0-9]{1,2})')",
  lacksJavax: `${errorMatches("(?:NoClassDefFoundError|ClassNotFoundException|cannot access).{0,20}javax[/.]servlet")}`,
  lacksJakarta: `${errorMatches("(?:NoClassDefFoundError|ClassNotFoundException|cannot access).{0,20}jakarta[/.]servlet")}`,
  isServerOff:
    "configuredServer && (lacksJavax && matches(configuredServer, 'TOMCAT[|]1|JBOSSEAP[|]8') || lacksJakarta && matches(configuredServer, 'TOMCAT[|][89]|JBOSSEAP[|]7'))",
  serverNeeded:
    "isServerOff && (lacksJavax && (matches(configuredServer, 'TOMCAT') && 'Tomcat 9.0 (javax)' || 'JBoss EAP 7 (javax)') || matches(configuredServer, 'TOMCAT') && 'Tomcat 10.1 (jakarta)' || 'JBoss EAP 8 (jakarta)')",
  isVersionOff:
    "isNodeBelow || isPythonBelow || isPythonAbove || isPhpBelow || isJavaBelow || isJavaAbove || isServerOff",
  versionNeeded:
    "(isNodeBelow && join('', [to_string(nodeSince), '-lts'])) || (isPythonBelow && join('', ['3.', to_string(pythonSince)])) || (isPythonAbove && join('', ['3.', to_string(pythonUntil)])) || (isPhpBelow && to_string(phpSince)) || (isJavaBelow && to_string(javaSince)) || (isJavaAbove && to_string(javaUntil)) || serverNeeded",
};

const declaresPython =
  "(?:requires-python|python_requires|python) ?[=:-] ?.{0,3}?[>=^~]{0,3} ?3[.]([0-9]{1,2})";
const declaresPhp = "php.{0,2} ?: ?.{0,2}?[>=^~]{0,3} ?([5-8][.][0-9])";
const inSources = (pattern: string) =>
  `to_number(find(not_null(sources[?matches(@, '${pattern}')] | [0], ''), '${pattern}'))`;

/** The version that a project's own files ask for. */
export const declaredFacts: NonNullable<Playbook["let"]> = {
  declaredPython: inSources(declaresPython),
  declaredPhp: inSources(declaresPhp),
  isPythonDeclaredNewer: "configuredPython && declaredPython && configuredPython < declaredPython",
  isPhpDeclaredNewer: "configuredPhp && declaredPhp && configuredPhp < declaredPhp",
  scriptDeclared:
    "(isPythonDeclaredNewer && join('', ['3.', to_string(declaredPython)])) || (isPhpDeclaredNewer && to_string(declaredPhp)) || `null`",
};
