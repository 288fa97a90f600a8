import type { DurableEngine } from "../../engine/durable-engine.ts";
import type { ManagementLinks } from "./management-links.ts";

/** What every operation of the management API works with. */
export interface ManagementContext {
  engine: DurableEngine;
  links: ManagementLinks;
  /** Given to instances that are started without a version. */
  defaultVersion: string | null;
}

/** One request to the management API, its path already taken apart. */
export interface ManagementRequest {
  request: Request;
  url: URL;
  /** Where links point to: the origin of the request, or of the listener for requests of the durable client. */
  origin: string;
}

/** .NET's bool.TryParse over a query parameter. */
export function flag(url: URL, name: string, fallback: boolean): boolean {
  const value = url.searchParams.get(name)?.trim().toLowerCase();
  return value === "true" ? true : value === "false" ? false : fallback;
}

/** Milliseconds of a query parameter that holds a date; undefined for none or a bad one. */
export function dateMs(url: URL, name: string): number | undefined {
  const value = Date.parse(url.searchParams.get(name) ?? "");
  return Number.isNaN(value) ? undefined : value;
}

/** Milliseconds of a query parameter that holds seconds; undefined for none or a bad one. */
export function secondsMs(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name);
  const value = Number(text);
  return text === null || text.trim() === "" || Number.isNaN(value) ? undefined : value * 1000;
}
