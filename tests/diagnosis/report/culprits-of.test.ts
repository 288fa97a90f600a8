import { expect, test } from "vitest";
import type { Hypothesis } from "../../../diagnosis/assessment/hypothesis.ts";
import { createEnvironment } from "../../../diagnosis/evaluation/environment.ts";
import { culpritsOf } from "../../../diagnosis/report/culprits-of.ts";

const appId = "5b9e00b4-fbec-4764-816f-476a45edc212";
const site = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/web";
const culprits = (...expressions: string[]) =>
  culpritsOf({
    playbook: { culprits: expressions },
    target: site,
    environment: createEnvironment({ now: "2026-05-01T00:00:00Z", names: {}, analyses: {} }),
  } as unknown as Hypothesis);

test("an application is named by its path and by its client ID", () => {
  const path = `/v1.0/applications(appId='${appId}')`;
  expect(culprits(`\`"${path}"\``)).toEqual([site, path, appId]);
});

test("what is no ID names nothing, and one resource stands once", () => {
  expect(culprits("'web'", `'${site.toUpperCase()}'`, `'${site}'`)).toEqual([site]);
});
