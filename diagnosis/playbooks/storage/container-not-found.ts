import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { storageFacts, storageReads, storageTarget } from "./storage-evidence.ts";

const saysMissing = `(${hasCode("ContainerNotFound", "QueueNotFound", "ShareNotFound", "TableNotFound", "FilesystemNotFound")} || ${errorMatches("specified (container|queue|share|table|filesystem) does not exist")})`;

export const storageContainerNotFound: Playbook = {
  code: "storage.container-not-found",
  title: {
    en: "The container, share, queue or table does not exist",
    ko: "컨테이너, 공유, 큐 또는 테이블이 존재하지 않습니다",
  },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes"],
  raisedBy: saysMissing,
  target: storageTarget,
  needsTarget: true,
  competitors: ["code.wrong-entity-name", "context.wrong-subscription"],
  reads: {
    ...storageReads,
    entities: {
      title: { en: "What {{target.name}} holds", ko: "{{target.name}}에 있는 항목" },
      request: { kind: "arm", path: "{{target.id}}/{{entityList}}" },
      permission: "Microsoft.Storage/storageAccounts/blobServices/containers/read",
    },
  },
  let: {
    ...storageFacts,
    entityList:
      "service == 'queue' && 'queueServices/default/queues' || service == 'table' && 'tableServices/default/tables' || service == 'file' && 'fileServices/default/shares' || 'blobServices/default/containers'",
    /** Names that the code or the error give to an entity of the account. */
    asked:
      "(signals.settings[?matches(name, 'container|queue|share|table|bucket')].value)[?!contains(@, '.')] || signals.names",
    known: "entities.value[].name",
    /** What the request's own URL names. */
    wanted:
      "find(request.error, '[.](?:blob|queue|table|file)[.][^/ ]{5,60}/([A-Za-z0-9$][A-Za-z0-9-]{2,62})[/? ]')",
    createGroup:
      "service == 'blob' && 'storage container-rm' || service == 'file' && 'storage share-rm' || `null`",
  },
  holds: `${saysMissing} && length(known[?contains($.asked, @)]) == \`0\``,
  layer: 2,
  explanation: {
    en: "{{target.name}} exists and answers, but holds nothing under the name that was asked for.",
    ko: "{{target.name}}은(는) 존재하고 응답하지만 요청한 이름의 항목이 없습니다.",
  },
  ruledOut: {
    en: "The service did not answer that something is missing.",
    ko: "서비스가 항목이 없다고 응답하지 않았습니다.",
  },
  actions: [
    {
      title: { en: "Create it, or correct the name", ko: "항목을 만들거나 이름 수정" },
      why: { en: "The list shows what is there.", ko: "목록에서 실제로 있는 항목을 확인할 수 있습니다." },
      commands: ["az storage container list --account-name {{target.name}} --auth-mode login --output table"],
      config: "Microsoft.Storage/storageAccounts/blobServices/containers",
      changes: false,
    },
    {
      title: { en: "Create {{wanted}}", ko: "{{wanted}} 만들기" },
      why: {
        en: "Only if the name is right: the code asks for it, and nobody has made it in this account.",
        ko: "이름이 맞는 경우에만 만드세요. 코드가 요청하는 항목이지만 이 계정에는 만들어진 적이 없습니다.",
      },
      commands: [
        "az {{createGroup}} create --storage-account {{target.name}} --resource-group {{target.resourceGroup}} --name {{wanted}}",
      ],
      config: "Microsoft.Storage/storageAccounts/{{entityList}}",
      changes: true,
      needsRole: "Storage Account Contributor",
      undo: "az {{createGroup}} delete --storage-account {{target.name}} --resource-group {{target.resourceGroup}} --name {{wanted}}",
      when: "wanted && createGroup",
    },
  ],
  verify: {
    text: {
      en: "The name is in the list, and the next call finds it.",
      ko: "이름이 목록에 있고 다음 호출에서 찾을 수 있습니다.",
    },
    commands: ["az storage container list --account-name {{target.name}} --auth-mode login --output table"],
  },
};
