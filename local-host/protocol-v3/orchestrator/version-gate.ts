import { OrchestrationRefusedError } from "../../engine/replay/orchestration-refused-error.ts";

/**
 * The extension runs an instance only when its version is the app's `defaultVersion` (host.json) or older; it leaves
 * any other Pending for ever. @throws OrchestrationRefusedError for such an instance.
 */
export function checkVersion(name: string, version: string | null, defaultVersion: string | null): void {
  if (compareVersions(version ?? "", defaultVersion ?? "") <= 0) return;
  const app = defaultVersion
    ? `host.json says defaultVersion "${defaultVersion}"`
    : "host.json has no extensions.durableTask.defaultVersion";
  throw OrchestrationRefusedError.wouldHang(
    `Orchestration '${name}' was started as version '${version}', but ${app}, so that no worker may run it. Set defaultVersion to '${version}' or newer, or start an older version.`,
  );
}

/** As TaskOrchestrationVersioningUtils of DurableTask.Core: no version is the oldest, then by System.Version's numbers. */
function compareVersions(left: string, right: string): number {
  const isLeftEmpty = left.trim() === "";
  const isRightEmpty = right.trim() === "";
  if (isLeftEmpty || isRightEmpty) return Number(isRightEmpty) - Number(isLeftEmpty);
  const [leftParts, rightParts] = [numbers(left), numbers(right)];
  if (!leftParts || !rightParts) return left.toLowerCase().localeCompare(right.toLowerCase(), "en");
  for (let index = 0; index < 4; index++) {
    const difference = (leftParts[index] ?? -1) - (rightParts[index] ?? -1);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

function numbers(version: string): number[] | undefined {
  return /^\d+(\.\d+){1,3}$/.test(version.trim()) ? version.trim().split(".").map(Number) : undefined;
}
