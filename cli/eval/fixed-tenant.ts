import type { Report } from "../../domain/contract/report.ts";
import { type ChangeableTenant, changeTenant } from "./change-tenant.ts";

/** The tenant after somebody did what the report's first action with known effects says; undefined without one. */
export function fixedTenant<Tenant extends ChangeableTenant>(
  report: Report,
  tenant: Tenant,
): Tenant | undefined {
  const effects = report.actions.find((action) => action.effects !== undefined)?.effects;
  return effects === undefined ? undefined : changeTenant(tenant, effects);
}

/** Whether the fix closed the case: the cause is gone where it was found, and what the call meets now, if anything, was announced. */
export function closes(after: Report, before: Report): boolean {
  const { code, title } = after.root_cause;
  if (code === before.root_cause.code && title === before.root_cause.title) return false;
  if (after.verdict !== "azure") return true;
  return (
    before.also.some((cause) => cause.code === code) ||
    before.actions.some(({ then }) => then?.includes(title) === true)
  );
}
