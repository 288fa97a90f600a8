import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "aks.api-server-ip-not-authorized",
    from: "kubectl",
    error: "Unable to connect to the server: dial tcp 20.50.3.4:443: i/o timeout",
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "helm",
    error:
      'Error: Kubernetes cluster unreachable: Get "https://aks-orders-1a2b3c4d.hcp.westeurope.azmk8s.io:443/version": dial tcp 20.50.3.4:443: i/o timeout',
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "terraform",
    error:
      'Error: Get "https://aks-orders-1a2b3c4d.hcp.westeurope.azmk8s.io:443/api/v1/namespaces/shop": dial tcp 20.50.3.4:443: connect: connection timed out',
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "kubectl",
    error:
      'E1014 08:59:07 memcache.go:265] couldn\'t get current server API group list: Get "https://aks-orders-1a2b3c4d.hcp.westeurope.azmk8s.io:443/api?timeout=32s": net/http: TLS handshake timeout',
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "GitHub Actions, k8s-deploy",
    error:
      'Error: error validating "manifest.yml": failed to download openapi: Get "https://aks-orders-1a2b3c4d.hcp.westeurope.azmk8s.io:443/openapi/v2?timeout=32s": context deadline exceeded',
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "portal",
    error:
      "Unable to reach the api server 'https://aks-orders-1a2b3c4d.hcp.westeurope.azmk8s.io:443' or api server is too busy to respond. Check your network settings. It may be an unauthorized IP.",
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "python kubernetes",
    error:
      "urllib3.exceptions.MaxRetryError: HTTPSConnectionPool(host='aks-orders-1a2b3c4d.hcp.westeurope.azmk8s.io', port=443): Max retries exceeded (Caused by ConnectTimeoutError)",
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "fabric8",
    error:
      "io.fabric8.kubernetes.client.KubernetesClientException: Operation: [list] for kind: [Pod] failed.\nCaused by: java.io.IOException: connect timed out aks-orders-1a2b3c4d.hcp.westeurope.azmk8s.io",
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "a paraphrase",
    error: "kubectl works from the office but hangs from home",
    resources: ["Microsoft.ContainerService/managedClusters aks-orders"],
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "a Korean developer",
    error: "집에서 kubectl 명령을 실행하면 응답이 없고 회사에서는 됩니다.",
    resources: ["Microsoft.ContainerService/managedClusters aks-orders"],
  },
  {
    code: "aks.api-server-ip-not-authorized",
    from: "a paraphrase",
    error: "our GitHub runner can't reach the AKS cluster any more since yesterday",
    resources: ["Microsoft.ContainerService/managedClusters aks-orders"],
  },
];
