import { z } from "zod";
import { type ToldUsage, ToldUsageSchema } from "./model-usage.ts";

const TextSchema = z.looseObject({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  reasoning_content: z.string().nullish(),
});

/** A piece of a streamed answer, or a whole one: a server that does not stream sends `message` instead of `delta`. */
const CompletionSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: TextSchema.nullish(),
        message: TextSchema.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: ToldUsageSchema.nullish().catch(undefined),
});

/** What has come of an answer so far. */
export interface ReceivedAnswer {
  readonly text: string;
  /** The model's own words for declining; empty where it does not. */
  readonly refusal: string;
  /** Undefined where the server has not said that the answer is over. */
  readonly finishReason: string | undefined;
}

export interface AnswerCollector {
  /**
   * @returns true where the model has said something, be it only to itself.
   * @throws ZodError where it is no piece of a completion.
   */
  add(piece: unknown): boolean;
  /** True where the model's text has grown beyond its limit. */
  isTooLong(): boolean;
  received(): ReceivedAnswer;
  /** Undefined while the server has told nothing. */
  usage(): ToldUsage | undefined;
}

/** Puts the pieces of one answer together.
 *
 * @param maxBytes  of the model's text; pieces beyond it are not kept.
 */
export function collectAnswer(maxBytes: number): AnswerCollector {
  let sizeBytes = 0;
  let text = "";
  let refusal = "";
  let finishReason: string | undefined;
  let usage: ToldUsage | undefined;
  return {
    add(piece) {
      const completion = CompletionSchema.parse(piece);
      usage = completion.usage ?? usage;
      const choice = completion.choices?.[0];
      const said = choice?.delta ?? choice?.message;
      sizeBytes += Buffer.byteLength(`${said?.content ?? ""}${said?.refusal ?? ""}`);
      if (sizeBytes <= maxBytes) {
        text += said?.content ?? "";
        refusal += said?.refusal ?? "";
      }
      finishReason = choice?.finish_reason ?? finishReason;
      return Boolean(said?.content || said?.refusal || said?.reasoning_content);
    },
    isTooLong: () => sizeBytes > maxBytes,
    received: () => ({ text, refusal, finishReason }),
    usage: () => usage,
  };
}
