import type { Workspace } from "./workspace.ts";

/** One line of a benchmark's outcome, as `--json` prints it. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  /** Median over the repetitions. */
  readonly value: number;
  /** The same work at its least, measured in the same run; `null` where there is nothing to compare with. */
  readonly floor: number | null;
  /** Median of value / floor, taken repetition by repetition. */
  readonly ratio: number | null;
  /** Largest ratio that is good enough; of figures without a floor, the largest value. `null` where none was set. */
  readonly target: number | null;
  /** `null` for what is reported only. */
  readonly met: boolean | null;
  /** (largest - smallest) / median over the repetitions, of the ratio where there is one. */
  readonly spread: number | null;
}

export interface BenchContext {
  readonly workspace: Workspace;
  /** Repetitions of everything that is repeated. */
  readonly repetitions: number;
  /** Samples of what is measured one by one. */
  readonly samples: number;
  /** How many customers `refit` is to take, left out those of Online Retail, and how many customers and products `memory`. */
  readonly customers?: number | undefined;
  readonly items?: number | undefined;
  /** Fewer requests and seconds: the figures mean little then, their shape is the same. */
  readonly short: boolean;
  /** Tells a person what is going on. */
  readonly note: (line: string) => void;
}

export type Measure = (context: BenchContext) => Promise<readonly BenchResult[]>;

/** It has at least one way to run. */
export interface Bench {
  readonly name: string;
  readonly summary: string;
  /** In one process on LMDB, where it can be measured there. */
  readonly embedded?: Measure;
  /** On a Kafka and a Redis of its own, likewise. */
  readonly onBrokers?: Measure;
}
