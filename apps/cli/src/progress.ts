import { SingleBar } from "cli-progress";

export interface Progress {
  update(done: number): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly label: string;
  readonly total: number;
  /** Turns the figures into what is shown, `null` for nothing but the share; left out, they are shown with thousands separated. */
  readonly show?: ((value: number) => string) | null;
  readonly stream?: NodeJS.WriteStream;
}

/** Shows how far long work has come, on standard error; where that is no terminal, nothing. */
export function startProgress({ label, total, show = thousands, stream = process.stderr }: ProgressOptions): Progress {
  if (!stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    stream,
    format: `${label} {bar} {percentage}%${show === null ? "" : " {done} of {all}"}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    fps: 10,
  });
  bar.start(total, 0, { done: show?.(0), all: show?.(total) });
  return {
    update: (done) => bar.update(done, { done: show?.(done) }),
    stop: () => bar.stop(),
  };
}

/** 1234567 -> 1,234,567. */
export function thousands(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
