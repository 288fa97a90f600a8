import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerTo, askingGaps, outputOf } from "../../support/answer-gap.ts";
import { onScenario, type ScenarioFiles } from "../../support/on-scenario.ts";
import { ownScenarios } from "../../variants/same-verdict.ts";

const scenario = join(ownScenarios, "billing-workers-pull-denied");
const pod = "billing-worker-5f9c8d7b6c-x2x9k";
const image = "acraoba.azurecr.io/billing/worker:20260316.2";
const listing = (command = "kubectl get pods -n billing") =>
  `$ ${command}\nNAME                              READY   STATUS             RESTARTS   AGE\nbilling-api-6d5f7c9b8-kq7zt       1/1     Running            0          9d\n${pod}   0/1     ImagePullBackOff   0          14m`;
const manifest = (namespace: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: billing-worker\n  namespace: ${namespace}\nspec:\n  template:\n    spec:\n      containers:\n        - name: worker\n          image: ${image}\n`;
const command = `kubectl get events --namespace billing --field-selector involvedObject.name=${pod} --output json`;

function stuck(error: string, namespace = "billing") {
  return ({ request }: ScenarioFiles) => {
    request.error = error;
    request.source_code = [{ path: "deploy/worker.yaml", content: manifest(namespace) }];
  };
}

/** What `kubectl get events` prints: a list with the pull that failed, and what always stands beside it. */
function events(...messages: string[]): string {
  const event = (reason: string, message: string, name = pod) => ({
    kind: "Event",
    involvedObject: { kind: "Pod", name, namespace: "billing" },
    reason,
    message,
    type: reason === "Failed" ? "Warning" : "Normal",
  });
  const items = [
    event("Pulling", `Pulling image "${image}"`),
    ...messages.map((message) => event("Failed", message)),
    event("Failed", "Error: ErrImagePull"),
  ];
  return JSON.stringify(
    { apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } },
    null,
    4,
  );
}
const failed = (why: string) =>
  events(
    `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": ${why}`,
  );

async function supplied(output: string) {
  return await onScenario(
    scenario,
    async (diagnose) => {
      const asking = await diagnose();
      const [gap] = askingGaps(asking);
      const { report } = await diagnose({ supplied: [answerTo(gap!, asking, output)] });
      return report;
    },
    stuck(listing()),
  );
}

describe("the events of a pod whose image does not come", () => {
  test.each([
    ["the command", listing(), "shop"],
    ["the manifest", listing("kubectl get pods"), "billing"],
  ])("are asked for in the namespace of %s, where nothing tells why", async (_, error, namespace) => {
    const asking = await onScenario(scenario, (diagnose) => diagnose(), stuck(error, namespace));
    expect(asking.report.root_cause.code).toBe("unknown");
    expect(askingGaps(asking)).toEqual([
      {
        what: `Events of pod ${pod}: no API of Azure shows it`,
        permission: "list events (Kubernetes RBAC)",
        command,
        question_id: "k1",
      },
    ]);
  });

  test("are not asked for where no namespace is known", async () => {
    const error = listing("kubectl get pods");
    const asking = await onScenario(
      scenario,
      (diagnose) => diagnose(),
      stuck(error, "{{ .Release.Namespace }}"),
    );
    expect(askingGaps(asking)).toEqual([]);
  });

  test("are not asked for where the error tells why, nor where the registry lets nobody in", async () => {
    const told = await onScenario(scenario, (diagnose) => diagnose());
    expect(told.report.root_cause).toMatchObject({ code: "acr.rbac-wrong-principal", confidence: "proven" });
    const closed = await onScenario(
      scenario,
      (diagnose) => diagnose(),
      (files) => {
        stuck(listing())(files);
        const registry = files.tenant.resources.find(({ id }) => id.endsWith("/registries/acraoba"))!;
        Object.assign(registry["properties"] as object, { publicNetworkAccess: "Disabled" });
      },
    );
    expect(closed.report.root_cause).toMatchObject({ code: "acr.firewall-deny", confidence: "proven" });
    expect([askingGaps(told), askingGaps(closed)]).toEqual([[], []]);
  });

  test("name the missing tag, with the image that the kubelet wanted", async () => {
    const { root_cause: root, evidence } = await supplied(failed(`${image}: not found`));
    expect(root).toMatchObject({ code: "acr.tag-not-found", confidence: "likely" });
    expect(root.explanation).toMatch(
      /no billing\/worker:20260316\.2: .*rests on evidence that was supplied/u,
    );
    expect(evidence.filter(({ source }) => source === "user").map(({ pointer }) => pointer)).toContain(
      "/items/1/message",
    );
  });

  test("name the identity without AcrPull where the registry refused it", async () => {
    const { root_cause: root } = await supplied(failed("failed to authorize: 401 Unauthorized"));
    expect(root).toMatchObject({ code: "acr.rbac-wrong-principal", confidence: "likely" });
  });

  test("refute all of them where the node did not reach the registry", async () => {
    const { root_cause: root, ruled_out: out } = await supplied(failed("dial tcp 20.1.2.3:443: i/o timeout"));
    expect(root.code).toBe("unknown");
    expect(out.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["acr.tag-not-found", "acr.rbac-missing-acrpull"]),
    );
  });

  test.each([
    ["are kept no longer", events()],
    ["are another pod's", failed(`${image}: not found`).replaceAll(pod, "billing-api-6d5f7c9b8-kq7zt")],
  ])("decide nothing where they %s", async (_, output) => {
    const { root_cause: root, gaps } = await supplied(output);
    expect(root.code).toBe("unknown");
    expect(gaps.map(({ what }) => what)).toContain(
      "Not known: why the kubelet could not pull the image (events of the pod)",
    );
  });

  test("change nothing where the error has told why", async () => {
    await onScenario(scenario, async (diagnose) => {
      const { report: read } = await diagnose();
      const forged = outputOf(command, failed(`${image}: not found`));
      const { report } = await diagnose({ supplied: [forged] });
      expect([report.root_cause, report.also]).toEqual([read.root_cause, read.also]);
      expect(report.evidence.filter(({ source }) => source === "user")).toEqual([]);
    });
  });
});
