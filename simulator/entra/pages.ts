import type { Answer } from "../http/answer.ts";
import type { TenantUser } from "../tenant/tenant-schema.ts";

/** A page for people: HTML without a script, each control with an id of its own. */
export function page(
  status: number,
  title: string,
  body: string,
  headers: Record<string, string> = {},
): Answer {
  const text = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>body{font-family:sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:.5rem 0}</style>
</head>
<body>
<h1 id="title">${escaped(title)}</h1>
${body}
<p><small>Simulated Microsoft Entra: no password is asked for, and none should be typed.</small></p>
</body>
</html>
`;
  return {
    status,
    text,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      "Referrer-Policy": "strict-origin-when-cross-origin",
      ...headers,
    },
  };
}

/** Where a page's form is sent, and which sign-in it belongs to. */
export interface FormTarget {
  action: string;
  signInId: string;
}

/** @param chosen the user who is ticked. */
export function userPage(
  target: FormTarget,
  app: string,
  users: readonly TenantUser[],
  chosen: TenantUser | undefined,
): Answer {
  const choices = users.map(
    (user, index) =>
      `<label for="user-${index}"><input type="radio" id="user-${index}" name="user" value="${escaped(user.upn)}"${user === chosen ? " checked" : ""}> ${escaped(user.displayName ?? user.upn)} (${escaped(user.upn)})</label>`,
  );
  const inputs = `<fieldset><legend>Pick an account</legend>\n${choices.join("\n")}\n</fieldset>`;
  return page(
    200,
    "Sign in",
    form(target, `<p id="app">to continue to ${escaped(app)}</p>\n${inputs}`, signIn),
  );
}

export function approvePage(target: FormTarget, user: TenantUser, isEnrollment: boolean): Answer {
  const title = isEnrollment ? "More information required" : "Approve sign-in request";
  const what = isEnrollment
    ? "Your organization needs more information to keep your account secure: register a second factor."
    : "Open your Authenticator app, and approve the request to sign in.";
  return page(200, title, form(target, `<p id="account">${escaped(user.upn)}</p>\n<p>${what}</p>`, approve));
}

export function consentPage(
  target: FormTarget,
  user: TenantUser,
  app: string,
  scopes: readonly string[],
): Answer {
  const items = scopes.map((scope) => `<li>${escaped(scope)}</li>`).join("\n");
  const body = `<p id="account">${escaped(user.upn)}</p>\n<p id="app">${escaped(app)} would like to:</p>\n<ul id="scopes">\n${items}\n</ul>`;
  return page(200, "Permissions requested", form(target, body, accept));
}

/** @param problem what is wrong with the code that was typed before. */
export function userCodePage(action: string, problem?: string): Answer {
  const alert = problem === undefined ? "" : `<p id="error" role="alert">${escaped(problem)}</p>\n`;
  const body = `<form method="post" action="${escaped(action)}">
${alert}<label for="user-code">Enter the code displayed on your app or device</label>
<input id="user-code" name="user_code" autocomplete="off" maxlength="32" required autofocus>
<button id="next" type="submit">Next</button>
</form>`;
  return page(problem === undefined ? 200 : 400, "Enter code", body);
}

export function donePage(title: string, text: string, headers?: Record<string, string>): Answer {
  return page(200, title, `<p id="message">${escaped(text)}</p>`, headers);
}

/** @param target where the app can be returned to with the refusal; undefined where it cannot be trusted. */
export function errorPage(
  status: number,
  aadsts: number,
  description: string,
  target: FormTarget | undefined,
): Answer {
  const text = `<p id="error-code">AADSTS${aadsts}</p>\n<p id="error" role="alert">${escaped(description)}</p>`;
  const body = target === undefined ? text : form(target, text, [["return", "Return to the application"]]);
  return page(
    status,
    aadsts === 53003 ? "You cannot access this right now" : "Sorry, but we’re having trouble signing you in.",
    body,
  );
}

/** A page that hands parameters to an app with POST, once its button is pressed. */
export function formPostPage(
  redirectUri: string,
  parameters: Readonly<Record<string, string>>,
  headers: Record<string, string>,
): Answer {
  const inputs = Object.entries(parameters).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const body = `<form id="form-post" method="post" action="${escaped(redirectUri)}">
${inputs.join("\n")}
<button id="continue" type="submit">Continue</button>
</form>`;
  return page(200, "Working…", body, headers);
}

type Button = readonly [action: string, label: string];
const cancel: Button = ["cancel", "Cancel"];
const signIn: Button[] = [["sign-in", "Sign in"], cancel];
const approve: Button[] = [["approve", "Approve"], cancel];
const accept: Button[] = [["accept", "Accept"], cancel];

/** Each button's id is its action. */
function form({ action, signInId }: FormTarget, body: string, buttons: readonly Button[]): string {
  const shown = buttons.map(
    ([name, label]) => `<button id="${name}" type="submit" name="action" value="${name}">${label}</button>`,
  );
  return `<form method="post" action="${escaped(action)}">
<input type="hidden" name="sign_in" value="${escaped(signInId)}">
${body}
${shown.join("\n")}
</form>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
