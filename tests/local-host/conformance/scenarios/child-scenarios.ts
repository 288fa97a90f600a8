import { type Drive, run } from "../scenario.ts";

async function neverThere(s: Parameters<Drive>[0], name: string): Promise<void> {
  await s.start(name);
  s.note(await s.done());
  await s.status();
  await s.operation("terminate?reason=hung");
  s.note(await s.done());
}

/** Sub-orchestrations, failures and retries. */
export const childScenarios: Record<string, Drive> = {
  parent: run("parent"),
  parentInputs: run("parentInputs"),
  parentFails: run("parentFails"),
  parentUncaught: run("parentUncaught"),
  parentRetries: run("parentRetries"),
  parentAbandonsChild: run("parentAbandonsChild"),
  noSuchChild: (s) => neverThere(s, "noSuchChild"),
  noSuchActivity: (s) => neverThere(s, "noSuchActivity"),
  throws: run("throws", 'message with "quotes"\nand a line break'),
  throwsEmpty: run("throws", ""),
  throwsString: run("throwsString"),
  throwsObject: run("throwsObject"),
  throwsAfterActivity: run("throwsAfterActivity"),
  activityFails: run("activityFails"),
  activityFailsCaught: run("activityFailsCaught"),
  retrySucceeds: run("retrySucceeds"),
  retryExhausted: run("retryExhausted"),
  retryExhaustedThenMore: run("retryExhaustedThenMore"),
  retryBackoff: run("retryBackoff"),
  retryOnce: run("retryOnce"),
  retryParallel: run("retryParallel"),
  retryTimeout: (s) => neverThere(s, "retryTimeout"),
};
