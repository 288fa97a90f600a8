import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openStores } from "../../../services/stores/open-stores.ts";
import { auditLogContract } from "./contracts/audit-log-contract.ts";
import { diagnosisIndexContract } from "./contracts/diagnosis-index-contract.ts";
import { evidenceStoreContract } from "./contracts/evidence-store-contract.ts";
import { historyStoreContract } from "./contracts/history-store-contract.ts";
import { progressJournalContract } from "./contracts/progress-journal-contract.ts";
import { reportStoreContract } from "./contracts/report-store-contract.ts";
import { sessionStoreContract } from "./contracts/session-store-contract.ts";
import type { StoresFactory } from "./contracts/stores-factory.ts";

const openSqlite: StoresFactory = async () => {
  const directory = mkdtempSync(join(tmpdir(), "azebal-stores-"));
  const options = { directory };
  const open = async () => {
    const stores = openStores(options);
    onTestFinished(() => stores.close());
    return stores;
  };
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return { stores: await open(), again: open, options };
};

evidenceStoreContract(openSqlite);
reportStoreContract(openSqlite);
progressJournalContract(openSqlite);
auditLogContract(openSqlite);
sessionStoreContract(openSqlite);
historyStoreContract(openSqlite);
diagnosisIndexContract(openSqlite);
