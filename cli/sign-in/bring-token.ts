import { isLoopback } from "../../domain/loopback.ts";
import { SignInFailedError } from "../../mcp-gateway/identity/identity.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Brings an access token of the Azure CLI to the gateway that gave a sign-in link, as a browser would: the page gives a cookie, and
 * takes the form with it.
 *
 * @returns what the gateway says.
 * @throws UsageError where the link is none of a gateway's; SignInFailedError with what the gateway says against it.
 */
export async function bringTokenTo(link: string, token: string): Promise<string> {
  const url = gatewayLink(link);
  const page = await fetch(url, { redirect: "error" });
  const [cookie = ""] = (page.headers.getSetCookie()[0] ?? "").split(";");
  const html = await page.text();
  if (!page.ok || cookie === "") throw new SignInFailedError(textOf(html));
  const body = new URLSearchParams({
    request: url.searchParams.get("request") ?? "",
    browser: cookie.slice(cookie.indexOf("=") + 1),
    token,
  });
  const answer = await fetch(new URL("/auth/cli-token", url), {
    method: "POST",
    headers: { cookie },
    body,
    redirect: "manual",
  });
  if (answer.status === 303) return await tellIde(answer.headers.get("location") ?? "");
  const said = textOf(await answer.text());
  if (!answer.ok) throw new SignInFailedError(said);
  return said;
}

/** The link was an IDE's, which waits for its browser to come back: on this machine, that can be done for it. */
async function tellIde(location: string): Promise<string> {
  if (URL.canParse(location) && isLoopback(new URL(location).hostname)) {
    await fetch(location);
    return "Signed in: your IDE has been told.";
  }
  throw new SignInFailedError(
    "This link is an IDE's that waits for its browser elsewhere: open it there, and paste the token on its page.",
  );
}

/** A token goes nowhere but to a gateway's own page, over TLS. */
function gatewayLink(link: string): URL {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const isPrivate = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (!url || !isPrivate || url.pathname !== "/auth/sign-in" || !url.searchParams.has("request"))
    throw new UsageError(
      "--link is the link that the login tool gave, such as https://<gateway>/auth/sign-in?request=…",
    );
  return url;
}

/** The words of a page. */
function textOf(html: string): string {
  const main = /<main>(.*)<\/main>/su.exec(html)?.[1] ?? html;
  return main
    .replace(/<details>.*<\/details>/su, "")
    .replace(/<[^>]+>/gu, " ")
    .replace(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/\s+/gu, " ")
    .trim()
    .slice(0, 500);
}
