import { accessSync, constants, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { basketCount, logBefore } from "@segue/shared/evaluation/basket-log";
import { protocolOf } from "@segue/shared/evaluation/protocol";
import { joined, listCount } from "@segue/shared/ranker/examples";
import type { Examples } from "@segue/shared/ranker/examples";
import { fitRanker } from "@segue/shared/ranker/fit-ranker";
import type { Ranker } from "@segue/shared/ranker/forest";
import { RANKER_FEATURES } from "@segue/shared/recommendation/ranking/features";
import { AppError } from "@segue/shared/errors";
import type { CliIo } from "../cli-io.ts";
import { readBaskets } from "../evaluation/read-baskets.ts";
import { TRACK_JOBS, findTracks, inThread, jointProgress } from "../evaluation/threads.ts";
import { startShare } from "../progress.ts";

interface FitOptions {
  readonly out: string;
}

/** Adds `segue fit-ranker`. */
export function addFitRanker(program: Command, io: CliIo): void {
  program
    .command("fit-ranker")
    .description("fit the ranker of recommendations to purchase logs, of each to the orders that evaluate does not report (docs/recommendation.md)")
    .argument("<file...>", "purchase logs: CSV or NDJSON, gzipped or not")
    .requiredOption("--out <file>", "the module to write, such as packages/shared/src/ranker/fitted-ranker.ts")
    .action((files: readonly string[], { out }: FitOptions) => fit(files, out, io));
}

/** @throws AppError when a file cannot be read or holds nothing to learn from, or the module cannot be written */
async function fit(files: readonly string[], out: string, io: CliIo): Promise<void> {
  assertWritable(out);
  const found: Examples[] = [];
  for (const file of files) {
    const examples = await examplesOf(file);
    io.note(`${file}: ${listCount(examples)} lists`);
    found.push(examples);
  }
  const fitting = startShare("fitting");
  const ranker = fitRanker(joined(RANKER_FEATURES, found), (share) => fitting.update(share));
  fitting.stop();
  writeFileSync(out, moduleOf(ranker));
  io.note(`${out}: ${ranker.trees.length} trees`);
}

/** Before minutes of work. @throws AppError `cannot_write` */
function assertWritable(out: string): void {
  const folder = dirname(resolve(out));
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new AppError("cannot_write", `${out} cannot be written: there is no folder ${folder} that may be written to; name another with --out`);
  }
}

async function examplesOf(path: string): Promise<Examples> {
  const { log } = await readBaskets(path, {});
  const protocol = protocolOf(log);
  if (protocol.scored === 0) throw new AppError("nothing_to_learn", `no ranker can be fitted to ${path}: no customer comes back after the first ${protocol.warmUp} of its ${basketCount(log)} orders`);
  const learnt = logBefore(log, protocol.reportFrom);
  const progress = startShare(`replaying ${path}`);
  const progressOf = jointProgress((TRACK_JOBS + 1) * basketCount(learnt), (share) => progress.update(share));
  const tracks = await findTracks(learnt, progressOf);
  const examples = (await inThread({ type: "examples", log: learnt, protocol, tracks }, progressOf("examples"))) as Examples;
  progress.stop();
  return examples;
}

/** One line a tree, so that what changed can be seen. */
function moduleOf({ features, trees }: Ranker): string {
  return [
    'import type { Ranker } from "./forest.ts";',
    "",
    "/** Written by `npx segue fit-ranker` (docs/adr/0040): not to be changed by hand. */",
    "export const FITTED_RANKER: Ranker = {",
    `  features: ${JSON.stringify(features)},`,
    "  trees: [",
    ...trees.map((tree) => `    ${JSON.stringify(tree)},`),
    "  ],",
    "};",
    "",
  ].join("\n");
}
