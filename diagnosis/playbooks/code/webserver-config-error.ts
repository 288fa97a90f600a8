import type { Playbook } from "../../playbook.ts";
import { containerAppLets, containerAppReads } from "../container-apps/container-app-evidence.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";

/** What web servers write when they refuse their own configuration. */
const refusals = [
  "\\[emerg\\]|nginx: configuration file .{1,80} test failed|AH0[0-9]{4}: .{0,120}(?:syntax error|invalid command|not found|configuration (?:error|failed))|AH005(?:26|34|43)",
  "Syntax error on line [0-9]{1,5} of|Invalid command .{1,60} perhaps misspelled|(?:httpd|apache2?|apachectl): .{0,80}(?:syntax error|could not|configuration error|bad (?:user|group) name)",
  "\\[ALERT\\].{0,60}config|error initializing configuration|unable to load configuration from|No MPM loaded|More than one MPM loaded",
  "adapting config using caddyfile|error during parsing.{0,80}Caddyfile|Fatal errors? found in configuration",
  "host not found in upstream|ERROR: \\[pool |FPM initialization failed|failed to load configuration file|Error: class uri .{0,60}invalid",
];
const inRows = refusals.map((pattern) => `matches(LINE, '${pattern}')`).join(" || ");
const raising = errorMatches(
  ...refusals,
  "TargetPortMismatch|target ?port .{0,40}does not match|upstream connect error|HTTP pings on port|failing site start|ProbeFailed|probe failed|CrashLoopBackOff",
);

export const codeWebserverConfig: Playbook = {
  code: "code.webserver-config-error",
  title: text(
    "The web server in the image refuses its own configuration",
    "이미지 안의 웹 서버가 자체 구성 오류로 시작하지 못합니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/container-apps/troubleshooting",
    "https://learn.microsoft.com/azure/container-apps/log-monitoring",
  ],
  raisedBy: raising,
  target:
    "targets('microsoft.app/containerapps', 'microsoft.web/sites', 'microsoft.web/sites/slots', 'microsoft.containerinstance/containergroups')",
  needsTarget: false,
  competitors: [],
  reads: {
    ...containerAppReads,
    siteLines: {
      title: text("Console lines of {{target.name}}", "{{target.name}}의 콘솔 로그"),
      request: {
        kind: "logs",
        resourceId: "{{target.id}}",
        query:
          "union isfuzzy=true AppServiceConsoleLogs, AppServicePlatformLogs | order by TimeGenerated desc | take 200",
        from: "hours_before(signals.observedAt, `24`)",
        to: "minutes_after(signals.observedAt, `15`)",
      },
      when: "contains(target.type, 'microsoft.web/sites')",
      permission: "Microsoft.OperationalInsights/workspaces/query/read",
      optional: true,
    },
  },
  let: {
    ...containerAppLets,
    saidInError: errorMatches(...refusals),
    appLine: `ours[?${inRows.replaceAll("LINE", "not_null(Log_s, Log)")}] | [0].not_null(Log_s, Log)`,
    siteLine: `(readable(siteLines) && (siteLines.rows[?${inRows.replaceAll("LINE", "ResultDescription")}].ResultDescription | [0])) || \`null\``,
    ingress: "app.properties.configuration.ingress.targetPort",
  },
  holds: "(saidInError || appLine != `null` || siteLine != `null`) && not_null(ingress, `true`)",
  layer: 6,
  explanation: text(
    "The web server of {{target.name}} stops at its own configuration{{appLine && join('', [': ', appLine]) || siteLine && join('', [': ', siteLine]) || ''}}. Ports that are open belong to other processes of the image; no setting in Azure is wrong.",
    "{{target.name}}의 웹 서버가 자체 구성에서 중단됩니다{{appLine && join('', [': ', appLine]) || siteLine && join('', [': ', siteLine]) || ''}}. 열려 있는 포트는 이미지의 다른 프로세스 것이며 Azure 설정 문제가 아닙니다.",
  ),
  ruledOut: text(
    "No web server in the container complains about its configuration.",
    "컨테이너의 웹 서버가 구성 오류를 보고하지 않습니다.",
  ),
  actions: [
    {
      title: text("Correct the web server's configuration in the image", "이미지의 웹 서버 구성 수정"),
      why: text(
        "The line names the directive, the file and the line. Test it in the build (nginx -t, apachectl configtest), so that a broken configuration never becomes an image.",
        "로그에 지시문, 파일, 줄이 표시됩니다. 빌드에서 nginx -t 또는 apachectl configtest로 확인하세요.",
      ),
      commands: [],
      config: "Dockerfile: RUN nginx -t",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The web server's process stays up and the app answers on its port.",
      "웹 서버 프로세스가 유지되고 앱이 포트에서 응답합니다.",
    ),
    commands: [],
  },
};
