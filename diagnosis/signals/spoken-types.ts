import { find, type Scan } from "./scan.ts";
import type { TextPart } from "./text-part.ts";

/** ARM types of what is called, by the words for their services that SDKs, errors and people use. */
const words: readonly (readonly [type: string, words: string])[] = [
  ["microsoft.documentdb/databaseaccounts", "cosmos ?(?:db|client|exception|http)|코스모스"],
  ["microsoft.keyvault/vaults", "key ?vault|키 ?볼트|키 자격 증명 모음"],
  ["microsoft.servicebus/namespaces", "service ?bus|서비스 ?버스"],
  ["microsoft.eventhub/namespaces", "event ?hubs?|이벤트 ?허브"],
  ["microsoft.sql/servers", "SqlClient|SqlException|SQLServerException|azure sql|for SQL Server"],
  ["microsoft.dbforpostgresql/flexibleservers", "npgsql|psycopg|asyncpg|postgres"],
  ["microsoft.dbformysql/flexibleservers", "MySqlConnector|MySqlException|pymysql|\\bmysql"],
  ["microsoft.cognitiveservices/accounts", "azure ?openai|openai[.]azure"],
  ["microsoft.appconfiguration/configurationstores", "app ?configuration(?:client)?"],
  [
    "microsoft.storage/storageaccounts",
    "azure[.-]storage|Blob(?:Service|Container)?Client|QueueClient|storage account|스토리지 ?계정",
  ],
];
const spoken = new RegExp(words.map(([, pattern]) => `(${pattern})`).join("|"), "gi");

/** ARM types of the services that the error or the notes speak of by name, addressed or not. */
export function findSpokenTypes(scan: Scan, parts: readonly TextPart[]): string[] {
  const prose = parts.filter(({ kind }) => kind !== "code");
  const found = prose.flatMap((part) => [...find(scan, part, spoken)].map(({ groups }) => groups.slice(1)));
  return words.filter((_, index) => found.some((groups) => groups[index] !== "")).map(([type]) => type);
}
