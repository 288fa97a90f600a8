import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { concerns, errorMatches, hasCode, speaksOf } from "../error-text.ts";
import { childRead, targetRead } from "../resource-evidence.ts";
import { text } from "../text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";

/** Managed Redis and the Enterprise tiers have names of their own, and no firewall rules: a cache that is named beside is not called. */
const callsOtherTier = `${errorMatches("[.]redis[.]azure[.]net|[.]redisenterprise[.]cache[.]azure[.]net")} && !${errorMatches("[.]redis[.]cache[.]")}`;

/** The first ranges that are let in. */
const shownRanges = [0, 1].flatMap((index) => [
  `rules.value[${index}].properties.startIP`,
  `rules.value[${index}].properties.endIP`,
]);

export const redisFirewallDeny: Playbook = {
  code: "redis.firewall-deny",
  title: text(
    "The cache's firewall refuses the caller's address",
    "Redis 캐시 방화벽이 호출자의 주소를 차단합니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure#firewall"],
  raisedBy: `(${concerns(["redis"], ["microsoft.cache/redis"])} || ${speaksOf("redis")}) && (${hasCode("ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EPIPE")} || ${errorMatches("RedisConnectionException", "UnableToConnect", "It was not possible to connect", "connection (timed out|reset|refused|closed)", "socket ?closed|connection (?:is )?closed|closed by (?:server|the remote)|EOF|read error on connection", "unexpected end of stream|connection reset|broken pipe|ConnectTimeout|SocketTimeout|max retries per request|could not get a resource from the pool", "cannot (?:reach|connect)|can.t connect|(?:failed|unable) to connect|could not connect|no connection is", "connections? (?:are|is|was|were) (?:dropped|closed|reset|refused)", "timed? ?out|timeout", "연결이? ?(?:안|되지|끊|거부)|접속이? ?(?:안|되지)|시간 ?초과|연결할 수 없")})`,
  /** Drivers name no cache: where nothing else does, the rules of each that can be seen are looked at. */
  target: `targets('microsoft.cache/redis') || (${errorMatches("redis", "lettuce|jedis")} && length(signals.hosts[?service == 'redis']) == \`0\` && candidates('microsoft.cache/redis')) || \`[]\``,
  needsTarget: true,
  competitors: ["platform.service-incident"],
  reads: {
    cache: targetRead(text("public access", "공용 액세스"), "Microsoft.Cache/redis/read"),
    rules: childRead(
      "firewallRules",
      text("firewall rules", "방화벽 규칙"),
      "Microsoft.Cache/redis/firewallRules/read",
    ),
    ...workloadReads,
  },
  let: {
    ...workloadFacts,
    loggedPrincipal: "`null`",
    loggedAddress: "`null`",
    assignments: "`null`",
    alikeBy: "'address'",
    net: "reachability(cache, caller, rules)",
  },
  holds: `!said(${callsOtherTier}) && (net.public == 'denied' || net.public == 'selected' && net.caller == 'denied') && ${alsoShown(...shownRanges)}`,
  layer: 3,
  explanation: text(
    "{{target.name}} lets in only the address ranges of its firewall rules, and {{refusedAddress || '-'}} is in none. Redis drops such connections at once, which clients report as a timeout or a closed socket.",
    "{{target.name}}은(는) 방화벽 규칙의 주소 범위만 허용하는데 {{refusedAddress || '-'}}은(는) 포함되지 않습니다. Redis는 연결을 바로 끊으므로 클라이언트에는 시간 초과나 소켓 종료로 나타납니다.",
  ),
  ruledOut: text(
    "The firewall of {{target.name}} lets the caller in.",
    "{{target.name}}의 방화벽은 호출자를 허용합니다.",
  ),
  actions: [
    {
      title: text("Add a firewall rule for the address", "주소의 방화벽 규칙 추가"),
      why: text(
        "For apps in Azure take every outbound address of the app, or use a private endpoint.",
        "Azure의 앱이라면 모든 아웃바운드 주소를 추가하거나 프라이빗 엔드포인트(private endpoint)를 사용하세요.",
      ),
      commands: [
        "az redis firewall-rules create --resource-group {{target.resourceGroup}} --name {{target.name}} --rule-name {{join('_', ['caller', replace(item, '.', '_')])}} --start-ip {{item}} --end-ip {{item}}",
      ],
      config: "Microsoft.Cache/redis/firewallRules",
      changes: true,
      needsRole: "Redis Cache Contributor",
      undo: "az redis firewall-rules delete --resource-group {{target.resourceGroup}} --name {{target.name}} --rule-name {{join('_', ['caller', replace(item, '.', '_')])}}",
      effects: [
        {
          kind: "create",
          id: "{{target.id}}/firewallRules/{{join('_', ['caller', replace(item, '.', '_')])}}",
          body: "{properties: {startIP: item, endIP: item}}",
        },
      ],
      each: "addressesToAllow",
      when: "length(addressesToAllow) > `0` && net.public != 'denied'",
    },
    {
      title: text("Enable public access", "공용 네트워크 액세스 사용"),
      why: text(
        "It is off, so that only private endpoints are served; firewall rules then say who may come in. A private endpoint in the caller's network needs no such change.",
        "현재 꺼져 있어 프라이빗 엔드포인트만 허용됩니다. 켠 뒤에는 방화벽 규칙으로 제한하세요. 호출자의 네트워크에 프라이빗 엔드포인트를 두면 변경할 필요가 없습니다.",
      ),
      commands: [
        "az redis update --resource-group {{target.resourceGroup}} --name {{target.name}} --set publicNetworkAccess=Enabled",
      ],
      config: "Microsoft.Cache/redis: properties.publicNetworkAccess",
      changes: true,
      needsRole: "Redis Cache Contributor",
      undo: "az redis update --resource-group {{target.resourceGroup}} --name {{target.name}} --set publicNetworkAccess=Disabled",
      effects: [
        { kind: "set", id: "{{target.id}}", values: { "/properties/publicNetworkAccess": "'Enabled'" } },
      ],
      when: "net.public == 'denied'",
    },
    {
      title: text("Look at the rules", "규칙 확인"),
      why: text("The caller's address is not known.", "호출자의 주소를 알 수 없습니다."),
      commands: [
        "az redis firewall-rules list --resource-group {{target.resourceGroup}} --name {{target.name}} --output table",
      ],
      changes: false,
      when: "length(addressesToAllow) == `0`",
    },
  ],
  verify: {
    text: text("The rule is listed, and the client connects.", "규칙이 표시되고 클라이언트가 연결됩니다."),
    commands: [
      "az redis firewall-rules list --resource-group {{target.resourceGroup}} --name {{target.name}} --output table",
    ],
  },
};
