import { auditLogContract } from "./contracts/audit-log-contract.ts";
import { diagnosisIndexContract } from "./contracts/diagnosis-index-contract.ts";
import { evidenceStoreContract } from "./contracts/evidence-store-contract.ts";
import { feedbackStoreContract } from "./contracts/feedback-store-contract.ts";
import { historyStoreContract } from "./contracts/history-store-contract.ts";
import { reportStoreContract } from "./contracts/report-store-contract.ts";
import { describeWithPostgres, onPostgres, usePostgresServer } from "./support/postgres-suite.ts";

describeWithPostgres("on PostgreSQL", () => {
  const open = onPostgres(usePostgresServer());
  evidenceStoreContract(open);
  reportStoreContract(open);
  historyStoreContract(open);
  diagnosisIndexContract(open);
  auditLogContract(open);
  feedbackStoreContract(open);
});
