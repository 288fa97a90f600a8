import { answerDiagnosis } from "./answer-diagnosis.ts";
import { cancelDiagnosis } from "./cancel-diagnosis.ts";
import { debugError } from "./debug-error.ts";
import { getDiagnosis } from "./get-diagnosis.ts";
import { getEvidence } from "./get-evidence.ts";
import { listDiagnoses } from "./list-diagnoses.ts";
import { login } from "./login.ts";
import { logout } from "./logout.ts";
import { submitFeedback } from "./submit-feedback.ts";
import type { ToolDefinition } from "./tool-definition.ts";
import { verifyFix } from "./verify-fix.ts";
import { whoami } from "./whoami.ts";

/** Every tool, in the order in which clients see them: always the same, so that a client's cache holds. */
export const allTools: readonly ToolDefinition[] = [
  debugError,
  getDiagnosis,
  answerDiagnosis,
  cancelDiagnosis,
  listDiagnoses,
  getEvidence,
  verifyFix,
  submitFeedback,
  login,
  whoami,
  logout,
];
