import { oneLine, shortened } from "../terminal/one-line.ts";
import { decidedLines, happenedLines } from "./describe-turn.ts";
import { agrees, type JudgedTurn, type Replay } from "./replay-recording.ts";

const widths = { turn: 4, time: 12, verdict: 7, happened: 40, decided: 64 } as const;

/** The replay as a table for people, and one line of verdict at its end. */
export function replayText(replay: Replay): string {
  const names = new Map<number, string>();
  const rows = replay.turns.flatMap((turn) => {
    if (turn.turn === 1) names.clear();
    const lines = turnRows(turn, names);
    for (const event of turn.recorded ?? []) if ("name" in event) names.set(event.taskId, event.name);
    return lines;
  });
  return [
    `Diagnosis ${replay.diagnosisId} (${replay.status})`,
    `Recorded by build ${recordedBuilds(replay).join(", ") || "unknown"}; decided again by build ${replay.buildId}`,
    "",
    row({
      turn: "turn",
      time: "time (UTC)",
      verdict: "",
      happened: "what happened",
      decided: "what was decided",
    }),
    ...rows,
    "",
    ...replay.differences.map((text) => `  ! ${oneLine(text)}`),
    verdict(replay),
  ].join("\n");
}

/** The builds that recorded turns, in order. */
export function recordedBuilds({ turns }: Pick<Replay, "turns">): string[] {
  return [...new Set(turns.flatMap(({ buildId }) => (buildId === undefined ? [] : [buildId])))];
}

export function verdict(replay: Replay): string {
  const { turns } = replay;
  if (agrees(replay)) return `ok: this build decides all ${turns.length} turns as they were recorded.`;
  const differing = turns.filter(({ differences }) => differences.length > 0).map(({ turn }) => turn);
  const where = differing.length > 0 ? `turn ${differing.join(", ")} of ${turns.length}` : "the recording";
  return `DIFFERS: ${where}. The lines marked ! say how.`;
}

function turnRows(turn: JudgedTurn, names: ReadonlyMap<number, string>): string[] {
  const happened = happenedLines(turn, names);
  const decided = decidedLines(turn);
  const isOk = turn.differences.length === 0;
  const lines = Array.from({ length: Math.max(happened.length, decided.length) }, (_, index) =>
    row({
      turn: index === 0 ? String(turn.turn) : "",
      time: index === 0 ? timeOf(turn.at) : "",
      verdict: index > 0 ? "" : isOk ? "ok" : "DIFFERS",
      happened: happened[index] ?? "",
      decided: decided[index] ?? "",
    }),
  );
  const notes = turn.wasRepeated
    ? ["The host ran this turn again after an interruption; the attempt that counts is replayed."]
    : [];
  return [
    ...lines,
    ...notes.map((text) => `       ${text}`),
    ...turn.differences.map((text) => `     ! ${oneLine(text)}`),
  ];
}

function row(cells: Record<keyof typeof widths, string>): string {
  const padded = Object.entries(widths).map(([name, width]) =>
    shortened(cells[name as keyof typeof widths], width).padEnd(width),
  );
  return padded.join("  ").trimEnd();
}

function timeOf(at: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : new Date(ms).toISOString().slice(11, 23);
}
