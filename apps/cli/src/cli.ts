import { processIo } from "./cli-io.ts";
import type { AddCommand } from "./run-cli.ts";
import { runCli } from "./run-cli.ts";

/** The verbs, in the order of the help; each adds itself to the program. One that is not called is not loaded: all of them together take a second. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  up: async () => (await import("./commands/up.ts")).addUp,
  analyze: async () => (await import("./commands/analyze.ts")).addAnalyze,
  import: async () => (await import("./commands/import.ts")).addImport,
  replay: async () => (await import("./commands/replay.ts")).addReplay,
  evaluate: async () => (await import("./commands/evaluate.ts")).addEvaluate,
  inspect: async () => (await import("./commands/inspect.ts")).addInspect,
  export: async () => (await import("./commands/export.ts")).addExport,
  "dead-letters": async () => (await import("./commands/dead-letters.ts")).addDeadLetters,
  keys: async () => (await import("./commands/keys.ts")).addKeys,
  bench: async () => (await import("./commands/bench.ts")).addBench,
  chaos: async () => (await import("./commands/chaos.ts")).addChaos,
};

const args = process.argv.slice(2);
const verb = args.find((arg) => !arg.startsWith("-"));
const called = Object.entries(COMMANDS).filter(([name]) => name === verb);
const loaded = called.length > 0 ? called : Object.entries(COMMANDS);

process.exitCode = await runCli(args, await Promise.all(loaded.map(([, load]) => load())), processIo);
