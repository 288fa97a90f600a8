import type { AnalysisTable } from "../evaluation/evaluated.ts";
import { access } from "./access/access.ts";
import { unreadRoles } from "./access/unread-roles.ts";
import { privateZone } from "./network/private-zone.ts";
import { reachability } from "./network/reachability.ts";
import { fileMatches } from "./request/file-matches.ts";
import { said } from "./request/said.ts";
import { sentMatches } from "./request/sent-matches.ts";
import { pickCaller } from "./resources/pick-caller.ts";
import { candidates, targets } from "./resources/targets.ts";
import { workloadIds } from "./resources/workloads.ts";

/** The analyses, by the names that playbooks call them by. */
export const analyses: AnalysisTable = {
  access,
  candidates,
  file_matches: fileMatches,
  pick_caller: pickCaller,
  private_zone: privateZone,
  reachability,
  said,
  sent_matches: sentMatches,
  targets,
  unread_roles: unreadRoles,
  workload_ids: workloadIds,
};
