import type { Playbook } from "../../playbook.ts";

/** The application that the error of Entra ID names, with its credentials. */
export const applicationReads: Playbook["reads"] = {
  application: {
    title: { en: "Application {{appId}}: credentials", ko: "애플리케이션 {{appId}}: 자격 증명" },
    request: { kind: "graph", path: "/v1.0/applications(appId='{{appId}}')" },
    permission: "Application.Read.All (Microsoft Graph)",
  },
  federated: {
    title: {
      en: "Federated credentials of application {{appId}}",
      ko: "애플리케이션 {{appId}}의 페더레이션 자격 증명",
    },
    request: { kind: "graph", path: "/v1.0/applications(appId='{{appId}}')/federatedIdentityCredentials" },
    permission: "Application.Read.All (Microsoft Graph)",
  },
};

export const applicationFacts: NonNullable<Playbook["let"]> = {
  appId:
    "(signals.guids[?role == 'client_id' && starts_with(pointer, '/error')] | [0].guid) || (signals.guids[?role == 'client_id'] | [0].guid) || (signals.settings[?matches(name, 'client.?id$|_app$|app_?id$') && matches(value, '^[0-9a-f]{8}-[0-9a-f-]{27}')].value | [0])",
};
