import { randomInt } from "node:crypto";
import type { AppRegistration } from "./app-registrations.ts";
import { type Grant, opaqueText } from "./grants.ts";
import { refusals } from "./refusals.ts";

/** No vowels and nothing that looks like something else. */
const alphabet = "BCDFGHJKLMNPQRSTVWXYZ23456789";
const userCodeLength = 9;
/** A device's timer may fire a little early. */
const tolerance = 0.8;
/** What RFC 8628 adds to the interval of a device that polls too often. */
const slowDownSeconds = 5;

export interface DeviceRequest {
  userCode: string;
  app: AppRegistration;
  scope: string;
  claims: string | undefined;
  expiresAtMs: number;
  intervalSeconds: number;
  lastPollMs?: number;
  outcome?: { grant: Grant } | "declined";
  isRedeemed: boolean;
}

/** Devices that wait for a user to sign in elsewhere. */
export class DeviceCodes {
  readonly #byDeviceCode = new Map<string, DeviceRequest>();

  start(
    asked: Pick<DeviceRequest, "app" | "scope" | "claims" | "expiresAtMs" | "intervalSeconds">,
  ): [deviceCode: string, request: DeviceRequest] {
    const userCode = Array.from(
      { length: userCodeLength },
      () => alphabet[randomInt(alphabet.length)] ?? "",
    ).join("");
    const request = { ...asked, userCode, isRedeemed: false };
    const deviceCode = opaqueText();
    this.#byDeviceCode.set(deviceCode, request);
    return [deviceCode, request];
  }

  /** The request that waits under a code that a user typed; undefined where none does. */
  awaiting(userCode: string, nowMs: number): DeviceRequest | undefined {
    const typed = userCode.replaceAll(/[\s-]/g, "").toUpperCase();
    return [...this.#byDeviceCode.values()].find(
      (request) =>
        request.userCode === typed && request.outcome === undefined && nowMs <= request.expiresAtMs,
    );
  }

  /**
   * A device asks whether its user has signed in.
   *
   * @throws EntraRefusal with `bad_verification_code`, `expired_token`, `authorization_declined`, `slow_down` or
   * `authorization_pending`.
   * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code#expected-errors
   */
  poll(
    deviceCode: string,
    app: AppRegistration,
    nowMs: number,
  ): DeviceRequest & { outcome: { grant: Grant } } {
    const request = this.#byDeviceCode.get(deviceCode);
    if (request === undefined || request.app !== app || request.isRedeemed) throw refusals.wrongDeviceCode();
    const { outcome, lastPollMs } = request;
    if (outcome === "declined") throw refusals.deviceDeclined();
    if (nowMs > request.expiresAtMs) throw refusals.deviceCodeExpired();
    request.lastPollMs = nowMs;
    const isTooSoon =
      lastPollMs !== undefined && nowMs - lastPollMs < request.intervalSeconds * 1_000 * tolerance;
    if (outcome !== undefined) return Object.assign(request, { outcome });
    if (!isTooSoon) throw refusals.pending();
    request.intervalSeconds += slowDownSeconds;
    throw refusals.slowDown();
  }
}
