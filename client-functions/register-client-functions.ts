import type {
  FunctionInput,
  HttpFunctionOptions,
  HttpRequest,
  InvocationContext,
  PostInvocationHandler,
} from "@azure/functions";
import type { AzCommandHosts } from "../domain/az-command/az-command.ts";
import { apiRoutes } from "../domain/function-app-api.ts";
import type { Caller } from "../domain/principal.ts";
import type { Logger } from "../services/platform/logging.ts";
import type { Tracing } from "../services/platform/tracing.ts";
import type { Stores } from "../services/stores/stores.ts";
import { auditSupportReads } from "./audit-support-reads.ts";
import type { CommandContext } from "./command-context.ts";
import { answerQuestion } from "./commands/answer-question.ts";
import { cancelDiagnosis } from "./commands/cancel-diagnosis.ts";
import { getDiagnosis } from "./commands/get-diagnosis.ts";
import { listDiagnoses } from "./commands/list-diagnoses.ts";
import { readEvents } from "./commands/read-events.ts";
import { readEvidence } from "./commands/read-evidence.ts";
import { readHistory } from "./commands/read-history.ts";
import { resumeAfterSignIn } from "./commands/resume-after-sign-in.ts";
import { startDiagnosis } from "./commands/start-diagnosis.ts";
import { submitFeedback } from "./commands/submit-feedback.ts";
import { verifyDiagnosis } from "./commands/verify-diagnosis.ts";
import { createDurableEngine, type EngineClient } from "./durable-engine.ts";
import { type Answer, answerRequest, type VerifyAssertion } from "./http/answer-request.ts";
import { createDiagnosisStarter } from "./start/diagnosis-starter.ts";
import { EndedDiagnoses } from "./state/ended-diagnoses.ts";
import { wakeFollowers } from "./state/wake-followers.ts";

export interface ClientFunctionsOptions {
  /** `app` of `@azure/functions`. */
  app: { http(name: string, options: HttpFunctionOptions): void };
  /** The module `durable-functions`. */
  df: { input: { durableClient(): FunctionInput }; getClient(context: InvocationContext): EngineClient };
  stores: Stores;
  verifyAssertion: VerifyAssertion;
  /** Stamped on every diagnosis that is started. */
  buildId: string;
  /** `model` where one is asked besides the playbooks; stamped on every diagnosis that is started. */
  planner?: "playbooks" | "model";
  /** The cloud's, for commands that show an answer; the public cloud's where absent. */
  azHosts?: AzCommandHosts;
  /** ISO 8601, UTC; the machine's clock where absent. */
  now?: () => string;
  log?: Pick<Logger, "info" | "warn" | "error">;
  /** Where spans go; nowhere where absent. */
  tracing?: Tracing;
}

interface RegisteredClientFunctions {
  /** For `app.hook.postInvocation`: without it, an end is noticed a little later. */
  wakeFollowers: PostInvocationHandler;
}

interface Route {
  name: string;
  method: "GET" | "POST";
  route: string;
  command: (request: HttpRequest, context: CommandContext) => Promise<Answer>;
}

const routes: readonly Route[] = [
  { name: "startDiagnosis", method: "POST", route: apiRoutes.diagnoses, command: startDiagnosis },
  { name: "listDiagnoses", method: "GET", route: apiRoutes.diagnoses, command: listDiagnoses },
  {
    name: "getDiagnosis",
    method: "GET",
    route: apiRoutes.diagnosis,
    command: (request, context) => getDiagnosis(parameter(request, "id"), context),
  },
  {
    name: "readEvents",
    method: "GET",
    route: apiRoutes.events,
    command: (request, context) => readEvents(parameter(request, "id"), request, context),
  },
  {
    name: "answerQuestion",
    method: "POST",
    route: apiRoutes.answers,
    command: (request, context) => answerQuestion(parameter(request, "id"), request, context),
  },
  {
    name: "cancelDiagnosis",
    method: "POST",
    route: apiRoutes.cancel,
    command: (request, context) => cancelDiagnosis(parameter(request, "id"), context),
  },
  {
    name: "verifyDiagnosis",
    method: "POST",
    route: apiRoutes.verifications,
    command: (request, context) => verifyDiagnosis(parameter(request, "id"), request, context),
  },
  {
    name: "submitFeedback",
    method: "POST",
    route: apiRoutes.feedback,
    command: (request, context) => submitFeedback(parameter(request, "id"), request, context),
  },
  {
    name: "readEvidence",
    method: "GET",
    route: apiRoutes.evidence,
    command: (request, context) =>
      readEvidence(parameter(request, "id"), parameter(request, "evidenceId"), context),
  },
  {
    name: "readHistory",
    method: "GET",
    route: apiRoutes.history,
    command: (request, context) => readHistory(parameter(request, "id"), context),
  },
  {
    name: "resumeAfterSignIn",
    method: "POST",
    route: apiRoutes.signIns,
    command: (_, context) => resumeAfterSignIn(context),
  },
];

/**
 * Registers the HTTP functions of `domain/function-app-api.ts`. They are anonymous to the host: the principal assertion that
 * every request carries is what authenticates it, and neither a header nor a function key stands for one.
 */
export function registerClientFunctions(options: ClientFunctionsOptions): RegisteredClientFunctions {
  const now = options.now ?? (() => new Date().toISOString());
  const { app, df, stores, verifyAssertion, log, tracing } = options;
  const starter = createDiagnosisStarter({ stores, buildId: options.buildId, planner: options.planner, now });
  const ended = new EndedDiagnoses();
  for (const { name, method, route, command } of routes) {
    app.http(name, {
      route,
      methods: [method],
      authLevel: "anonymous",
      extraInputs: [df.input.durableClient()],
      handler: (request, invocation) => {
        const run = ({ roles = [], ...principal }: Caller) =>
          auditSupportReads(
            { command: name, request, principal, audit: stores.audit, now },
            (onSupportRead) =>
              command(request, {
                principal,
                roles,
                stores,
                engine: createDurableEngine(() => df.getClient(invocation)),
                starter,
                azHosts: options.azHosts,
                ended,
                onSupportRead,
                now,
              }),
          );
        return answerRequest(request, {
          name,
          route,
          verifyAssertion,
          singleUse: stores.singleUse,
          log,
          tracing,
          command: run,
        });
      },
    });
  }
  return { wakeFollowers: wakeFollowers(stores.journal, ended) };
}

/** A route parameter; empty, and so the ID of nothing, where the host gave none. */
function parameter(request: HttpRequest, name: string): string {
  return request.params[name] ?? "";
}
