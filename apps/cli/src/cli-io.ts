/** Where a command writes to. */
export interface CliIo {
  /** Results. */
  out(line: string): void;
  /** Everything a person watches meanwhile. */
  note(line: string): void;
}

export const processIo: CliIo = {
  out: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
};
