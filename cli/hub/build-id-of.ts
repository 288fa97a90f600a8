import { computeBuildId } from "../../services/platform/build-id.ts";
import { codeRoot, moduleExtension } from "../project-root.ts";

/** The rooms whose code decides what a diagnosis does: a change in any of them is another build. */
const rooms = [
  `app${moduleExtension}`,
  "domain",
  "diagnosis",
  "orchestrations",
  "activities",
  "client-functions",
  "services",
];

export function buildIdOfThisCode(): string {
  return computeBuildId(codeRoot, rooms);
}
