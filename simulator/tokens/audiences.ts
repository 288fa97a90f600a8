import type { AzurePlane } from "../http/plane.ts";

const audiences: Record<AzurePlane, readonly string[]> = {
  arm: ["https://management.azure.com", "https://management.core.windows.net"],
  graph: ["https://graph.microsoft.com"],
  logs: [
    "https://api.loganalytics.azure.com",
    "https://api.loganalytics.io",
    "https://api.applicationinsights.io",
  ],
};

/** The audience a token was asked for, in one spelling: no `/.default`, no trailing slash, lower case. */
export function normalAudience(resource: string): string {
  return resource
    .trim()
    .replace(/\/\.default$/, "")
    .replace(/\/+$/, "")
    .toLowerCase();
}

/** The audiences that a plane takes tokens for; the simulator's own address is one of them on every plane. */
export function audiencesOf(plane: AzurePlane, origin: string): readonly string[] {
  return [...audiences[plane], normalAudience(origin)];
}

/** True where some plane takes tokens for the audience. */
export function isKnownAudience(audience: string, origin: string): boolean {
  return [...Object.values(audiences).flat(), normalAudience(origin)].includes(audience);
}
