import type { EvidenceSource } from "../../../domain/evidence.ts";
import type { AdmittedRead } from "../gate/admitted-read.ts";
import type { ReceivedAnswer } from "./received-answer.ts";

/** What Azure said to one read, over all its pages. */
export interface AzureAnswer {
  readonly source: EvidenceSource;
  /** Without the host: `GET /…?api-version=…`. */
  readonly request: string;
  /** KQL or filter text. */
  readonly query?: string;
  /** 2xx, or a final 4xx with the service's error body. */
  readonly status: number;
  readonly requestId?: string;
  /** The Date header of the first page: Azure's clock. ISO 8601, UTC. */
  readonly observedAt: string;
  /**
   * The body as the service shapes it, lists with the items of all pages and no link to a next one: ARM and Graph
   * `{ value: […] }`, Resource Graph `{ totalRecords, count, data: […] }`, logs `{ tables: […] }`. Not redacted yet.
   */
  readonly body: unknown;
  /** False where pages or rows are missing: nothing can be proven absent on it. */
  readonly complete: boolean;
  /** How many pages of a list were read, where more than one. */
  readonly pages?: number;
}

export function azureAnswer(
  read: AdmittedRead,
  received: ReceivedAnswer,
  content: Pick<AzureAnswer, "body" | "complete" | "pages">,
): AzureAnswer {
  return {
    source: read.source,
    request: read.request,
    ...(read.query === undefined ? {} : { query: read.query }),
    status: received.status,
    ...(received.requestId === undefined ? {} : { requestId: received.requestId }),
    observedAt: received.observedAt,
    ...content,
  };
}

/** Where a message names the read: its path, without parameters. */
export function readName(read: AdmittedRead): string {
  return read.request.split("?", 1)[0] ?? read.request;
}
