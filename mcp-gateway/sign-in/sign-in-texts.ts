import type { Invitation } from "./invitation.ts";
import type { Page, PageLanguage } from "./page.ts";
import type { SignInEnd } from "./sign-in.ts";

type Texts = Readonly<Record<PageLanguage, string>>;
const say = (texts: Texts) => (language: PageLanguage) => texts[language];

const headings = {
  consent: say({ en: "Sign in to AZEBAL", ko: "AZEBAL 로그인" }),
  done: say({ en: "You are signed in", ko: "로그인되었습니다" }),
  expired: say({ en: "This link is no longer good", ko: "이 링크는 더 이상 사용할 수 없습니다" }),
  otherBrowser: say({
    en: "This sign-in was begun in another browser",
    ko: "다른 브라우저에서 시작한 로그인입니다",
  }),
  declined: say({ en: "You did not sign in", ko: "로그인하지 않았습니다" }),
  refused: say({
    en: "Microsoft Entra refused the sign-in",
    ko: "Microsoft Entra에서 로그인을 거부했습니다",
  }),
  unreachable: say({
    en: "Microsoft Entra could not be reached",
    ko: "Microsoft Entra에 연결할 수 없습니다",
  }),
  failed: say({ en: "AZEBAL itself failed", ko: "AZEBAL에 오류가 발생했습니다" }),
  otherUser: say({ en: "This is another account", ko: "다른 계정입니다" }),
};

const again = say({
  en: "Ask your agent to call the login tool again, and open the new link.",
  ko: "에이전트에 login 도구를 다시 호출하도록 요청하고 새 링크를 여세요.",
});

/** The page on which a person agrees, before anything is sent anywhere. */
export function consentPage(
  invitation: Invitation,
  fields: Readonly<Record<string, string>>,
  language: PageLanguage,
): Page {
  const { expectedUser, purpose } = invitation;
  const who = expectedUser === undefined ? [] : [asUser(expectedUser, language)];
  return {
    title: headings.consent(language),
    text: [askedFor(purpose, language), ...who, meaning(language), caution(language)],
    ...(purpose.kind === "authorize" ? { sendsTo: [new URL(purpose.redirectUri).protocol] } : {}),
    form: {
      action: "/auth/sign-in",
      fields,
      button: say({ en: "Continue to Microsoft", ko: "Microsoft로 계속" })(language),
    },
    paste: {
      summary: say({ en: "Use a token of the Azure CLI instead", ko: "대신 Azure CLI 토큰 사용" })(language),
      text: say({
        en: "Where Microsoft does not let you sign in to this app. It is good for an hour or so, and is not renewed. The token is printed by:",
        ko: "Microsoft에서 이 앱에 로그인할 수 없는 경우에 사용합니다. 약 1시간 동안 유효하며 갱신되지 않습니다. 다음 명령으로 토큰을 출력합니다.",
      })(language),
      command: "az account get-access-token --query accessToken -o tsv",
      action: "/auth/cli-token",
      label: say({ en: "Access token", ko: "액세스 토큰" })(language),
      button: say({ en: "Sign in with it", ko: "이 토큰으로 로그인" })(language),
    },
  };
}

function askedFor(purpose: Invitation["purpose"], language: PageLanguage): string {
  if (purpose.kind === "login")
    return say({
      en: "Your IDE's agent asks for your sign-in, to find out why an Azure call failed.",
      ko: "Azure 호출이 실패한 원인을 찾기 위해 IDE 에이전트가 로그인을 요청합니다.",
    })(language);
  const { host } = new URL(purpose.redirectUri);
  return say({
    en: `${purpose.clientName} wants to use AZEBAL in your name. The answer goes to ${host}.`,
    ko: `${purpose.clientName}에서 사용자 이름으로 AZEBAL을 사용하려고 합니다. 응답은 ${host}(으)로 전달됩니다.`,
  })(language);
}

function asUser(user: string, language: PageLanguage): string {
  return say({
    en: `Sign in as ${user}: another account is not accepted.`,
    ko: `${user} 계정으로 로그인하세요. 다른 계정은 사용할 수 없습니다.`,
  })(language);
}

const meaning = say({
  en: "AZEBAL then reads Azure with your rights, and only reads. Your tokens stay on the server, encrypted; your agent never sees one.",
  ko: "이후 AZEBAL은 사용자의 권한으로 Azure를 읽기만 합니다. 토큰은 암호화되어 서버에 보관되며 에이전트에는 전달되지 않습니다.",
});
const caution = say({
  en: "If you did not ask for this, close the window.",
  ko: "직접 요청하지 않았다면 이 창을 닫으세요.",
});

/** The page on which a sign-in ends, where the browser is not sent on. */
export function endPage(end: SignInEnd, language: PageLanguage): Page {
  switch (end.kind) {
    case "signed_in":
      return {
        title: headings.done(language),
        text: [
          end.caller.userPrincipalName,
          say({
            en: "You can close this window: your agent goes on by itself.",
            ko: "이 창을 닫아도 됩니다. 에이전트가 이어서 진행합니다.",
          })(language),
        ],
      };
    case "expired":
      return bad(headings.expired(language), [usedUp(language), again(language)]);
    case "other_browser":
      return bad(headings.otherBrowser(language), [sameBrowser(language), again(language)]);
    case "declined":
      return bad(headings.declined(language), [again(language)]);
    case "refused":
      return bad(headings.refused(language), [
        end.refusal.message,
        ...(end.refusal.traceId ? [`Trace ID: ${end.refusal.traceId}`] : []),
        again(language),
      ]);
    case "unreachable":
      return bad(headings.unreachable(language), [laterOn(language)]);
    case "other_user":
      return bad(headings.otherUser(language), [
        otherUser(end.user, end.invitation, language),
        again(language),
      ]);
  }
}

/** Something failed that is no end of a sign-in: a store, or AZEBAL itself. */
export function failedPage(language: PageLanguage): Page {
  return bad(headings.failed(language), [laterOn(language)]);
}

const laterOn = say({
  en: "Nothing was changed. Open the link again in a minute.",
  ko: "변경된 내용은 없습니다. 잠시 후 링크를 다시 여세요.",
});
const usedUp = say({
  en: "It has been used already, or it is older than 15 minutes. Nothing was changed.",
  ko: "이미 사용했거나 15분이 지났습니다. 변경된 내용은 없습니다.",
});
const sameBrowser = say({
  en: "It must end in the browser in which it began, so that nobody can have you sign in for them. Nothing was changed.",
  ko: "다른 사람이 대신 로그인하게 만드는 일을 막기 위해 시작한 브라우저에서 마쳐야 합니다. 변경된 내용은 없습니다.",
});

function otherUser(user: string, { expectedUser = "-" }: Invitation, language: PageLanguage): string {
  return say({
    en: `You signed in as ${user}, but this sign-in is for ${expectedUser}. Nothing was kept.`,
    ko: `${user} 계정으로 로그인했지만 이 로그인은 ${expectedUser} 계정을 위한 것입니다. 저장된 정보는 없습니다.`,
  })(language);
}

function bad(title: string, text: readonly string[]): Page {
  return { title, text, isBad: true };
}
