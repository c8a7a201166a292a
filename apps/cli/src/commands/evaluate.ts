import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { AppError } from "@segue/shared/errors";
import type { RunName } from "@segue/shared/evaluation/methods";
import { ABLATION_NAMES, METHOD_NAMES, YARDSTICKS } from "@segue/shared/evaluation/methods";
import { protocolOf } from "@segue/shared/evaluation/protocol";
import { reportOf } from "@segue/shared/evaluation/report";
import type { CliIo } from "../cli-io.ts";
import { jsonOf } from "../evaluation/json.ts";
import { readBaskets } from "../evaluation/read-baskets.ts";
import { runMethods } from "../evaluation/run-methods.ts";
import { tablesOf } from "../evaluation/tables.ts";
import { startShare } from "../progress.ts";
import { parseColumnMap } from "../purchase-log/column-map.ts";

interface EvaluateOptions {
  readonly json?: boolean;
  readonly yardsticks?: boolean;
  readonly map?: string;
  readonly goods?: RegExp;
  readonly ablate?: boolean;
  readonly methods?: readonly RunName[];
  readonly sample: number;
  readonly threads: number;
}

/** What can be run beside the product itself. */
const RUNS: readonly RunName[] = [...METHOD_NAMES.slice(1), ...ABLATION_NAMES];

/** Adds `segue evaluate`. */
export function addEvaluate(program: Command, io: CliIo): void {
  program
    .command("evaluate")
    .description("measure how well the recommendations predict a purchase log, beside published methods (docs/recommendation.md)")
    .argument("<file>", "a purchase log: CSV or NDJSON, gzipped or not")
    .option("--json", "one JSON document on standard output")
    .option("--yardsticks", `also the methods too slow to be run unasked: ${YARDSTICKS.join(", ")}`)
    .option("--ablate", "segue alone, and without one term of its score each: what every term adds")
    .option("--methods <name,...>", `only these beside segue, of ${RUNS.join(", ")}`, methodNames)
    .option("--map <col=field,...>", "what columns mean, where their names do not tell")
    .option("--goods <regexp>", "which product ids are goods and not postage or fees; known for Online Retail", pattern)
    .option("--sample <n>", "predict one order in n, for large logs; all are learnt", count, 1)
    .option("--threads <n>", "methods that are run at a time", count, availableParallelism())
    .action((file: string, options: EvaluateOptions) => evaluate(file, options, io));
}

/** @throws AppError when the file cannot be read or holds nothing to predict */
async function evaluate(path: string, options: EvaluateOptions, io: CliIo): Promise<void> {
  const reading = startShare("reading");
  const map = options.map === undefined ? undefined : parseColumnMap(options.map);
  const { log, report } = await readBaskets(path, { map, goods: options.goods, onProgress: (share) => reading.update(share) }).finally(() => reading.stop());
  io.note(report.description);
  const protocol = protocolOf(log, options.sample);
  if (protocol.reported === 0) throw new AppError("nothing_to_predict", `${path} cannot be evaluated: no customer comes back after the first ${protocol.warmUp} of its ${report.orders} orders`);
  const progress = startShare("replaying");
  const ran = await runMethods({ log, protocol, names: chosen(options), threads: options.threads, onProgress: (share) => progress.update(share) }).finally(() => progress.stop());
  const findings = reportOf({ log, protocol, ...ran });
  if (options.json === true) io.out(JSON.stringify(jsonOf(findings)));
  else for (const line of tablesOf(findings)) io.out(line);
}

function chosen({ methods, yardsticks = false, ablate = false }: EvaluateOptions): readonly RunName[] {
  if (ablate) return ["segue", ...(methods ?? []), ...ABLATION_NAMES];
  if (methods !== undefined) return ["segue", ...methods];
  return METHOD_NAMES.filter((name) => yardsticks || !YARDSTICKS.includes(name));
}

function methodNames(text: string): RunName[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !RUNS.some((known) => known === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no method "${unknown}".`);
  return names as RunName[];
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text, "u");
  } catch {
    throw new InvalidArgumentError("It is no regular expression.");
  }
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number above 0.");
  return value;
}
