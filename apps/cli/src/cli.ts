import { processIo } from "./cli-io.ts";
import { addAnalyze } from "./commands/analyze.ts";
import { addBench } from "./commands/bench.ts";
import { addChaos } from "./commands/chaos.ts";
import { addDeadLetters } from "./commands/dead-letters.ts";
import { addEvaluate } from "./commands/evaluate.ts";
import { addExport } from "./commands/export.ts";
import { addImport } from "./commands/import.ts";
import { addInspect } from "./commands/inspect.ts";
import { addKeys } from "./commands/keys.ts";
import { addReplay } from "./commands/replay.ts";
import { addUp } from "./commands/up.ts";
import type { AddCommand } from "./run-cli.ts";
import { runCli } from "./run-cli.ts";

/** The verbs, in the order of the help; each adds itself to the program. */
const commands: readonly AddCommand[] = [addUp, addAnalyze, addImport, addReplay, addEvaluate, addInspect, addExport, addDeadLetters, addKeys, addBench, addChaos];

process.exitCode = await runCli(process.argv.slice(2), commands, processIo);
