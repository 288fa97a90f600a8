import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { hostLine, hostLogRead } from "../functions/host-evidence.ts";
import { text } from "../text.ts";

const indexing =
  "failed to index functions|unable to (?:load|index) (?:entry point|function)|Worker was unable to load|indexing failed|WorkerFunctionMetadata|Error in load_function|Exception while (?:loading|indexing)|Functions[.]Load|function_load|failed to load function";
const importing = [
  "ModuleNotFoundError|ImportError|cannot import name|SyntaxError|IndentationError|NameError: name|AttributeError: (?:module|partially)|Cannot find (?:module|package)|ERR_MODULE_NOT_FOUND|ERR_REQUIRE_ESM",
  "Cannot use import statement|ClassNotFoundException|NoClassDefFoundError|is not recognized as the name of a (?:cmdlet|module)|no valid module file|No module named|does not provide an export named|Unexpected token|is not defined in ES module",
] as const;
const fault =
  "((?:ModuleNotFoundError|ImportError|SyntaxError|IndentationError|NameError|AttributeError): .{0,200}|(?:Cannot find (?:module|package)|ERR_MODULE_NOT_FOUND|No module named).{0,200})";
const empty = [
  "0 functions (?:found|loaded)|No job functions found|No HTTP routes mapped|functions? .{0,30}not (?:found|listed|shown)|lists? no functions|no functions found in app|함수.{0,20}(?:없|안 보|표시되지|보이지)",
  "Functions in [A-Za-z0-9-]{2,60}:? ?(?:\\(none\\)|$)|functions-modulenotfound|functions? list .{0,30}empty|list of functions .{0,20}empty|no functions? (?:are|is|in|under) |함수 목록.{0,20}비어",
] as const;

/** The host says that the app's functions could not be found or loaded. */
export const saysNoFunctions = errorMatches(indexing, ...empty);

export const codeFunctionsIndex: Playbook = {
  code: "code.functions-index-failure",
  title: text(
    "The function app's own module fails on import, so that no function is found",
    "함수 앱의 모듈을 가져오는 중 오류가 발생하여 함수를 찾을 수 없습니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-functions/recover-python-functions",
    "https://learn.microsoft.com/azure/azure-functions/functions-reference-python",
    "https://learn.microsoft.com/azure/azure-functions/functions-node-troubleshoot",
  ],
  raisedBy: errorMatches(
    indexing,
    ...empty,
    `(?:azure[-_]functions|function_app|wwwroot|WebJobs).{0,200}(?:ModuleNotFound|ImportError)`,
  ),
  target: "targets('microsoft.web/sites', 'microsoft.web/sites/slots')",
  needsTarget: false,
  competitors: [
    "network.egress-blocked-build",
    "functions.extension-bundle-unreachable",
    "code.functions-hostjson-bundle",
    "appservice.site-stopped",
    "appservice.runtime-stack-mismatch",
    "platform.defective-bundle-release",
  ],
  reads: {
    site: {
      title: text("{{target.name}}: state", "{{target.name}}: 상태"),
      request: { kind: "arm", path: "{{target.id}}" },
      when: "target",
      permission: "Microsoft.Web/sites/read",
      optional: true,
    },
    functions: {
      title: text("Functions of {{target.name}}", "{{target.name}}의 함수"),
      request: { kind: "arm", path: "{{target.id}}/functions" },
      when: "target",
      permission: "Microsoft.Web/sites/functions/read",
      optional: true,
    },
    ...hostLogRead,
  },
  let: {
    errorImport: errorMatches(...importing),
    errorIndex: saysNoFunctions,
    logged: `${hostLine(importing[0])} || ${hostLine(importing[1])}`,
    loggedIndex: hostLine(indexing),
    fault: `find(request.error, '${fault}') || find(not_null(logged, ''), '${fault}') || logged`,
    state: "(readable(site) && site.properties.state) || `null`",
    listed: "(readable(functions) && length(not_null(functions.value, `[]`)) > `0`)",
    file: 'signals.fields."stack frame"',
    isCircular: "matches(not_null(fault, ''), 'circular import|partially initialized module')",
    /** The file that the fault names, and what it imports of the app's own. */
    faultPath: "find(not_null(fault, ''), 'wwwroot/([A-Za-z0-9_/.-]{1,150}[.](?:py|[cm]?js))')",
    ownPackage: "contains(not_null(faultPath, ''), '/') && split(faultPath, '/')[0] || '[.a-z]'",
    ownImport:
      "said(isCircular) && faultPath && matches(not_null(file_at(faultPath), ''), join('', ['^ *(?:from|import) ', ownPackage])) || `null`",
  },
  holds:
    "(errorImport && errorIndex || errorIndex && logged != `null`) && not_null(file, `true`) && not_null(ownImport, `true`) && !(listed) && (!(state) || state == 'Running') && not_null(logged, `true`)",
  layer: 9,
  explanation: text(
    "The worker stops while it loads the app's own module ({{fault || 'see the log line'}}), before any function is declared: the host starts, finds none, and nothing in Azure is wrong.",
    "작업자가 앱 모듈을 로드하다가 중단되어({{fault || 'see the log line'}}) 함수가 선언되지 않습니다. 호스트는 시작되지만 함수를 찾지 못하며 Azure 설정 문제가 아닙니다.",
  ),
  ruledOut: text("The app's module loads.", "앱의 모듈이 정상적으로 로드됩니다."),
  actions: [
    {
      title: text("Break the circular import", "순환 가져오기 제거"),
      why: text(
        "Two modules import each other, so that one is used before it is loaded. Move what both need into a third module, or import it inside the function that uses it.",
        "두 모듈이 서로를 가져와 로드가 끝나기 전에 사용됩니다. 공통으로 필요한 부분을 세 번째 모듈로 옮기거나 사용하는 함수 안에서 가져오세요(import).",
      ),
      commands: [],
      config: "{{faultPath}}",
      changes: false,
      when: "isCircular",
    },
    {
      title: text(
        "Correct the import, and deploy with its packages",
        "가져오기 오류를 수정하고 패키지와 함께 배포",
      ),
      why: text(
        "Add the missing package to requirements.txt or package.json and build remotely, or correct the name; run the app with func start to see the same line.",
        "누락된 패키지를 requirements.txt나 package.json에 추가하고 원격 빌드하거나 이름을 수정하세요. func start로 실행하면 같은 오류를 볼 수 있습니다.",
      ),
      commands: [],
      config: "requirements.txt, package.json; func azure functionapp publish <app> --build remote",
      changes: false,
    },
  ],
  verify: {
    text: text("The host says how many functions it found.", "호스트 로그에 함수 수가 표시됩니다."),
    commands: [],
  },
};
