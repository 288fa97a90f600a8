import type { CommandArguments, CommandDefinition } from "./command.ts";
import { modelOptions } from "./model-options.ts";

const scenario = {
  type: "string",
  value: "<folder>",
  help: "run against that folder's simulated Azure instead of your own",
} as const;

export const commandDefinitions = {
  demo: {
    name: "demo",
    summary: "Diagnose a real failure in a simulated Azure, live, and show the report",
    options: { scenario, ...modelOptions },
  },
  start: {
    name: "start",
    summary: "Serve the MCP gateway over streamable HTTP until stopped",
    options: {
      scenario,
      port: { type: "string", value: "<number>", help: "TCP port (AZEBAL_HTTP_PORT, 7341)" },
      host: {
        type: "string",
        value: "<address>",
        help: "address to listen on (127.0.0.1); another one needs AZEBAL_ENTRA_CLIENT_ID",
      },
      ...modelOptions,
    },
  },
  mcp: {
    name: "mcp",
    summary: "Serve MCP on standard input and output, for an IDE",
    options: { scenario, ...modelOptions },
  },
  diagnose: {
    name: "diagnose",
    summary: "Diagnose an error from a file or standard input and print the report",
    positionals: "<file|->",
    options: {
      scenario,
      code: {
        type: "string",
        multiple: true,
        value: "<path>",
        help: "a source file around the failure; repeatable",
      },
      subscription: { type: "string", value: "<id>", help: "the subscription in which to look first" },
      language: {
        type: "string",
        value: "<en|ko>",
        help: "language of the report (default: the error's own)",
      },
      reproduce: {
        type: "string",
        value: "<file>",
        help: "write a bash script there that reads the cited values again without AZEBAL",
      },
      json: { type: "boolean", help: "print the whole answer as JSON" },
      ...modelOptions,
    },
  },
  eval: {
    name: "eval",
    summary: "Run scenarios through the public MCP tool and grade the reports",
    options: {
      scenarios: {
        type: "string",
        value: "<folder>",
        help: "folder of scenario folders (default: the shipped ones)",
      },
      only: { type: "string", multiple: true, value: "<id>", help: "only this scenario; repeatable" },
      json: { type: "string", value: "<file>", help: "write every figure there as JSON" },
      "min-right": { type: "string", value: "<percent>", help: "fail when fewer are right" },
      "max-wrong": { type: "string", value: "<percent>", help: "fail when more are wrong" },
      ...modelOptions,
    },
  },
  replay: {
    name: "replay",
    summary: "Run a recorded diagnosis's decisions again and compare them turn by turn",
    positionals: "<diagnosis id>",
    options: { scenario, json: { type: "boolean", help: "print every turn as JSON" } },
  },
  doctor: {
    name: "doctor",
    summary: "Check what AZEBAL needs on this machine and say what to do about what is missing",
    options: { scenario },
  },
  simulator: {
    name: "simulator",
    summary: "Serve a scenario's simulated Azure alone, for az rest, an SDK or an AZEBAL elsewhere",
    options: {
      scenario: { ...scenario, help: "the folder whose tenant.json is served" },
      port: { type: "string", value: "<number>", help: "TCP port on 127.0.0.1 (a free one)" },
      latency: { type: "string", value: "<ms>", help: "answer no earlier than so long after the call (0)" },
      faults: {
        type: "string",
        value: "<file>",
        help: "what goes wrong, as JSON (docs/simulator.md has the format)",
      },
      entra: { type: "boolean", help: "serve Microsoft Entra ID too, over TLS on a port of its own" },
    },
  },
  playbook: {
    name: "playbook",
    summary: "Check a playbook of your own, and run the scenarios that lie beside it",
    positionals: "test <file>",
    options: {
      scenarios: {
        type: "string",
        value: "<folder>",
        help: "folder of scenario folders (default: <file>.scenarios beside it, where there is one)",
      },
    },
  },
  audit: {
    name: "audit",
    summary: "List or export who used AZEBAL for what: tools, sign-ins, diagnoses",
    positionals: "<list|export>",
    options: {
      scenario: { ...scenario, help: "read the audit of that folder's simulated Azure" },
      user: { type: "string", value: "<name>", help: "only this user (user principal name)" },
      tool: { type: "string", value: "<name>", help: "only this tool, such as debug_error" },
      diagnosis: { type: "string", value: "<id>", help: "only this diagnosis" },
      since: {
        type: "string",
        value: "<time>",
        help: "made then or later: a day, or an instant with its zone",
      },
      until: { type: "string", value: "<time>", help: "made before then" },
      limit: { type: "string", value: "<number>", help: "as many entries at most (list: 50, export: all)" },
      before: {
        type: "string",
        value: "<number>",
        help: "the page after the one that ended with this number",
      },
    },
  },
  feedback: {
    name: "feedback",
    summary: "Look through what developers said of reports, and make a scenario of one",
    positionals: "<list | review <id> | scenario <id>>",
    options: {
      scenario: { ...scenario, help: "read the feedback of that folder's simulated Azure" },
      status: {
        type: "string",
        value: "<status>",
        help: "list: only pending_review, approved, rejected or superseded",
      },
      limit: { type: "string", value: "<number>", help: "list: as many entries at most (50)" },
      json: { type: "boolean", help: "list: one JSON object a line" },
      approve: { type: "boolean", help: "review: it is as the developer says" },
      reject: { type: "boolean", help: "review: it is not, or does not help" },
      out: {
        type: "string",
        value: "<folder>",
        help: "scenario: the folder to make, for azebal eval; <id> is a feedback's or a diagnosis's",
      },
    },
  },
  login: {
    name: "login",
    summary: "Sign in for the IDE windows of this machine, or at a gateway elsewhere",
    options: {
      cli: { type: "boolean", help: "with the sign-in of the Azure CLI (az login)" },
      "device-code": { type: "boolean", help: "by a code that is entered on any device" },
      link: {
        type: "string",
        value: "<link>",
        help: "with --cli: the link that a gateway's login tool gave",
      },
    },
  },
  keys: {
    name: "keys",
    summary: "Print this gateway's public keys, as a function app elsewhere takes them",
    options: {
      "rotate-sessions": { type: "boolean", help: "instead, seal sessions with a new key from now on" },
    },
  },
} as const satisfies Record<string, CommandDefinition>;

export type CommandName = keyof typeof commandDefinitions;

/** A command: gets its parsed arguments, gives the exit code. */
export type RunCommand = (parsed: CommandArguments) => Promise<number>;

/** Each command's code is loaded only when it is asked for: `azebal mcp` must answer within milliseconds. */
export const commandLoaders: Record<CommandName, () => Promise<RunCommand>> = {
  demo: async () => (await import("./commands/demo.ts")).runDemo,
  start: async () => (await import("./commands/start.ts")).runStart,
  mcp: async () => (await import("./commands/mcp.ts")).runMcp,
  diagnose: async () => (await import("./commands/diagnose.ts")).runDiagnose,
  eval: async () => (await import("./commands/eval.ts")).runEval,
  replay: async () => (await import("./commands/replay.ts")).runReplay,
  doctor: async () => (await import("./commands/doctor.ts")).runDoctor,
  simulator: async () => (await import("./commands/simulator.ts")).runSimulator,
  playbook: async () => (await import("./commands/playbook.ts")).runPlaybook,
  audit: async () => (await import("./commands/audit.ts")).runAudit,
  feedback: async () => (await import("./commands/feedback.ts")).runFeedback,
  login: async () => (await import("./commands/login.ts")).runLogin,
  keys: async () => (await import("./commands/keys.ts")).runKeys,
};
