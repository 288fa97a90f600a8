import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";

const saysArchitecture = errorMatches(
  "exec format error|no matching manifest for (?:linux|windows)",
  "no match for platform in manifest|does not match the (?:specified|detected host) platform|requested image.s platform",
  "no child with platform|no image found in (?:image index|manifest list) for (?:arch|platform)|(?:qemu-[a-z0-9_]{3,12}|rosetta error).{0,60}ld-(?:linux|musl)",
  "image operating system .{0,40}cannot be used|ImagePlatformMismatch|invalid os/arch|must be linux/amd64|os/arch? .{0,30}linux/amd64|not an? (?:linux/)?amd64 image",
);

export const codeImageArchitecture: Playbook = {
  code: "code.image-arch-mismatch",
  title: text(
    "The image is built for another processor architecture",
    "이미지가 다른 프로세서 아키텍처용으로 빌드되었습니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/configure-custom-container",
    "https://learn.microsoft.com/azure/container-registry/push-multi-architecture-images",
  ],
  raisedBy: saysArchitecture,
  target:
    "targets('microsoft.web/sites', 'microsoft.web/sites/slots', 'microsoft.app/containerapps', 'microsoft.app/jobs', 'microsoft.containerinstance/containergroups', 'microsoft.containerservice/managedclusters')",
  needsTarget: false,
  competitors: ["acr.tag-not-found", "acr.rbac-missing-acrpull"],
  reads: {
    site: {
      title: text("{{target.name}}: which image it runs", "{{target.name}}: 실행하는 이미지"),
      request: { kind: "arm", path: "{{target.id}}/config/web" },
      when: "contains(target.type, 'microsoft.web/sites')",
      permission: "Microsoft.Web/sites/config/read",
      optional: true,
    },
    pushes: {
      title: text("Pushes and pulls of {{registry.name}}", "{{registry.name}}의 푸시와 풀"),
      request: {
        kind: "logs",
        resourceId: "{{registry.id}}",
        query:
          "ContainerRegistryRepositoryEvents | where OperationName == 'Push' | order by TimeGenerated desc | take 50",
        from: "days_before(signals.observedAt, `30`)",
        to: "minutes_after(signals.observedAt, `15`)",
      },
      when: "registry",
      permission: "Microsoft.OperationalInsights/workspaces/query/read",
      optional: true,
    },
  },
  let: {
    registry: "targets('microsoft.containerregistry/registries') | [0]",
    image: "find(request.error, '[a-z0-9]{5,50}[.]azurecr[.]io/([a-z0-9._/-]{2,120})')",
    foreignPush:
      "(readable(pushes) && (pushes.rows[?matches(UserAgent, 'arch/(?:arm64|aarch64|arm)') && (!($.image) || starts_with($.image, Repository))] | [0])) || `null`",
    runs: "(readable(site) && (site.properties.linuxFxVersion || site.properties.windowsFxVersion)) || `null`",
    pushedBy: "foreignPush.UserAgent",
    buildLine:
      "sent_matches('(?:docker|podman|nerdctl) (?:image )?build ', 'FROM --platform|Apple|MacBook|arm64|aarch64') || `null`",
  },
  holds: `${saysArchitecture} && not_null(pushedBy, \`true\`) && not_null(runs, \`true\`) && not_null(buildLine, \`true\`)`,
  layer: 6,
  explanation: text(
    "The kernel refuses the program in the image: it is built for another architecture than the host's (App Service, Container Apps and most clusters run linux/amd64). An image built on an ARM machine without --platform is linux/arm64.",
    "이미지의 프로그램이 호스트와 다른 아키텍처로 빌드되어 커널이 실행을 거부합니다(App Service, Container Apps, 대부분의 클러스터는 linux/amd64). ARM 컴퓨터에서 --platform 없이 빌드한 이미지는 linux/arm64입니다.",
  ),
  ruledOut: text(
    "Nothing says that the image is for another architecture.",
    "이미지의 아키텍처가 다르다는 근거가 없습니다.",
  ),
  culprits: ["registry.id"],
  actions: [
    {
      title: text("Build the image for linux/amd64", "linux/amd64용으로 이미지 빌드"),
      why: text(
        "Say the platform in the build, or let the registry build it, which runs on amd64.",
        "빌드 시 플랫폼을 지정하거나 amd64에서 실행되는 레지스트리에서 빌드하세요.",
      ),
      commands: [
        "docker buildx build --platform linux/amd64 --tag <registry>.azurecr.io/<image>:<tag> --push .",
      ],
      config: "docker buildx build --platform linux/amd64; az acr build --platform linux/amd64",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The manifest says architecture amd64, and the container starts.",
      "매니페스트의 아키텍처가 amd64이고 컨테이너가 시작됩니다.",
    ),
    commands: [],
  },
};
