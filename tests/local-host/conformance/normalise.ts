import type { Recording } from "./recording.ts";

/** Set by the run, the machine or .NET itself, and equal in no two runs. */
const dropped = new Set([
  "Correlation",
  "ParentTraceContext",
  "ScheduledStartTime",
  "Generation",
  "GenerateNewTrace",
  "Tags",
  "StackTrace",
  "stackTrace",
  "ExceptionType",
  "Date",
  "Keep-Alive",
  "Connection",
  "Transfer-Encoding",
  "user-agent",
  "at",
  "afterMs",
]);
/** Texts that are JSON themselves: compared by what they say, not by how it is spelled. */
const jsonTexts = new Set(["Result", "Input", "content", "thrown"]);
const stateLabel = "\n\n$OutOfProcData$:";

type Walk = (value: unknown, key?: string) => unknown;

/** Replaces what differs from run to run by stable marks; IDs are numbered in the order in which they appear. */
export function normaliser(): Walk {
  const ids = new Map<string, string>();
  const idMark = (id: string) => {
    const key = id.toLowerCase();
    const mark = ids.get(key) ?? `<id${ids.size + 1}>`;
    ids.set(key, mark);
    return mark;
  };
  const text = (value: string) =>
    value
      .replace(/https?:\/\/(localhost|127\.0\.0\.1):\d+/g, "http://<origin>")
      .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, idMark)
      .replace(/\b[0-9a-f]{32}\b/gi, idMark)
      .replace(/\b20[2-9]\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/g, "<time>")
      .replace(/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g, "<date>")
      .replace(/(known \w+ functions: ).*$/s, "$1<names>")
      .replace(/code=[^&"]*/g, "code=<key>")
      .replace(/ \n \{"\$type"[\s\S]*$/, " \n <details>")
      .replace(/, StackTrace: [\s\S]*$/, ", StackTrace: <stack>");
  const walk: Walk = (value, key = "") => {
    if (typeof value === "string") {
      if (key === "Details") return "<details>";
      if (key === "x-ms-continuation-token") return value === "" ? "" : "<token>";
      const state = key === "thrown" ? value.lastIndexOf(stateLabel) : -1;
      if (state >= 0) {
        const said = walk(JSON.parse(value.slice(state + stateLabel.length)));
        return { prefix: text(value.slice(0, state)), state: said };
      }
      const said = jsonTexts.has(key) ? parsed(value) : undefined;
      return said === undefined ? text(value) : { json: walk(said, `${key} inside`) };
    }
    if (Array.isArray(value)) return value.map((inner) => walk(inner, key));
    if (typeof value !== "object" || value === null) return value;
    if ("$long" in value) return { $long: value.$long };
    const kept = Object.entries(value).filter(([name]) => !dropped.has(name));
    return Object.fromEntries(kept.map(([name, inner]) => [name, walk(inner, name)]));
  };
  return walk;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What two recordings of one scenario must agree in. */
export function view(recording: Recording): Record<string, unknown> {
  const walk = normaliser();
  const http = walk(recording.http);
  const final = walk(recording.final);
  // How many messages a turn reads differs from run to run, so that turns are compared by the last one of each
  // execution: the whole history that it was given and the whole list of actions that it answered with.
  const last = new Map<string, Recording["turns"][number]>();
  for (const turn of recording.turns) {
    const started = turn.in.history.find(({ EventType }) => EventType === 0);
    last.set(`${turn.instanceId}/${started?.OrchestrationInstance?.ExecutionId}`, turn);
  }
  const executions = [...last.values()].map((turn) => {
    const history = turn.in.history.filter(({ EventType }) => EventType !== 12 && EventType !== 13);
    const events = history.map((event) => ({ ...event, IsPlayed: undefined }));
    const said = { out: turn.out, thrown: turn.thrown };
    return walk({ function: turn.function, binding: { ...turn.in, history: events }, ...said });
  });
  const activities = recording.activities.map((activity) => {
    const { function: name, in: given, out, thrown } = activity;
    return JSON.stringify(walk({ function: name, in: given, out, thrown }));
  });
  return { http, final, executions, activities: activities.toSorted() };
}

/** Every place at which two views differ. */
export function* differences(golden: unknown, found: unknown, at = ""): Generator<string> {
  const isBranch = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null;
  if (isBranch(golden) && isBranch(found) && Array.isArray(golden) === Array.isArray(found)) {
    for (const key of new Set([...Object.keys(golden), ...Object.keys(found)]))
      yield* differences(golden[key], found[key], `${at}/${key}`);
    return;
  }
  const [wanted, got] = [JSON.stringify(golden), JSON.stringify(found)];
  if (wanted !== got) yield `${at}: recorded ${wanted?.slice(0, 300)}, here ${got?.slice(0, 300)}`;
}
