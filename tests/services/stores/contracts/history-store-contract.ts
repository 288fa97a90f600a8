import { describe, expect, test } from "vitest";
import type { HistoryTurn } from "../../../../services/stores/history-store.ts";
import { at, type StoresFactory } from "./stores-factory.ts";

function turnOf(executionId: string, turn: number, trigger = `{"turn":${turn}}`): HistoryTurn {
  return { diagnosisId: "d1", executionId, turn, trigger, buildId: "b1", recordedAt: at };
}

export function historyStoreContract(open: StoresFactory): void {
  describe("the history store", () => {
    test("lists the turns of each execution in order, the first execution first", async () => {
      const { stores, again } = await open();
      const turns = [turnOf("zz", 1), turnOf("zz", 2), turnOf("aa", 1), turnOf("aa", 2)];
      for (const index of [0, 1, 3, 2]) await stores.history.append(turns[index]!);
      await stores.history.append({ ...turnOf("zz", 1), diagnosisId: "d2" });
      expect(await (await again()).history.list("d1")).toEqual(turns);
    });

    test("keeps the first record of a turn that ran twice", async () => {
      const { stores } = await open();
      await stores.history.append(turnOf("x", 1, "first"));
      await stores.history.append(turnOf("x", 1, "second"));
      expect((await stores.history.list("d1")).map(({ trigger }) => trigger)).toEqual(["first"]);
    });

    test("gives back a large trigger as it was", async () => {
      const { stores } = await open();
      const trigger = JSON.stringify({
        history: Array.from({ length: 5_000 }, (_, index) => ({ index, text: "가나다" })),
      });
      await stores.history.append(turnOf("x", 1, trigger));
      expect((await stores.history.list("d1"))[0]?.trigger === trigger).toBe(true);
    });
  });
}
