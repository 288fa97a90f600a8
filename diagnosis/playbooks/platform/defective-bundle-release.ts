import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { hostLine, hostLogRead } from "../functions/host-evidence.ts";
import { text } from "../text.ts";

/** What a host says of an extension that does not fit into it. */
const doesNotFit =
  "Could not load (?:file or assembly|type)|Method not found|MissingMethodException|TypeLoadException|ExternalStartupException|FileNotFoundException|ReflectionTypeLoadException|error configuring services in an external startup class|type initializer for .{1,10}Microsoft[.]Azure[.]WebJobs";

export const platformDefectiveBundle: Playbook = {
  code: "platform.defective-bundle-release",
  title: text(
    "A defective release of the extension bundle breaks the host",
    "결함이 있는 확장 번들 릴리스로 호스트가 시작되지 않습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-functions/extension-bundles",
    "https://github.com/Azure/azure-functions-extension-bundles/issues/544",
  ],
  raisedBy: `${errorMatches(doesNotFit)} && ${errorMatches("WebJobs|ExtensionBundle|extension bundle|Functions|host|확장 번들|함수")} || ${errorMatches("(?:bundle|번들).{0,80}(?:4|5|3)[.][0-9]{1,3}[.][0-9]")}`,
  target: "targets('microsoft.web/sites', 'microsoft.web/sites/slots')",
  needsTarget: true,
  competitors: ["appservice.site-stopped", "appservice.runtime-stack-mismatch"],
  reads: {
    events: {
      title: text("Changes of {{target.name}} before the failure", "실패 전 {{target.name}}의 변경"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{target.subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{days_before(signals.observedAt, `7`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `30`)}}' and resourceGroupName eq '{{target.resourceGroup}}'",
        },
      },
      permission: "Microsoft.Insights/eventtypes/values/Read",
    },
    ...hostLogRead,
  },
  let: {
    isSaid: errorMatches(doesNotFit),
    loaded: hostLine(
      "(?:Loading|Loaded|Found|matching).{0,40}extension bundle.{0,160}[0-9]{1,2}[.][0-9]{1,3}[.][0-9]",
    ),
    version:
      "find(request.error, 'ExtensionBundle[^0-9]{1,3}([0-9]{1,2}[.][0-9]{1,3}[.][0-9]{1,3})') || find(request.error, '[Bb]undle version ([0-9]{1,2}[.][0-9]{1,3}[.][0-9]{1,3})') || (loaded && find(loaded, '([0-9]{1,2}[.][0-9]{1,3}[.][0-9]{1,3})'))",
    inExtension: `${errorMatches("ExtensionBundle|extension bundle|WebJobs[.](?:Extensions|ServiceBus|EventHubs|Script)|external startup class|HostBuilderExtensions")}`,
    changes:
      "events.value[?id_covers($.target.id, resourceId) && matches(operationName.value, '/write$|publish|deploy|/config/') && status.value == 'Succeeded' && before(days_before($.signals.observedAt, `2`), eventTimestamp) && before(eventTimestamp, $.signals.observedAt)]",
    sources: "values(not_null(request.source_code, `{}`))",
    isFloating:
      "length(sources[?matches(@, '\"version\" ?: ?\"[[(][0-9]{1,2}[.][*]')]) > `0` || length(sources[?matches(@, 'ExtensionBundle')]) == `0`",
  },
  holds: "isSaid && inExtension && version && isFloating && length(changes) == `0`",
  layer: 8,
  explanation: text(
    "The host cannot load an extension of bundle {{version}}, and nobody changed the app in the two days before: the range in host.json let the host take a new release of the bundle, and that release is defective.",
    "호스트가 번들 {{version}}의 확장을 로드하지 못하며 그 전 이틀 동안 앱은 변경되지 않았습니다. host.json의 범위 때문에 호스트가 새 번들 릴리스를 받았고 그 릴리스에 결함이 있습니다.",
  ),
  ruledOut: text(
    "The host's extensions load, or the app was changed just before.",
    "호스트의 확장이 로드되거나 직전에 앱이 변경되었습니다.",
  ),
  actions: [
    {
      title: text("Pin the last bundle that worked", "정상 동작하던 번들로 고정"),
      why: text(
        "A closed range such as [4.22.0] keeps the host at one release until the defect is fixed; then open it again.",
        "[4.22.0]처럼 닫힌 범위로 결함이 수정될 때까지 한 릴리스에 고정하고 이후 다시 여세요.",
      ),
      commands: [],
      config: "host.json: extensionBundle.version pinned to the previous release, e.g. [4.22.0]",
      changes: false,
    },
    {
      title: text("Follow the release notes, or open a support request", "릴리스 노트 확인 또는 지원 요청"),
      why: text(
        "The bundle's repository lists known defects and the release that withdraws them.",
        "번들 저장소에 알려진 결함과 이를 철회한 릴리스가 있습니다.",
      ),
      commands: [],
      changes: false,
    },
  ],
  verify: {
    text: text("The host starts with the pinned bundle.", "고정한 번들로 호스트가 시작됩니다."),
    commands: [],
  },
};
