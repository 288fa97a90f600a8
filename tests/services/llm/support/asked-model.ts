import { onTestFinished } from "vitest";
import { z } from "zod";
import { createModelClient, type ModelQuestion } from "../../../../services/llm/model-client.ts";
import type { ModelSettings } from "../../../../services/llm/model-settings.ts";
import type { ScriptedBehaviour } from "./scripted-behaviour.ts";
import { type ScriptedServerOptions, startScriptedModel } from "./scripted-model-server.ts";

export const PlanSchema = z.strictObject({
  cause: z.string().max(200),
  reads: z.array(z.strictObject({ path: z.string(), why: z.string().optional() })).max(3),
  confidence: z.enum(["low", "high"]).optional(),
});

export const plan = {
  cause: "방화벽이 이 주소를 막습니다 — kv-x",
  reads: [{ path: "/subscriptions/s/vaults/kv-x", why: "규칙을 봅니다" }],
};

export const question: ModelQuestion<z.infer<typeof PlanSchema>> = {
  name: "plan",
  instructions: "You plan.",
  material: "A call failed with 403.",
  schema: PlanSchema,
  maxOutputTokens: 400,
};

type Options = Omit<ScriptedServerOptions, "behave"> & {
  /** One for each request in turn, the last for all that follow; or a function of the request. */
  behave: ScriptedBehaviour | ScriptedBehaviour[] | ScriptedServerOptions["behave"];
  settings?: Partial<ModelSettings>;
};

/** A client of a scripted model that lives as long as its test. */
export async function modelThat({ behave, settings, ...options }: Options) {
  let turn = 0;
  const inTurn = [behave].flat();
  const script = (): ScriptedBehaviour => {
    const behaviour = inTurn[Math.min(turn, inTurn.length - 1)];
    turn += 1;
    if (behaviour === undefined || typeof behaviour === "function") throw new Error("The script is empty.");
    return behaviour;
  };
  const server = await startScriptedModel({
    ...options,
    behave: typeof behave === "function" ? behave : script,
  });
  onTestFinished(async () => await server.close());
  const client = createModelClient({
    endpoint: server.endpoint,
    model: "gpt-test",
    auth: "none",
    timeoutMs: 10_000,
    idleTimeoutMs: 5_000,
    ...settings,
  });
  return { server, client, ask: async () => await client.ask(question) };
}
