import { z } from "zod";
import { DiagnosisStatusSchema } from "../../domain/contract/envelope.ts";
import { listAnswer } from "../answers/list-answer.ts";
import { defineTool } from "./tool-definition.ts";

const limitDefault = 20;
const limitMax = 50;

/** The caller's own diagnoses, newest first. */
export const listDiagnoses = defineTool({
  name: "list_diagnoses",
  title: "List diagnoses",
  description: "Your diagnoses, newest first.",
  input: () =>
    z.strictObject({
      status: DiagnosisStatusSchema.optional(),
      limit: z.int().min(1).max(limitMax).optional().describe("Default 20."),
      cursor: z.string().min(1).max(1_000).optional().describe("next_cursor of the page before."),
    }),
  output: z.looseObject({
    diagnoses: z.array(z.looseObject({ diagnosis_id: z.string(), status: z.string(), title: z.string() })),
    next_cursor: z.string().optional(),
  }),
  annotations: { readOnlyHint: true, openWorldHint: false },
  async run({ status, limit = limitDefault, cursor }, { api }) {
    return listAnswer(await api.list({ status, limit, cursor }));
  },
});
