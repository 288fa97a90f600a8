import type { DiagnosisView } from "../../domain/function-app-api.ts";
import type { Principal } from "../../domain/principal.ts";
import { reproduceScript } from "../../domain/reproduce/reproduce-script.ts";
import { createTrace, parseTraceparent } from "../../services/platform/trace.ts";
import { envelopeOf } from "../answers/envelope-answer.ts";
import { renderEnvelope } from "../answers/render-envelope.ts";
import type { CallPort } from "../call-port.ts";
import { knownCaller } from "../calls/sign-in-missing-error.ts";
import { createDiagnosisApi } from "../function-app/diagnosis-api.ts";
import { FunctionAppRefusedError } from "../function-app/function-app-errors.ts";
import type { GatewayDependencies } from "../gateway-options.ts";
import { ProtocolFault } from "../protocol-fault.ts";
import { contractDocument } from "./contract-document.ts";

/** A resource, or a template of resources: `uri` then has a place in braces. */
export interface PublishedResource {
  uri: string;
  name: string;
  title: string;
  description: string;
  mimeType: string;
}

export interface ResourceText {
  uri: string;
  mimeType: string;
  text: string;
}

const contractUri = "azebal://contract";
const diagnosisUri =
  /^azebal:\/\/diagnoses\/(?<id>[A-Za-z0-9][A-Za-z0-9._-]{0,199})(?<script>\/reproduce\.sh)?$/;

export const publishedResources: readonly PublishedResource[] = [
  {
    uri: contractUri,
    name: "contract",
    title: "Wire contract",
    description: "JSON Schema of every input and answer.",
    mimeType: "application/schema+json",
  },
];

export const publishedResourceTemplates: readonly PublishedResource[] = [
  {
    uri: "azebal://diagnoses/{id}",
    name: "diagnosis",
    title: "Report of a diagnosis",
    description: "The whole report in Markdown, however long; its state while it runs.",
    mimeType: "text/markdown",
  },
  {
    uri: "azebal://diagnoses/{id}/reproduce.sh",
    name: "reproduce",
    title: "Script that proves a diagnosis",
    description:
      "Bash: reads every cited value of Azure again by az, without AZEBAL, and compares. Reads only.",
    mimeType: "text/x-shellscript",
  },
];

/**
 * The text of one resource. A diagnosis's report is whole here, where a tool's answer may have been shortened.
 *
 * @throws ProtocolFault for what does not exist or is somebody else's, and the function app's errors.
 */
export async function readResource(
  { functionApp, signAssertion, tracing }: GatewayDependencies,
  uri: string,
  port: CallPort,
): Promise<ResourceText> {
  if (uri === contractUri)
    return {
      uri,
      mimeType: "application/schema+json",
      text: JSON.stringify(contractDocument(), undefined, 2),
    };
  const { id, script } = diagnosisUri.exec(uri)?.groups ?? {};
  if (id === undefined) throw notFound(uri);
  const principal = await knownCaller(port.principal());
  const trace = createTrace(parseTraceparent(port.traceparent));
  const api = createDiagnosisApi({ functionApp, signAssertion, principal, trace, tracing });
  try {
    const view = await api.view(id, port.signal);
    if (script === undefined)
      return { uri, mimeType: "text/markdown", text: renderEnvelope(envelopeOf(view)) };
    return { uri, mimeType: "text/x-shellscript", text: scriptOf(view, principal) };
  } catch (error) {
    if (error instanceof FunctionAppRefusedError && error.status === 404) throw notFound(uri);
    throw error;
  }
}

function scriptOf({ diagnosis_id: diagnosisId, report }: DiagnosisView, { tenantId }: Principal): string {
  const text = report && reproduceScript(report, { diagnosisId, tenantId });
  if (text !== undefined) return text;
  throw new ProtocolFault(
    "resource_not_found",
    report
      ? `The report of ${diagnosisId} cites nothing that a command could read again.`
      : `There is no report of ${diagnosisId} yet. Call get_diagnosis until it is completed.`,
  );
}

function notFound(uri: string): ProtocolFault {
  return new ProtocolFault(
    "resource_not_found",
    `No resource ${JSON.stringify(uri.slice(0, 300))} of yours. There are ${contractUri} and azebal://diagnoses/{id}, with IDs from list_diagnoses.`,
  );
}
