import { type CommandArguments, type OptionDefinition, textOption } from "./command.ts";

/** Of every command that diagnoses: who plans beside the playbooks. They go before the environment. */
export const modelOptions = {
  planner: { type: "string", value: "<playbooks|model>", help: "who plans (AZEBAL_PLANNER)" },
  "model-endpoint": {
    type: "string",
    value: "<url>",
    help: "an OpenAI-compatible API, such as http://127.0.0.1:11434/v1 (AZEBAL_MODEL_ENDPOINT)",
  },
  model: { type: "string", value: "<name>", help: "the model or deployment there (AZEBAL_MODEL)" },
} as const satisfies Record<string, OptionDefinition>;

const variables = {
  planner: "AZEBAL_PLANNER",
  "model-endpoint": "AZEBAL_MODEL_ENDPOINT",
  model: "AZEBAL_MODEL",
} as const satisfies Record<keyof typeof modelOptions, string>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with what the options say instead. */
export function withModelOptions(env: Environment, parsed: CommandArguments): Environment {
  const given = Object.entries(variables).flatMap(([option, variable]) => {
    const value = textOption(parsed, option);
    return value === undefined ? [] : [[variable, value]];
  });
  return { ...env, ...Object.fromEntries(given) };
}
