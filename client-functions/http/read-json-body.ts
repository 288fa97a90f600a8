import type { HttpRequest } from "@azure/functions";
import { invalidInput, tooLarge } from "./api-refusal-error.ts";

/**
 * Reads a request's body as JSON, and stops reading as soon as it is larger than allowed.
 *
 * @throws ApiRefusalError 413 when the body is larger than `maxBytes`; 400 when it is empty, not UTF-8 or not JSON.
 */
export async function readJsonBody(
  request: Pick<HttpRequest, "headers" | "body">,
  maxBytes: number,
): Promise<unknown> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) throw bodyTooLarge(announced, maxBytes);
  const text = decode(await readBytes(request, maxBytes));
  if (text.trim() === "") throw invalidInput("body: empty. Send a JSON object.");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message would repeat a piece of the body.
    throw invalidInput("body: not JSON. Send one JSON object, UTF-8.");
  }
}

async function readBytes({ body }: Pick<HttpRequest, "body">, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  if (body !== null) {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes) throw bodyTooLarge(sizeBytes, maxBytes);
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // What is not text has nothing in it to be reported.
    throw invalidInput("body: not UTF-8 text. Send one JSON object, UTF-8.");
  }
}

function bodyTooLarge(sizeBytes: number, maxBytes: number) {
  return tooLarge(
    `body: ${sizeBytes} bytes or more; at most ${maxBytes}. Send the error and only the files around the failing call.`,
  );
}
