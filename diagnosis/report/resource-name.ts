import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import type { Language } from "../../domain/language.ts";
import { quoted } from "./phrases.ts";

/** Names of ARM types as the portal shows them: English, Korean. Others go by the type itself. */
const typeNames: Readonly<Record<string, readonly [en: string, ko: string]>> = {
  "microsoft.resources/subscriptions": ["subscription", "구독"],
  "microsoft.resources/resourcegroups": ["resource group", "리소스 그룹"],
  "microsoft.resources/deployments": ["deployment", "배포"],
  "microsoft.resourcehealth/availabilitystatuses": ["resource health", "리소스 상태"],
  "microsoft.resourcehealth/events": ["service health event", "서비스 상태 이벤트"],
  "microsoft.authorization/roleassignments": ["role assignment", "역할 할당"],
  "microsoft.authorization/roledefinitions": ["role definition", "역할 정의"],
  "microsoft.authorization/denyassignments": ["deny assignment", "거부 할당"],
  "microsoft.authorization/roleeligibilityscheduleinstances": ["eligible assignment", "적격 할당"],
  "microsoft.authorization/roleassignmentschedulerequests": ["activation request", "활성화 요청"],
  "microsoft.authorization/locks": ["lock", "잠금"],
  "microsoft.authorization/policyassignments": ["policy assignment", "정책 할당"],
  "microsoft.authorization/policydefinitions": ["policy definition", "정책 정의"],
  "microsoft.managedidentity/userassignedidentities": ["managed identity", "관리 ID"],
  "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials": [
    "federated credential",
    "페더레이션 자격 증명",
  ],
  "microsoft.keyvault/vaults": ["Key Vault", "Key Vault"],
  "microsoft.keyvault/vaults/secrets": ["secret", "비밀"],
  "microsoft.storage/storageaccounts": ["storage account", "스토리지 계정"],
  "microsoft.storage/storageaccounts/blobservices": ["blob service", "Blob 서비스"],
  "microsoft.storage/storageaccounts/blobservices/containers": ["container", "컨테이너"],
  "microsoft.storage/storageaccounts/fileservices/shares": ["file share", "파일 공유"],
  "microsoft.web/sites": ["App Service", "App Service"],
  "microsoft.web/sites/slots": ["deployment slot", "배포 슬롯"],
  "microsoft.web/sites/config": ["configuration", "구성"],
  "microsoft.web/sites/functions": ["function", "함수"],
  "microsoft.web/sites/hostnamebindings": ["host name binding", "호스트 이름 바인딩"],
  "microsoft.web/serverfarms": ["App Service plan", "App Service 플랜"],
  "microsoft.web/certificates": ["certificate", "인증서"],
  "microsoft.web/staticsites": ["static web app", "정적 웹앱"],
  "microsoft.app/containerapps": ["container app", "컨테이너 앱"],
  "microsoft.app/containerapps/revisions": ["revision", "수정 버전"],
  "microsoft.app/containerapps/revisions/replicas": ["replica", "복제본"],
  "microsoft.app/jobs": ["Container Apps job", "Container Apps 작업"],
  "microsoft.app/managedenvironments": ["Container Apps environment", "Container Apps 환경"],
  "microsoft.containerinstance/containergroups": ["container group", "컨테이너 그룹"],
  "microsoft.containerregistry/registries": ["container registry", "컨테이너 레지스트리"],
  "microsoft.containerservice/managedclusters": ["AKS cluster", "AKS 클러스터"],
  "microsoft.containerservice/managedclusters/agentpools": ["node pool", "노드 풀"],
  "microsoft.compute/virtualmachines": ["virtual machine", "가상 머신"],
  "microsoft.compute/virtualmachinescalesets": ["virtual machine scale set", "가상 머신 확장 집합"],
  "microsoft.sql/servers": ["SQL server", "SQL 서버"],
  "microsoft.sql/servers/databases": ["SQL database", "SQL 데이터베이스"],
  "microsoft.sql/servers/elasticpools": ["elastic pool", "탄력적 풀"],
  "microsoft.sql/servers/firewallrules": ["firewall rule", "방화벽 규칙"],
  "microsoft.dbforpostgresql/flexibleservers": ["PostgreSQL server", "PostgreSQL 서버"],
  "microsoft.dbforpostgresql/flexibleservers/configurations": ["server parameter", "서버 매개 변수"],
  "microsoft.dbforpostgresql/flexibleservers/databases": ["database", "데이터베이스"],
  "microsoft.dbforpostgresql/flexibleservers/firewallrules": ["firewall rule", "방화벽 규칙"],
  "microsoft.dbformysql/flexibleservers": ["MySQL server", "MySQL 서버"],
  "microsoft.dbformysql/flexibleservers/configurations": ["server parameter", "서버 매개 변수"],
  "microsoft.dbformysql/flexibleservers/databases": ["database", "데이터베이스"],
  "microsoft.dbformysql/flexibleservers/firewallrules": ["firewall rule", "방화벽 규칙"],
  "microsoft.documentdb/databaseaccounts": ["Cosmos DB account", "Cosmos DB 계정"],
  "microsoft.documentdb/databaseaccounts/sqldatabases": ["database", "데이터베이스"],
  "microsoft.documentdb/databaseaccounts/sqldatabases/containers": ["container", "컨테이너"],
  "microsoft.cache/redis": ["Azure Cache for Redis", "Azure Cache for Redis"],
  "microsoft.cache/redis/firewallrules": ["firewall rule", "방화벽 규칙"],
  "microsoft.servicebus/namespaces": ["Service Bus namespace", "Service Bus 네임스페이스"],
  "microsoft.servicebus/namespaces/queues": ["queue", "큐"],
  "microsoft.servicebus/namespaces/topics": ["topic", "토픽"],
  "microsoft.servicebus/namespaces/topics/subscriptions": ["subscription", "구독"],
  "microsoft.servicebus/namespaces/networkrulesets": ["network rule set", "네트워크 규칙 집합"],
  "microsoft.eventhub/namespaces": ["Event Hubs namespace", "Event Hubs 네임스페이스"],
  "microsoft.eventhub/namespaces/eventhubs": ["event hub", "이벤트 허브"],
  "microsoft.eventhub/namespaces/eventhubs/consumergroups": ["consumer group", "소비자 그룹"],
  "microsoft.eventhub/namespaces/networkrulesets": ["network rule set", "네트워크 규칙 집합"],
  "microsoft.cognitiveservices/accounts": ["Azure AI account", "Azure AI 계정"],
  "microsoft.cognitiveservices/accounts/deployments": ["model deployment", "모델 배포"],
  "microsoft.search/searchservices": ["search service", "검색 서비스"],
  "microsoft.apimanagement/service": ["API Management", "API Management"],
  "microsoft.logic/workflows": ["logic app", "논리 앱"],
  "microsoft.datafactory/factories": ["data factory", "데이터 팩터리"],
  "microsoft.automation/automationaccounts": ["Automation account", "Automation 계정"],
  "microsoft.insights/components": ["Application Insights", "Application Insights"],
  "microsoft.insights/diagnosticsettings": ["diagnostic setting", "진단 설정"],
  "microsoft.operationalinsights/workspaces": ["Log Analytics workspace", "Log Analytics 작업 영역"],
  "microsoft.cdn/profiles": ["Front Door profile", "Front Door 프로필"],
  "microsoft.cdn/profiles/afdendpoints": ["endpoint", "엔드포인트"],
  "microsoft.cdn/profiles/afdendpoints/routes": ["route", "경로"],
  "microsoft.cdn/profiles/customdomains": ["custom domain", "사용자 지정 도메인"],
  "microsoft.cdn/profiles/origingroups": ["origin group", "원본 그룹"],
  "microsoft.cdn/profiles/origingroups/origins": ["origin", "원본"],
  "microsoft.network/applicationgateways": ["application gateway", "애플리케이션 게이트웨이"],
  "microsoft.network/azurefirewalls": ["Azure Firewall", "Azure Firewall"],
  "microsoft.network/firewallpolicies": ["firewall policy", "방화벽 정책"],
  "microsoft.network/loadbalancers": ["load balancer", "부하 분산 장치"],
  "microsoft.network/natgateways": ["NAT gateway", "NAT Gateway"],
  "microsoft.network/networkinterfaces": ["network interface", "네트워크 인터페이스"],
  "microsoft.network/networksecuritygroups": ["network security group", "네트워크 보안 그룹"],
  "microsoft.network/networksecuritygroups/securityrules": ["security rule", "보안 규칙"],
  "microsoft.network/privatednszones": ["private DNS zone", "프라이빗 DNS 영역"],
  "microsoft.network/privatednszones/a": ["A record", "A 레코드"],
  "microsoft.network/privatednszones/virtualnetworklinks": ["virtual network link", "가상 네트워크 링크"],
  "microsoft.network/privateendpoints": ["private endpoint", "프라이빗 엔드포인트"],
  "microsoft.network/publicipaddresses": ["public IP address", "공용 IP 주소"],
  "microsoft.network/routetables": ["route table", "경로 테이블"],
  "microsoft.network/routetables/routes": ["route", "경로"],
  "microsoft.network/virtualnetworks": ["virtual network", "가상 네트워크"],
  "microsoft.network/virtualnetworks/subnets": ["subnet", "서브넷"],
  "microsoft.network/virtualnetworks/virtualnetworkpeerings": [
    "virtual network peering",
    "가상 네트워크 피어링",
  ],
};

function typeName(type: string, language: Language): string {
  return typeNames[type]?.[language === "en" ? 0 : 1] ?? type;
}

/**
 * A resource as people call it: its kind and name, and whose part it is: "subnet `apps` of virtual network `vnet-hub`".
 *
 * @returns undefined where this is no ARM resource ID.
 */
export function resourceName(id: string, language: Language): string | undefined {
  const parsed = parseArmResourceId(id);
  if (parsed === undefined) return undefined;
  const own = `${typeName(parsed.type, language)} ${quoted(parsed.name)}`;
  const { names, provider, types } = parsed;
  if (provider === undefined || names.length < 2) return own;
  const parent = typeName(`${provider}/${types[0]}`.toLowerCase(), language);
  return language === "en"
    ? `${own} of ${parent} ${quoted(names[0]!)}`
    : `${parent} ${quoted(names[0]!)}의 ${own}`;
}
