import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "acr.firewall-deny",
    from: "docker",
    error:
      "Error response from daemon: Get \"https://acrorders.azurecr.io/v2/\": denied: client with IP '203.0.113.9' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
  },
  {
    code: "acr.firewall-deny",
    from: "az acr login",
    error:
      "Unable to get AAD authorization tokens with message: CONNECTIVITY_FORBIDDEN_ERROR\nAccess to registry 'acrorders.azurecr.io' was denied. Response code: 403. Please try running 'az login' again to refresh permissions.",
  },
  {
    code: "acr.firewall-deny",
    from: "buildx",
    error:
      "ERROR: failed to push acrorders.azurecr.io/web:1: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://acrorders.azurecr.io/oauth2/token: 403 Forbidden",
  },
  {
    code: "acr.firewall-deny",
    from: "helm",
    error:
      "Error: failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden acrorders.azurecr.io",
  },
  {
    code: "acr.firewall-deny",
    from: "App Service",
    error:
      'DockerApiException: Docker API responded with status code=InternalServerError, response={"message":"Head https://acrorders.azurecr.io/v2/web/manifests/1: denied: client with IP \'20.1.2.3\' is not allowed access"}',
  },
  {
    code: "acr.firewall-deny",
    from: "Container Apps",
    error:
      "Invalid value: \"acrorders.azurecr.io/web:1\": GET https:?service=acrorders.azurecr.io: DENIED: client with IP '20.1.2.3' is not allowed access",
  },
  {
    code: "acr.firewall-deny",
    from: "a paraphrase",
    error: "pushing to our registry acrorders is denied from the CI runner",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.firewall-deny",
    from: "a Korean developer",
    error: "acrorders 레지스트리에 푸시하면 허용되지 않은 IP라고 거부됩니다.",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.firewall-deny",
    from: "defender",
    error: "az acr repository list -n acrorders: 403 Client Error: Forbidden for url",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.rbac-missing-acrpull",
    from: "kubelet",
    error:
      'Failed to pull image "acrorders.azurecr.io/web:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://acrorders.azurecr.io/oauth2/token?scope=repository%3Aweb%3Apull&service=acrorders.azurecr.io: 401 Unauthorized',
  },
  {
    code: "acr.rbac-missing-acrpull",
    from: "Container Apps",
    error:
      "The following field(s) are either invalid or missing. Field 'template.containers.web.image' is invalid with details: 'Invalid value: \"acrorders.azurecr.io/web:1\": GET https:?scope=repository%3Aweb%3Apull&service=acrorders.azurecr.io: UNAUTHORIZED: authentication required, visit https://aka.ms/acr/authorization for more information.'",
  },
  {
    code: "acr.rbac-missing-acrpull",
    from: "App Service",
    error:
      "ImagePullFailure: Failed to pull image: acrorders.azurecr.io/web:1. Image pull failed: 401 Unauthorized / ImagePullUnauthorizedFailure",
  },
  {
    code: "acr.rbac-missing-acrpull",
    from: "Container Instances",
    error:
      "(InaccessibleImage) The image 'acrorders.azurecr.io/web:1' in container group 'aci' is not accessible. Please check the image and registry credential.",
  },
  {
    code: "acr.rbac-missing-acrpull",
    from: "docker",
    error:
      "Error response from daemon: pull access denied for acrorders.azurecr.io/web, repository does not exist or may require 'docker login'",
  },
  {
    code: "acr.rbac-missing-acrpull",
    from: "a paraphrase",
    error: "pods cannot get their image from acrorders, ErrImagePull 401",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.rbac-missing-acrpull",
    from: "a Korean developer",
    error: "AKS 파드가 acrorders에서 이미지를 가져오지 못합니다. 인증 오류입니다.",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.rbac-wrong-principal",
    from: "App Service",
    error:
      "Image pull failed with forbidden or unauthorized: acrorders.azurecr.io/web:1. Failed to pull image using managed identity",
  },
  {
    code: "acr.rbac-wrong-principal",
    from: "Container Apps",
    error:
      "Field 'template.containers.web.image' is invalid with details: 'Invalid value: \"acrorders.azurecr.io/web:1\": unable to pull image using Managed identity system for registry acrorders.azurecr.io'",
  },
  {
    code: "acr.rbac-wrong-principal",
    from: "az acr login",
    error:
      "Unable to get AAD authorization tokens with message: An error occurred: UNAUTHORIZED. Access to registry 'acrorders.azurecr.io' was denied. Response code: 401",
  },
  {
    code: "acr.rbac-wrong-principal",
    from: "a paraphrase",
    error: "the container on our app can't be fetched from acrorders although the role is there",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.rbac-wrong-principal",
    from: "containerd",
    error: 'failed to resolve reference "acrorders.azurecr.io/web:1": failed to authorize: 401 Unauthorized',
  },
  {
    code: "acr.rbac-wrong-principal",
    from: "a Korean developer",
    error: "acrorders에 AcrPull을 줬는데도 이미지 pull이 401로 실패합니다.",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.arm-audience-auth-disabled",
    from: "App Service",
    error:
      "Image pull failed with forbidden or unauthorized: acrorders.azurecr.io/web:1. Failed to pull image using managed identity",
  },
  {
    code: "acr.arm-audience-auth-disabled",
    from: "Container Apps",
    error:
      "Field 'template.containers.web.image' is invalid with details: 'Invalid value: \"acrorders.azurecr.io/web:1\": unable to pull image using Managed identity system for registry acrorders.azurecr.io'",
  },
  {
    code: "acr.arm-audience-auth-disabled",
    from: "az acr login",
    error:
      "Unable to get AAD authorization tokens with message: An error occurred: UNAUTHORIZED. Access to registry 'acrorders.azurecr.io' was denied. Response code: 401",
  },
  {
    code: "acr.arm-audience-auth-disabled",
    from: "a paraphrase",
    error: "the container on our app can't be fetched from acrorders although the role is there",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.arm-audience-auth-disabled",
    from: "containerd",
    error: 'failed to resolve reference "acrorders.azurecr.io/web:1": failed to authorize: 401 Unauthorized',
  },
  {
    code: "acr.arm-audience-auth-disabled",
    from: "a Korean developer",
    error: "acrorders에 AcrPull을 줬는데도 이미지 pull이 401로 실패합니다.",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.rbac-missing-acrpull-at-create",
    from: "azd",
    error:
      "ERROR: deployment failed: ContainerAppOperationError: Failed to provision revision for container app 'ca-orders'. Error details: 'unable to pull image using Managed identity system for registry acrorders.azurecr.io'",
  },
  {
    code: "acr.rbac-missing-acrpull-at-create",
    from: "az containerapp up",
    error:
      "(InvalidParameterValueInContainerTemplate) Field 'template.containers.ca-orders.image' is invalid: GET https:?service=acrorders.azurecr.io: UNAUTHORIZED: authentication required",
  },
  {
    code: "acr.rbac-missing-acrpull-at-create",
    from: "terraform",
    error:
      "Error: creating Container App: ContainerAppOperationError: Failed to provision revision. Operation expired. acrorders.azurecr.io/web:1",
  },
  {
    code: "acr.rbac-missing-acrpull-at-create",
    from: "a paraphrase",
    error:
      "the first deployment of a new container app with system identity fails to get the image from acrorders, the second works",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.rbac-missing-acrpull-at-create",
    from: "a Korean developer",
    error: "새 컨테이너 앱 첫 배포에서만 acrorders 이미지를 못 가져옵니다.",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.tag-not-found",
    from: "kubelet",
    error:
      'Failed to pull image "acrorders.azurecr.io/web:1.9": rpc error: code = NotFound desc = failed to pull and unpack image: acrorders.azurecr.io/web:1.9: not found',
  },
  {
    code: "acr.tag-not-found",
    from: "docker",
    error:
      'Error response from daemon: manifest for acrorders.azurecr.io/web:1.9 not found: manifest unknown: manifest tagged by "1.9" is not found',
  },
  {
    code: "acr.tag-not-found",
    from: "Container Apps",
    error:
      'Invalid value: "acrorders.azurecr.io/web:1.9": GET https:: MANIFEST_UNKNOWN: manifest tagged by "1.9" is not found; map[Tag:1.9]',
  },
  {
    code: "acr.tag-not-found",
    from: "App Service",
    error:
      "Image pull failed: manifest tagged by 1.9 is not found acrorders.azurecr.io. ImageNotFoundFailure",
  },
  {
    code: "acr.tag-not-found",
    from: "az acr",
    error: "az acr repository show-manifests: the specified tag '1.9' does not exist in acrorders",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.tag-not-found",
    from: "helm",
    error:
      'Error: failed to download "oci://acrorders.azurecr.io/charts/web": acrorders.azurecr.io/charts/web:1.9: not found',
  },
  {
    code: "acr.tag-not-found",
    from: "a paraphrase",
    error: "the new release cannot start, the image version is missing in acrorders",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.tag-not-found",
    from: "a Korean developer",
    error: "acrorders에 태그 1.9가 없다고 하면서 파드가 뜨지 않습니다.",
    resources: ["Microsoft.ContainerRegistry/registries acrorders"],
  },
  {
    code: "acr.tag-not-found",
    from: "Container Instances",
    error:
      "(InaccessibleImage) The image 'acrorders.azurecr.io/web:1.9' in container group 'aci' is not accessible.",
  },
  {
    code: "code.image-arch-mismatch",
    from: "Container Apps system log",
    error:
      'Failed to pull image "acrorders.azurecr.io/api:3": no child with platform linux/amd64 in index acrorders.azurecr.io/api:3',
  },
];
