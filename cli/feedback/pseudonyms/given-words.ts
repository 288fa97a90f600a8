import vocabulary from "../../../domain/root-causes.json" with { type: "json" };
import { builtInRoles } from "../../../diagnosis/analyses/access/built-in-roles.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";
import { appHosts } from "../../../diagnosis/signals/hosts/app-hosts.ts";
import { dataHosts } from "../../../diagnosis/signals/hosts/data-hosts.ts";
import { platformHosts } from "../../../diagnosis/signals/hosts/platform-hosts.ts";
import { type JsonObject, isObject } from "../scenario/json-shapes.ts";
import { spelledWords } from "./spelled-words.ts";

/** What tells one environment from another: at the end of a word too, as in `stordersprod`. */
export const environmentMarks =
  "production prod prd live development dev test tst qa staging stage stg uat preprod sandbox sbx".split(" ");

/** Regions and their usual short names, tiers, kinds of things, and what names and addresses are made of besides. */
const everyday = `
  koreacentral koreasouth japaneast japanwest eastasia southeastasia australiaeast australiasoutheast australiacentral
  centralindia southindia westindia eastus westus centralus northcentralus southcentralus westcentralus canadacentral canadaeast
  brazilsouth northeurope westeurope uksouth ukwest francecentral francesouth germanywestcentral switzerlandnorth norwayeast
  swedencentral italynorth polandcentral spaincentral qatarcentral uaenorth southafricanorth israelcentral mexicocentral
  korea japan east west north south central asia europe india australia brazil canada france germany sweden norway italy poland spain
  krc krs jpe jpw weu neu eus wus cus uks ukw frc gwc sdc sea eas
  web api app apps func function functions service services worker workers server servers client backend frontend core main data site
  host public private internal external shared common event events message messages queue queues topic topics container containers batch
  job jobs task tasks sender receiver reader writer load sync start stop create update delete import export process processor handler
  upload download connect login listener publisher consumer producer error failed gateway proxy edge hub spoke node nodes pool pools
  cluster image images agent agents runner build deploy release pipeline platform infra network subnet default firewall storage account
  vault key keys secret secrets database databases db sql postgres postgresql psql mysql mongo redis cache cosmos log logs monitor
  metrics insights workspace registry acr aks vm vms vmss vnet snet nsg pip nic nat rg kv st sa stg sb evh evhns eh acs asp plan appi law
  pe pep privatelink link zone dns afd agw apim cdn lb fw bastion admin user users group groups role team owner reader writer contributor
  account accounts azure microsoft windows linux ubuntu debian alpine docker kubernetes python django flask node java spring dotnet
  net org com io dev kr jp de fr uk co ac local localhost example test invalid internal cloud www http https mail smtp ftp svc system
  kubernetes kube ingress nginx controller operator master slot primary secondary standard premium basic free main latest stable
  github gitlab bitbucket actions npm npmjs pypi nuget maven docker dockerhub mcr quay google facebook amazon aws gcp cloudflare
  the and for with from not this that was are you your our new old one two get set put post true false null none name names
  sig sas pwd key token secret password pass auth oauth cert certificate hcp scm ods oms kusto azconfig zone signed
  운영 개발 테스트 검증 스테이징 서비스 서버 오류 관리자 사용자
`;

/** Fields of dictionaries: their own keys are names that somebody chose. */
const chosenKeys = /^(?:tags|userAssignedIdentities|appSettings|settings|environmentVariables)$/u;
const wordsFields =
  /^(?:type|resourceType|kind|location|operationName|category|actions|notActions|dataActions|notDataActions|sku|tier|size|provider|resourceProvider|effect)$/iu;
const chosenFields =
  /(?:name|login|owner|title|description|publisher|mail|tag|value|text|message|comment)s?$/iu;

let ofProduct: ReadonlySet<string> | undefined;
let givenNamesFound: ReadonlySet<string> | undefined;

/** Words that the product itself looks for, and that belong to Azure and not to whoever uses it. */
function productWords(): ReadonlySet<string> {
  ofProduct ??= new Set([
    ...environmentMarks,
    ...spelledWords(everyday),
    ...spelledWords(Object.keys(vocabulary).join(" ")),
    ...[...builtInRoles.values()].flatMap((role) => spelledWords(JSON.stringify(role))),
    ...[...dataHosts, ...appHosts, ...platformHosts].flatMap((host) =>
      spelledWords(JSON.stringify(host.suffixes)),
    ),
    ...spelledWords(JSON.stringify(allPlaybooks, withoutProse)),
  ]);
  return ofProduct;
}

/** Names that the product itself knows, in lower case: `max_connections`, `allowallwindowsazureips`. */
export function givenNames(): ReadonlySet<string> {
  const text = JSON.stringify([allPlaybooks, [...builtInRoles.values()]], withoutProse).toLowerCase();
  givenNamesFound ??= new Set(text.match(/[a-z][a-z\d]*(?:[_.-][a-z\d]+)+/gu) ?? []);
  return givenNamesFound;
}

/** What is written for people is looked for in no evidence. */
function withoutProse(this: unknown, key: string, value: unknown): unknown {
  if (value instanceof RegExp) return value.source;
  return (key === "en" || key === "ko") && typeof value === "string" ? undefined : value;
}

/**
 * The words that keep their meaning, and so stay: the product's own, and of these documents the names of properties, types,
 * actions, and values of enumerations.
 */
export function givenWords(documents: readonly unknown[]): ReadonlySet<string> {
  const words = new Set(productWords());
  const note = (text: string) => {
    for (const word of spelledWords(text)) words.add(word);
  };
  const walk = (value: unknown, field: string, isGiven: boolean): void => {
    if (typeof value === "string") {
      if (isGiven || (/^[A-Z][A-Za-z]+$/u.test(value) && !chosenFields.test(field))) note(value);
      return;
    }
    if (Array.isArray(value)) for (const item of value) walk(item, field, isGiven);
    if (!isObject(value)) return;
    for (const [key, member] of Object.entries(value as JsonObject)) {
      const isPlain = /^[A-Za-z]+$/u.test(key) && !/^[A-Z]+$/u.test(key);
      if (chosenKeys.test(key)) continue;
      if (isPlain && !chosenKeys.test(field)) note(key);
      walk(member, key, isGiven || wordsFields.test(key));
    }
  };
  for (const document of documents) walk(document, "", false);
  return words;
}
