import type { Signature } from "./signature.ts";

const code = "monitor.daily-cap-reached";

export const signatures: Signature[] = [
  {
    code,
    from: "https://learn.microsoft.com/azure/azure-monitor/logs/daily-cap",
    error:
      "Data collection stopped due to daily limit of 1 GB reached. Collection will resume at the next reset time. (_LogOperation, OverQuota)",
  },
  {
    code,
    from: "Application Insights SDK for Java",
    error:
      "WARN c.a.m.o.e.i.p.TelemetryPipeline - In the last 5 minutes, the following operation has failed 12 times (out of 40): Sending telemetry to the ingestion service: 12 telemetry items are dropped: received response code 439 (Daily quota exceeded, throttled over extended time).",
  },
  {
    code,
    from: "Application Insights ingestion",
    error:
      '{"itemsReceived":12,"itemsAccepted":0,"errors":[{"index":0,"statusCode":439,"message":"Daily quota exceeded"}]}',
  },
  {
    code,
    from: "a paraphrase",
    error: "since 09:40 UTC no new traces arrive in Application Insights, the app itself is fine",
  },
  {
    code,
    from: "a developer in Korea",
    error: "오늘 오전부터 Log Analytics에 로그가 들어오지 않습니다. 앱은 정상입니다.",
  },
  {
    code,
    from: "Azure Monitor Agent",
    error:
      "Dropping data: HTTP 429 from ODS ingestion endpoint: QuotaExceeded: workspace is over its daily ingestion quota",
  },
  {
    code,
    from: "a query",
    error: "requests | where timestamp > ago(2h) | count\n\nCount\n0\n\nWhere did our App Insights data go?",
  },
  {
    code,
    from: "a paraphrase",
    error: "ContainerLogV2 is empty since noon for the AKS cluster, kubectl logs still shows lines",
  },
];
