import { z } from "zod";
import { defineTool } from "./tool-definition.ts";

export const whoami = defineTool({
  name: "whoami",
  title: "Who is signed in",
  description: "Says in whose name AZEBAL reads Azure.",
  input: () => z.strictObject({}),
  output: z.looseObject({ user: z.string(), tenant_id: z.string() }),
  annotations: { readOnlyHint: true, openWorldHint: false },
  async run(_, { identity, knownCaller }) {
    const { by, caller, expiresAt } = await identity.whoIs(knownCaller());
    const roles = caller.roles ?? [];
    const structured = {
      user: caller.userPrincipalName,
      tenant_id: caller.tenantId,
      object_id: caller.objectId,
      roles,
      signed_in_by: by,
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
    };
    const lines = [
      `${caller.userPrincipalName} (tenant ${caller.tenantId})`,
      by === "machine"
        ? "By this machine's own sign-in to Azure."
        : "By a sign-in with Microsoft Entra here.",
      ...(expiresAt === undefined ? [] : [`Until ${expiresAt}.`]),
      ...(roles.includes("support") ? ["May read every diagnosis of the tenant (support)."] : []),
    ];
    return { structured, text: lines.join("\n"), links: [], outcome: "known" };
  },
});
