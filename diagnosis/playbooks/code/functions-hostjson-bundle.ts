import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions } from "../error-text.ts";
import { text } from "../text.ts";

const findsNothing = `(${errorMatches("0 functions (?:found|loaded)|No job functions found|no functions? (?:were )?found", "extension ?bundle", "binding type.{0,60}not registered|is not registered.{0,60}extension")} || ${errorMentions("extensionBundle", "extensions.csproj", "AZFD0005")})`;

export const codeFunctionsHostJson: Playbook = {
  code: "code.functions-hostjson-bundle",
  title: text(
    "host.json and the worker model contradict each other",
    "host.json과 작업자 모델이 서로 맞지 않습니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-functions/functions-bindings-register",
    "https://learn.microsoft.com/azure/azure-functions/extension-bundles",
    "https://learn.microsoft.com/azure/azure-functions/dotnet-isolated-process-guide",
  ],
  raisedBy: findsNothing,
  target: "targets('microsoft.web/sites', 'microsoft.web/sites/slots')",
  needsTarget: false,
  competitors: [
    "functions.extension-bundle-unreachable",
    "code.functions-index-failure",
    "appservice.site-stopped",
    "platform.defective-bundle-release",
  ],
  reads: {
    config: {
      title: text("{{target.name}}: worker runtime", "{{target.name}}: 작업자 런타임"),
      request: { kind: "arm", path: "{{target.id}}/config/web" },
      when: "target",
      permission: "Microsoft.Web/sites/config/read",
      optional: true,
    },
    functions: {
      title: text("Functions of {{target.name}}", "{{target.name}}의 함수"),
      request: { kind: "arm", path: "{{target.id}}/functions" },
      when: "target",
      permission: "Microsoft.Web/sites/functions/read",
      optional: true,
    },
  },
  let: {
    /** host.json is the only file that states the schema version of the host. */
    hostJson:
      'values(not_null(request.source_code, `{}`))[?matches(@, \'"version" ?: ?"[234][.]0"\') && !matches(@, \'"scripts"|"dependencies"\')] | [0]',
    hasHostJson: "hostJson != `null`",
    hasBundle: "hasHostJson && matches(hostJson, '\"extensionBundle\"')",
    sources: "values(not_null(request.source_code, `{}`))",
    stack:
      "(readable(config) && (config.properties.linuxFxVersion || config.properties.netFrameworkVersion)) || `null`",
    isCompiledSource:
      "length(sources[?matches(@, 'Microsoft[.]Azure[.]Functions[.]Worker|Microsoft[.]NET[.]Sdk[.]Functions|AzureFunctionsVersion')]) > `0`",
    isCompiled: "isCompiledSource || stack && matches(stack, 'DOTNET')",
    isScripted:
      "length(sources[?matches(@, '@azure/functions|import azure[.]functions|com[.]microsoft[.]azure[.]functions|FUNCTIONS_WORKER_RUNTIME.{0,12}(?:node|python|java|powershell)')]) > `0` || stack && matches(stack, '^(?:node|python|java|powershell)')",
    /** The list of the host, where it answers: a function in it refutes that none is found. */
    listed: "!(target) || !readable(functions) || length(not_null(functions.value, `[]`)) == `0`",
    /** Such a function is listed, and in error. */
    unregistered: errorMatches("not registered"),
    /** .NET brings its extensions as packages: a bundle takes their place, and the functions are not found. */
    isBundleInCompiled: "isCompiled && hasBundle",
    isBundleMissing: `isScripted && hasHostJson && !hasBundle && length(items(not_null(request.source_code, \`{}\`))[?ends_with(@[0], 'extensions.csproj')]) == \`0\` && ${errorMatches("not registered|No job functions found|binding type|extension")}`,
  },
  holds:
    "(isBundleInCompiled && listed || isBundleMissing && (said(unregistered) || listed)) && not_null(stack, `true`)",
  layer: 8,
  explanation: text(
    "A .NET app brings its extensions as NuGet packages and must not ask for an extension bundle: the host then loads the bundle in their place and finds no function. Every other worker takes its extensions from the bundle and must ask for it. The host.json of this app has it the wrong way round.",
    ".NET 앱은 확장을 NuGet 패키지로 가져오므로 확장 번들을 요청하면 안 됩니다. 요청하면 호스트가 번들을 대신 로드하여 함수를 찾지 못합니다. 다른 작업자는 번들에서 확장을 가져오므로 반드시 요청해야 합니다. 이 앱의 host.json은 반대로 되어 있습니다.",
  ),
  ruledOut: text("host.json fits the worker model of the app.", "host.json이 앱의 작업자 모델과 맞습니다."),
  actions: [
    {
      title: text("Remove extensionBundle from host.json", "host.json에서 extensionBundle 제거"),
      why: text(
        "Reference Microsoft.Azure.Functions.Worker.Extensions.* packages instead, build and publish again.",
        "Microsoft.Azure.Functions.Worker.Extensions.* 패키지를 참조하고 다시 빌드하여 게시하세요.",
      ),
      commands: [],
      config: "host.json: remove extensionBundle",
      changes: false,
      when: "isBundleInCompiled",
    },
    {
      title: text("Add the extension bundle to host.json", "host.json에 확장 번들 추가"),
      why: text(
        "Apps in JavaScript, Python, PowerShell and Java take their extensions from it.",
        "JavaScript, Python, PowerShell, Java 앱은 번들에서 확장을 가져옵니다.",
      ),
      commands: [],
      config:
        "host.json: extensionBundle { id: Microsoft.Azure.Functions.ExtensionBundle, version: [4.*, 5.0.0) }",
      changes: false,
      when: "isBundleMissing",
    },
  ],
  verify: {
    text: text(
      "The host says how many functions it found, and the list shows them.",
      "호스트 로그에 함수 수가 표시되고 목록에 나타납니다.",
    ),
    commands: [],
  },
};
