import { z } from "zod";

const day = 86_400;
const longestSeconds = 365 * day;
const seconds = z.number().min(0).max(longestSeconds);
const mostProblemsShown = 5;

const LifetimesSchema = z.strictObject({
  /** Of every access token; by default an hour, or a day for one that can be revoked at once (capability `CP1`). */
  accessTokenSeconds: seconds.optional(),
  /** How long a refresh token may lie unused. */
  refreshTokenSeconds: seconds.optional(),
  /** How long a refresh token still works after it was used first. */
  refreshGraceSeconds: seconds.optional(),
  codeSeconds: seconds.optional(),
  deviceCodeSeconds: seconds.optional(),
  /** How often a device may poll. */
  deviceIntervalSeconds: seconds.optional(),
});

const UserSettingsSchema = z.strictObject({
  /** True ends every session, code and refresh token of the user that there is now. */
  revoke: z.literal(true).optional(),
  mfa: z.enum(["off", "required", "enrollment"]).optional(),
  /** Conditional access gives no more tokens. */
  blocked: z.boolean().optional(),
  /** ARM and Microsoft Graph take only tokens with this `acrs`, such as `c1`; null for any. */
  authenticationContext: z
    .string()
    .regex(/^c\d{1,2}$/)
    .nullable()
    .optional(),
  /** True takes back what was consented to; the user is asked at the next sign-in. */
  consentNeeded: z.boolean().optional(),
  /** Audiences, such as `https://graph.microsoft.com`, for which an administrator would have to consent and has not. */
  unconsented: z.array(z.string()).optional(),
});
export type UserSettings = z.infer<typeof UserSettingsSchema>;

/** What `PUT /simulator/entra` takes. What is left out stays as it is. */
const EntraSettingsSchema = z.strictObject({
  /** By user principal name or object id. */
  users: z.record(z.string(), UserSettingsSchema).optional(),
  lifetimes: LifetimesSchema.optional(),
  /** So many equal token requests of a client in a window are a loop; 0 requests switches that off. */
  loop: z.strictObject({ requests: z.int().min(0), windowSeconds: seconds }).optional(),
  /** App roles: who has each, by user principal name, object id of a user or id of a group. */
  roles: z.record(z.string(), z.array(z.string())).optional(),
  /** `roll` signs with a new key and still publishes the old; `replace` withdraws the old. */
  keys: z.enum(["roll", "replace"]).optional(),
});
export type EntraSettings = z.infer<typeof EntraSettingsSchema>;
/** The lifetimes in force, in seconds. */
export interface Lifetimes {
  accessTokenSeconds: number | undefined;
  refreshTokenSeconds: number;
  refreshGraceSeconds: number;
  codeSeconds: number;
  deviceCodeSeconds: number;
  deviceIntervalSeconds: number;
}

export const defaultLifetimes: Lifetimes = {
  accessTokenSeconds: undefined,
  refreshTokenSeconds: 90 * day,
  refreshGraceSeconds: 30,
  codeSeconds: 600,
  deviceCodeSeconds: 900,
  deviceIntervalSeconds: 5,
};

/** Settings of the simulated Entra that cannot be used; the message names the place. */
export class InvalidEntraSettingsError extends Error {
  override readonly name = "InvalidEntraSettingsError";
  readonly code = "InvalidEntraSettings";

  constructor(problems: readonly string[]) {
    super(
      `The settings of Entra cannot be used: ${problems.join("; ")}. docs/simulator.md has their format.`,
    );
  }
}

/** @throws InvalidEntraSettingsError with every problem and its place. */
export function parseEntraSettings(value: unknown): EntraSettings {
  const parsed = EntraSettingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the whole"}: ${message}`,
  );
  throw new InvalidEntraSettingsError(problems.slice(0, mostProblemsShown));
}
