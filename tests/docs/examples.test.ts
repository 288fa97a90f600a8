import { join } from "node:path";
import { expect, test } from "vitest";
import { renderReportMarkdown } from "../../domain/render-report.ts";
import { diagnoseOverSimulator } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

const root = join(import.meta.dirname, "..", "..");
const shipped = (scenario: string) => join(root, "simulator", "scenarios", scenario);
const own = (scenario: string) => join(root, "tests", "scenarios", scenario);

/** Reports as people get them, each of another kind. */
const examples = {
  "azure-proven": shipped("first-look"),
  "azure-in-korean": own("billing-workers-pull-denied"),
  "not-azure": shipped("billing-container-exits"),
  "two-causes": own("loyalty-web-secret-refused"),
  "platform-with-escalation": shipped("catalog-deploy-intermittent"),
  "unknown-with-escalation": own("survey-db-40613-once"),
};

test.each(Object.entries(examples))(
  "docs/examples/%s.md is the report that is made today",
  async (name, directory) => {
    const report = await diagnoseOverSimulator(directory);
    await expect(
      renderReportMarkdown(report),
      `docs/examples/${name}.md is another report. If the change is wanted: npx vitest run tests/docs -u`,
    ).toMatchFileSnapshot(join(root, "docs", "examples", `${name}.md`));
  },
);
