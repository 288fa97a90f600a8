import { auditLogContract } from "./contracts/audit-log-contract.ts";
import { diagnosisIndexContract } from "./contracts/diagnosis-index-contract.ts";
import { evidenceStoreContract } from "./contracts/evidence-store-contract.ts";
import { feedbackStoreContract } from "./contracts/feedback-store-contract.ts";
import { historyStoreContract } from "./contracts/history-store-contract.ts";
import { progressJournalContract } from "./contracts/progress-journal-contract.ts";
import { rateLimitsContract } from "./contracts/rate-limits-contract.ts";
import { refreshLockContract } from "./contracts/refresh-lock-contract.ts";
import { reportStoreContract } from "./contracts/report-store-contract.ts";
import { sessionStoreContract } from "./contracts/session-store-contract.ts";
import { singleUseContract } from "./contracts/single-use-contract.ts";
import type { StoresFactory } from "./contracts/stores-factory.ts";
import { openTemporaryStores } from "./support/temporary-stores.ts";

const openSqlite: StoresFactory = (change) => openTemporaryStores(undefined, change);

evidenceStoreContract(openSqlite);
reportStoreContract(openSqlite);
progressJournalContract(openSqlite);
auditLogContract(openSqlite);
feedbackStoreContract(openSqlite);
sessionStoreContract(openSqlite);
refreshLockContract(openSqlite);
rateLimitsContract(openSqlite);
singleUseContract(openSqlite);
historyStoreContract(openSqlite);
diagnosisIndexContract(openSqlite);
