import type { Signature } from "./signature.ts";

const site = ["Microsoft.Web/sites app-orders"];

export const signatures: Signature[] = [
  {
    code: "network.nsg-ingress-deny",
    from: "OpenSSH",
    error: "ssh: connect to host 20.50.1.4 port 22: Connection timed out",
  },
  {
    code: "network.nsg-ingress-deny",
    from: "Remote Desktop",
    error:
      "Remote Desktop can't connect to the remote computer for one of these reasons:\n1) Remote access to the server is not enabled\n2) The remote computer is turned off\n3) The remote computer is not available on the network",
  },
  {
    code: "network.nsg-ingress-deny",
    from: "ARM, Application Gateway",
    error:
      '{"error":{"code":"ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup","message":"Network security group /subscriptions/0f0e0d0c-0000-4000-8000-000000000001/resourceGroups/rg-a/providers/Microsoft.Network/networkSecurityGroups/nsg-agw blocks incoming internet traffic on ports 65200 - 65535 to subnet snet-agw, associated with Application Gateway agw. This is not permitted for Application Gateways that have V2 Sku."}}',
  },
  {
    code: "network.nsg-ingress-deny",
    from: "PowerShell",
    error:
      "WARNING: TCP connect to (20.50.1.4 : 1433) failed\nPingSucceeded          : False\nTcpTestSucceeded       : False",
  },
  {
    code: "network.nsg-ingress-deny",
    from: "Chrome",
    error: "This site can't be reached\n20.50.1.4 took too long to respond.\nERR_CONNECTION_TIMED_OUT",
  },
  {
    code: "network.nsg-ingress-deny",
    from: "Application Gateway backend health",
    error:
      "Backend server certificate or probe: Time taken by the backend to respond to application gateway's health probe is more than the timeout threshold in the probe setting.",
  },
  {
    code: "network.nsg-ingress-deny",
    from: "API Management",
    error:
      "Failed to connect to management endpoint at apim-a.management.azure-api.net:3443 for a service deployed in a Virtual Network. Make sure to follow guidance at https://aka.ms/apim-vnet-common-issues.",
  },
  {
    code: "network.nsg-ingress-deny",
    from: "a Korean developer",
    error: "가상 머신에 원격 데스크톱 접속이 안 됩니다. 20.50.1.4:3389 응답이 없어요.",
  },
  {
    code: "network.nsg-ingress-deny",
    from: "a paraphrase",
    error: "the web page on my VM does not open from outside, localhost on the machine is fine",
    resources: ["Microsoft.Compute/virtualMachines vm-web"],
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "ARM",
    error:
      '{"code":"SubnetIsFull","message":"Subnet snet-aks with address prefix 10.1.0.0/26 does not have enough capacity for 3 IP addresses."}',
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "AKS",
    error:
      "Code: InsufficientSubnetSize Message: Pre-allocated IPs 93 exceeds IPs available 59 in Subnet Cidr 10.1.0.0/26, Subnet Name snet-aks. If Autoscaler is enabled, the max-count from each nodepool is counted towards this total.",
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "Azure CNI",
    error:
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "3f": plugin type="azure-vnet" failed (add): Failed to allocate address: Failed to delegate: Failed to allocate address: No available addresses',
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "App Service virtual network integration",
    error:
      "The subnet is out of available IP addresses. Adding VNet integration failed for app-orders: no available IP addresses in subnet snet-apps.",
    resources: site,
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "Azure CNI with dynamic allocation",
    error:
      "Reached maximum limit of IPs in subnet: SubnetFull. IPsNotAvailable: Subnet snet-pods has reached its limit of available IP addresses",
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "Container Apps",
    error:
      "ManagedEnvironmentSubnetIsFull: The environment network configuration is invalid: Provided subnet must have a size of at least /23; not enough IP addresses left to scale out.",
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "a Korean developer",
    error: "서브넷에 남은 IP가 부족해서 노드가 추가되지 않습니다.",
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "a paraphrase",
    error: "cannot add another VM, Azure says the subnet ran out of addresses",
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "private endpoint by Terraform",
    error:
      'Error: creating Private Endpoint "pe-kv": performing CreateOrUpdate: unexpected status 400 (400 Bad Request) with error: SubnetIsFull: Subnet snet-pe with address prefix 10.1.3.0/29 is already full.',
  },
  {
    code: "network.pod-cidr-too-small",
    from: "AKS",
    error:
      "(InsufficientSubnetSize) Pre-allocated IPs 2560 exceeds IPs available 1024 in PodCidr 10.244.0.0/22. If Autoscaler is enabled, the max-count from each nodepool is counted towards this total.",
  },
  {
    code: "network.pod-cidr-too-small",
    from: "kube-controller-manager",
    error:
      "Warning  CIDRNotAvailable  node/aks-np1-12345678-vmss000004  Node aks-np1-12345678-vmss000004 status is now: CIDRNotAvailable",
  },
  {
    code: "network.pod-cidr-too-small",
    from: "terraform",
    error:
      "Error: updating Agent Pool: unexpected status 400 with error: InsufficientSubnetSize: Pre-allocated ips 5120 exceeds ips available 4096 in Pod Cidr 192.168.0.0/20, Pod Cidr Name .",
  },
  {
    code: "network.pod-cidr-too-small",
    from: "a paraphrase",
    error: "az aks nodepool scale fails: the pod network range has no room for more nodes",
  },
  {
    code: "network.pod-cidr-too-small",
    from: "a Korean developer",
    error: "노드 풀을 늘리려는데 파드 CIDR 대역이 부족하다고 나옵니다 (pod CIDR 10.244.0.0/24).",
  },
  {
    code: "network.vnet-integration-missing",
    from: "Node",
    error: "Error: connect ETIMEDOUT 10.10.2.5:1433",
    resources: site,
  },
  {
    code: "network.vnet-integration-missing",
    from: "Azure Blob",
    error:
      "Azure.RequestFailedException: This request is not authorized to perform this operation.\nStatus: 403\nErrorCode: AuthorizationFailure",
    resources: site,
  },
  {
    code: "network.vnet-integration-missing",
    from: "Npgsql",
    error:
      "System.Net.Sockets.SocketException (00000001, 11): Resource temporarily unavailable (pg-orders.postgres.database.azure.com)",
    resources: site,
  },
  {
    code: "network.vnet-integration-missing",
    from: "Spring",
    error: "java.net.UnknownHostException: pg-orders.postgres.database.azure.com: Name or service not known",
    resources: site,
  },
  {
    code: "network.vnet-integration-missing",
    from: "a paraphrase",
    error: "the function app cannot see the VM in our private network",
    resources: site,
  },
  {
    code: "network.vnet-integration-missing",
    from: "a Korean developer",
    error: "앱 서비스에서 사설 IP 10.10.2.5 내부 API로 붙지 못합니다.",
    resources: site,
  },
  {
    code: "network.egress-blocked-build",
    from: "Oryx, pip",
    error:
      "WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken by 'ConnectTimeoutError(<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7e>, 'Connection to pypi.org timed out. (connect timeout=15)')': /simple/flask/\nERROR: Could not find a version that satisfies the requirement flask (from versions: none)",
  },
  {
    code: "network.egress-blocked-build",
    from: "npm",
    error: "npm error code ETIMEDOUT\nnpm error network request to https://registry.npmjs.org/express failed",
  },
  {
    code: "network.egress-blocked-build",
    from: "dotnet restore",
    error:
      "error NU1301: Unable to load the service index for source https://api.nuget.org/v3/index.json.\n  The HTTP request to 'GET https://api.nuget.org/v3/index.json' has timed out after 100000ms.",
  },
  {
    code: "network.egress-blocked-build",
    from: "Maven",
    error:
      "[ERROR] Failed to execute goal on project api: Could not transfer artifact org.springframework:spring-core:pom:6.1.4 from/to central (https://repo.maven.apache.org/maven2): Connect to repo.maven.apache.org:443 failed: Connect timed out",
  },
  {
    code: "network.egress-blocked-build",
    from: "apk in a Docker build",
    error:
      "fetch https://dl-cdn.alpinelinux.org/alpine/v3.19/main/x86_64/APKINDEX.tar.gz\nWARNING: opening APKINDEX: temporary error (try again later)\nERROR: unable to select packages:",
  },
  {
    code: "network.egress-blocked-build",
    from: "a paraphrase",
    error: "the build on our self-hosted agent cannot download its packages since the firewall is in place",
  },
  {
    code: "network.egress-blocked-build",
    from: "a Korean developer",
    error: "배포할 때 빌드 서버가 패키지를 내려받지 못하고 멈춥니다.",
  },
  {
    code: "network.egress-blocked-build",
    from: "go mod",
    error:
      'go: github.com/gin-gonic/gin@v1.10.0: Get "https://proxy.golang.org/github.com/gin-gonic/gin/@v/v1.10.0.mod": dial tcp 142.250.1.1:443: i/o timeout',
  },
  {
    code: "network.egress-blocked-build",
    from: "Oryx SDK download",
    error:
      "Downloading and extracting 'nodejs' version '20.11.1' to '/tmp/oryx/platforms/nodejs/20.11.1'...\ncurl: (28) Failed to connect to oryx-cdn.microsoft.io port 443 after 131072 ms",
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "the cluster autoscaler",
    error:
      "Normal  NotTriggerScaleUp  5m2s (x57 over 36m)  cluster-autoscaler  pod didn't trigger scale-up: 1 in backoff after failed scale-up",
  },
  {
    code: "network.subnet-ip-exhausted",
    from: "Azure CNI with dynamic pod addresses",
    error:
      'Failed to create pod sandbox: plugin type="azure-vnet" failed (add): IPAM Invoker Add failed with error: Failed to get IP address from CNS: no IPs available',
  },
];
