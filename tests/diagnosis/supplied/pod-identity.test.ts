import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../domain/json-value.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import { answerTo, askingGaps, outputOf } from "../../support/answer-gap.ts";
import type { EndedDiagnosis } from "../../support/diagnose-on-simulator.ts";
import { onScenario, type ScenarioFiles } from "../../support/on-scenario.ts";
import { ownScenarios } from "../../variants/same-verdict.ts";

const clientId = "5b5ac25d-8342-5284-853e-e15265296a81";
const java =
  "com.azure.identity.CredentialUnavailableException: DefaultAzureCredential failed to retrieve a token from the included credentials.\nWorkloadIdentityCredential authentication unavailable. The workload options are not fully configured.\nManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.";
const go = "panic: no client ID specified. Check pod configuration or set ClientID in the options";
const logs = "$ kubectl logs -n ingest ingest-7c9d5bd4f7-x2x9k";

const manifest = (labels = "", account = "ingest-sa", namespace = "ingest") =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ingest\n  namespace: ${namespace}\nspec:\n  template:\n    metadata:\n      labels:\n        app: ingest\n${labels}    spec:\n      serviceAccountName: ${account}\n`;
const labelled = '        azure.workload.identity/use: "true"\n';

function failing(error: string, content: string | undefined) {
  return ({ request }: ScenarioFiles) => {
    request.error = error;
    if (content === undefined) delete request.source_code;
    else request.source_code = [{ path: "k8s/deploy.yaml", content }];
  };
}

const account = (annotations?: JsonObject, metadata: JsonObject = {}) =>
  JSON.stringify(
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: {
        ...(annotations === undefined ? {} : { annotations }),
        name: "ingest-sa",
        namespace: "ingest",
        ...metadata,
      },
    },
    null,
    4,
  );
const bound = account({ "azure.workload.identity/client-id": clientId });

/** Answers the questions of a diagnosis one after the other, until no output is left. */
async function diagnosed(error: string, content: string | undefined, ...outputs: string[]) {
  return await onScenario(
    join(ownScenarios, "ingest-worker-assertion"),
    async (diagnose) => {
      const supplied: Evidence[] = [];
      let ended = await diagnose();
      for (const output of outputs) {
        const [gap] = askingGaps(ended);
        supplied.push({ ...answerTo(gap!, ended, output), evidenceId: `u${supplied.length + 1}` });
        ended = await diagnose({ supplied });
      }
      return ended;
    },
    failing(error, content),
  );
}

const commandsOf = (ended: EndedDiagnosis) => askingGaps(ended).map(({ command }) => command);
const rootOf = ({ report }: EndedDiagnosis) => {
  const { code, confidence } = report.root_cause;
  return { code, confidence };
};
const getAccount = "kubectl get serviceaccount ingest-sa --namespace ingest --output json";

describe("the service account of a pod that gets no token", () => {
  test.each([
    ["by a library for Java", `${java}\n${logs}`, manifest()],
    ["by a library for Go", `${go}\n${logs}`, manifest()],
    ["with the namespace in the manifest alone", `${java}\n$ kubectl logs deploy/ingest`, manifest()],
    [
      "with the subject of its token",
      `${java}\nsubject: system:serviceaccount:ingest:ingest-sa\n${logs}`,
      undefined,
    ],
  ])("is asked for where that is said %s", async (_, error, content) => {
    expect(commandsOf(await diagnosed(error, content))[0]).toBe(getAccount);
  });

  test.each([
    ["its name is not known", `${java}\n${logs}`, undefined],
    ["its name is a place in a template", `${java}\n${logs}`, manifest("", "{{ .Values.account }}")],
    [
      "its namespace is a place in a template",
      `${java}\n$ kubectl logs deploy/ingest`,
      manifest("", "ingest-sa", "{{ .Release.Namespace }}"),
    ],
    ["no cluster is spoken of", java, undefined],
  ])("is not asked for where %s", async (_, error, content) => {
    expect(commandsOf(await diagnosed(error, content)).join()).not.toMatch(/serviceaccount|\{\{/u);
  });

  test("is not asked for where Entra ID has refused its token", async () => {
    const ended = await onScenario(join(ownScenarios, "ingest-worker-assertion"), (diagnose) => diagnose());
    expect(rootOf(ended)).toEqual({ code: "entra.federated-subject-mismatch", confidence: "proven" });
    expect(commandsOf(ended)).toEqual([]);
  });

  test.each([
    ["no annotation", account()],
    ["other annotations", account({ "meta.helm.sh/release-name": "ingest" })],
    ["no annotation, as a terminal shows it", `dev@host:~$ ${getAccount}\r\n${account()}\r\ndev@host:~$ `],
  ])("names the identity that is not assigned where it has %s", async (_, output) => {
    const ended = await diagnosed(`${java}\n${logs}`, manifest(labelled), output);
    expect(rootOf(ended)).toEqual({ code: "identity.not-assigned", confidence: "likely" });
    const { root_cause: root, evidence, actions } = ended.report;
    expect(root.explanation).toMatch(
      /^ingest\/ingest-sa asks .*no annotation .*rests on evidence that was supplied/u,
    );
    expect(evidence.some(({ source }) => source === "user")).toBe(true);
    expect(actions.map(({ title }) => title)).toEqual([
      "Bind the service account to the identity, and label its pods",
    ]);
  });

  test("names the empty client ID where its annotation is empty", async () => {
    const empty = account({ "azure.workload.identity/client-id": "" });
    const ended = await diagnosed(`${java}\n${logs}`, manifest(labelled), empty);
    expect(rootOf(ended)).toEqual({ code: "identity.client-id-env-empty", confidence: "likely" });
    expect(ended.report.root_cause.explanation).toMatch(/ingest\/ingest-sa is empty/u);
  });

  test("refutes both where it is bound, and the manifest has the label", async () => {
    const ended = await diagnosed(`${java}\n${logs}`, manifest(labelled), bound);
    expect(rootOf(ended).code).toBe("unknown");
    expect(ended.report.ruled_out.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["identity.not-assigned", "identity.client-id-env-empty"]),
    );
    expect(commandsOf(ended)).toEqual([]);
  });

  test("of another name decides nothing", async () => {
    const ended = await diagnosed(`${java}\n${logs}`, manifest(labelled), account({}, { name: "default" }));
    expect(rootOf(ended).code).toBe("unknown");
    expect(ended.report.gaps.map(({ what }) => what).join()).toMatch(
      /Not known: the service account of the pod/u,
    );
  });
});

describe("the labels of the pod", () => {
  const podLabels =
    "kubectl get pod ingest-7c9d5bd4f7-x2x9k --namespace ingest --output 'jsonpath={.metadata.labels}'";

  test.each([
    ["of the pod that is named", logs, podLabels],
    [
      "of the deployment's pods where that is named",
      "$ kubectl logs deploy/ingest --namespace ingest",
      "kubectl get deployment ingest --namespace ingest --output 'jsonpath={.spec.template.metadata.labels}'",
    ],
  ])("are asked for where no manifest tells them: %s", async (_, named, command) => {
    expect(commandsOf(await diagnosed(`${java}\n${named}`, manifest()))).toEqual([getAccount, command]);
    expect(commandsOf(await diagnosed(`${java}\n${named}`, manifest(), bound))).toEqual([command]);
    expect(commandsOf(await diagnosed(`${java}\n${named}`, manifest(labelled)))).toEqual([getAccount]);
  });

  test.each([
    ["lack", { app: "ingest" }, { code: "identity.not-assigned", confidence: "likely" }],
    [
      "switch off",
      { app: "ingest", "azure.workload.identity/use": "false" },
      { code: "identity.not-assigned", confidence: "likely" },
    ],
    [
      "have",
      { app: "ingest", "azure.workload.identity/use": "true" },
      { code: "unknown", confidence: "none" },
    ],
  ])("decide it where they %s the one that lets the webhook in", async (_, labels, root) => {
    const ended = await diagnosed(`${java}\n${logs}`, manifest(), bound, JSON.stringify(labels));
    expect(rootOf(ended)).toEqual(root);
  });
});

test("nothing that is pasted about a service account changes what Entra ID has refused", async () => {
  await onScenario(join(ownScenarios, "ingest-worker-assertion"), async (diagnose) => {
    const { report: read } = await diagnose();
    const { report } = await diagnose({ supplied: [outputOf(getAccount, account())] });
    expect([report.root_cause, report.claims]).toEqual([read.root_cause, read.claims]);
  });
});
