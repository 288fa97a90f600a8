import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { groupEvents } from "../resource-evidence.ts";
import { aboutStorage, storageFacts, storageReads, storageTarget } from "./storage-evidence.ts";

const saysMissing = `(${hasCode("ContainerNotFound", "QueueNotFound", "ShareNotFound", "TableNotFound", "FilesystemNotFound")} || ${errorMatches("specified (container|queue|share|table|file ?system) does not exist", "(container|queue|share|table|file ?system) specified does not exist", "지정(?:된|한) (?:컨테이너|큐|공유|테이블|파일 ?시스템).{0,30}(?:없|않)")} || ${aboutStorage} && ${errorMatches("mount error.{0,4}2.{0,4}no such file or directory", "(container|share|queue|table|file ?system) .{0,120}(not found|does not exist|missing|could not be found|not exist)", "(?:컨테이너|큐|공유|테이블).{0,30}(?:없|찾을 수|존재하지)")})`;

/** How each of the account's services makes an entity, by the service's name in `service`. */
const creates = {
  blob: "az storage container-rm create --storage-account {{target.name}} --resource-group {{target.resourceGroup}}",
  file: "az storage share-rm create --storage-account {{target.name}} --resource-group {{target.resourceGroup}}",
  queue: "az storage queue create --account-name {{target.name}} --auth-mode login",
  table: "az storage table create --account-name {{target.name}} --auth-mode login",
};

function createWanted(kind: string, command: string): Playbook["actions"][number] {
  return {
    title: { en: "Create {{wanted}}", ko: "{{wanted}} 만들기" },
    why: {
      en: "Only if the name is right: the call asks for it, and nobody has made it in this account.",
      ko: "이름이 맞는 경우에만 만드세요. 호출이 요청하는 항목이지만 이 계정에는 만들어진 적이 없습니다.",
    },
    commands: [`${command} --name {{wanted}}`],
    changes: true,
    needsRole:
      kind === "blob" || kind === "file"
        ? "Storage Account Contributor"
        : "Storage Queue or Table Data Contributor",
    undo: `${command.replace(" create ", " delete ")} --name {{wanted}}`,
    effects: [
      {
        kind: "create",
        id: "{{target.id}}/{{entityList}}/{{wanted}}",
        body: "{properties: {publicAccess: 'None'}}",
      },
    ],
    when: `wanted && service == '${kind}'`,
  };
}

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
    ...groupEvents,
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
    /** As the command line calls it. */
    kind: "service == 'file' && 'share' || service == 'blob' && 'container' || service",
    /** Names that the code or the error give to an entity of the account. */
    asked:
      "(signals.settings[?matches(name, 'container|queue|share|table|bucket')].value)[?!contains(@, '.')] || signals.names",
    known: "entities.value[].name",
    /** Somebody deleted one: the Activity Log has it for 90 days. */
    deleted:
      "readable(events) && not_null(events.value, `[]`)[?matches(operationName.value, 'services/(containers|shares|queues|tables)/delete') && id_covers($.target.id, not_null(resourceId, ''))] | [0]",
    /** What the request's own URL names. */
    wanted:
      "find(request.error, '[.](?:blob|queue|table|file)[.][^/ ]{5,60}/([A-Za-z0-9$][A-Za-z0-9-]{2,62})[/? ]')",
  },
  holds: `${saysMissing} && length(known[?contains($.asked, @) || same_text(@, not_null($.wanted, ''))]) == \`0\` && (readable(events) || !readable(events)) && (deleted.operationName.value || \`true\`) && (deleted.eventTimestamp || \`true\`) && (entities.value[0].name || \`true\`) && (entities.value[1].name || \`true\`)`,
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
      title: {
        en: "Create or restore the {{kind}}, or correct its name",
        ko: "항목({{kind}})을 만들거나 복원하거나 이름 수정",
      },
      why: {
        en: "The list shows what is there. A deleted share or container can be restored while soft delete keeps it.",
        ko: "목록에서 실제로 있는 항목을 확인할 수 있습니다. 삭제된 공유나 컨테이너는 일시 삭제 보존 기간 안에 복원할 수 있습니다.",
      },
      commands: ["az storage {{kind}} list --account-name {{target.name}} --auth-mode login --output table"],
      config: "Microsoft.Storage/storageAccounts/{{entityList}}",
      changes: false,
    },
    ...Object.entries(creates).map(([kind, command]) => createWanted(kind, command)),
  ],
  verify: {
    text: {
      en: "The name is in the list, and the next call finds it.",
      ko: "이름이 목록에 있고 다음 호출에서 찾을 수 있습니다.",
    },
    commands: ["az storage {{kind}} list --account-name {{target.name}} --auth-mode login --output table"],
  },
};
