import { setImmediate as turnOfEventLoop } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../../domain/failure.ts";
import type { Principal } from "../../../../domain/principal.ts";
import type { ReadRequest } from "../../../../domain/read-step.ts";
import type { AzureAnswer } from "../../../../services/azure/azure-reader.ts";
import { shareReads } from "../../../../services/azure/sharing/share-reads.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { arm, mara } from "../support/reader-on.ts";
import { site, vault } from "../support/table-paths.ts";

const noor: Principal = { ...mara, objectId: "9d1f8a07-3c7e-4f0e-8f1d-6d9d0c2b7a55" };

interface Made {
  readonly principal: Principal;
  readonly request: ReadRequest;
  readonly signal: AbortSignal | undefined;
  readonly diagnosisId: string | undefined;
  readonly end: (outcome: Outcome<AzureAnswer>) => void;
  readonly fail: (error: Error) => void;
}

/** A shared reader over one that answers when the test says so. */
function sharedReader() {
  const clock = new ManualClock();
  const made: Made[] = [];
  const shared = shareReads(
    {
      read(principal, request, signal, diagnosisId) {
        const { promise, resolve, reject } = Promise.withResolvers<Outcome<AzureAnswer>>();
        made.push({ principal, request, signal, diagnosisId, end: resolve, fail: reject });
        return promise;
      },
    },
    { clock },
  );
  return {
    clock,
    made,
    read: (
      request: ReadRequest,
      more: { principal?: Principal; signal?: AbortSignal; diagnosisId?: string; fresh?: boolean } = {},
    ) =>
      shared.read(more.principal ?? mara, request, more.signal, more.diagnosisId, {
        fresh: more.fresh ?? false,
      }),
    /** Waits until the reader has been asked for what was asked of it. */
    settled: () => turnOfEventLoop(),
  };
}

function answered(body: unknown, status = 200): Outcome<AzureAnswer> {
  const value = {
    source: "arm",
    request: `GET ${vault}?api-version=2024-11-01`,
    status,
    observedAt: "2026-10-14T09:20:00.000Z",
    body,
    complete: true,
  } as const;
  return { ok: true, value };
}

describe("equal reads on their way", () => {
  it("are made once, and all get the answer", async () => {
    const { made, read, settled } = sharedReader();
    const spelled: ReadRequest = { kind: "arm", path: `${vault.toUpperCase()}/`, query: {} };
    const all = [read(arm(vault), { diagnosisId: "dx-1" }), read(spelled, { diagnosisId: "dx-2" })];
    await settled();
    expect(made.map(({ request, diagnosisId }) => ({ request, diagnosisId }))).toEqual([
      { request: arm(vault), diagnosisId: "dx-1" },
    ]);
    const outcome = answered({ id: vault });
    made[0]!.end(outcome);
    expect(await Promise.all(all)).toEqual([outcome, outcome]);
  });

  it("are made apart for different people and for different questions", async () => {
    const { made, read, settled } = sharedReader();
    void read(arm(vault));
    void read(arm(vault), { principal: noor });
    void read(arm(site));
    await settled();
    expect(made.map(({ principal, request }) => [principal.objectId, request])).toEqual([
      [mara.objectId, arm(vault)],
      [noor.objectId, arm(vault)],
      [mara.objectId, arm(site)],
    ]);
  });

  it("share a wait and a fault too, and the next one asks again", async () => {
    const { made, read, settled } = sharedReader();
    const throttled = {
      ok: false,
      failure: { code: "Throttled", message: "Wait.", retryAfterMs: 5 },
    } as const;
    const waiting = [read(arm(vault)), read(arm(vault))];
    await settled();
    made[0]!.end(throttled);
    expect(await Promise.all(waiting)).toEqual([throttled, throttled]);
    const failing = [read(arm(vault)), read(arm(vault))];
    await settled();
    made[1]!.fail(new TypeError("the connection broke"));
    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    void read(arm(vault));
    await settled();
    expect(made.length).toBe(3);
  });

  it("share a fault that is thrown at once", async () => {
    const reader = shareReads({
      read: () => {
        throw new TypeError("no such plane");
      },
    });
    await expect(reader.read(mara, arm(vault))).rejects.toThrow("no such plane");
    await expect(reader.read(mara, arm(vault))).rejects.toThrow("no such plane");
  });
});

describe("a diagnosis that gives up", () => {
  const cancelled = {
    ok: false,
    failure: { code: "Cancelled", message: `GET ${vault} was given up because the diagnosis was cancelled.` },
  };

  it("ends at once, while the others still get the answer", async () => {
    const { made, read, settled } = sharedReader();
    const controller = new AbortController();
    const [given, kept] = [read(arm(vault), { signal: controller.signal }), read(arm(vault))];
    await settled();
    controller.abort();
    expect(await given).toEqual(cancelled);
    expect(made[0]!.signal?.aborted).toBe(false);
    made[0]!.end(answered({ id: vault }));
    expect(await kept).toEqual(answered({ id: vault }));
  });

  it("takes the read with it where it was the last, and the next one asks afresh", async () => {
    const { made, read, settled } = sharedReader();
    const controllers = [new AbortController(), new AbortController()];
    const all = controllers.map(({ signal }) => read(arm(vault), { signal }));
    await settled();
    controllers[0]!.abort();
    expect(made[0]!.signal?.aborted).toBe(false);
    controllers[1]!.abort();
    expect(made[0]!.signal?.aborted).toBe(true);
    expect(await Promise.all(all)).toEqual([cancelled, cancelled]);
    const afresh = read(arm(vault));
    await settled();
    made[0]!.end(answered("of the one that was given up"));
    await settled();
    const joined = read(arm(vault));
    made[1]!.end(answered("afresh"));
    expect(await afresh).toEqual(answered("afresh"));
    expect(await joined).toEqual(answered("of the one that was given up"));
    expect(made.length).toBe(2);
  });

  it("before it asked asks nothing", async () => {
    const { made, read } = sharedReader();
    expect(await read(arm(vault), { signal: AbortSignal.abort() })).toEqual(cancelled);
    expect(made).toEqual([]);
  });

  it("after the answer changes nothing", async () => {
    const { made, read, settled } = sharedReader();
    const controller = new AbortController();
    const outcome = read(arm(vault), { signal: controller.signal });
    await settled();
    made[0]!.end(answered({}));
    expect(await outcome).toEqual(answered({}));
    await settled();
    controller.abort();
    expect(made[0]!.signal?.aborted).toBe(false);
  });

  it.each<[ReadRequest, string]>([
    [{ kind: "graph", path: "/v1.0/me" }, "GET /v1.0/me"],
    [{ kind: "resource_graph", query: "resources" }, "Resource Graph query resources"],
    [{ kind: "logs", resourceId: vault, query: "AzureActivity", from: "", to: "" }, `logs of ${vault}`],
    [
      {
        kind: "metrics",
        resourceId: vault,
        metricNames: ["ServiceApiHit"],
        aggregation: ["Count"],
        interval: "PT1M",
        from: "",
        to: "",
      },
      `metrics of ${vault}`,
    ],
  ])("is told which read it was: %j", async (request, name) => {
    const { read } = sharedReader();
    const outcome = await read(request, { signal: AbortSignal.abort() });
    expect(!outcome.ok && outcome.failure.message).toBe(
      `${name} was given up because the diagnosis was cancelled.`,
    );
  });
});

describe("an answer of the last seconds", () => {
  /** Reads once, lets Azure give `outcome`, and reads again after a while. Whether it asked again. */
  async function asksAgain(
    outcome: Outcome<AzureAnswer>,
    afterMs: number,
    principal = mara,
  ): Promise<boolean> {
    const { clock, made, read, settled } = sharedReader();
    const first = read(arm(vault));
    await settled();
    made[0]!.end(outcome);
    await first;
    await clock.advance(afterMs);
    const again = read(arm(vault), { principal });
    await settled();
    made[1]?.end(outcome);
    expect(await again).toEqual(outcome);
    return made.length === 2;
  }

  it("is given again, with Azure's own time", async () => {
    expect(await asksAgain(answered({ id: vault }), 4_999)).toBe(false);
  });

  it("is not given again when it is too old", async () => {
    expect(await asksAgain(answered({ id: vault }), 5_000)).toBe(true);
  });

  it("is not given to anybody else", async () => {
    expect(await asksAgain(answered({ id: vault }), 0, noor)).toBe(true);
  });

  it.each([
    [204, false],
    [404, false],
    [400, true],
    [403, true],
    [409, true],
  ])("with status %i is asked for again: %s", async (status, again) => {
    expect(await asksAgain(answered({ error: { code: "Some" } }, status), 0)).toBe(again);
  });

  it.each(["Throttled", "SignInRequired", "ReadNotAllowed", "AnswerTooLarge"])(
    "is never a failure: %s is asked for again",
    async (code) => {
      expect(await asksAgain({ ok: false, failure: { code, message: "No." } }, 0)).toBe(true);
    },
  );
});

describe("a read that must be fresh", () => {
  it("is made although the same was answered a moment ago, and its answer is given to others", async () => {
    const { made, read, settled } = sharedReader();
    const first = read(arm(vault));
    await settled();
    made[0]!.end(answered({ defaultAction: "Deny" }));
    await first;
    const fresh = read(arm(vault), { fresh: true, diagnosisId: "v1" });
    await settled();
    expect(made.map(({ diagnosisId }) => diagnosisId)).toEqual([undefined, "v1"]);
    made[1]!.end(answered({ defaultAction: "Allow" }));
    expect([await fresh, await read(arm(vault))]).toEqual([
      answered({ defaultAction: "Allow" }),
      answered({ defaultAction: "Allow" }),
    ]);
    expect(made).toHaveLength(2);
  });

  it("does not join one that is on its way: it may have been answered before the change", async () => {
    const { made, read, settled } = sharedReader();
    const earlier = read(arm(vault));
    await settled();
    const fresh = read(arm(vault), { fresh: true });
    await settled();
    expect(made).toHaveLength(2);
    made[0]!.end(answered("before"));
    made[1]!.end(answered("after"));
    expect([await earlier, await fresh]).toEqual([answered("before"), answered("after")]);
  });

  it("is not made where its caller has given up", async () => {
    const { made, read, settled } = sharedReader();
    const signal = AbortSignal.abort();
    expect(await read(arm(vault), { fresh: true, signal })).toMatchObject({ ok: false });
    await settled();
    expect(made).toEqual([]);
  });
});
