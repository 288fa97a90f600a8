import type { PlaybookRead } from "../../playbook.ts";
import { text } from "../text.ts";

/** Which of an app's settings are Key Vault references, and what has become of each. */
export const referenceStatus: PlaybookRead = {
  title: text(
    "Key Vault references of {{target.name}} and their status",
    "{{target.name}}의 Key Vault 참조와 상태",
  ),
  request: { kind: "arm", path: "{{target.id}}/config/configreferences/appsettings" },
  permission: "Microsoft.Web/sites/config/read",
};
