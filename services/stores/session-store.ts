import { z } from "zod";
import { type Principal, PrincipalSchema } from "../../domain/principal.ts";

/** Who is signed in, and how a token for that person is obtained. It holds no token. */
export const SessionSchema = z.strictObject({
  sessionId: z.string().min(1),
  principal: PrincipalSchema,
  credential: z.enum(["default_azure", "token_endpoint"]),
  createdAt: z.string(),
  /** ISO 8601, UTC; absent where the credential renews itself. The reader compares it with its own clock. */
  expiresAt: z.string().optional(),
});
export type Session = z.infer<typeof SessionSchema>;

/** One session for each principal (tenant ID + object ID): activities find it by the principal of their input. */
export interface SessionStore {
  /** Replaces the principal's earlier session. */
  put(session: Session): Promise<void>;
  findByPrincipal(principal: Principal): Promise<Session | undefined>;
  remove(principal: Principal): Promise<void>;
}
