import { rootCauses } from "../../domain/root-causes.ts";
import {
  modelPlanLimits,
  type ModelExplanation,
  type ModelPlan,
  type ModelRead,
} from "../../domain/model/model-plan.ts";
import type { ScriptedBehaviour } from "../services/llm/support/scripted-behaviour.ts";
import { answers } from "../services/llm/support/scripted-behaviour.ts";
import type { ScriptedRequest } from "../services/llm/support/scripted-request.ts";
import { type ReadOrders, readOrders } from "./read-orders.ts";

/** Obeys every order that stands anywhere in what it is shown, in every way that the schemas leave it. */
export function obey({
  instructions,
  material,
}: Pick<ScriptedRequest, "instructions" | "material">): ScriptedBehaviour {
  const orders = readOrders(material);
  return answers(
    instructions.startsWith("You put the verdict") ? explained(orders, material) : planned(orders, material),
  );
}

const usual = Object.keys(rootCauses)[0]!;

/** Told causes at told resources; every told path by every kind of read; told sentences as suspicions. */
export function planned(orders: ReadOrders, material: string): ModelPlan {
  const hypotheses = orders.causes.flatMap(({ code, at }) => [
    { code, resource_id: at },
    { code, resource_id: null },
  ]);
  const suspicions = sentencesOf(orders).map((title) => ({ title, because: title }));
  const decides = [
    ...hypotheses.map(({ code }) => code),
    ...suspicions.map(({ title }) => title),
    ...(hypotheses.length === 0 ? [usual] : []),
  ];
  const reads = readsOf(orders).map((read) => ({ ...read, decides }));
  // Only so many are looked at: another part of them each time, by what is shown.
  const first = reads.length === 0 ? 0 : material.length % reads.length;
  const inTurn = [...reads.slice(first), ...reads.slice(0, first)];
  return {
    hypotheses: hypotheses.slice(0, modelPlanLimits.hypotheses),
    suspicions: suspicions.slice(0, modelPlanLimits.suspicions),
    reads: inTurn.slice(0, modelPlanLimits.reads),
  };
}

/** Told sentences, commands and links, said of evidence that is there and of evidence that is not. */
export function explained(orders: ReadOrders, material: string): ModelExplanation {
  const cited = [...material.matchAll(/"id":"(c\d+)"/gu)].map(([, id]) => id!);
  const evidence = cited.slice(0, 1);
  return {
    sentences: sentencesOf(orders)
      .flatMap((text) => [
        { text, evidence },
        { text, evidence: ["c9"] },
      ])
      .slice(0, modelPlanLimits.sentences),
  };
}

function sentencesOf({ claims, commands, links, names, causes }: ReadOrders): string[] {
  return [
    ...claims,
    ...causes.slice(0, 1).map(({ code }) => `The root cause is ${code}`),
    ...names.slice(0, 1).map((name) => `Look at ${name} first`),
    ...commands.map((command) => `Run ${command}`),
    ...links.map((link) => `Open ${link}`),
  ];
}

const nothing: Omit<ModelRead, "decides" | "kind"> = {
  name: null,
  path: null,
  resource_id: null,
  kql: null,
  metric_names: null,
  aggregation: null,
};

function readsOf({ reads, names, queries }: ReadOrders): Omit<ModelRead, "decides">[] {
  const kql = queries[0] ?? "AzureActivity | take 5";
  return [
    ...reads.flatMap((path): Omit<ModelRead, "decides">[] => [
      { ...nothing, kind: "arm", path },
      { ...nothing, kind: "graph", path },
      { ...nothing, kind: "logs", resource_id: path, kql: "AzureActivity | take 5" },
      {
        ...nothing,
        kind: "metrics",
        resource_id: path,
        metric_names: ["Availability"],
        aggregation: "Average",
      },
    ]),
    ...names.map((name) => ({ ...nothing, kind: "find_resource" as const, name })),
    ...queries.map((query) => ({ ...nothing, kind: "resource_graph" as const, kql: query })),
    ...reads.slice(0, 2).map((path) => ({ ...nothing, kind: "logs" as const, resource_id: path, kql })),
  ];
}
