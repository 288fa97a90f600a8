/** Time and timers, so that tests can hold them in their hands. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once `now()` has reached `atMs`, never before. @returns a function that takes the call back. */
  wakeAt(atMs: number, callback: () => void): () => void;
}

/** setTimeout takes 2^31-1 ms at most, and does not notice when the machine sleeps or its clock is set: look again. */
const longestSleepMs = 60_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAt(atMs, callback) {
    let timer: NodeJS.Timeout;
    const sleep = () => {
      const remainingMs = atMs - Date.now();
      timer = setTimeout(
        () => (Date.now() >= atMs ? callback() : sleep()),
        Math.max(0, Math.min(remainingMs, longestSleepMs)),
      );
    };
    sleep();
    return () => clearTimeout(timer);
  },
};
