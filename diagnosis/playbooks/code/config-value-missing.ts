import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions } from "../error-text.ts";
import { text } from "../text.ts";

/**
 * An address with a hole where a value belongs. `redis://:**@host` has none (a password without a user), and
 * `https://<account>.vault…` is what somebody wrote over the name for us; a sample's `<your-account>` is none of theirs.
 */
const hole =
  '(?:https?|amqps?|sb|tcp|wss?|mongodb|postgres(?:ql)?|redis(?:s)?|jdbc:[a-z]{2,12})://(?:(?:undefined|null|none|nan)(?:[.:/?,; ]|[\\x27")]|$)|%[A-Za-z_]{2,40}%|[$][({{][A-Za-z_.]{2,60}|__[A-Za-z_]{2,40}__|<(?:your|enter|insert)[a-z_ -]{0,40}>|[/?]|[.][a-z]|:[0-9]{1,5}(?:[/?, ]|$))';
const hostHole =
  '(?:ENOTFOUND|EAI_AGAIN|resolve(?: host)?:?|known:?|host name|host|hostname|Name or service not known|UnknownHostException:) ?[\\(\\x27"]{0,2}(?:undefined|null|none)\\b';
const nameHole =
  '(?:lookup|ENOTFOUND|host|hostname|endpoint|address|resolve|connect to|server)[ :=\\x27"]{1,4}[.](?:vault|blob|queue|table|file|dfs|servicebus|database|documents|openai|cognitiveservices|search|redis|azurecr|postgres|mysql)[.]|no host in request URL|missing protocol scheme|empty url';
const tenantHole = "Tenant .?(?:undefined|null|None|[$][{(]).{0,40}not found|/(?:undefined|null|None)/oauth2";
const empty =
  "Value cannot be null.{0,20}\\(?Parameter.{0,4}(?:connectionString|uri|endpoint|url|host|vault|account|credential|name|key)|The URI is empty|hostname could not be parsed|ConnectionString property has not been initialized|connectionString (?:argument|cannot|must|is)|Invalid URL.{0,20}(?:undefined|null)";
const unset =
  "(?:environment variable|setting|configuration|config(?:uration)? (?:key|value)|app ?setting|option|property|connection string).{0,60}(?:is (?:not set|missing|required|empty|undefined|null)|not (?:set|found|configured|defined)|must be (?:set|provided)|missing or empty|does not exist|was not provided)";
const unset2 =
  "Could not resolve placeholder|IDW1010[0-9]|missing required.{0,30}(?:env|config|setting|variable|option)|AADSTS900144|\\b[A-Z0-9]{2,30}_[A-Z0-9_]{2,50}.? (?:is not set|is required|not set|environment variable is)|설정.{0,20}(?:없습니다|누락|비어)";
const unset3 =
  "Connection string is either blank or malformed|Missing credentials. Please pass|validation errors? for [A-Za-z]{0,30}(?:[Ss]ettings|[Cc]onfig)|환경 ?변수.{0,60}(?:설정되(?:어 있)?지 않|없|누락|비어)|(?:연결 문자열|구성 값|앱 설정).{0,30}(?:없|누락|비어)";
const unset4 =
  "KeyError: key not found: .[A-Z0-9]{2,30}_|Undefined (?:array key|index):? .[A-Z0-9]{2,30}_|environment variable not found|required key [A-Z0-9_]{3,60} missing|Set the [A-Z0-9_]{3,60} environment variable";
const unset5 =
  "process[.]env[.][A-Za-z0-9_]{2,60} is (?:undefined|not)|[A-Z0-9]{2,30}_[A-Z0-9_]{2,40}.{0,6}(?:must be (?:set|provided|defined)|is undefined|is null|is empty)";
/** What builders of the Azure SDKs for Java say of an argument. */
const unset6 =
  "[^a-z](?:endpoint|vaultUrl|hostname|connectionString|fullyQualifiedNamespace|accountName|containerName|queueName|databaseName).{1,3}cannot be (?:null|empty|blank)";
const patterns = [hole, hostHole, nameHole, tenantHole, empty, unset, unset2, unset3];
/** Python's own words for a variable that the environment does not have. */
const pythonUnset = errorMatches("KeyError: .[A-Z0-9]{2,30}_[A-Z0-9_]{2,40}");
/** A chain of credentials tells of each member what it misses, which is the way that it works. */
const credentialChain = errorMentions(
  "EnvironmentCredential",
  "ManagedIdentityCredential",
  "DefaultAzureCredential",
);
/** What Resource Manager misses in a template is no setting of an application. */
const isDeployment = "length(signals.codes[?family == 'arm']) > `0`";
/** How programs read a setting, in JavaScript, Python, Go, C#, Java, PHP, Ruby and Rust. */
const readsSetting =
  "process[.]env|os[.]environ|getenv|GetEnvironmentVariable|Configuration\\[|GetConnectionString|@Value\\(|GetValue|GetSection|Configuration[.]|\\benv[(]|_ENV\\[|\\bENV(?:[.]fetch|\\[)|env::var";
const says = `(${errorMatches(hole, hostHole, nameHole, tenantHole, empty, unset2, unset4, unset5, unset6)} || ${errorMatches(unset3)} && !${errorMatches("(변수|설정|구성|문자열).{0,30}(문제|이상|오류)(가|는|은|도)? ?없")} || ${pythonUnset} || ${errorMatches(unset)} && !${credentialChain} && !(${isDeployment}))`;

export const codeConfigMissing: Playbook = {
  code: "code.config-value-missing",
  title: text("The application misses a configuration value", "애플리케이션의 구성 값이 없습니다"),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/configure-common",
    "https://learn.microsoft.com/azure/container-apps/environment-variables",
    "https://learn.microsoft.com/azure/azure-functions/functions-how-to-use-azure-function-app-settings",
  ],
  raisedBy: says,
  target:
    "targets('microsoft.web/sites', 'microsoft.web/sites/slots', 'microsoft.app/containerapps', 'microsoft.app/jobs')",
  needsTarget: false,
  competitors: [
    "appservice.kv-reference-unresolved",
    "code.kv-reference-in-file",
    "identity.client-id-env-empty",
    "code.connection-string-entitypath-missing",
  ],
  reads: {
    app: {
      title: text("{{target.name}}: state and environment", "{{target.name}}: 상태와 환경"),
      request: { kind: "arm", path: "{{target.id}}" },
      when: "target",
      permission: "Microsoft.Web/sites/read",
      optional: true,
    },
  },
  let: {
    said: says,
    hole: patterns
      .slice(0, 5)
      .map((pattern) => `find(request.error, '${pattern}')`)
      .join(" || "),
    setting:
      "find(request.error, 'KeyError: .([A-Z0-9_]{3,60})[^A-Z0-9_]') || find(request.error, '\\b([A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){1,6})\\b') || find(request.error, '(?:[Ss]etting|variable|placeholder|key|option|string|property) .?[\\x27\"`]([A-Za-z][A-Za-z0-9_.:-]{2,80})[\\x27\"`]') || find(request.error, '[\\x27\"`]([A-Za-z][A-Za-z0-9_:-]{2,60}(?:__|:)[A-Za-z0-9_:]{2,60})[\\x27\"`]')",
    files: "values(not_null(request.source_code, `{}`))",
    usedIn: "setting && (files[?contains(@, $.setting)] | [0]) || `null`",
    reader: `files[?matches(@, '${readsSetting}')] | [0]`,
    isRead: `(usedIn && contains(usedIn, setting)) || (reader && matches(reader, '${readsSetting}'))`,
    /** A container app shows its variables to readers: one that is there refutes that it is missing. */
    isSet:
      "setting && readable(app) && length(not_null(app.properties.template.containers[].env[], `[]`)[?name == $.setting]) > `0`",
  },
  holds: "said && !isSet && not_null(isRead, `true`)",
  layer: 8,
  explanation: text(
    "A value that the code reads from its configuration is not there ({{setting || hole || 'see the error'}}), so that it builds an address or a request without it. Azure is never reached, or is asked for something that does not exist.",
    "코드가 구성에서 읽는 값이 없어({{setting || hole || 'see the error'}}) 잘못된 주소나 요청을 만듭니다. Azure에 도달하지 못하거나 없는 대상을 요청합니다.",
  ),
  ruledOut: text(
    "No configuration value that the code reads is missing.",
    "코드가 읽는 구성 값이 누락되지 않았습니다.",
  ),
  actions: [
    {
      title: text("Give the app the value", "앱에 값 설정"),
      why: text(
        "Names count to the letter; Linux writes Section__Key for Section:Key. Check at the start, so that a missing value stops the app with its name.",
        "이름은 정확히 일치해야 하며 Linux에서는 Section:Key를 Section__Key로 씁니다. 시작 시 값을 확인하여 누락된 이름을 알리도록 하세요.",
      ),
      commands: ["az webapp config appsettings list --ids {{target.id}} --query [].name"],
      config: "app setting, environment variable or secret of that name",
      changes: false,
      when: "target && contains(target.type, 'microsoft.web')",
    },
    {
      title: text("Give the app the value", "앱에 값 설정"),
      why: text(
        "Set the variable where the code runs, under exactly the name that it reads.",
        "코드가 읽는 이름과 정확히 같은 이름으로 실행 환경에 변수를 설정하세요.",
      ),
      commands: [],
      config: "environment variable or configuration key of that name",
      changes: false,
      when: "!(target && contains(target.type, 'microsoft.web'))",
    },
  ],
  verify: {
    text: text("The address in the log is whole.", "로그의 주소가 온전합니다."),
    commands: [],
  },
};
