import { createHash } from "node:crypto";
import { neutraliseControls } from "../../domain/redaction/neutralise-controls.ts";

export type PageLanguage = "en" | "ko";

/** One page of the sign-in: plain HTML, no script, nothing from elsewhere. */
export interface Page {
  readonly title: string;
  /** Paragraphs, as text. */
  readonly text: readonly string[];
  readonly form?: {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly button: string;
  };
  /** Another way, folded: a text that is pasted, and sent with the same fields. */
  readonly paste?: {
    readonly summary: string;
    readonly text: string;
    /** What gives the text: one line for a shell. */
    readonly command: string;
    readonly action: string;
    readonly label: string;
    readonly button: string;
  };
  /** Where its form may lead, beyond Microsoft and this machine: sources as in a Content-Security-Policy. */
  readonly sendsTo?: readonly string[];
  readonly isBad?: boolean;
}

const style =
  ":root{color-scheme:light dark}:lang(ko){word-break:keep-all}" +
  "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.5rem;color:#1b1b1f;background:#fff}" +
  "h1{font-size:1.5rem;line-height:1.25}p{margin:.75rem 0;overflow-wrap:anywhere}.bad h1{color:#a4262c}" +
  "button{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:4px;background:#0f5fb8;color:#fff;cursor:pointer}" +
  "details{margin-top:2rem}summary{cursor:pointer}code,textarea{font:14px/1.5 ui-monospace,monospace}" +
  "pre{margin:.75rem 0;padding:.6rem .8rem;border-radius:4px;background:#f1f1f4;white-space:pre-wrap;overflow-wrap:anywhere}" +
  "textarea{display:block;box-sizing:border-box;width:100%;margin-top:.25rem;padding:.5rem}" +
  "button:focus-visible{outline:3px solid #1b1b1f;outline-offset:2px}small{color:#5a5a63}" +
  "@media(prefers-color-scheme:dark){body{color:#ececf1;background:#1b1b1f}pre{background:#2b2b31}.bad h1{color:#ff99a4}small{color:#a9a9b4}}";

/**
 * The headers of every page: it may hold a form for the gateway's own callback and for Entra, and can be framed,
 * cached and scripted by nobody.
 */
export function pageHeaders(formTargets: readonly string[]): Record<string, string> {
  const hash = createHash("sha256").update(style).digest("base64");
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; form-action ${["'self'", ...formTargets].join(" ")}; frame-ancestors 'none'; base-uri 'none'`,
    // Nobody else learns the link. Not `no-referrer`: browsers would then send the form as from nowhere (`Origin: null`).
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

export function renderPage({ title, text, form, paste, isBad }: Page, language: PageLanguage): string {
  const paragraphs = text.map((line) => `<p>${escapeHtml(line)}</p>`).join("");
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(title)} · AZEBAL</title><style>${style}</style></head>` +
    `<body${isBad ? ' class="bad"' : ""}><main><h1>${escapeHtml(title)}</h1>${paragraphs}${form ? renderForm(form) : ""}${form && paste ? renderPaste(paste, form.fields) : ""}</main></body></html>`
  );
}

function renderForm({ action, fields, button }: NonNullable<Page["form"]>): string {
  return `<form method="post" action="${escapeHtml(action)}">${hiddenFields(fields)}<p><button type="submit">${escapeHtml(button)}</button></p></form>`;
}

function renderPaste(
  { action, button, command, label, summary, text }: NonNullable<Page["paste"]>,
  fields: Readonly<Record<string, string>>,
): string {
  return (
    `<details><summary>${escapeHtml(summary)}</summary><p>${escapeHtml(text)}</p><pre><code>${escapeHtml(command)}</code></pre>` +
    `<form method="post" action="${escapeHtml(action)}" autocomplete="off">${hiddenFields(fields)}` +
    `<label>${escapeHtml(label)}<textarea name="token" rows="4" required spellcheck="false"></textarea></label>` +
    `<p><button type="submit">${escapeHtml(button)}</button></p></form></details>`
  );
}

function hiddenFields(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("");
}

/** A reference to a character that turns or hides text would be shown as that character: it is taken out. */
function escapeHtml(text: string): string {
  return neutraliseControls(text).replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** Korean where the browser would rather have it than English. @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4 */
export function pageLanguage(acceptLanguage = ""): PageLanguage {
  let best: { language: PageLanguage; weight: number } = { language: "en", weight: 0 };
  for (const range of acceptLanguage.toLowerCase().split(",").slice(0, 30)) {
    const [, language, quality = "1"] =
      /^\s*(en|ko)(?:-[a-z0-9-]*)?\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?$/u.exec(range) ?? [];
    const weight = Number(quality);
    if ((language === "en" || language === "ko") && weight > best.weight) best = { language, weight };
  }
  return best.language;
}
