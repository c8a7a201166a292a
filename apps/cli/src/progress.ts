import { SingleBar } from "cli-progress";

export interface Progress {
  update(done: number): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly label: string;
  readonly total: number;
  /** Turns the figures into what is shown; left out, they are shown with thousands separated. */
  readonly show?: (value: number) => string;
  readonly stream?: NodeJS.WriteStream;
}

/** Shows how far long work has come, on standard error; where that is no terminal, nothing. */
export function startProgress({ label, total, show = thousands, stream = process.stderr }: ProgressOptions): Progress {
  return startBar({ format: `${label} ${BAR} {done} of {all}`, total, stream, texts: (done) => ({ done: show(done), all: show(total) }) });
}

/** The same for work of which no more than a share is known, from 0 to 1. */
export function startShare(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  return startBar({ format: `${label} ${BAR}`, total: 1, stream, texts: () => ({}) });
}

const BAR = "{bar} {percentage}%";

interface Bar {
  readonly format: string;
  readonly total: number;
  readonly stream: NodeJS.WriteStream;
  /** What the format names besides, when so much is done. */
  readonly texts: (done: number) => Readonly<Record<string, string>>;
}

function startBar({ format, total, stream, texts }: Bar): Progress {
  if (!stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({ stream, format, barCompleteChar: "█", barIncompleteChar: "░", barsize: 30, hideCursor: true, clearOnComplete: true, fps: 10 });
  bar.start(total, 0, texts(0));
  return {
    update: (done) => bar.update(done, texts(done)),
    stop: () => bar.stop(),
  };
}

/** 1234567 -> 1,234,567. */
export function thousands(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
