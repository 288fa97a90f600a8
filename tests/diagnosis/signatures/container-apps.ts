import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "containerapps.probe-failing",
    from: "Spring Boot",
    error:
      "o.s.b.w.e.tomcat.GracefulShutdown : Commencing graceful shutdown. Waiting for active requests to complete",
    resources: ["Microsoft.App/containerApps ca-orders"],
    notes: "ca-orders goes down about every 40 s",
  },
  {
    code: "containerapps.probe-failing",
    from: "gunicorn",
    error: "ca-orders: [1] [INFO] Handling signal: term",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.probe-failing",
    from: "npm",
    error: "ca-orders npm ERR! signal SIGTERM",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "Envoy",
    error:
      "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure, transport failure reason: delayed connect error: 111",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "Envoy",
    error:
      "upstream connect error or disconnect/reset before headers. reset reason: connection failure. https://ca-orders.happysea-1234.westeurope.azurecontainerapps.io",
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "a system log",
    error: "TargetPort 80 does not match the listening port 8080.",
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "a system log",
    error: "The TargetPort 3000 does not match any of the listening ports: [8080]",
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "curl",
    error: "curl: (52) / HTTP/2 503 from https://ca-orders.happysea-1234.westeurope.azurecontainerapps.io/",
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "curl",
    error:
      "upstream request timeout\nHTTP/2 504\nserver: envoy https://ca-orders.happysea-1234.westeurope.azurecontainerapps.io",
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "a paraphrase",
    error: "container app ca-orders is running but the URL only times out",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "a Korean developer",
    error: "컨테이너 앱 ca-orders는 실행 중인데 주소로 접속하면 연결되지 않습니다.",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "azd",
    error:
      "azd up: ERROR: ca-orders: revision activation failed: Deployment Progress Deadline Exceeded. 0/1 replicas ready.",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "Dapr",
    error: "ERR_DIRECT_INVOKE: failed to invoke, id: ca-orders, err: connection refused 502",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.probe-failing",
    from: "a system log",
    error: "Probe of Liveness failed with status code: 404",
  },
  {
    code: "containerapps.probe-failing",
    from: "a system log",
    error: "Container web failed startup probe, will be restarted",
  },
  {
    code: "containerapps.probe-failing",
    from: "kubelet",
    error:
      'Readiness probe failed: Get "http://10.250.0.12:8080/healthz": dial tcp 10.250.0.12:8080: connect: connection refused',
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.probe-failing",
    from: "a system log",
    error:
      "Container 'ca-orders' was terminated with exit code '' and reason 'ProbeFailure'. One or more probes failed.",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.probe-failing",
    from: "Azure CLI",
    error: "Failed to provision revision for container app 'ca-orders'. Error details: Operation expired.",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.probe-failing",
    from: "portal",
    error: "ca-orders Revision status: Degraded / Unhealthy, Replicas 0/1 ready, restart count 14",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.probe-failing",
    from: "a paraphrase",
    error: "our container app ca-orders keeps restarting every minute although it starts fine locally",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.probe-failing",
    from: "a Korean developer",
    error: "ca-orders 컨테이너가 헬스 체크 때문에 계속 재시작됩니다.",
    resources: ["Microsoft.App/containerApps ca-orders"],
  },
  {
    code: "containerapps.probe-failing",
    from: "kubectl style",
    error:
      "Back-off restarting failed container; Liveness probe failed: HTTP probe failed with statuscode: 503",
  },
  {
    code: "containerapps.ingress-target-port-mismatch",
    from: "azd deploy: https://github.com/microsoft/azure-container-apps/issues/1260",
    error:
      "ContainerAppOperationError: Failed to provision revision for container app 'web'. Error details: Operation expired.",
    resources: ["Microsoft.App/containerApps web"],
  },
];
