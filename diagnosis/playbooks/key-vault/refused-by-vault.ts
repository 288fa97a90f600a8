import { errorMatches, hasCode, refusedCall } from "../error-text.ts";

/**
 * What a platform says that reads a secret on an app's behalf and got none: the answer of Key Vault is not handed on, so that
 * a closed firewall and a missing role read alike.
 *
 * @see https://learn.microsoft.com/azure/container-apps/manage-secrets#reference-secret-from-key-vault
 */
const saysNoSecret = `(${hasCode("ContainerAppSecretKeyVaultUrlInvalid", "KeyVaultAccessDenied", "ApplicationGatewayKeyVaultSecretException")} || ${errorMatches("(?:unable|failed|not able|could not|cannot) (?:to )?(?:get|fetch|read|retrieve|resolve|access|obtain|sync) (?:the |a )?(?:values?|secrets?|certificates?)\\b.{0,120}(?:managed ?identity|key ?vault|for secret)", "(?:managed ?identity|key ?vault).{0,120}(?:unable|failed|not able|could not|cannot) (?:to )?(?:get|fetch|read|retrieve|resolve|access|obtain|sync)")})`;

/** The vault refused a call, or somebody says in its stead that nothing was to be had from it. */
export const refusedByVault = `(${refusedCall} || ${saysNoSecret})`;
