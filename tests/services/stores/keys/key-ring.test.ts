import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createKeyRing, type RingKey } from "../../../../services/stores/keys/key-ring.ts";

/** A ring over keys in memory; every buffer that it was given is kept to look at. */
function ringOver(...ids: string[]) {
  const keys = ids.map((id) => ({ id, key: randomBytes(32) }));
  const given: RingKey[] = [];
  const state = { hasChanged: false, readings: 0 };
  const ring = createKeyRing("The ring of a test", {
    outlivesFailures: false,
    mayHaveChanged: () => state.hasChanged,
    mayKnowMore: () => false,
    async readKeys() {
      state.readings += 1;
      state.hasChanged = false;
      const copies = keys.map(({ id, key }) => ({ id, key: Buffer.from(key) }));
      given.push(...copies);
      return copies;
    },
  });
  return { ring, keys, given, state };
}

test("a sealed text says its version and key, never the same twice, and opens to any text", async () => {
  const { ring } = ringOver("old", "new");
  for (const plain of ["", "x", "토큰 🔑", "a".repeat(100_000)]) {
    const [one, two] = [await ring.seal(plain, "p"), await ring.seal(plain, "p")];
    expect(one).toMatch(/^v1\.new\.[\w-]{16}\.[\w-]{22}\.[\w-]*$/u);
    expect([one === two, await ring.open(one, "p"), await ring.open(two, "p")]).toEqual([
      false,
      plain,
      plain,
    ]);
  }
});

test("a text of which any character was changed, or that is moved elsewhere, does not open", async () => {
  const { ring } = ringOver("k1");
  const sealed = await ring.seal("access token", "session-1 ms_access_token");
  const last = sealed.length - 1;
  for (let index = 0; index <= last; index += 1) {
    // The last character of each part holds bits that base64url leaves unused: they are changed by far.
    const changed = sealed[index] === "A" ? "z" : "A";
    const tampered = sealed.slice(0, index) + changed + sealed.slice(index + 1);
    await expect(
      ring.open(tampered, "session-1 ms_access_token"),
      `character ${index}`,
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:SealBroken|UnknownKey)$/u),
    });
  }
  for (const place of ["session-2 ms_access_token", "session-1 ms_refresh_token", ""])
    await expect(ring.open(sealed, place)).rejects.toMatchObject({
      name: "SealBrokenError",
      code: "SealBroken",
    });
});

test.each([
  "",
  "v1",
  "v2.k1.a.b.c",
  "v1.k1...",
  "x".repeat(10_000),
  "v1.k 1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.",
  "null",
])("what was never sealed (%#) is said to be broken", async (text) => {
  await expect(ringOver("k1").ring.open(text, "p")).rejects.toMatchObject({ code: "SealBroken" });
});

test("a text cannot pass for one of another key of the ring", async () => {
  const { ring, keys } = ringOver("k1", "k2");
  keys[0]!.key = keys[1]!.key;
  const sealed = await ring.seal("x", "p");
  await expect(ring.open(sealed.replace("v1.k2.", "v1.k1."), "p")).rejects.toMatchObject({
    code: "SealBroken",
  });
});

test("keys are read once by any number who come first, and overwritten when they are replaced and at the close", async () => {
  const { ring, given, state } = ringOver("k1", "k2");
  const zero = Buffer.alloc(32);
  await Promise.all(Array.from({ length: 9 }, () => ring.seal("x", "p")));
  expect([state.readings, given.some(({ key }) => key.equals(zero))]).toEqual([1, false]);
  state.hasChanged = true;
  await ring.seal("x", "p");
  expect(given.map(({ key }) => key.equals(zero))).toEqual([true, true, false, false]);
  ring.close();
  expect(given.map(({ key }) => key.equals(zero))).toEqual([true, true, true, true]);
});

test("a ring that is closed while its keys are read holds none", async () => {
  const { ring, given } = ringOver("k1");
  const sealing = ring.seal("x", "p");
  ring.close();
  await expect(sealing).rejects.toMatchObject({ name: "KeyRingClosedError", code: "KeyRingClosed" });
  expect(given.map(({ key }) => key.equals(Buffer.alloc(32)))).toEqual([true]);
});

test("ten thousand texts with keys that nobody knows leave nothing behind", async () => {
  const { ring, state } = ringOver("k1");
  const sealed = await ring.seal("x", "p");
  for (let count = 0; count < 10_000; count += 1)
    await ring.open(sealed.replace("v1.k1.", `v1.u${count}.`), "p").catch(() => {});
  expect(state.readings).toBe(1);
});
