import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/**
 * The projects whose files have processes of their own take turns, so that tests with brokers, which wait more than they work, run
 * beside tests with browsers, which work more than they wait. Within a project files stay in vitest's order, the longest first.
 */
export class ByTurns extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const placeOf = (file: TestSpecification): number => {
      const own = sorted.filter(({ project }) => project === file.project);
      return own.indexOf(file) / own.length;
    };
    const isIsolated = ({ project }: TestSpecification): boolean => project.config.isolate;
    return [...sorted.filter(isIsolated).sort((a, b) => placeOf(a) - placeOf(b)), ...sorted.filter((file) => !isIsolated(file))];
  }
}
