import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";
import { declaredFacts, saysVersion, versionFacts } from "./runtime-versions.ts";
import { siteReads, siteTarget, whereReadable } from "./site-evidence.ts";
import { looksLikeStartFailure } from "./startup-evidence.ts";

const dotnet =
  "install or update [.]NET|Framework: ?.?Microsoft[.](?:NETCore|AspNetCore)|500[.]31|compatible framework version was not found|It was not possible to find any compatible|NETSDK1045";
const worker =
  "worker runtime metadata|AZFD0013|FUNCTIONS_WORKER_RUNTIME.{0,80}(?:does not match|not match|mismatch|is set to)|worker runtime.{0,60}(?:not supported|invalid)";
const java = "UnsupportedClassVersionError|class file version [0-9]{2}";
const node =
  'Unsupported engine|engine "?node"? is incompatible|requires? (?:at least )?Node(?:[.]js)? ?(?:version)? ?[>=v0-9]|EBADENGINE';
const python =
  "Requires-Python|requires (?:a different )?Python|python_requires|not supported by Python 3|Python version [0-9.]{3,8} .{0,40}(?:not supported|required)";
const php = "require[sd]? (?:a )?PHP|PHP version|php [0-9.^~>= ]{3,10} (?:is )?required|your php version";
/** Syntax that an older runtime does not know, and what people say of a runtime. */
const tooOld =
  "SyntaxError: (?:Unexpected (?:token|identifier)|invalid syntax)|Parse error: syntax error|Unsupported .{0,20}(?:syntax|major)|(?:runtime|stack|런타임|스택).{0,40}(?:version|mismatch|wrong|not found|찾을 수 없|버전|맞지)";
const missing =
  "(?:dotnet|node|npm|python3?|gunicorn|java|php|pm2): (?:command )?not found|exec: .{0,4}(?:dotnet|node|npm|python|gunicorn|java).{0,4}: executable file not found";

const undetected =
  "detect a version for the platform|No framework detected|could not detect the (?:language|platform)|default app from /opt/defaultsite|Couldn.t find a (?:package[.]json|requirements)";

/** What the error or the console says: the text that the needed version is found in. */
function told(pattern: string): string {
  return whereReadable(
    "console",
    `console.rows[?matches(ResultDescription, '${pattern}')].ResultDescription | [0]`,
  );
}

function found(pattern: string, line: string): string {
  return `find(request.error, '${pattern}') || find(not_null(${line}, ''), '${pattern}')`;
}

const frameworkVersion =
  "Microsoft[.](?:NETCore|AspNetCore)[.]App.?[,;]? .{0,12}version ?.?([0-9]{1,2}[.][0-9])";
const classVersionPattern = "class file version ([0-9]{2})";

export const appServiceRuntimeStack: Playbook = {
  code: "appservice.runtime-stack-mismatch",
  title: text(
    "The configured runtime stack is not the one the app needs",
    "구성된 런타임 스택이 앱에 필요한 스택과 다릅니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/configure-language-dotnetcore",
    "https://learn.microsoft.com/aspnet/core/test/troubleshoot-azure-iis",
    "https://learn.microsoft.com/azure/azure-functions/errors-diagnostics/diagnostic-events/azfd0013",
  ],
  raisedBy: `${errorMatches(dotnet, worker, java, node, python, php, missing, undetected, tooOld)} || ${saysVersion} || ${looksLikeStartFailure}`,
  target: siteTarget,
  needsTarget: true,
  competitors: ["code.functions-hostjson-bundle", "appservice.site-stopped"],
  reads: siteReads,
  let: {
    linux: "config.properties.linuxFxVersion || site.properties.siteConfig.linuxFxVersion",
    /** Flex Consumption keeps its runtime in a place of its own. */
    flex: "said(site.properties.functionAppConfig.runtime.version) && join('|', [upper(site.properties.functionAppConfig.runtime.name), site.properties.functionAppConfig.runtime.version]) || `null`",
    windows: "config.properties.windowsFxVersion || config.properties.netFrameworkVersion",
    configured:
      "flex || linux || (config.properties.phpVersion && config.properties.phpVersion) || (config.properties.javaVersion && config.properties.javaVersion) || (config.properties.nodeVersion && config.properties.nodeVersion) || config.properties.netFrameworkVersion",
    sources: "values(not_null(request.source_code, `{}`))",
    ...versionFacts,
    /** The project's own files ask for a newer one than is configured. */
    declaredNode:
      "to_number(find(not_null(sources[?matches(@, '\"node\" ?: ?\"[>=^~ v]{0,4}[0-9]{2}')] | [0], ''), '\"node\" ?: ?\"[>=^~ v]{0,4}([0-9]{2})'))",
    declaredJava:
      "to_number(find(not_null(sources[?matches(@, 'JavaLanguageVersion[.]of[(][0-9]{2}|<(?:java[.]version|maven[.]compiler[.](?:release|target)|release)>[0-9]{2}')] | [0], ''), '(?:JavaLanguageVersion[.]of[(]|<(?:java[.]version|maven[.]compiler[.](?:release|target)|release)>)([0-9]{2})'))",
    declaredDotnet:
      "to_number(find(not_null(sources[?matches(@, '<TargetFramework>net[0-9]') && !matches(@, '<SelfContained>true|<PublishAot>true|<PublishSelfContained>true')] | [0], ''), '<TargetFramework>net([0-9]{1,2}[.][0-9])'))",
    configuredDotnet:
      "to_number(find(not_null(configured, ''), '(?:DOTNETCORE|DOTNET-ISOLATED|DOTNET)[|]([0-9]{1,2}[.][0-9])'))",
    ...declaredFacts,
    isDeclaredNewer:
      "isPythonDeclaredNewer && (startFails || saysNode) || isPhpDeclaredNewer && (startFails || saysNode) || declaredNode && configuredNode && configuredNode < declaredNode && (startFails || saysNode) || declaredJava && configuredJava && configuredJava < declaredJava && startFails || declaredDotnet && configuredDotnet && configuredDotnet < declaredDotnet && startFails",
    startFails: looksLikeStartFailure,
    saysNode: errorMatches("Node[.]js v[0-9]{2}", tooOld),
    frameworkLine: told("Framework: .Microsoft[.]"),
    dotnetNeeded: `${found(frameworkVersion, "frameworkLine")} || find(request.error, '[.]NET ([0-9]{1,2}[.]0)') || find(request.error, '(?:TargetFramework|built for|targets?|targeting).{0,20}net([0-9]{1,2}[.]0)') || find(not_null(request.context.notes, ''), 'net ?([0-9]{1,2}[.]0)') || find(not_null(sources[?matches(@, '<TargetFramework>net[0-9]')] | [0], ''), '<TargetFramework>net([0-9]{1,2}[.][0-9])')`,
    isDotnet: `(${errorMatches(dotnet)} || frameworkLine != \`null\`) && dotnetNeeded && !contains(configured, dotnetNeeded)`,
    classLine: told("UnsupportedClassVersionError"),
    classVersion: `to_number(${found(classVersionPattern, "classLine")})`,
    javaNeeded: "classVersion && to_string(classVersion - `44`)",
    isJava: `(${errorMatches(java)} || classLine != \`null\`) && javaNeeded && !matches(configured, join('', ['(?:java|jre|[|])-?', javaNeeded]))`,
    nodeNeeded:
      "find(request.error, '(?:wanted|required|requires?|expected).{0,40}?([0-9]{2})') || find(not_null(sources[?matches(@, '\"node\" ?: ?\"[^\"]{0,6}[0-9]{2}')] | [0], ''), '\"node\" ?: ?\"[^\"0-9]{0,6}([0-9]{2})')",
    isNode: `${errorMatches(node)} && nodeNeeded && !contains(configured, nodeNeeded)`,
    pythonNeeded:
      "find(request.error, '(?:Requires-Python|requires|required|not in).{0,30}?(3[.][0-9]{1,2})')",
    isPython: `${errorMatches(python)} && pythonNeeded && !contains(configured, pythonNeeded)`,
    phpNeeded:
      "find(request.error, 'require[sd]? (?:a )?PHP (?:version)?[^0-9]{0,8}([78][.][0-9])') || find(request.error, 'php [^0-9]{0,5}([78][.][0-9])')",
    isPhp: `${errorMatches(php)} && phpNeeded && !contains(configured, phpNeeded)`,
    commandMissing:
      "lower(find(request.error, '(dotnet|node|npm|python3?|gunicorn|java|php): (?:command )?not found') || find(request.error, 'exec: .{0,4}(dotnet|node|npm|python|gunicorn|java)'))",
    familyNeeded:
      "commandMissing && ((contains(['npm', 'node', 'pm2'], commandMissing) && 'NODE') || (contains(['python', 'python3', 'gunicorn'], commandMissing) && 'PYTHON') || (commandMissing == 'dotnet' && 'DOTNET') || (commandMissing == 'java' && 'JAVA') || 'PHP')",
    isFamily: `${errorMatches(missing)} && linux && !matches(linux, 'DOCKER|SITECONTAINERS|COMPOSE') && !matches(linux, familyNeeded)`,
    paths: "keys(not_null(request.source_code, `{}`))",
    familyOfFiles:
      "(length(paths[?ends_with(@, 'package.json')]) > `0` && 'NODE') || (length(paths[?ends_with(@, 'requirements.txt') || ends_with(@, 'pyproject.toml') || ends_with(@, '.py')]) > `0` && 'PYTHON') || (length(paths[?ends_with(@, '.csproj')]) > `0` && 'DOTNET') || (length(paths[?ends_with(@, 'pom.xml') || ends_with(@, 'build.gradle')]) > `0` && '(?:JAVA|TOMCAT|JBOSS)') || (length(paths[?ends_with(@, 'composer.json')]) > `0` && 'PHP') || `null`",
    isUndetected: `${errorMatches(undetected)} && linux && familyOfFiles && !matches(linux, familyOfFiles) && !matches(linux, 'DOCKER|SITECONTAINERS|COMPOSE')`,
    workerNeeded:
      "find(request.error, '(?:function app artifacts|artifacts are for): ?.?.?(dotnet-isolated|dotnet|node|python|java|powershell|custom)') || find(request.error, 'artifacts.{0,40}(dotnet-isolated|dotnet|node|python|java|powershell|custom)')",
    workerSet:
      "find(request.error, 'FUNCTIONS_WORKER_RUNTIME.{0,40}?(dotnet-isolated|dotnet|node|python|java|powershell|custom)')",
    isWorker: `${errorMatches(worker)} && workerNeeded && (!(workerSet) || workerSet != workerNeeded)`,
    needed:
      "(isDotnet && dotnetNeeded) || (isJava && javaNeeded) || (isNode && nodeNeeded) || (isPython && pythonNeeded) || (isPhp && phpNeeded) || (isWorker && workerNeeded) || said(isDeclaredNewer && scriptDeclared) || said(isVersionOff && versionNeeded) || said(isDeclaredNewer && to_string(declaredNode || declaredJava || declaredDotnet)) || familyNeeded || familyOfFiles",
    shown: "configured || workerSet",
    family: "linux && split(linux, '|')[0]",
    /** The stack as linuxFxVersion writes it, where its version is known. */
    wantedStack: [
      "said((isDotnet || isNode || isPython || isPhp) && family && join('|', [family, needed]))",
      "said(isDeclaredNewer && scriptDeclared && family && join('|', [family, scriptDeclared]))",
      "said((isNodeBelow || isPythonBelow || isPythonAbove || isPhpBelow) && family && join('|', [family, versionNeeded]))",
      "said(isJava && family == 'JAVA' && join('', ['JAVA|', needed, '-java', needed]))",
      "`null`",
    ].join(" || "),
    wantedFramework: "said(isDotnet && !(linux) && join('', ['v', needed])) || `null`",
  },
  holds:
    "(isDotnet || isJava || isNode || isPython || isPhp || isFamily || isUndetected || isWorker || said(isVersionOff) || said(isDeclaredNewer)) && not_null(configured, `true`)",
  layer: 7,
  explanation: text(
    "{{target.name}} is configured for {{shown || 'another stack'}}, and the app needs {{needed}}. The worker starts with the configured runtime and cannot load the app.",
    "{{target.name}}의 스택은 {{shown || 'another stack'}}(으)로 구성되어 있지만 앱에는 {{needed}}이(가) 필요합니다. 작업자가 구성된 런타임으로 시작되어 앱을 로드하지 못합니다.",
  ),
  ruledOut: text(
    "The configured runtime stack is the one that the app needs.",
    "구성된 런타임 스택이 앱에 필요한 스택입니다.",
  ),
  actions: [
    {
      title: text("Set the stack to {{wantedStack}}", "스택을 {{wantedStack}}(으)로 설정"),
      why: text(
        "The app restarts with the runtime that it was built for. Or build it for the configured one.",
        "앱이 빌드된 런타임으로 다시 시작됩니다. 또는 구성된 런타임에 맞게 빌드하세요.",
      ),
      commands: ["az webapp config set --ids {{target.id}} --linux-fx-version {{wantedStack}}"],
      config: "Microsoft.Web/sites: properties.siteConfig.linuxFxVersion",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config set --ids {{target.id}} --linux-fx-version {{linux}}",
      when: "wantedStack && !matches(linux, 'TOMCAT|JBOSS')",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}/config/web",
          values: { "/properties/linuxFxVersion": "wantedStack" },
        },
      ],
    },
    {
      title: text("Set the framework to {{wantedFramework}}", "프레임워크를 {{wantedFramework}}(으)로 설정"),
      why: text(
        "The app restarts with the version that it was built for. Or publish it self-contained.",
        "앱이 빌드된 버전으로 다시 시작됩니다. 또는 자체 포함(self-contained)으로 게시하세요.",
      ),
      commands: ["az webapp config set --ids {{target.id}} --net-framework-version {{wantedFramework}}"],
      config: "Microsoft.Web/sites: properties.siteConfig.netFrameworkVersion",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config set --ids {{target.id}} --net-framework-version {{configured}}",
      when: "wantedFramework",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}/config/web",
          values: { "/properties/netFrameworkVersion": "wantedFramework" },
        },
      ],
    },
    {
      title: text("Set the stack that the app is built for", "앱이 빌드된 스택으로 설정"),
      why: text(
        "Choose it from the list of available runtimes, or build the app for the configured one. A function app also states it in FUNCTIONS_WORKER_RUNTIME.",
        "사용 가능한 런타임 목록에서 선택하거나 구성된 런타임에 맞게 앱을 빌드하세요. 함수 앱은 FUNCTIONS_WORKER_RUNTIME에도 지정합니다.",
      ),
      commands: [
        "az webapp list-runtimes --os-type linux",
        "az webapp config show --ids {{target.id}} --query linuxFxVersion",
      ],
      config:
        "Microsoft.Web/sites: properties.siteConfig.linuxFxVersion (az webapp config set --linux-fx-version), netFrameworkVersion; FUNCTIONS_WORKER_RUNTIME",
      changes: false,
      when: "!(wantedStack) && !(wantedFramework) || said(matches(linux, 'TOMCAT|JBOSS'))",
    },
  ],
  verify: {
    text: text("The app starts and answers.", "앱이 시작되고 응답합니다."),
    commands: ["az webapp config show --ids {{target.id}} --query linuxFxVersion"],
  },
};
