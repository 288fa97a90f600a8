import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMatches, errorMentions, refusedCall } from "../error-text.ts";
import { text } from "../text.ts";
import {
  aboutStorage,
  signatureRefused,
  storageFacts,
  storageReads,
  storageTarget,
} from "./storage-evidence.ts";

const saysTimeFrame = `(${errorMentions("Signature not valid in the specified time frame", "Signature expired", "signature has expired", "Signature not valid in the specified key time frame")})`;

const tokenRefused = `(${signatureRefused} || ${saysTimeFrame})`;

/** A SAS is spoken of, or a URL carries one. */
const usesSas = errorMatches(
  "(?:^|[^a-z])sas(?:[^a-z]|$)|shared access signature|[?&]se=[0-9]{4}|공유 ?액세스 ?서명",
);

/** SQL Server and other programs hand on no more than the refusal; what was sent beside then tells of a SAS. */
const hasSas = anyTextRaises("[?&;=]se=[0-9]{4}-[0-9]{2}|shared ?access ?signature");
/** The account's log says that it was a SAS that could not be authenticated. */
const loggedSas = "(refusal.StatusText == 'AuthenticationFailed' && refusal.AuthenticationType == 'SAS')";

const tokenFacts: NonNullable<Playbook["let"]> = {
  ...storageFacts,
  /** SAS in the code's and templates' settings: those for this account, else those that name none. */
  sasSettings: "signals.settings[?matches(value, '(^|[?&;=])se=[0-9]{4}')]",
  accountSas:
    "said(target.name && sasSettings[?mentions(value, $.target.name)]) || sasSettings[?!matches(value, '[.]core[.]')]",
  /** Of several it is not known which was used. */
  usedSas: "said(length(accountSas) == `1`) && accountSas[0].value || `null`",
  /** The log keeps the whole query string but for the signature. */
  loggedTimes: `readable(logs) && ${loggedSas} && {st: find(refusal.Uri, '[?&]st=([^&]{8,40})'), se: find(refusal.Uri, '[?&]se=([^&]{8,40})')} || \`null\``,
  /** As the service states them, else as the query string of the SAS does, in the code or in the log. */
  startsAt:
    "said(signals.fields.Start) || said(signals.fields.start) || url_decode(not_null(signals.fields.st, find(usedSas, '(?:^|[?&;=])st=([^&;]{8,40})'), loggedTimes.st, ''))",
  expiresAt:
    "said(signals.fields.Expiry) || said(signals.fields.expiry) || url_decode(not_null(signals.fields.se, find(usedSas, '(?:^|[?&;=])se=([^&;]{8,40})'), loggedTimes.se, ''))",
  /** The answer states the clock of the service (`Time:`), the one that counts. */
  checkedAt: "said(signals.fields.Current) || said(signals.fields.Time) || signals.observedAt",
  /** The line that shows it, where the error does not. */
  shownInCode: "!said(usedSas) || said(file_matches('(^|[?&;=])se=[0-9]{4}')) || `true`",
};

/** What is wrong with a SAS is in the error itself: no read of Azure decides it. */
export const storageSasExpired: Playbook = {
  code: "storage.sas-expired",
  title: text("The SAS token has expired", "SAS 토큰이 만료되었습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/storage/common/storage-sas-overview#best-practices-when-using-sas",
  ],
  raisedBy: `${tokenRefused} || (${usesSas} || ${aboutStorage} && ${hasSas}) && ${refusedCall}`,
  target: storageTarget,
  needsTarget: false,
  competitors: ["code.sas-start-no-skew-allowance"],
  reads: storageReads,
  let: tokenFacts,
  holds: `(${tokenRefused} || ${refusedCall} && (${usesSas} || ${loggedSas})) && before(expiresAt, checkedAt) == \`true\` && shownInCode`,
  layer: 5,
  explanation: text(
    "The token's validity ended at {{expiresAt}}, before the request at {{checkedAt}}. A SAS cannot be prolonged: the client needs a new one.",
    "토큰의 유효 기간은 {{expiresAt}}에 끝났고 요청은 그 이후인 {{checkedAt}}에 이루어졌습니다. SAS는 연장할 수 없으므로 새로 발급해야 합니다.",
  ),
  ruledOut: text(
    "The SAS was still valid, or none was used.",
    "SAS가 아직 유효하거나 SAS를 사용하지 않았습니다.",
  ),
  actions: [
    {
      title: text(
        "Issue a new SAS where it is needed, or stop using one",
        "필요할 때 새 SAS를 발급하거나 SAS 사용 중단",
      ),
      why: text(
        "Let the server make a short-lived user delegation SAS on demand instead of storing one in a setting; or use Microsoft Entra ID with a data role, which does not run out.",
        "설정에 저장하는 대신 서버가 필요할 때 수명이 짧은 사용자 위임 SAS를 발급하도록 하거나, 만료되지 않는 Microsoft Entra ID와 데이터 역할을 사용하세요.",
      ),
      commands: ["az storage account show --name {{target.name}} --query sasPolicy"],
      config: "the setting that holds the SAS",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The `se` parameter of the new token lies in the future, and the call succeeds.",
      "새 토큰의 `se` 매개 변수가 미래이고 호출이 성공합니다.",
    ),
    commands: [],
  },
};

export const sasStartNoSkew: Playbook = {
  code: "code.sas-start-no-skew-allowance",
  title: text(
    "The code starts a SAS at 'now' without allowance for clock skew",
    "코드가 시계 오차를 고려하지 않고 SAS 시작 시각을 '지금'으로 설정합니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/storage/common/storage-sas-overview#best-practices-when-using-sas",
  ],
  raisedBy: `${tokenRefused} || (${usesSas} || ${aboutStorage} && ${hasSas}) && ${refusedCall}`,
  target: storageTarget,
  needsTarget: false,
  competitors: ["storage.sas-expired"],
  reads: storageReads,
  let: {
    ...tokenFacts,
    startingCode:
      "file_matches('starts?_?(on|time|at)?.{0,20}(utc_?now|datetimeoffset|datetime[.]now|time[.]now|new date|date[.]now|offsetdatetime[.]now|instant[.]now|get-date|date -u)', 'set_?start(_?time|s_?on)?[( ]', '[.]starts_?on[( =]', 'startsOn *[:=]')",
  },
  holds: `(${tokenRefused} || ${refusedCall} && (${usesSas} || ${loggedSas})) && before(checkedAt, startsAt) == \`true\` && shownInCode && (startingCode || \`true\`)`,
  layer: 9,
  explanation: text(
    "The token becomes valid at {{startsAt}}, after the service's clock said {{checkedAt}}. The machine that signs it is a little ahead; a start time of 'now' then lies in the future.",
    "토큰은 {{startsAt}}부터 유효한데 서비스의 시계는 {{checkedAt}}였습니다. 서명하는 컴퓨터의 시계가 조금 빠르면 '지금'으로 지정한 시작 시각이 미래가 됩니다.",
  ),
  ruledOut: text("The SAS had already begun when it was used.", "SAS는 사용 시점에 이미 유효했습니다."),
  actions: [
    {
      title: text(
        "Leave the start time out, or set it 15 minutes back",
        "시작 시각을 생략하거나 15분 전으로 설정",
      ),
      why: text(
        "Without a start time a SAS is valid at once on every machine.",
        "시작 시각을 지정하지 않으면 SAS는 즉시 유효합니다.",
      ),
      commands: [],
      config: "StartsOn = DateTimeOffset.UtcNow.AddMinutes(-15)",
      changes: false,
    },
  ],
  verify: {
    text: text("A token used right after it was made is accepted.", "발급 직후 사용한 토큰이 허용됩니다."),
    commands: [],
  },
};
