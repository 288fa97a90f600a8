import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { mayNeed } from "../../services/stores/support/programs.ts";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { chromiumProgram, openChromium } from "./support/chromium.ts";
import { openEntraWorld } from "./support/entra-world.ts";
import { connectAs } from "./support/oauth-client.ts";
import { Person } from "./support/person.ts";
import { callTool } from "./support/window.ts";

interface Readability {
  language: string;
  isTooWide: boolean;
  isDark: boolean;
  lowestContrast: number;
  smallestButton: number;
}

/** How a page is laid out and coloured, as far as a person must be able to read and press it; it runs in the page. */
const measure = readFileSync(join(import.meta.dirname, "support", "measure-page.js"), "utf8");
const readability = async (page: Page) => await page.evaluate<Readability>(measure);

const describeWithChromium = mayNeed(chromiumProgram) ? describe : describe.skip;

/** A developer whose agent has just called `login`. */
async function invited() {
  const world = await openEntraWorld();
  const azebal = await startServingAzebal([], world.env);
  const [name = "", other = ""] = world.users;
  const { client } = await connectAs(azebal.url, new Person(world, name));
  const link = async () =>
    String((await callTool(client, "login", { again: true, wait_seconds: 0 })).data["url"]);
  return { world, azebal, client, link, name, other };
}

/** What a page complains of: a style or a form that its own policy refuses, above all. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

const looks = [
  { locale: "en-US", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { locale: "ko-KR", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { locale: "ko-KR", colorScheme: "light", viewport: { width: 320, height: 640 } },
  { locale: "en-US", colorScheme: "dark", viewport: { width: 320, height: 640 } },
] as const;
const words = {
  "en-US": {
    language: "en",
    consent: "Sign in to AZEBAL",
    press: "Continue to Microsoft",
    done: "You are signed in",
  },
  "ko-KR": { language: "ko", consent: "AZEBAL 로그인", press: "Microsoft로 계속", done: "로그인되었습니다" },
} as const;

describeWithChromium("in a browser", () => {
  test("a person signs in, in their language, by light and by dark, on a wide and a narrow screen", async () => {
    const { client, link, name } = await invited();
    for (const look of looks) {
      const page = await openChromium(look);
      const complaints = complaintsOf(page);
      const { consent, done, language, press } = words[look.locale];
      const isDark = look.colorScheme === "dark";
      const readable = { language, isTooWide: false, isDark };
      await page.goto(await link());
      expect(await page.getByRole("heading").textContent()).toBe(consent);
      expect(await page.getByText(name).count()).toBe(1);
      const before = await readability(page);
      expect(before).toMatchObject(readable);
      expect(before.lowestContrast).toBeGreaterThan(4.5);
      expect(before.smallestButton).toBeGreaterThanOrEqual(40);
      await page.getByRole("button", { name: press }).press("Enter");
      await page.locator("#sign-in").click();
      await page.getByRole("heading", { name: done }).waitFor();
      expect(await page.getByText(name).count()).toBe(1);
      const after = await readability(page);
      expect(after).toMatchObject(readable);
      expect(after.lowestContrast).toBeGreaterThan(4.5);
      expect(complaints).toEqual([]);
    }
    expect((await callTool(client, "whoami")).data["user"]).toBe(name);
  });

  test("pressing twice, going back and opening the link again all lead to one sign-in", async () => {
    const { link, name } = await invited();
    const url = await link();
    const page = await openChromium({ locale: "en-US" });
    await page.goto(url);
    await page.getByRole("button", { name: "Continue to Microsoft" }).dblclick();
    await page.locator("#sign-in").waitFor();
    await page.goBack();
    await page.getByRole("button", { name: "Continue to Microsoft" }).click();
    await page.locator("#sign-in").click();
    await page.getByRole("heading", { name: "You are signed in" }).waitFor();
    expect(await page.getByText(name).count()).toBe(1);
    await page.reload();
    expect(await page.getByRole("heading").textContent()).toBe("This link is no longer good");
  });

  test("a person who signs in as somebody else, or cancels, reads what happened and what to do", async () => {
    const { link, name, other } = await invited();
    const page = await openChromium({ locale: "en-US", viewport: { width: 320, height: 640 } });
    const complaints = complaintsOf(page);
    await page.goto(await link());
    await page.getByRole("button", { name: "Continue to Microsoft" }).click();
    await page.getByLabel(other).check();
    await page.locator("#sign-in").click();
    expect(await page.getByRole("heading").textContent()).toBe("This is another account");
    expect(await page.getByText(`You signed in as ${other}, but this sign-in is for ${name}.`).count()).toBe(
      1,
    );
    expect((await readability(page)).lowestContrast).toBeGreaterThan(4.5);
    await page.goto(await link());
    await page.getByRole("button", { name: "Continue to Microsoft" }).click();
    await page.locator("#cancel").click();
    expect(await page.getByRole("heading").textContent()).toBe("You did not sign in");
    // The status of these pages is the only thing that the browser notes.
    expect(complaints.filter((text) => !text.includes("403 (Forbidden)"))).toEqual([]);
  });

  test("another site can neither show the page in a frame nor send its form", async () => {
    const { link } = await invited();
    const url = await link();
    const page = await openChromium();
    onTestFinished(async () => await page.close());
    await page.goto(url);
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([{ name: "azebal-sign-in", httpOnly: true, sameSite: "Lax", path: "/" }]);
    const hostile = await page.context().newPage();
    await hostile.setContent(
      `<iframe src="${url}"></iframe><form method="post" action="${new URL("/auth/sign-in", url).href}"><input name="request" value="${new URL(url).searchParams.get("request")}"><button>go</button></form>`,
    );
    const frame = hostile.frames()[1];
    expect(await frame?.getByText("Sign in to AZEBAL").count()).toBe(0);
    await hostile.getByRole("button", { name: "go" }).click();
    await hostile.waitForURL("**/auth/sign-in");
    expect(await hostile.content()).not.toContain("login.microsoft");
    expect(await hostile.locator("#sign-in").count()).toBe(0);
  });
});
