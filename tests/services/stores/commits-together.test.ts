import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { CommitsTogether } from "../../../services/stores/sqlite/commits-together.ts";
import { Database } from "../../../services/stores/sqlite/database.ts";

/** A database that counts its transactions, and what is committed through it. */
function counting() {
  const directory = mkdtempSync(join(tmpdir(), "azebal-commits-"));
  const database = new Database({ directory, busyTimeoutMs: 100 });
  onTestFinished(() => {
    database.close();
    rmSync(directory, { recursive: true, force: true });
  });
  let transactions = 0;
  const transaction = database.transaction.bind(database);
  database.transaction = (work) => {
    transactions += 1;
    return transaction(work);
  };
  const insert = (id: string) => () =>
    database.run("INSERT INTO reports (diagnosis_id, body) VALUES (?, ?)", id, Buffer.from(id));
  const stored = () =>
    database.all("SELECT diagnosis_id AS id FROM reports ORDER BY rowid").map(({ id }) => id);
  return { together: new CommitsTogether(database), insert, stored, transactions: () => transactions };
}

test("what is added together is one transaction, in its order; what is added later is another", async () => {
  const { together, insert, stored, transactions } = counting();
  expect(await Promise.all(["b", "a", "c"].map((id) => together.add(insert(id))))).toEqual([1, 1, 1]);
  expect(transactions()).toBe(1);
  await together.add(insert("d"));
  expect([transactions(), stored()]).toEqual([2, ["b", "a", "c", "d"]]);
});

test("where one of them cannot be written, none is, and everyone is told; the next are written", async () => {
  const { together, insert, stored } = counting();
  const outcomes = await Promise.allSettled(["a", "a", "b"].map((id) => together.add(insert(id))));
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(stored()).toEqual([]);
  await together.add(insert("c"));
  expect(stored()).toEqual(["c"]);
});
