import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";
import { siteReads, siteTarget, whereReadable } from "./site-evidence.ts";
import { looksLikeStartFailure, startupLets } from "./startup-evidence.ts";

const limitPattern =
  "expected time limit|Startup Time Limit|500\\.37|startup time limit of|ContainerTimeout|failed to start in the allotted time|within startup time limit|startup probe failed after [0-9.]{2,8} ?sec";

/** The program says what it fails at: it does not need more time, however long it keeps trying. */
const failurePatterns = [
  "[A-Za-z]{2,60}(?:Exception|Error)\\b ?[:(]|Login failed|ECONNREFUSED|ENOTFOUND|ETIMEDOUT|access (?:is )?denied|connection refused|forbidden|unauthori[sz]ed|not authorized|AADSTS[0-9]",
  "(?:could not|unable to|cannot|failed to) (?:connect|resolve|authenticate|acquire|open|reach)|host error has occurred|is in error|authentication failed|request rate is|Result: Failure",
];

/** As people say that a start takes long. */
const slowStart = [
  "(?:takes?|took|needs?|needed) .{0,30}(?:seconds|minutes?|secs?|mins?|long) to (?:boot|start|warm|come up|load|initiali)",
  "(?:boot|start|warm)[a-z-]{0,8} (?:time|takes|took).{0,30}(?:seconds|minutes?|long)",
  "restart.{0,60}before .{0,30}(?:ready|started|up)",
  "(?:기동|시작|부팅).{0,20}[0-9]{1,3} ?(?:분|초)",
];

export const appServiceStartupTimeout: Playbook = {
  code: "appservice.startup-timeout",
  title: text(
    "The app needs longer to start than App Service waits",
    "앱 시작 시간이 App Service의 대기 시간보다 깁니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/reference-app-settings#custom-containers",
    "https://learn.microsoft.com/aspnet/core/test/troubleshoot-azure-iis#50037-ancm-failed-to-start-within-startup-time-limit",
  ],
  raisedBy: `${looksLikeStartFailure} || ${errorMatches("WEBSITES_CONTAINER_START_TIME_LIMIT", "startupTimeLimit", limitPattern, ...slowStart)}`,
  target: siteTarget,
  needsTarget: true,
  competitors: [
    "appservice.container-port-mismatch",
    "appservice.site-stopped",
    "code.image-arch-mismatch",
    "code.webserver-config-error",
  ],
  reads: siteReads,
  let: {
    ...startupLets,
    platformLimit: whereReadable(
      "console",
      `console.rows[?matches(Message, '${limitPattern}')].Message | [0]`,
    ),
    isLimit: `${errorMatches(limitPattern)} || platformLimit != \`null\``,
    /** The module of IIS says it itself: no port and no log is needed. */
    isInProcess: errorMatches("500\\.37|ANCM .{0,40}Startup Time Limit|startup time limit of"),
    lateLine: whereReadable(
      "console",
      "console.rows[?matches(ResultDescription, '(?:started|startup|ready|loaded|completed|warm(?:ed)? ?up)[^\\n]{0,120} in [0-9.]{2,8} ?(?:s|ms|sec|min)|migrat|download|load(?:ing|ed) |compil|warm|still|install|collect|index|seed|prepar|initiali|[0-9]{1,3} ?%')].ResultDescription | [0]",
    ),
    failedLine: whereReadable(
      "console",
      `console.rows[?${failurePatterns.map((pattern) => `matches(ResultDescription, '${pattern}')`).join(" || ")}].ResultDescription | [0]`,
    ),
    errorProgress: `${errorMatches("Started \\S{1,60} in [0-9.]{3,8} seconds|(?:startup|started|boot).{0,60}(?:took|after|in) [0-9.]{2,8} ?(?:s|sec|min)")}`,
  },
  holds:
    "isLimit && !hasCrashed && !said(failedLine) && (isInProcess || listening && listening == pinged || !listening && (lateLine != `null` || errorProgress) || listening && !pinged && lateLine != `null`) && not_null(platformLimit, `true`) && not_null(lateLine, `true`)",
  layer: 8,
  explanation: text(
    "{{target.name}} was still starting when App Service gave up waiting (230 seconds for containers, 120 for ASP.NET Core behind IIS): nothing ended the process and no other port is in play.",
    "{{target.name}}이(가) 시작하는 중에 App Service의 대기 시간(컨테이너 230초, IIS의 ASP.NET Core 120초)이 끝났습니다. 프로세스가 종료되지 않았고 포트 문제도 아닙니다.",
  ),
  ruledOut: text(
    "The start did not fail for lack of time: the process ended, or answered at another port.",
    "시작 시간 부족이 원인이 아닙니다. 프로세스가 종료되었거나 다른 포트에서 응답했습니다.",
  ),
  actions: [
    {
      title: text("Let App Service wait longer", "App Service의 대기 시간 연장"),
      why: text(
        "WEBSITES_CONTAINER_START_TIME_LIMIT goes up to 1800 seconds. For ASP.NET Core on Windows it is startupTimeLimit in web.config.",
        "WEBSITES_CONTAINER_START_TIME_LIMIT는 최대 1800초입니다. Windows의 ASP.NET Core는 web.config의 startupTimeLimit입니다.",
      ),
      commands: [
        "az webapp config appsettings set --ids {{target.id}} --settings WEBSITES_CONTAINER_START_TIME_LIMIT=900",
      ],
      config: "WEBSITES_CONTAINER_START_TIME_LIMIT; web.config: aspNetCore startupTimeLimit",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config appsettings delete --ids {{target.id}} --setting-names WEBSITES_CONTAINER_START_TIME_LIMIT",
    },
    {
      title: text("Do the slow work after the start", "오래 걸리는 작업을 시작 이후로 이동"),
      why: text(
        "Migrations, downloads and cache warm-up belong into the release or a background task; a larger plan starts faster.",
        "마이그레이션, 다운로드, 캐시 준비는 배포 단계나 백그라운드 작업으로 옮기세요. 더 큰 플랜은 시작이 빠릅니다.",
      ),
      commands: [],
      changes: false,
    },
  ],
  verify: {
    text: text("The platform log says that the site started.", "플랫폼 로그에 사이트 시작이 기록됩니다."),
    commands: ["az webapp log tail --ids {{target.id}}"],
  },
};
