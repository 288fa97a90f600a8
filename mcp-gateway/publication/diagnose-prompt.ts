import { ProtocolFault } from "../protocol-fault.ts";

export interface PublishedPrompt {
  name: string;
  title: string;
  description: string;
  arguments: readonly { name: string; description: string; required: boolean }[];
}

/** A message that the client puts into its conversation. */
export interface PromptMessage {
  role: "user";
  text: string;
}

export const publishedPrompts: readonly PublishedPrompt[] = [
  {
    name: "diagnose",
    title: "Diagnose an Azure error",
    description: "Finds the root cause of an Azure error and proves it.",
    arguments: [
      { name: "error", description: "The error as printed, with its stack trace.", required: true },
      { name: "files", description: "Files around the failing call, separated by commas.", required: false },
    ],
  },
];

/** @throws ProtocolFault for another prompt, or where `error` is missing. */
export function promptMessages(name: string, input: Record<string, string>): readonly PromptMessage[] {
  if (name !== "diagnose")
    throw new ProtocolFault(
      "invalid_params",
      `Unknown prompt ${JSON.stringify(name.slice(0, 100))}. There is: diagnose.`,
    );
  const error = input["error"]?.trim();
  if (!error)
    throw new ProtocolFault(
      "invalid_params",
      "The prompt diagnose needs its argument error: the error as printed.",
    );
  const files = (input["files"] ?? "")
    .split(",")
    .map((file) => file.trim())
    .filter((file) => file !== "");
  return [{ role: "user", text: promptText(error, files) }];
}

function promptText(error: string, files: readonly string[]): string {
  const about = files.length > 0 ? `, together with these files: ${files.join(", ")}` : "";
  const fence = "`".repeat(Math.max(3, ...(error.match(/`+/g) ?? []).map((run) => run.length + 1)));
  return `An Azure call failed. Call debug_error with the error below, exactly as it stands${about}. While the answer says "running", make the call in its "next". Then tell me the root cause, the evidence that proves it, and what to change; ask me before you run a command that changes something.

${fence}
${error}
${fence}`;
}
