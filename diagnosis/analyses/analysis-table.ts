import type { AnalysisTable } from "../evaluation/evaluated.ts";
import { access } from "./access/access.ts";
import { unreadRoles } from "./access/unread-roles.ts";
import { decidingRule } from "./network/deciding-rule.ts";
import { dnsPath } from "./network/dns-path.ts";
import { effectiveRoute } from "./network/effective-route.ts";
import { privateZones } from "./network/private-zones.ts";
import { reachability } from "./network/reachability.ts";
import { serviceFlow } from "./network/service-flow.ts";
import { subnetRoom } from "./network/subnet-room.ts";
import { fileAt } from "./request/file-at.ts";
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
  deciding_rule: decidingRule,
  dns_path: dnsPath,
  effective_route: effectiveRoute,
  file_at: fileAt,
  file_matches: fileMatches,
  pick_caller: pickCaller,
  private_zones: privateZones,
  reachability,
  said,
  sent_matches: sentMatches,
  service_flow: serviceFlow,
  subnet_room: subnetRoom,
  targets,
  unread_roles: unreadRoles,
  workload_ids: workloadIds,
};
