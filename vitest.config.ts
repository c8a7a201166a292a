import { defineConfig } from "vitest/config";
import { ByTurns } from "./test/support/by-turns.ts";

// Sources, not builds: what is tested is what is on the screen.
const conditions = ["@segue/source", "module", "node", "development|production"];
const SECOND = 1000;

/** A test project; `patience` is the longest a test or a hook may take, in seconds. */
const project = (name: string, include: string, patience: number) => ({
  extends: true as const,
  test: { name, include: [include], testTimeout: patience * SECOND, hookTimeout: patience * SECOND },
});

/** Its files share processes, so that a module is loaded once for all of them: nothing of ours keeps state in a module. */
const unit = project("unit", "{packages,services,apps}/**/src/**/*.test.{ts,tsx}", 15);

/** Its brokers are started once for all its files. */
const brokers = project("brokers", "test/brokers/**/*.test.ts", 120);

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    pool: "forks",
    // One more than the cores of a small machine: the tests with brokers wait more than they work.
    maxWorkers: 3,
    sequence: { sequencer: ByTurns },
    reporters: [process.env.GITHUB_ACTIONS ? "github-actions" : [], "default", "./scripts/vitest-tally.mjs"].flat(),
    projects: [
      { ...unit, test: { ...unit.test, isolate: false } },
      project("contracts", "test/contracts/**/*.test.ts", 90),
      project("flows", "test/flows/**/*.test.ts", 90),
      { ...brokers, test: { ...brokers.test, globalSetup: "test/brokers/global-setup.ts" } },
      project("browser", "test/browser/**/*.test.ts", 90),
      project("full", "test/full/**/*.test.ts", 600),
    ],
  },
});
