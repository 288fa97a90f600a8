import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { ScriptedAnswer, ScriptedError, ScriptedUsage } from "./scripted-behaviour.ts";
import type { ScriptedRequest } from "./scripted-request.ts";

const charactersPerPiece = 7;
const created = 1_764_000_000;

/** Sends what the behaviour says, as a server of Chat Completions does. */
export async function sendAnswer(
  response: ServerResponse,
  request: ScriptedRequest,
  answer: ScriptedAnswer,
): Promise<void> {
  if (answer.sent === "document" || request.body.stream !== true) {
    response.writeHead(200, { "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify(documentOf(request, answer), null, 2));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", ...answer.headers });
  const send = async (text: string) => await write(response, text, answer.sent === "bytes");
  for (let index = 0; index < (answer.comments ?? 0); index += 1) await send(": still there\n\n");
  await send(eventOf(request, { delta: { role: "assistant", content: "" }, finish_reason: null }));
  if (answer.thinksForMs !== undefined) await setTimeout(answer.thinksForMs);
  for (const piece of piecesOf(answer.thinking ?? ""))
    await send(eventOf(request, { delta: { reasoning_content: piece }, finish_reason: null }));
  for (const piece of piecesOf(answer.refusal ?? ""))
    await send(eventOf(request, { delta: { refusal: piece }, finish_reason: null }));
  const { stops } = answer;
  const text = stops === undefined ? answer.text : answer.text.slice(0, stops.afterCharacters);
  for (const piece of piecesOf(text))
    await send(eventOf(request, { delta: { content: piece }, finish_reason: null }));
  if (stops?.how === "hang") return;
  if (stops?.how === "cut") return void response.destroy();
  if (stops?.how === "end") return void response.end();
  if (answer.finishReason !== "none")
    await send(eventOf(request, { delta: {}, finish_reason: answer.finishReason ?? "stop" }));
  const usage = usageOf(request, answer);
  const isAsked = request.body.stream_options?.include_usage === true || answer.usage === "always";
  if (usage !== undefined && isAsked)
    await send(
      `data: ${JSON.stringify({ ...envelopeOf(request, "chat.completion.chunk"), choices: [], usage })}\n\n`,
    );
  await send("data: [DONE]\n\n");
  if (!answer.staysOpen) response.end();
}

export async function sendError(response: ServerResponse, error: ScriptedError): Promise<void> {
  const { status, code = null, type = "server_error", param = null, message = "It failed." } = error;
  const body = error.body ?? { error: { message, type, param, code } };
  if (error.isWithinStream) {
    response.writeHead(200, { "content-type": "text/event-stream", ...error.headers });
    await write(response, `data: ${JSON.stringify(body)}\n\n`, false);
    response.end();
    return;
  }
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...error.headers });
  if (error.hangs) return void response.write(text.slice(0, 1));
  response.end(text);
}

/** Byte by byte, so that no event, no line and no character arrives whole. */
async function write(response: ServerResponse, text: string, isTorn: boolean): Promise<void> {
  const bytes = Buffer.from(text);
  const parts = isTorn ? [...bytes].map((byte) => Buffer.of(byte)) : [bytes];
  for (const part of parts)
    await new Promise<void>((resolve) => {
      response.write(part, () => resolve());
    });
}

function eventOf(request: ScriptedRequest, choice: Record<string, unknown>): string {
  const event = { ...envelopeOf(request, "chat.completion.chunk"), choices: [{ index: 0, ...choice }] };
  return `data: ${JSON.stringify(event)}\n\n`;
}

function documentOf(request: ScriptedRequest, answer: ScriptedAnswer): Record<string, unknown> {
  const { text, refusal = null, finishReason = "stop" } = answer;
  const message = { role: "assistant", content: refusal === null ? text : null, refusal };
  const usage = usageOf(request, answer);
  return {
    ...envelopeOf(request, "chat.completion"),
    choices: [{ index: 0, message, finish_reason: finishReason }],
    ...(usage === undefined ? {} : { usage }),
  };
}

function envelopeOf({ body }: ScriptedRequest, object: string) {
  return { id: "chatcmpl-scripted", object, created, model: body.model };
}

function usageOf({ text }: ScriptedRequest, answer: ScriptedAnswer): ScriptedUsage | undefined {
  if (answer.usage === "none") return undefined;
  if (typeof answer.usage === "object") return answer.usage;
  const tokensOf = (counted: string) => Math.ceil(counted.length / 4);
  return {
    prompt_tokens: tokensOf(text),
    completion_tokens: tokensOf(`${answer.text}${answer.refusal ?? ""}`),
  };
}

function piecesOf(text: string): string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${charactersPerPiece}}`, "gu")) ?? [];
}
