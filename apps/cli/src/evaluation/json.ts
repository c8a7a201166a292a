import type { MethodReport, Part, Report } from "@segue/shared/evaluation/report";

/** The report as `--json` prints it: `dataset` and `methods` are a contract, everything else stands beside them. */
export function jsonOf({ dataset, methods }: Report): object {
  const each = <T>(of: (report: MethodReport) => T): Record<string, T> => Object.fromEntries(Object.entries(methods).map(([name, report]) => [name, of(report)]));
  return {
    dataset,
    methods: each(({ parts }) => byPart((part) => metrics(parts[part]))),
    hr20: each(({ parts }) => byPart((part) => parts[part].hr20)),
    intervals: each(({ ndcg10, behind }) => byPart((part) => ({ ndcg10: ndcg10[part], behind: behind[part] }))),
    groups: each(({ byHistory, bySegment }) => ({ byHistory, bySegment })),
    lists: each(({ coverage, fresh, predictTime, learnTime }) => ({ coverage, fresh, predictMs: predictTime, learnMs: learnTime })),
  };
}

function byPart<T>(of: (part: Part) => T): Record<Part, T> {
  return { all: of("all"), repeat: of("repeat"), explore: of("explore"), cold: of("cold") };
}

function metrics({ n, recall10, ndcg10, hr10, recall20, ndcg20 }: MethodReport["parts"]["all"]): object {
  return { n, recall10, ndcg10, hr10, recall20, ndcg20 };
}
