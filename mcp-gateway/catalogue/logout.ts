import { z } from "zod";
import { defineTool } from "./tool-definition.ts";

/** Ends the sign-in and wipes its tokens; running diagnoses wait for the next one. */
export const logout = defineTool({
  name: "logout",
  title: "Sign out",
  description: "Ends the developer's sign-in and wipes its tokens.",
  input: () => z.strictObject({ everywhere: z.boolean().optional() }),
  output: z.looseObject({ ended: z.int(), message: z.string() }),
  annotations: { idempotentHint: true, openWorldHint: false },
  async run({ everywhere = false }, { identity, knownCaller }) {
    const { ended, hint } = await identity.logout(knownCaller(), everywhere);
    const what =
      ended === 1 ? "Signed out; its tokens are wiped." : `${ended} sign-ins ended; their tokens are wiped.`;
    const message = hint ?? what;
    return { structured: { ended, message }, text: message, links: [], outcome: `ended ${ended}` };
  },
});
