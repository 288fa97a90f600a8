import { childOf, type EvidenceDocument } from "../evaluation/place.ts";

const said: readonly (readonly [pattern: RegExp, suffix: string])[] = [
  // ARM's AuthorizationFailed: "… does not have authorization to perform action 'Microsoft.KeyVault/vaults/read' over scope …"
  [/\bperform action '([A-Za-z][A-Za-z.]{0,80}(?:\/[A-Za-z0-9.]{1,80}){1,10})'/u, ""],
  // Microsoft Graph's Authentication_MSGraphPermissionMissing
  [
    /\brequired MSGraph permissions? ((?:[A-Za-z]+\.)+[A-Za-z]+(?:, ?(?:[A-Za-z]+\.)+[A-Za-z]+)*)/u,
    " (Microsoft Graph)",
  ],
];

/** The permission that a refusal names itself: exact for the resource that was asked. Undefined where it names none. */
export function deniedPermission({ body }: EvidenceDocument): string | undefined {
  const message = childOf(childOf(body, "error"), "message");
  if (typeof message !== "string") return undefined;
  for (const [pattern, suffix] of said) {
    const named = pattern.exec(message)?.[1];
    if (named !== undefined) return `${named}${suffix}`;
  }
  return undefined;
}
