import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalHost } from "../../../local-host/local-host.ts";
import { recorded } from "../recorded.ts";
import { sampleApp } from "./goldens.ts";
import type { RecordedActivity, Recording } from "./recording.ts";
import { type Drive, Scenario, shorten } from "./scenario.ts";

/** Runs all scenarios at once on one host of the sample app, and records them. */
export async function driveScenarios(
  scenarios: Record<string, Drive>,
  hostJson: unknown,
): Promise<Map<string, Recording>> {
  const directory = mkdtempSync(join(tmpdir(), "local-host-"));
  const source = (name: string) => join(sampleApp, "src", `${name}.mjs`);
  const host = await startLocalHost({
    appDirectory: sampleApp,
    entries: [
      join(import.meta.dirname, "..", "apps", "recording-hooks.ts"),
      ...["activities", "entities", "failureDetails", "orchestrations"].map(source),
    ],
    hostJson,
    databasePath: join(directory, "hub.db"),
    buildId: "conformance",
  });
  const seen = {
    fetch: (request: Request) => host.fetch(request),
    openActivities: (instanceId: string) => recorded().openActivities.get(instanceId) ?? 0,
  };
  try {
    const driven = Object.entries(scenarios).map(async ([name, drive]) => {
      const scenario = new Scenario(name, seen);
      await drive(scenario);
      return scenario.finish();
    });
    const finished = await Promise.all(driven);
    return new Map(finished.map((recording) => [recording.scenario, withInside(recording)]));
  } finally {
    await host.stop();
    rmSync(directory, { recursive: true });
  }
}

function withInside(recording: Omit<Recording, "turns" | "activities">): Recording {
  const ids = new Set(recording.instances);
  return {
    ...recording,
    turns: recorded()
      .turns.filter(({ instanceId }) => ids.has(instanceId))
      .map((turn) => shorten(turn) as Recording["turns"][number]),
    activities: recorded()
      .activities.filter(({ instanceId }) => ids.has(instanceId))
      .map(asRecorded),
  };
}

/** Bytes and numbers that JSON does not have, as they stand in the recordings. */
function asRecorded(activity: RecordedActivity): RecordedActivity {
  const { out } = activity;
  if (out instanceof Uint8Array) return { ...activity, out: Buffer.from(out).toString("base64") };
  if (typeof out === "number" && !Number.isFinite(out)) return { ...activity, out: String(out) };
  return shorten(JSON.parse(JSON.stringify(activity))) as RecordedActivity;
}
