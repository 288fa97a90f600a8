import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { onTestFinished } from "vitest";

export const chromiumProgram = "chromium";

/** A window of a headless Chromium of this machine, in which nothing was signed in; gone when the test is over. */
export async function openChromium(options: BrowserContextOptions = {}): Promise<Page> {
  const browser: Browser = await chromium.launch({
    executablePath: pathOf(chromiumProgram),
    // It runs as whoever runs the tests, which may be root in a container; it opens pages of this test alone.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  onTestFinished(async () => await browser.close());
  const context = await browser.newContext({ ...options, ignoreHTTPSErrors: true });
  // What a page of this machine does not show by then, it will not.
  context.setDefaultTimeout(10_000);
  return await context.newPage();
}

function pathOf(program: string): string {
  const found = (process.env["PATH"] ?? "").split(delimiter).find((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined)
    throw new Error(`${program} is not on the PATH, and AZEBAL_REQUIRE_SERVERS=1 asks for it: install it.`);
  return join(found, program);
}
