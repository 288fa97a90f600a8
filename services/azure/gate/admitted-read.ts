import { cutText } from "../../../domain/cut-text.ts";
import type { EvidenceSource } from "../../../domain/evidence.ts";
import { type Failure, failureCodes } from "../../../domain/failure.ts";

/** The services that are read: ARM (with Resource Graph), Microsoft Graph, and the log query service. */
export type AzurePlane = "arm" | "graph" | "logs";

/** Origins (`https://management.azure.com`), one for each plane. */
export type PlaneOrigins = Readonly<Record<AzurePlane, string>>;

/** A read that the gate let through: exactly what goes over the wire, and how evidence names it. */
export interface AdmittedRead {
  readonly plane: AzurePlane;
  readonly method: "GET" | "POST";
  readonly url: URL;
  /** JSON text of the body, for the POSTs that have one. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly source: EvidenceSource;
  /** Without the host: `GET /subscriptions/…?api-version=…`. */
  readonly request: string;
  /** KQL or filter text. */
  readonly query?: string;
}

/** Why a read was refused: a clause that completes "it is refused because …". */
export interface Refusal {
  readonly refused: string;
}

export function refusal(reason: string): Refusal {
  return { refused: reason };
}

export function isRefusal(value: object): value is Refusal {
  return "refused" in value;
}

/** The refusal as data, for an orchestration. The path is shortened and made safe to print. */
export function refusalFailure(what: string, reason: string): Failure {
  return {
    code: failureCodes.notAllowed,
    message: `The read ${printable(what)} was not made: ${reason}. Ask for a read that the read gate knows.`,
  };
}

/** Text of others, fit for a message: no control or direction characters, 160 characters at most. */
function printable(text: string): string {
  return cutText(text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd"), 160);
}
