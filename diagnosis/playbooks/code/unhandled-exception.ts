import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";
import { saysNoFunctions } from "./functions-index-failure.ts";

/** Faults of a program, in the words of its language: no service answers with them. */
const faults = [
  "NullReferenceException|IndexOutOfRangeException|InvalidCastException|KeyNotFoundException|DivideByZeroException|FormatException|ArgumentOutOfRangeException|StackOverflowException|Sequence contains no",
  "NullPointerException|ClassCastException|NumberFormatException|ArrayIndexOutOfBounds|ArithmeticException|ConcurrentModificationException|StackOverflowError|NegativeArraySize",
  "TypeError: |ReferenceError: |RangeError: |KeyError: |AttributeError: |IndexError: |ZeroDivisionError|UnboundLocalError|RecursionError|NameError: |JSONDecodeError|UnicodeDecodeError",
  "panic: runtime error|nil pointer dereference|index out of range|invalid memory address|JsonException|SerializationException|JsonReaderException|undefined method|Undefined (?:index|array key|variable)",
];
/** The last words of a runtime: the fault, and no other around it. */
const ends = [
  "unhandled exception[.:] (?:System[.])?(?:[A-Za-z]{2,40}[.]){0,4}(?:NullReference|IndexOutOfRange|InvalidCast|KeyNotFound|DivideByZero|Format|ArgumentOutOfRange)Exception|panic: runtime error",
  "exception in thread .{1,80}(?:NullPointer|ClassCast|NumberFormat|ArrayIndexOutOfBounds|Arithmetic|ConcurrentModification)",
  "Uncaught (?:TypeError|ReferenceError|RangeError|ArgumentCountError|DivisionByZeroError|ValueError)",
];
/** What an SDK throws for an answer of Azure, or for an address that does not answer. */
const ofAzure = [
  "RequestFailedException|HttpResponseError|ClientAuthenticationError|CredentialUnavailable|RestError|ServiceBusException|CosmosException|StorageException|AzureException|ServiceResponseException|ResourceNotFoundError",
  "SqlException|PSQLException|OperationalError|MySqlException|NpgsqlException|SocketException|ConnectTimeout|Connection refused|ECONNREFUSED|ETIMEDOUT|ENOTFOUND|AADSTS[0-9]|Forbidden|Unauthorized|could not resolve",
  "Caused by: (?:com[.]azure|com[.]microsoft|java[.]net|javax[.]net|io[.]netty|org[.]postgresql|com[.]mysql|reactor)|azure[.]core[.]exceptions|openai[.][A-Z]|UnknownHost|SSLHandshake|timed out",
];

export const codeUnhandledException: Playbook = {
  code: "code.unhandled-exception",
  title: text("The application throws by its own fault", "애플리케이션 자체의 오류로 예외가 발생합니다"),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-monitor/app/failures-performance-transactions",
    "https://learn.microsoft.com/azure/app-service/overview-diagnostics",
  ],
  raisedBy: `${errorMatches(...faults)} && signals.fields."stack frame"`,
  needsTarget: false,
  competitors: [
    "code.config-value-missing",
    "code.library-regression",
    "code.functions-index-failure",
    "code.kv-reference-in-file",
    "code.wrong-entity-name",
    "code.connection-string-entitypath-missing",
    "appservice.kv-reference-unresolved",
    "appservice.runtime-stack-mismatch",
    "platform.service-incident",
    "platform.defective-bundle-release",
  ],
  reads: {
    apps: {
      title: text("Apps that could run this code", "이 코드를 실행할 수 있는 앱"),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type in~ ('microsoft.web/sites','microsoft.app/containerapps','microsoft.app/jobs') | project id, name, type, properties | order by id asc | take 200",
      },
      permission: "Microsoft.Web/sites/read",
      optional: true,
    },
    dependencies: {
      title: text("Calls of the app to Azure around the failure", "실패 전후 앱의 Azure 호출"),
      request: {
        kind: "logs",
        resourceId: "{{item}}",
        query: "union isfuzzy=true dependencies, AppDependencies | take 200",
        from: "hours_before(signals.observedAt, `6`)",
        to: "minutes_after(signals.observedAt, `10`)",
      },
      each: "candidates('microsoft.insights/components')[].id | [:2]",
      permission: "Microsoft.Insights/components/query/read",
      optional: true,
    },
  },
  let: {
    frame: 'signals.fields."stack frame"',
    /** What stands between the message and the developer's own frame: an SDK that refuses its arguments throws there. */
    inner: "split(request.error, not_null(frame, '-'))[0]",
    outer: "split(request.error, not_null(frame, '-'))[1]",
    isOfLibrary:
      "matches(inner, 'node_modules.{1,3}@?azure|^ *at (?:Azure|Microsoft[.]Azure|Microsoft[.]Data|com[.]azure|com[.]microsoft)[.]') || matches(not_null(outer, ''), 'site-packages.{0,3}(?:azure|openai|msal)')",
    /** What fails while a function app is loaded has a cause of its own. */
    isIndexing: saysNoFunctions,
    isFault: errorMatches(...faults),
    /** The runtime says itself that it was this fault, unwrapped, which ended the program: what was logged before it is beside the point. */
    endsWithFault: `${errorMatches(...ends)} && !matches(inner, '---> |Caused by')`,
    isOfAzure: `!endsWithFault && ${errorMatches(...ofAzure)}`,
    codes:
      "said(endsWithFault) ? `[]` : signals.codes[?starts_with(pointer, '/error') && family != 'other' && !contains(['500', '502', '503'], code)]",
    frameFile: "find(frame, '([A-Za-z0-9_./@-]{1,200}[.](?:cs|fs|vb|java|kt|py|[cm]?[jt]sx?|go|rb|php))')",
    frameMember: "find(frame, '([A-Za-z_][A-Za-z0-9_]{1,80}) ?[(]')",
    /** A key or an index that is not there: the line that looks it up. */
    lookup:
      "matches(request.error, 'KeyNotFound|KeyError|IndexOutOfRange|ArgumentOutOfRange|index out of range|IndexError|Undefined (?:index|array key)') && '[A-Za-z_)]\\[[$A-Za-z_][A-Za-z0-9_.$>-]{0,80}\\]'",
    faultLine:
      "frameFile && (lookup && said(matches(not_null(file_at(frameFile), ''), lookup)) || frameMember && said(matches(not_null(file_at(frameFile), ''), join('', ['\\b', frameMember, ' ?[(]'])))) || `null`",
    /** The app whose name, hyphens aside, stands in the stack. */
    app: "(readable(apps) && ((apps.data[?mentions($.request.error, name)] | [0]) || (apps.data[?mentions(replace($.request.error, '.', ''), replace(name, '-', ''))] | [0]))) || `null`",
    appId: "app.id",
    state: "app.properties.state || app.properties.runningStatus",
    sound:
      "(readable(dependencies) && (dependencies[].rows[] | [?success == `true` || Success == `true`] | [0])) || `null`",
    soundCall: "sound.not_null(success, Success)",
    refusedCall:
      "(readable(dependencies) && (dependencies[].rows[] | [?(success == `false` || Success == `false`) && contains(['401', '403', '429', '503'], to_string(not_null(resultCode, ResultCode)))] | [0])) || `null`",
  },
  holds:
    "frame && isFault && !said(isIndexing) && !isOfAzure && !isOfLibrary && length(codes) == `0` && (said(endsWithFault) || refusedCall == `null`) && not_null(faultLine, `true`) && not_null(soundCall, `true`) && (!(state) || state == 'Running')",
  layer: 9,
  explanation: text(
    "The exception comes from the application's own code, at {{frame}}. No answer of Azure is involved: nothing was refused, missing or slow.",
    "예외가 애플리케이션 코드 {{frame}}에서 발생합니다. Azure의 응답과 관련이 없으며 거부, 누락, 지연도 없습니다.",
  ),
  ruledOut: text(
    "The exception is an answer of Azure, or what the answer leads to.",
    "예외가 Azure의 응답이거나 그 결과입니다.",
  ),
  culprits: ["appId"],
  actions: [
    {
      title: text("Correct the code at that line", "해당 줄의 코드 수정"),
      why: text(
        "Look at which value is null, absent or of another form in the input that failed, handle it, and add a test with it. Where it came with the last release, roll back first. {{frame}}",
        "실패한 입력에서 null이거나 없거나 형식이 다른 값을 확인하여 처리하고 테스트를 추가하세요. 최근 배포와 함께 시작되었다면 먼저 롤백하세요. {{frame}}",
      ),
      commands: [],
      changes: false,
    },
  ],
  verify: {
    text: text("The same input passes.", "같은 입력이 성공합니다."),
    commands: [],
  },
};
