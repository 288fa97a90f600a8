import { registerOrchestrations } from "../../orchestrations/register-orchestrations.ts";
import { readConfig } from "../../services/platform/config.ts";

/**
 * The function app as a replay loads it: its orchestrations and nothing else. There is no store that could be written
 * to, no hook that could record a turn again, no activity that could run and no Azure that could be read.
 */
const { diagnosisMinutes, signInMinutes } = readConfig(process.env);

registerOrchestrations({ deadlineMinutes: diagnosisMinutes, signInMinutes });
