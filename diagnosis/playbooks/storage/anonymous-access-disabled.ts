import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { aboutStorage, storageFacts, storageReads, storageTarget } from "./storage-evidence.ts";

const saysAnonymous = `(${hasCode("PublicAccessNotPermitted", "NoAuthenticationInformation")} || ${errorMentions("Public access is not permitted", "AllowBlobPublicAccess is disabled")})`;

/**
 * Services of Azure that fetch a file by the URL that they are given and bring no identity of their own: Azure Resource
 * Manager for a linked template, a machine's extension, an app that runs from a package.
 */
const fetchesByUrl = `(${hasCode("InvalidContentLink")} || ${errorMatches(
  "unable to download (?:deployment )?content",
  "(?:failed|unable|not able) to (?:download|fetch|retrieve) .{0,80}(?:files?|packages?|scripts?|templates?|zip|content) .{0,40}blob",
  "(?:download|fetch)ing .{0,80}blob.core.{0,120} (?:failed|40[349])",
)})`;
const signed = errorMatches("[?&](?:sig|sv|se)=");

const tellsAnonymous = errorMatches(
  "anonymous|without (?:credentials|signing in)|public (?:read|blob|container)|익명",
);

export const storageAnonymousDisabled: Playbook = {
  code: "storage.anonymous-access-disabled",
  title: text(
    "Anonymous blob access is off and the request is anonymous",
    "익명 Blob 액세스가 꺼져 있는데 요청이 익명입니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent"],
  raisedBy: `${saysAnonymous} || ${aboutStorage} && (${hasCode("ResourceNotFound")} || ${tellsAnonymous} || ${fetchesByUrl})`,
  target: storageTarget,
  needsTarget: true,
  competitors: ["storage.network-rule-deny", "storage.public-access-disabled"],
  reads: storageReads,
  let: storageFacts,
  holds: `account.properties.allowBlobPublicAccess == \`false\` && (${saysAnonymous} || ${hasCode("ResourceNotFound", "409", "403", "401")} && ${tellsAnonymous} || ${fetchesByUrl} && !said(${signed}))`,
  layer: 5,
  explanation: text(
    "{{target.name}} does not allow anonymous access to blobs at all (allowBlobPublicAccess is false, the default since 2023). A container with public access can neither be made in it nor read without credentials. The firewall has nothing to do with it.",
    "{{target.name}}은(는) Blob 익명 액세스를 전혀 허용하지 않습니다(allowBlobPublicAccess가 false이며 2023년 이후 기본값). 공용 액세스 컨테이너를 만들 수도, 자격 증명 없이 읽을 수도 없습니다. 방화벽과는 관계없습니다.",
  ),
  ruledOut: text("The request was not refused for being anonymous.", "익명 요청이라서 거부된 것이 아닙니다."),
  actions: [
    {
      title: text(
        "Make the container private and sign the requests",
        "컨테이너를 비공개로 만들고 요청에 서명",
      ),
      why: text(
        "Right in nearly every case: container access type private, and readers use Microsoft Entra ID or a SAS.",
        "대부분의 경우 올바른 방법입니다. 컨테이너 액세스 유형을 private으로 하고 읽는 쪽은 Microsoft Entra ID나 SAS를 사용하세요.",
      ),
      commands: [
        "az storage account show --name {{target.name}} --resource-group {{target.resourceGroup}} --query allowBlobPublicAccess",
      ],
      config: "container_access_type = \"private\" (Bicep: publicAccess: 'None')",
      changes: false,
    },
    {
      title: text("Or allow anonymous access on the account", "또는 계정에서 익명 액세스 허용"),
      why: text("Only for content that is meant for everyone.", "누구에게나 공개할 콘텐츠에만 사용하세요."),
      commands: [
        "az storage account update --name {{target.name}} --resource-group {{target.resourceGroup}} --allow-blob-public-access true",
      ],
      config:
        "Microsoft.Storage/storageAccounts: properties.allowBlobPublicAccess (Terraform: allow_nested_items_to_be_public)",
      changes: true,
      needsRole: "Storage Account Contributor",
      undo: "az storage account update --name {{target.name}} --resource-group {{target.resourceGroup}} --allow-blob-public-access false",
      effects: [
        { kind: "set", id: "{{target.id}}", values: { "/properties/allowBlobPublicAccess": "true" } },
      ],
    },
  ],
  verify: {
    text: text(
      "The container is made, or the blob is read with credentials.",
      "컨테이너가 만들어지거나 자격 증명으로 Blob을 읽을 수 있습니다.",
    ),
    commands: [
      "az storage account show --name {{target.name}} --resource-group {{target.resourceGroup}} --query allowBlobPublicAccess",
    ],
  },
};
