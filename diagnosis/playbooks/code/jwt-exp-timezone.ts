import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

/** Clocks that give local time, or lose the zone on the way to seconds since 1970. */
const localClocks = [
  "(?:datetime[.](?:now\\(\\)|today\\(\\)|utcnow\\(\\)[.]timestamp|utcnow\\(\\) ?[+])|DateTime[.]Now[^(a-z]|DateTimeKind[.]Local|mktime)",
  "(?:LocalDateTime[.]now|ToLocalTime|Get-Date|time[.]localtime|getTimezoneOffset|toLocaleString|strtotime|ZoneId[.]systemDefault|time[.]Now\\(\\)[.]Local)",
] as const;
/** A line that makes one of the token's times from such a clock, or names the clock for it. */
const madeFrom = localClocks.map(
  (clock) =>
    `matches(@, '(?:exp|nbf|iat|not_?before|valid|issued|now|start|current|utc|unix|epoch|stamp)[a-z_]{0,12}[^a-z].{0,100}${clock}')`,
);

export const codeJwtTimezone: Playbook = {
  code: "code.jwt-exp-timezone",
  title: text(
    "The code computes the token's times in local time instead of UTC",
    "코드가 토큰 시간을 UTC가 아닌 현지 시간으로 계산합니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/entra/identity-platform/certificate-credentials",
    "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
  ],
  raisedBy: `${hasCode("AADSTS700024", "AADSTS50013", "AADSTS700021", "ExpiredToken", "IDX10222", "IDX10223")} || ${errorMatches("valid time range|lifetime validation failed|not yet valid|token (?:is |has )?expired|Signature has expired|jwt expired|IDX1022[23]|ImmatureSignature|TokenExpired|exp.? claim|nbf.? claim|expiry time of assertion", "claim .{0,4}(?:exp|iat|nbf)|too far in the (?:future|past)|(?:expiration|issued.at|not.before).{0,12}(?:time|claim)|issued in the future|not valid before|used (?:too early|before)|clock skew|iat.{0,20}(?:future|invalid)|(?:Expired|Immature|NotYetValid|Premature)[A-Za-z]{0,12}(?:Exception|Error)", "토큰.{0,20}만료|만료 시간")}`,
  needsTarget: false,
  competitors: ["entra.client-secret-expired"],
  reads: {},
  let: {
    files: "values(not_null(request.source_code, `{}`))",
    line: `files[?(${madeFrom.join(" || ")}) && matches(@, '[\\x22\\x27](?:exp|nbf|iat|se)[\\x22\\x27]|expires|NotBefore|setExpiration|[.]exp\\b|exp ?[:=]')] | [0]`,
    clock: localClocks.map((clock) => `find(not_null(line, ''), '${clock}')`).join(" || "),
    isToken:
      "length(files[?matches(@, 'jwt|JWT|assertion|SecurityToken|ClientAssertion|SharedAccessSignature|claims')]) > `0`",
    /** The application whose assertion it is. */
    clientId: "(signals.guids[?role == 'client_id'] | [0].guid) || `null`",
    now: "find(request.error, '[Cc]urrent time:? ?[^0-9]{0,3}([0-9T:-]{19})')",
    until:
      "find(request.error, '(?:expiry time of assertion|ValidTo|expir[a-z]{0,6}(?: time| at)?):? ?[^0-9]{0,4}([0-9T:-]{19})')",
    aboutTime: `(${hasCode("AADSTS700024")} || ${errorMatches("valid time range|lifetime validation failed|not yet valid|not valid before|expired|Immature|exp|nbf|iat|future|만료")})`,
  },
  holds: "clock && isToken && aboutTime && not_null(until, `true`) && not_null(now, `true`)",
  culprits: ["clientId && join('', ['/v1.0/applications(appId=\\'', clientId, '\\')'])"],
  layer: 8,
  explanation: text(
    "The code takes the token's times from {{clock}}: local time, or a time whose zone is lost. Where the machine does not run in UTC, exp and nbf are off by the zone's hours, and the token is refused as expired or not yet valid. The keys and the registration are not what is refused.",
    "코드가 {{clock}}(으)로 토큰 시간을 계산하여 현지 시간이 사용되거나 시간대가 사라집니다. 컴퓨터가 UTC가 아니면 exp와 nbf가 시간대만큼 어긋나 만료되었거나 아직 유효하지 않은 토큰으로 거부됩니다. 키나 앱 등록 문제가 아닙니다.",
  ),
  ruledOut: text(
    "The code does not compute token times from a local clock.",
    "코드가 현지 시간으로 토큰 시간을 계산하지 않습니다.",
  ),
  actions: [
    {
      title: text("Compute the times in UTC", "UTC로 시간 계산"),
      why: text(
        "Seconds since 1970 are always UTC: time.time(), datetime.now(timezone.utc), DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Instant.now(), Date.now() / 1000.",
        "1970년부터의 초는 항상 UTC입니다: time.time(), datetime.now(timezone.utc), DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Instant.now(), Date.now() / 1000을 사용하세요.",
      ),
      commands: [],
      config: "datetime.now(timezone.utc), DateTime.UtcNow",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The decoded token's exp lies some minutes after the present UTC time.",
      "디코드한 토큰의 exp가 현재 UTC보다 몇 분 뒤입니다.",
    ),
    commands: [],
  },
};
