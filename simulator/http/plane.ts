/** The services that a simulator stands for; `simulator` is its own: tokens and faults. */
export type Plane = AzurePlane | "simulator";
export type AzurePlane = "arm" | "graph" | "logs";

/** One origin serves every plane; each has paths that no other has. */
export function planeOf(path: string): Plane {
  if (path.startsWith("/simulator/")) return "simulator";
  if (/^\/(?:v1\.0|beta)(?:\/|$)/i.test(path)) return "graph";
  return /^\/v1\//i.test(path) ? "logs" : "arm";
}
