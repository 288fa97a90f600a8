import type { z } from "zod";
import type { DiagnosisListSchema, DiagnosisSummary } from "../../domain/function-app-api.ts";
import { limits } from "../../domain/limits.ts";
import { neutraliseControls } from "../../domain/redaction/neutralise-controls.ts";
import { oneLine } from "../../domain/redaction/one-line.ts";
import { unknownCause } from "../../domain/root-causes.ts";
import { bytesOf } from "./fit-envelope.ts";
import type { ToolAnswer } from "./tool-answer.ts";

const titleCharacters = 120;

/** A page of diagnoses, its titles shortened, so that fifty of them fit into an answer twice. */
export function listAnswer(list: z.infer<typeof DiagnosisListSchema>): ToolAnswer {
  const structured = {
    ...list,
    diagnoses: list.diagnoses.map((item) => ({ ...item, title: oneLine(item.title, titleCharacters) })),
  };
  const lines = structured.diagnoses.map(line);
  const heading = lines.length === 0 ? "No diagnoses." : "";
  const more = list.next_cursor ? `\nMore: \`list_diagnoses\` with \`cursor\` \`${list.next_cursor}\`` : "";
  const text = neutraliseControls(`${heading}${lines.join("\n")}${more}`);
  const fits = bytesOf(structured) + bytesOf(text) < limits.envelopeBytes;
  // The structure is what a next page is called with; the text can be fetched in smaller pages.
  return { structured, text: fits ? text : `${lines.length} diagnoses.${more}`, links: [], outcome: "ok" };
}

function line({ diagnosis_id, status, created_at, title, root_cause, verifies }: DiagnosisSummary): string {
  // That no cause is left is what a verification hopes for.
  const isCause = root_cause !== undefined && (verifies === undefined || root_cause !== unknownCause);
  const cause = isCause ? ` \`${root_cause}\`` : "";
  const verified = verifies ? ` (verifies \`${verifies}\`)` : "";
  return `- \`${diagnosis_id}\` ${created_at} **${status}**${cause}${verified}: ${title}`;
}
