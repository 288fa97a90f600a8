import { failureCodes, type Outcome } from "../../../domain/failure.ts";
import { ownerKey } from "../../../domain/principal.ts";
import { readKey } from "../../../domain/read-step.ts";
import type { AzureReader } from "../azure-reader.ts";
import { monotonicClock, type PacingClock } from "../budget/pacing-clock.ts";
import { requestName } from "../gate/request-name.ts";
import type { AzureAnswer } from "../reading/azure-answer.ts";
import { ReadCancelledError } from "../reading/wire-faults.ts";
import { JoinedRead } from "./joined-read.ts";
import { RecentAnswers, type RecentAnswersBounds } from "./recent-answers.ts";

export interface ShareReadsOptions extends Partial<RecentAnswersBounds> {
  readonly clock?: PacingClock;
}

const defaults: RecentAnswersBounds = { reuseMs: 5_000, maxBytes: 32 * 1024 * 1024 };

/**
 * A reader that asks Azure once where several diagnoses of one person ask the same at nearly the same time: equal reads
 * on their way are joined, and an answer of the last few seconds is given again. Its `observedAt` stays Azure's own, so
 * a citation tells when the value really was so.
 *
 * People never share: what somebody may see is their own. Given again are 2xx and 404 only; a refusal (403) may be over
 * the moment a role is granted, and failures are shared just by those who waited for the same read.
 */
export function shareReads(reader: AzureReader, options: ShareReadsOptions = {}): AzureReader {
  const { clock = monotonicClock, ...bounds } = options;
  const recent = new RecentAnswers(clock, { ...defaults, ...bounds });
  const running = new Map<string, JoinedRead>();

  return {
    async read(principal, request, signal, diagnosisId, given) {
      const key = `${ownerKey(principal)} ${readKey(request)}`;
      const cancelled = (): Outcome<AzureAnswer> => {
        const { message } = new ReadCancelledError(requestName(request));
        return { ok: false, failure: { code: failureCodes.cancelled, message } };
      };
      if (signal?.aborted === true) return cancelled();
      // One that is on its way may have been answered before the change that this one looks for.
      if (given?.fresh === true) return await kept(key, reader.read(principal, request, signal, diagnosisId));
      const known = recent.get(key);
      if (known !== undefined) return { ok: true, value: known };
      const joined =
        running.get(key) ??
        begin(key, (abandoned) => reader.read(principal, request, abandoned, diagnosisId));
      return joined.wait(signal, cancelled);
    },
  };

  async function kept(key: string, reading: Promise<Outcome<AzureAnswer>>): Promise<Outcome<AzureAnswer>> {
    const outcome = await reading;
    if (outcome.ok && mayBeGivenAgain(outcome.value)) recent.put(key, outcome.value);
    return outcome;
  }

  function begin(key: string, read: (signal: AbortSignal) => Promise<Outcome<AzureAnswer>>): JoinedRead {
    const leave = () => {
      if (running.get(key) === joined) running.delete(key);
    };
    const joined: JoinedRead = new JoinedRead(async (signal) => {
      try {
        return await kept(key, read(signal));
      } finally {
        leave();
      }
    }, leave);
    running.set(key, joined);
    return joined;
  }
}

function mayBeGivenAgain({ status }: AzureAnswer): boolean {
  return (status >= 200 && status < 300) || status === 404;
}
