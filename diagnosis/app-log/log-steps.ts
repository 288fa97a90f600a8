import { plannedIds } from "../../domain/evidence.ts";
import type { Language, LocalText } from "../../domain/language.ts";
import type { ReadRequest, ReadStep } from "../../domain/read-step.ts";
import { unknownCause } from "../../domain/root-causes.ts";
import type { PlanOptions } from "../assessment/plan-reads.ts";
import { fillTemplate } from "../template.ts";
import type { FurtherNames } from "./further-names.ts";
import type { LogLook } from "./look-into-log.ts";

/** The reads that a look into a log waits for. What they decide is not known before: any cause that the log tells of. */
export function lookSteps({ pending, workload }: LogLook, options: PlanOptions): ReadStep[] {
  const { reads } = workload.source;
  return [...pending.values()].map(({ name, request, environment }, index) => {
    const title = reads[name]?.title[options.language] ?? name;
    const filled = fillTemplate(title, environment);
    return stepOf(filled.kind === "filled" ? filled.text : name, request, index, options);
  });
}

/** The read that the names in a log wait for. */
export function nameStep(wanted: NonNullable<FurtherNames["wanted"]>, options: PlanOptions): ReadStep {
  return stepOf(titles[wanted.about][options.language], wanted.request, 0, options);
}

const titles: Readonly<Record<NonNullable<FurtherNames["wanted"]>["about"], LocalText>> = {
  names: { en: "Resources that the log names", ko: "로그에 나오는 리소스" },
  neighbours: {
    en: "What stands beside the resources that the log names",
    ko: "로그에 나오는 리소스의 주변 리소스",
  },
};

function stepOf(
  title: string,
  request: ReadRequest,
  index: number,
  { nextStep }: { nextStep: number; language: Language },
): ReadStep {
  return {
    ...plannedIds(nextStep + index),
    title,
    decides: [unknownCause],
    request,
  };
}
