/** The gateway joins what happened within a quarter of a second into one notification. */
const joint = " · ";

/** Where progress lines go. A terminal gets one line that moves; anything else gets plain lines. */
export interface ProgressView {
  show(message: string, done: number, total: number): void;
  end(): void;
}

const eraseLine = "\r\u001b[2K";

/**
 * @param stream   usually standard error, so that standard output holds the report alone.
 * @param now      milliseconds, for the elapsed time at the start of each line.
 */
export function createProgressView(
  stream: Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">,
  now: () => number = () => performance.now(),
): ProgressView {
  const startedAtMs = now();
  let pending = "";
  const elapsed = () => `${((now() - startedAtMs) / 1_000).toFixed(1).padStart(5)} s`;
  const line = (message: string, done: number, total: number) => {
    // Between two reads the gateway counts in fractions, since progress must strictly increase.
    const count = total > 0 ? `${String(Math.floor(done)).padStart(2)}/${total}` : "    ";
    return `${elapsed()}  ${count}  ${message}`;
  };
  const showOne = (message: string, done: number, total: number) => {
    if (!stream.isTTY) {
      stream.write(`${line(message, done, total)}\n`);
      return;
    }
    if (pending) stream.write(`${eraseLine}\u001b[2m${pending}\u001b[22m\n`);
    pending = line(message, done, total);
    const width = Math.max(20, (stream.columns ?? 80) - 1);
    stream.write(`${eraseLine}${pending.length > width ? `${pending.slice(0, width - 1)}…` : pending}`);
  };
  return {
    show(message, done, total) {
      for (const part of message.split(joint)) showOne(part, done, total);
    },
    end() {
      if (pending) stream.write(`${eraseLine}\u001b[2m${pending}\u001b[22m\n`);
      pending = "";
    },
  };
}
