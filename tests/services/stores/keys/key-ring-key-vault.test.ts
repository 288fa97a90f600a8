import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { createKeyVaultKeyRing } from "../../../../services/stores/keys/key-ring-key-vault.ts";
import { type KeyVaultServer, startKeyVault, vaultToken } from "../support/key-vault-server.ts";
import { mayNeed } from "../support/programs.ts";

const describeWithOpenssl = mayNeed("openssl") ? describe : describe.skip;
const newKey = () => randomBytes(32).toString("base64");
const minute = 60_000;

function openRing(vault: KeyVaultServer) {
  const clock = { nowMs: Date.parse("2026-11-25T10:00:00Z") };
  const warnings: string[] = [];
  const ring = createKeyVaultKeyRing(
    { secretUrl: vault.secretUrl, log: { warn: (message) => warnings.push(message) } },
    {
      credential: {
        getToken: async () => ({
          token: vaultToken,
          expiresOnTimestamp: clock.nowMs + 90 * 24 * 60 * minute,
        }),
      },
      client: vault.client,
      nowMs: () => clock.nowMs,
    },
  );
  onTestFinished(() => ring.close());
  return { ring, clock, warnings };
}

const keyIdOf = (sealed: string) => sealed.split(".")[1];

describeWithOpenssl("a key ring in Key Vault", () => {
  test("seals with the newest enabled version, and opens what any enabled one sealed", async () => {
    const vault = await startKeyVault();
    const first = vault.add(newKey());
    const { ring, clock } = openRing(vault);
    const before = await ring.seal("토큰", "here");
    const disabled = vault.add(newKey(), { enabled: false });
    vault.add(newKey(), { exp: 1_790_000_100 });
    const newest = vault.add(newKey());
    const within = await ring.seal("within", "here");
    clock.nowMs += 5 * minute;
    const after = await ring.seal("after", "here");
    expect([keyIdOf(before), keyIdOf(within), keyIdOf(after)]).toEqual([first, first, newest]);
    expect(await Promise.all([before, after].map((sealed) => ring.open(sealed, "here")))).toEqual([
      "토큰",
      "after",
    ]);
    expect(vault.requests.filter((path) => path.endsWith(disabled))).toEqual([]);
  });

  test("reads again when it meets a key that it does not know, but not for every invented one", async () => {
    const vault = await startKeyVault();
    vault.add(newKey());
    const [here, elsewhere] = [openRing(vault), openRing(vault)];
    await here.ring.seal("x", "a");
    vault.add(newKey());
    const sealed = await elsewhere.ring.seal("new", "a");
    here.clock.nowMs += 5_000;
    expect(await here.ring.open(sealed, "a")).toBe("new");
    const asked = vault.requests.length;
    for (let count = 0; count < 20; count += 1) {
      const invented = sealed.replace(/^v1\.[^.]+/u, `v1.invented${count}`);
      await expect(here.ring.open(invented, "a")).rejects.toMatchObject({
        name: "UnknownKeyError",
        code: "UnknownKey",
      });
    }
    expect(vault.requests.length).toBe(asked);
  });

  test("opens nothing of a version that was disabled", async () => {
    const vault = await startKeyVault();
    vault.add(newKey());
    const { ring, clock } = openRing(vault);
    const sealed = await ring.seal("x", "a");
    vault.add(newKey());
    vault.versions[0]!.enabled = false;
    clock.nowMs += 5 * minute;
    await expect(ring.open(sealed, "a")).rejects.toMatchObject({ code: "UnknownKey" });
  });

  test("keeps the keys at hand while the vault refuses, says so, and recovers", async () => {
    const vault = await startKeyVault();
    vault.add(newKey());
    const { ring, clock, warnings } = openRing(vault);
    const sealed = await ring.seal("x", "a");
    vault.status = 403;
    clock.nowMs += 5 * minute;
    expect([await ring.open(sealed, "a"), await ring.open(sealed, "a")]).toEqual(["x", "x"]);
    expect(warnings).toEqual([
      `The Key Vault secret session-keys at ${new URL(vault.secretUrl).host} could not be read (HTTP 403). See that the vault can be reached from here, that AZEBAL_SESSION_KEYS_URL names it, and that this identity has the role Key Vault Secrets User on it.`,
    ]);
    vault.status = 200;
    const newest = vault.add(newKey());
    clock.nowMs += 5_000;
    expect(keyIdOf(await ring.seal("y", "a"))).toBe(newest);
  });

  test("says what is wrong where there is no key, and shows no value", async () => {
    const vault = await startKeyVault();
    const value = randomBytes(16).toString("base64");
    const bad = vault.add(value);
    const { ring, warnings } = openRing(vault);
    const error = await ring.seal("plain text", "a").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "KeyVaultKeysInvalidError", code: "KeyVaultKeysInvalid" });
    expect(warnings[0]).toContain(`version ${bad} is no key of 32 bytes`);
    const shown = [inspect(error, { depth: 9, showHidden: true }), ...warnings].join("\n");
    for (const secret of [value, "plain text", vaultToken]) expect(shown).not.toContain(secret);
  });

  test("is named where the vault is not there, and asked again after a while", async () => {
    const vault = await startKeyVault();
    vault.status = 403;
    const { ring } = openRing(vault);
    await expect(ring.seal("x", "a")).rejects.toMatchObject({
      name: "KeyVaultUnreachableError",
      code: "KeyVaultUnreachable",
    });
    vault.status = 200;
    vault.add(newKey());
    expect(await ring.open(await ring.seal("x", "a"), "a")).toBe("x");
  });
});
