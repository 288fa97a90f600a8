import { completed, type Script } from "./script.ts";

/** Calls one activity and ends with what became of it. */
export const activity: Script = (replay, input, end) => {
  replay.scheduleActivity("work", JSON.stringify(input)).onSettled((settled) => end(completed(settled)));
};

/** Waits as many milliseconds as its input says, and ends with the time. */
export const timer: Script = (replay, input, end) => {
  replay.createTimer(replay.nowMs + Number(input)).onSettled(() => end(completed(replay.nowMs)));
};
