import { errorMatches } from "../error-text.ts";
import { whereReadable } from "./site-evidence.ts";

/**
 * A container or worker that App Service could not start. The platform says the same few sentences for a wrong port, a slow
 * start and a crash; what tells them apart is what the process itself wrote.
 */
export const looksLikeStartFailure = errorMatches(
  "didn.?t respond to HTTP pings|failing site start|expected time limit|failed during startup",
  "ContainerTimeout|startup probe failed|site startup cancel|terminated during site startup|Application Error",
  "coreclr|(?:server|application) did(?:n.t| not) initialize|startup probe|failed to start in|did not start|container.{0,30}(?:not responding|exit(?:ed)? (?:with )?code)|시작되지 않|기동(?:되지|이 안)",
  "500\\.3[0-9]|ANCM|Startup Time Limit|container .{0,80}(?:has exited|could not be started|did not start)",
);

/** How servers of the usual frameworks say the port on which they listen; the port is the group. */
const listeningPatterns = [
  '(?:listening|running|serving|started|starting|ready|accepting connections)[a-z ]{0,24}:? {0,3}(?:https?://)?[^" ]{0,60}:([0-9]{2,5})\\b',
  '(?:listening|running|started|initialized|starting|\\bup\\b|\\blive\\b|bound).{0,120}ports?(?:\\(s\\))?[":= ]{1,4}([0-9]{2,5})\\b',
  "(?:listening|running|started|serving) (?:on|at) ([0-9]{2,5})\\b",
  // Structured: `{"msg":"listening","addr":"0.0.0.0:9090"}`, `msg="server started" address=[::]:9090`.
  '(?:listening|running|serving|started|starting).{0,60}(?:addr|address|endpoint|url|bind)[": =]{1,4}[^" ]{0,60}:([0-9]{2,5})\\b',
  // A line that is of its own fields only: what is bound to every address is what listens.
  '\\b(?:addr|address|bind|listen|listen_addr|endpoint|url)[": =]{1,5}(?:https?://)?(?:0[.]0[.]0[.]0|\\[::\\]|[*])?:([0-9]{2,5})\\b',
  "ProtocolHandler .{0,3}https?-[a-z0-9]{2,12}-([0-9]{2,5})",
  "ServerConnector.{0,80}:([0-9]{2,5})[}]",
  "[(]https?://[^ )]{1,60}:([0-9]{2,5})[)] started",
  "(?:Local:|^ {0,6}(?:Local |Network |External )?URL:)[ ]{1,10}https?://[^ :]{1,60}:([0-9]{2,5})",
] as const;

/** The port that a text says a server listens on. */
export function listeningPort(text: string): string {
  return `not_null(${listeningPatterns.map((pattern) => `find(${text}, '${pattern}')`).join(", ")})`;
}

const saysListening = listeningPatterns
  .map((pattern) => `matches(ResultDescription, '${pattern}')`)
  .join(" || ");

/** The port that the platform says it called; else a site of one container is called on port 80. */
const pingedPort = "(?:HTTP pings on|listened on|responding on|respond on) port:? ?([0-9]{2,5})";

const crashPattern =
  "exec format error|\\[emerg\\]|Unhandled exception|Traceback \\(most recent|Cannot find module|ModuleNotFoundError|Could not find or load main class|panic: |Application startup exception|Error: listen EACCES|exited with code [1-9]";

/** Values about a start, over `console` of the site's reads and the error. */
export const startupLets = {
  consoleListening: whereReadable("console", `console.rows[?${saysListening}].ResultDescription | [0]`),
  listening: `to_number(not_null(${listeningPort("request.error")}, consoleListening && ${listeningPort("consoleListening")} || \`null\`))`,
  platformPing: whereReadable("console", `console.rows[?matches(Message, '${pingedPort}')].Message | [0]`),
  /** Where the site is made of containers, each has its port in its own configuration. */
  mainContainer: whereReadable("siteContainers", "siteContainers.value[?properties.isMain] | [0]"),
  pinged: `to_number(not_null(said(mainContainer.properties.targetPort) || \`null\`, ${[
    `find(request.error, '${pingedPort}')`,
    `platformPing && find(platformPing, '${pingedPort}') || \`null\``,
    "find(request.error, '-e WEBSITES_PORT=([0-9]{2,5})')",
    "find(request.error, '--expose=([0-9]{2,5})')",
    "signals.settings[?name == 'WEBSITES_PORT'].value | [0]",
    "said(matches(not_null(config.properties.linuxFxVersion, ''), '^(?:DOCKER|COMPOSE)')) && '80' || `null`",
  ].join(", ")}))`,
  crashLine: whereReadable(
    "console",
    `console.rows[?matches(ResultDescription, '${crashPattern}')].ResultDescription | [0]`,
  ),
  /** The process ended by itself: neither its port nor its speed is at fault. */
  hasCrashed: `${errorMatches("has exited, failing|exited with|exec format error|\\[emerg\\]", crashPattern)} || crashLine != \`null\``,
};
