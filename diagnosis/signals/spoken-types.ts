import { find, type Scan } from "./scan.ts";
import type { TextPart } from "./text-part.ts";

/** ARM types of what is called, by the words for their services that SDKs, errors and people use. */
const words: readonly (readonly [type: string, words: string])[] = [
  [
    "microsoft.documentdb/databaseaccounts",
    "cosmos ?(?:db|client|exception|http)|코스모스|Local Authorization is disabled|Request rate is large",
  ],
  ["microsoft.keyvault/vaults", "key ?vault|키 ?볼트|키 자격 증명 모음"],
  [
    "microsoft.servicebus/namespaces",
    "service ?bus|서비스 ?버스|claim.s. are required|MessagingEntity|\\bjms\\b",
  ],
  [
    "microsoft.eventhub/namespaces",
    "event ?hubs?|이벤트 ?허브|rejected by firewall checks|allowed receivers per partition",
  ],
  [
    "microsoft.sql/servers",
    "SqlClient|SqlException|SQLServerException|azure sql|for SQL Server|jdbc:sqlserver|\\bmssql\\b|requested by the login|post-login phase|pre-login handshake|wait operation timed out|token-identified principal",
  ],
  ["microsoft.dbforpostgresql/flexibleservers", "npgsql|psycopg|asyncpg|postgres|pg_hba|PG::ConnectionBad"],
  ["microsoft.dbformysql/flexibleservers", "MySqlConnector|MySqlException|pymysql|\\bmysql"],
  [
    "microsoft.cognitiveservices/accounts",
    "azure ?openai|openai[.]azure|Virtual Network/Firewall rules|content management policy|DeploymentNotFound|API deployment for this resource|FoundryPermissions|ai[. ]?foundry|DocumentAnalysisClient|document ?intelligence|form ?recognizer|speech ?sdk|Principal does not have access to API",
  ],
  ["microsoft.cache/redis", "\\bredis\\b|레디스|RedisConnectionException|Jedis"],
  [
    "microsoft.insights/components",
    "application ?insights|app ?insights|opentelemetry[./]exporter|telemetry|원격 분석|텔레메트리",
  ],
  ["microsoft.operationalinsights/workspaces", "log analytics|telemetry|로그 분석|텔레메트리"],
  ["microsoft.appconfiguration/configurationstores", "app ?configuration(?:client)?"],
  [
    "microsoft.containerregistry/registries",
    "ImagePull(?:BackOff|Failure|Unauthorized)|ErrImagePull|pull(?:ing)? (?:the )?image|image pull|container registry|컨테이너 레지스트리|이미지(?:를|가)? ?(?:풀|가져오|당겨)",
  ],
  [
    "microsoft.storage/storageaccounts",
    "azure[.-]storage|Blob(?:Service|Container)?Client|QueueClient|storage account|스토리지 ?계정|This request is not authorized to perform this operation|Key based authentication is not permitted|WEBSITE_CONTENT[A-Z]|content ?share|runtime is unreachable|AuthorizationPermissionMismatch|ContainerNotFound|QueueNotFound|ShareNotFound|TableNotFound",
  ],
];
const spoken = new RegExp(words.map(([, pattern]) => `(${pattern})`).join("|"), "gi");

/** ARM types of the services that the error or the notes speak of by name, addressed or not. */
export function findSpokenTypes(scan: Scan, parts: readonly TextPart[]): string[] {
  const prose = parts.filter(({ kind }) => kind !== "code");
  const found = prose.flatMap((part) => [...find(scan, part, spoken)].map(({ groups }) => groups.slice(1)));
  return words.filter((_, index) => found.some((groups) => groups[index] !== "")).map(([type]) => type);
}
